"""First and second persons inside quotations: the speakers, whom they speak for, and whom they speak to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.unnamed import actor_noun, describe, noun_span
from legation.knowledge.coreference import may_mean

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.mention import Cast
    from legation.extract.reading import Reading

_ONE = frozenset({"i", "me", "my", "mine", "myself"})
_MANY = frozenset({"we", "us", "our", "ours", "ourselves"})
_OTHER = frozenset({"you", "your", "yours", "yourself", "yourselves"})
_OWN = frozenset({"my", "our"})
_HERE = frozenset({"this", "our"})
# Who says "we" for a state: those who govern, command or represent it.
_SPEAKING_FOR_STATES = frozenset({"GOV", "MIL"})
_BODIES = frozenset({"government_body", "armed_force"})


def resolve_first_persons(reading: Reading) -> None:
    """Add to the cast who "I", "we", "our government" and "you" are inside the quotations of statements."""
    cast = reading.cast
    for token in reading.doc:
        # In capitals it is the country.
        word = token.lower_ if token.text != "US" else ""
        if word not in _ONE and word not in _MANY and word not in _OTHER and word not in _HERE:
            continue
        if cast.headed_by(token) is not None or reading.quotation_at(token.idx) is None:
            continue
        speakers, addressees = _voices(reading, token)
        if word in _OTHER:
            _mark(cast, token, addressees)
        elif word in _ONE:
            _mark(cast, token, speakers)
        elif word in _MANY:
            _mark(cast, token, tuple(dict.fromkeys((*speakers, *_states(cast, speakers)))))
        if word in _OWN or word in _HERE:
            _mark_owned(cast, token, speakers)


def _voices(reading: Reading, token: Token) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Speakers and addressees of the innermost statement that holds the token, as far as the cast knows them."""
    statement = reading.statement_at(token.idx)
    if statement is None:
        return (), ()
    known = reading.cast.roles
    record = statement.record
    return tuple(a for a in record.speakers if a in known), tuple(a for a in record.addressees if a in known)


def _states(cast: Cast, speakers: tuple[str, ...]) -> list[str]:
    """The states for which the speakers speak."""
    found = []
    for speaker in speakers:
        role = cast.roles[speaker]
        speaks_for = role.kind in _BODIES or bool(_SPEAKING_FOR_STATES & set(role.sectors))
        if role.country is not None and role.kind != "state" and speaks_for:
            found.append(cast.state(role.country))
    return found


def _mark(cast: Cast, token: Token, actors: tuple[str, ...]) -> None:
    if actors:
        cast.mark(token.i, token.i + 1, "pronoun" if len(actors) == 1 else "plural", *actors)


def _mark_owned(cast: Cast, token: Token, speakers: tuple[str, ...]) -> None:
    """ "Our government", "this country", "our troops": the speaker's."""
    noun = token.head
    if noun.i <= token.i or cast.headed_by(noun) is not None:
        return
    countries = dict.fromkeys(c for speaker in speakers if (c := cast.roles[speaker].country))
    if may_mean(noun.lemma_.lower(), "state") and noun.tag_ == "NN":
        if countries:
            start, end = noun_span(noun)
            cast.mark_stretch(start, end, "definite", *map(cast.state, countries), root=noun.i)
    elif token.lower_ in _OWN and actor_noun(noun) is not None:
        describe(cast, noun)
