"""Conditionals: what is said to follow from what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from legation.extract.claim import claimed_by
from legation.extract.protasis import Found, find_protases, runs
from legation.extract.reading import Anchored, in_order
from legation.extract.supposition import find_suppositions
from legation.knowledge.calibration import probability
from legation.record import Record, Spans

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.reading import Reading
    from legation.extract.statement import Statement

Form: TypeAlias = Literal["if", "unless", "would", "until"]
Stretches: TypeAlias = "tuple[tuple[int, int], ...]"

# What a condition or a consequence describes has not come about.
_SUPPOSED = frozenset({"hypothetical", "future", "negated"})


class Conditional(Record, frozen=True, kw_only=True, tag="conditional"):
    """`consequence` follows if `condition` holds (`unless`: fails to); the events are those described in each."""

    condition: Spans
    consequence: Spans
    form: Form
    condition_events: tuple[str, ...] = ()
    consequence_events: tuple[str, ...] = ()
    claimed_by: str | None = None


def find_conditionals(reading: Reading) -> list[Anchored[Conditional]]:
    """The conditionals of one report, in the order of the text. Needs statements and events."""
    found = [*find_protases(reading.doc), *find_suppositions(reading.doc)]
    return in_order(anchored for each in found if (anchored := _anchored(reading, each)) is not None)


def _anchored(reading: Reading, found: Found) -> Anchored[Conditional] | None:
    told = reading.statement_at(found.root.idx) or _told_by(reading, found.main)
    condition, consequence = runs(found.condition), _as_told(found, told)
    if not condition or not consequence:
        return None
    together = tuple(sorted({*condition, *consequence}))
    record = Conditional(
        document=reading.id,
        evidence=reading.spans(*together),
        confidence=probability("conditional", found.shape),
        condition=reading.spans(*condition),
        consequence=reading.spans(*consequence),
        form=cast("Form", found.form),
        condition_events=_events(reading, condition),
        consequence_events=_events(reading, consequence),
        claimed_by=claimed_by(reading, found.root) or (told.record.id if told is not None else None),
    )
    return Anchored(record, together, found.root.i)


def _as_told(found: Found, statement: Anchored[Statement] | None) -> Stretches:
    """The consequence, cut to what is told where the words that tell it are in the same clause.

    Of "she hinted at a boycott unless they paid" the boycott follows, not the hint; of "according to Oslo, a deal is
    possible if they pay" the deal, whoever says so.
    """
    consequence = runs(found.consequence)
    if statement is None:
        return consequence
    cut = tuple(
        (max(start, first), min(end, last))
        for start, end in consequence
        for first, last in statement.spans
        if max(start, first) < min(end, last)
    )
    return cut or consequence


def _told_by(reading: Reading, cue: Token) -> Anchored[Statement] | None:
    """The statement whose cue is the word that a condition hangs on."""
    return next((said for said in reading.statements if said.root == cue.i), None)


def _events(reading: Reading, stretches: Stretches) -> tuple[str, ...]:
    """Ids of the events that are described inside the stretches and have not come about."""
    doc = reading.doc
    return tuple(
        event.record.id
        for event in reading.events
        if event.record.modality in _SUPPOSED and any(start <= doc[event.root].idx < end for start, end in stretches)
    )
