"""One event told twice in a report: two records that can only mean the same are one, with the evidence of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from legation.extract.carrier import lemma_of
from legation.extract.modality import is_definite
from legation.extract.reading import Anchored
from legation.record import merge_spans

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from legation.extract.event import Event
    from legation.extract.reading import Reading


def without_retellings(reading: Reading, events: Iterable[Anchored[Event]]) -> list[Anchored[Event]]:
    """The events, those told again joined to their first telling, in the order of the first.

    A telling is a second one if type, mode, parties, modality and claim are the same, the dates don't differ, and
    either both have the date or it is the same word again, as a noun that takes the event as known ("his
    resignation"). Two attacks without a date stay two.
    """
    kept: list[Anchored[Event]] = []
    first: dict[Hashable, list[int]] = {}
    for told in events:
        key = _what(told.record)
        at = next((n for n in first.get(key, ()) if _same(reading, kept[n], told)), None)
        if at is None:
            first.setdefault(key, []).append(len(kept))
            kept.append(told)
        else:
            kept[at] = _joined(kept[at], told)
    return kept


def _what(event: Event) -> Hashable:
    return event.type, event.mode, event.actors, event.recipients, event.modality, event.claimed_by


def _same(reading: Reading, first: Anchored[Event], again: Anchored[Event]) -> bool:
    before, after = first.record.date, again.record.date
    if before is not None and after is not None:
        return before == after
    word, earlier = reading.doc[again.root], reading.doc[first.root]
    is_known = word.pos_ == "NOUN" and is_definite(word)
    return is_known and (lemma_of(word) == lemma_of(earlier) or first.record.mode == "resign")


def _joined(first: Anchored[Event], again: Anchored[Event]) -> Anchored[Event]:
    one, two = first.record, again.record
    record = msgspec.structs.replace(
        one,
        id="",
        evidence=merge_spans((*one.evidence, *two.evidence)),
        contexts=tuple(sorted({*one.contexts, *two.contexts})),
        place=one.place or two.place,
        date=one.date or two.date,
        date_basis=one.date_basis or two.date_basis,
        quantities=tuple(dict.fromkeys((*one.quantities, *two.quantities))),
    )
    return Anchored(record, tuple(sorted({*first.spans, *again.spans})), first.root)
