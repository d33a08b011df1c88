"""What speakers say of others that PLOVER codes as an event, though no verb tells of one.

"He said that Tokyo did not contribute enough" is an ACCUSE: the words of wrongdoing (`reproaches.csv`) stand in
somebody's statement, of somebody else. "He said that Tokyo must pay" is a REQUEST in the same way, and who says that
another has attacked his own side accuses that other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.extract.carrier import british, lemma_of
from legation.extract.claim import claimed_by
from legation.extract.roles import Casting, Roles
from legation.knowledge.reproaches import Reproach, reproaches
from legation.language.clause import governing_verb, is_passive, is_verb, mark_of, negation, subject, tense_aspect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from legation.extract.event import Event
    from legation.extract.reading import Anchored, Reading
    from legation.extract.statement import Statement


_SUPPOSING = frozenset({"if", "whether", "unless"})
_HARMS = frozenset({"ASSAULT", "COERCE"})
# What courts and police do by law; who tells of it does not accuse them by that.
_LAWFUL = frozenset({"arrest", "censor", "curfew", "deport", "martial-law"})
_PAST = frozenset({"occurred", "ongoing"})


@dataclass(frozen=True, slots=True)
class Reproached:
    """A reproach: its statement, the word that makes it one, the verb of its clause, and who reproaches whom."""

    statement: Anchored[Statement]
    word: Token
    verb: Token
    type: str
    mode: str | None
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
            yield Reproached(statement, token, verb, reproach.type, reproach.mode, roles)


def _verb_of(token: Token, reproach: Reproach) -> Token | None:
    """The verb whose subject is reproached: the word itself, the negated verb over it, the one that a modal helps."""
    if reproach.form == "modal":
        # "must have known" is no demand, nor is "if they should leave".
        is_demand = token.dep_ == "aux" and mark_of(token.head) not in _SUPPOSING
        return token.head if is_demand and not tense_aspect(token.head).perfect else None
    verb = token if reproach.form == "verb" else governing_verb(token)
    if verb is None or not is_verb(verb) or (reproach.form == "verb" and is_passive(verb)):
        return None
    return verb if reproach.is_negated in {None, negation(verb) is not None} else None


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
    is_at_home = bool(own & others) and not _are_rebels(reading, met)
    if not met or set(met) & set(speakers) or None in others or is_at_home:
        return None
    return Roles(speakers, met, tuple(party.token for party in parties))


def _are_rebels(reading: Reading, actors: tuple[str, ...]) -> bool:
    """True for those who fight a state from within: what it says of them is said of an opponent."""
    return all("REB" in reading.cast.roles[actor].sectors for actor in actors)


def reported_harms(
    reading: Reading, events: Iterable[Anchored[Event]]
) -> Iterator[tuple[Anchored[Statement], Anchored[Event]]]:
    """The harms that speakers say others have done to their own side, each with the statement that says so.

    Left out is what an accusation of the same parties in the same sentence tells already. Linear in the events.
    """
    by_id = {statement.record.id: statement for statement in reading.statements}
    told = list(events)
    accused = {
        (actor, met, reading.doc[anchored.root].sent.start)
        for anchored in told
        if anchored.record.type == "ACCUSE"
        for actor in anchored.record.actors
        for met in anchored.record.recipients
    }
    cast = reading.cast.roles
    for anchored in told:
        event, statement = anchored.record, by_id.get(anchored.record.claimed_by or "")
        if statement is None or event.type not in _HARMS or event.modality not in _PAST or not event.actors:
            continue
        if event.mode in _LAWFUL:
            continue
        speakers = statement.record.speakers
        own = {cast[actor].country for actor in speakers if actor in cast} - {None}
        doing = {cast[actor].country for actor in event.actors}
        met = {cast[actor].country for actor in event.recipients}
        sentence = reading.doc[anchored.root].sent.start
        is_told = any((speaker, doer, sentence) in accused for speaker in speakers for doer in event.actors)
        if own & met and not own & doing and not is_told and statement.record.act != "deny":
            yield statement, anchored
