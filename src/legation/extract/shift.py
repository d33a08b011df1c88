"""Shifts: who has changed position, on what, and which way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from legation.extract.naming import sentence_of
from legation.extract.reading import Anchored, in_order
from legation.extract.turn import Turn, find_turns
from legation.knowledge.calibration import probability
from legation.language import clause
from legation.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from legation.extract.reading import Reading
    from legation.extract.statement import Statement

Direction: TypeAlias = Literal["towards", "away", "denial"]

_NEAR = 80  # words before a cue in which its author may be named
_CLIMB = 5  # verbs above a cue that may name who turned: "a speech designed to mark a new policy"


class Shift(Record, frozen=True, kw_only=True, tag="shift"):
    """`speaker` (actor id) moved from `before` to `after` (statement or event ids, either may be None)."""

    speaker: str
    about: tuple[str, ...] = ()  # actor and commitment ids
    before: str | None = None
    after: str | None = None
    direction: Direction


def find_shifts(reading: Reading) -> list[Anchored[Shift]]:
    """The shifts of one report, in the order of the text: one for a speaker, direction and sentence.

    A turn whose speaker the report leaves open is none. Needs statements, events and commitments.
    """
    found: list[Anchored[Shift]] = []
    seen: set[tuple[int, str, str]] = set()
    for turn in find_turns(reading.doc):
        speaker = _speaker(reading, turn.head)
        if speaker is None or (turn.is_leaving and reading.cast.roles[speaker].kind == "person"):
            continue
        key = (sentence_of(turn.head)[0], speaker, turn.direction)
        if key not in seen:
            seen.add(key)
            found.append(_anchored(reading, turn, speaker))
    return in_order(found)


def _anchored(reading: Reading, turn: Turn, speaker: str) -> Anchored[Shift]:
    before, after = _denied(reading, turn, speaker) if turn.direction == "denial" else _moved(reading, turn, speaker)
    record = Shift(
        document=reading.id,
        evidence=reading.spans((turn.start, turn.end)),
        confidence=probability("shift", turn.direction),
        speaker=speaker,
        about=_about(reading, turn, speaker),
        before=before,
        after=after,
        direction=cast("Direction", turn.direction),
    )
    return Anchored(record, ((turn.start, turn.end),), turn.head.i)


def _speaker(reading: Reading, head: Token) -> str | None:
    """Who turned: the owner or author of a noun, the doer of a verb, or of the verbs above until one is an actor."""
    if not clause.is_verb(head):
        for word in (*head.lefts, *clause.prep_objects(head, "by", "from")):
            if word.dep_ in {"poss", "compound", "amod", "nmod", "pobj"}:
                actors = reading.cast.conjoined(word)
                if actors:
                    return actors[0]
    verb: Token | None = head if clause.is_verb(head) else clause.governing_verb(head)
    for _ in range(_CLIMB):
        if verb is None:
            break
        doer = clause.doer(verb)
        if doer is not None and doer.i != head.i:
            actors = reading.cast.conjoined(doer, create=True)
            if actors:
                return actors[0]
        verb = clause.governing_verb(verb)
    return _nearest_doer(reading, head)


def _nearest_doer(reading: Reading, head: Token) -> str | None:
    """The last who does or owns something before it in the sentence: "set out *by Ito* in a speech that marks …"."""
    for at in range(head.i - 1, max(sentence_of(head)[0], head.i - _NEAR) - 1, -1):
        word = head.doc[at]
        if word.dep_ in {"nsubj", "poss"} or (word.dep_ == "pobj" and word.head.dep_ == "agent"):
            actors = reading.actors_of(word)
            if actors:
                return actors[0]
    return None


def _about(reading: Reading, turn: Turn, speaker: str) -> tuple[str, ...]:
    """Ids of the other actors, then of the commitments, named in the clause from the cue on."""
    start, end = _reach(turn)
    actors = [
        a for m in sorted(reading.cast.mentions, key=lambda m: m.start) if start <= m.start < end for a in m.actors
    ]
    commitments = [c.record.id for c in reading.commitments if any(start <= s < end for s, _ in c.spans)]
    return tuple(dict.fromkeys(i for i in (*actors, *commitments) if i != speaker))


def _reach(turn: Turn) -> tuple[int, int]:
    last = turn.head.right_edge
    return turn.start, max(turn.end, last.idx + len(last))


def _moved(reading: Reading, turn: Turn, speaker: str) -> tuple[str | None, str | None]:
    """What the speaker said before, if the clause tells it again; the event that the turn is."""
    start, end = _reach(turn)
    before = next((s.record.id for s in _by(reading, speaker) if start < s.start and s.end <= end), None)
    after = next((e.record.id for e in reading.events if turn.start <= reading.doc[e.root].idx < turn.end), None)
    return before, after


def _denied(reading: Reading, turn: Turn, speaker: str) -> tuple[str | None, str | None]:
    """The statement that is denied, and the denial."""
    said = list(_by(reading, speaker))
    denial = next((s for s in said if turn.start <= reading.doc[s.root].idx < turn.end), None)
    meant = turn.head.head if turn.head.dep_ == "relcl" else None
    for statement in reversed(said):
        if statement is denial or reading.doc[statement.root].idx > turn.end:
            continue
        if meant is not None and statement.root == meant.i:
            return statement.record.id, denial.record.id if denial else None
    first, _ = sentence_of(turn.head)
    earlier = [s for s in said if s is not denial and s.root < turn.head.i and s.root >= first]
    if not earlier:
        # A denial in a sentence of its own takes up what the same speaker was last said to say.
        earlier = [s for s in said if s is not denial and s.root < first]
    return earlier[-1].record.id if earlier else None, denial.record.id if denial else None


def _by(reading: Reading, speaker: str) -> Iterator[Anchored[Statement]]:
    return (s for s in reading.statements if speaker in s.record.speakers)
