"""Reproaches: what one party says of another that PLOVER codes as ACCUSE, though no verb of accusing is used.

"He said that Tokyo did not contribute enough": the words of wrongdoing (`reproaches.csv`) stand in somebody's
statement, of somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.extract.carrier import british, lemma_of
from legation.extract.claim import claimed_by
from legation.extract.roles import Casting, Roles
from legation.knowledge.events import Reproach, reproaches
from legation.language.clause import governing_verb, is_passive, is_verb, negation, subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from legation.extract.reading import Anchored, Reading
    from legation.extract.statement import Statement


@dataclass(frozen=True, slots=True)
class Reproached:
    """A reproach: its statement, the word that makes it one, the verb of its clause, and who reproaches whom."""

    statement: Anchored[Statement]
    word: Token
    verb: Token
    mode: str
    roles: Roles


def find_reproaches(reading: Reading, casting: Casting) -> Iterator[Reproached]:
    """The reproaches in a report's statements, in the order of the text. Linear in its words."""
    by_id = {statement.record.id: statement for statement in reading.statements}
    table = reproaches()
    for token in reading.doc:
        reproach = table.get(lemma_of(token)) or table.get(british(lemma_of(token)))
        if reproach is None:
            continue
        verb = _verb_of(token, reproach)
        statement = by_id.get(claimed_by(reading, token) or "") if verb is not None else None
        if verb is None or statement is None or statement.record.act == "deny":
            continue
        roles = _roles(reading, casting, statement, verb)
        if roles is not None:
            yield Reproached(statement, token, verb, reproach.mode, roles)


def _verb_of(token: Token, reproach: Reproach) -> Token | None:
    """The verb whose subject is reproached: the word itself, or the negated verb over it ("did not pay *enough*")."""
    verb = token if reproach.form == "verb" else governing_verb(token)
    if verb is None or not is_verb(verb) or (reproach.form == "verb" and is_passive(verb)):
        return None
    return verb if (negation(verb) is not None) == reproach.is_negated else None


def _roles(reading: Reading, casting: Casting, statement: Anchored[Statement], verb: Token) -> Roles | None:
    """The speakers, and whom the reproach meets: somebody else, of another country, as far as they are known."""
    reproached = subject(verb)
    speakers = statement.record.speakers
    if reproached is None or not speakers:
        return None
    parties = list(casting.parties(reproached))
    met = tuple(dict.fromkeys(actor for party in parties for actor in party.actors))
    cast = reading.cast.roles
    own = {cast[actor].country for actor in speakers if actor in cast}
    others = {cast[actor].country for actor in met}
    if not met or set(met) & set(speakers) or None in others or own & others:
        return None
    return Roles(speakers, met, tuple(party.token for party in parties))
