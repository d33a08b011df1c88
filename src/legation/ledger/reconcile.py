"""Reconcile: what a report's records are once its reviews are heard, however often it is read again.

A review is of one record. It meets that record again by its id; where the id is another one, by the report, the kind
and the evidence: the record of that kind on most of the same words, moved with them where the text around them changed.
What a person has confirmed or corrected stands as they have it, even where a newer version reads nothing there; what
they have rejected stays rejected. The outcome looks at no order, neither of readings nor of reviews of other records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import msgspec

from legation.ledger.correction import QUOTING, changed, with_values
from legation.record import Record, Review, Span, Spans, merge_spans
from legation.report.document import Document

Values: TypeAlias = dict[str, Any]

# Of the words that either of two readings rests on, so large a part must be shared for them to be one record.
_SHARED = 0.5
_WORD = re.compile(r"\w+")


class Thread(NamedTuple):
    """The reviews of one record, as far as they stand: the latest of them, and every id the record has had."""

    ids: tuple[str, ...]  # the latest first
    review: Review
    machine: Record  # as it was when the latest review was made
    changes: Values
    passage: str
    mentioned: tuple[Record, ...]


class Reviewed(NamedTuple):
    """A record with its review, and what the machine has in its place; None where it no longer has anything."""

    record: Record
    machine: Record | None
    thread: Thread


class Standing(NamedTuple):
    """A report's records as they stand, those rejected among them; `kept` are the ids of those that the machine no
    longer reads and that nobody reviewed, brought back because a reviewed record refers to them.
    """

    records: list[Record]
    reviewed: list[Reviewed]
    kept: tuple[str, ...] = ()


def passage_of(text: str, evidence: Spans) -> str:
    """The words from the first to the last of the evidence."""
    return text[min(start for start, _ in evidence) : max(end for _, end in evidence)]


def reconcile(records: Sequence[Record], threads: Iterable[Thread]) -> Standing:
    """What a report's records are once its reviews are heard.

    `records` are the machine's, the document's among them. Records that the machine no longer finds come last.
    """
    ordered = sorted(threads, key=lambda thread: thread.ids[-1])
    report = _Report(records)
    met = _meet(report, ordered)
    found: dict[str, Reviewed] = {}
    for thread in ordered:
        machine = met.get(thread.ids[-1])
        made = report.person(thread, machine)
        if made is not None:
            found[made.record.id] = made
    stand = [found[record.id].record if record.id in found else record for record in records]
    restored = [each.record for id_, each in found.items() if id_ not in report.records]
    kept = [record for record in report.restored.values() if record.id not in found]
    return Standing(
        [*stand, *_in_order(restored), *_in_order(kept)], list(found.values()), tuple(record.id for record in kept)
    )


def _in_order(records: Iterable[Record]) -> list[Record]:
    """In an order that no order of reviewing shows in."""
    return sorted(records, key=lambda record: (record.evidence, record.id))


def _meet(report: _Report, threads: Sequence[Thread]) -> dict[str, Record]:
    """Which record of the reading each thread is of, by the first id of the thread: no record is of two."""
    met: dict[str, Record] = {}
    for thread in threads:
        own = next((report.records[id_] for id_ in thread.ids if id_ in report.records), None)
        if own is None and isinstance(thread.machine, Document):
            own = report.document
        if own is not None:
            met[thread.ids[-1]] = own
    taken = {record.id for record in met.values()}
    for thread in threads:
        if thread.ids[-1] not in met:
            found = report.best(thread, taken)
            if found is not None:
                met[thread.ids[-1]] = found
                taken.add(found.id)
    return met


class _Place(NamedTuple):
    """Where words stand now: how far they have moved, and whether they are what they were."""

    by: int
    is_verbatim: bool


class _Report:
    """One reading of a report, and what has been restored of earlier ones."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = {record.id: record for record in records}
        self.document = next(record for record in records if isinstance(record, Document))
        self.restored: dict[str, Record] = {}

    def place(self, evidence: Spans, passage: str) -> _Place | None:
        """Where the passage stands now, nearest to where it stood; None if it is gone with all that was like it."""
        text = self.document.text
        start = min(first for first, _ in evidence)
        if text[start : start + len(passage)] == passage:
            return _Place(0, True)
        places = [match.start() for match in re.finditer(re.escape(passage), text)]
        if places:
            return _Place(min(places, key=lambda at: (abs(at - start), at)) - start, True)
        now = text[start : start + len(passage)]
        return _Place(0, False) if _are_alike(passage, now) else None

    def best(self, thread: Thread, taken: set[str]) -> Record | None:
        """The record of the reading on most of the same words, of several the one that says most of the same."""
        machine = thread.machine
        place = self.place(machine.evidence, thread.passage)
        if place is None:
            return None
        evidence = _moved(machine.evidence, place.by)
        fitting = [
            (overlap, _alike(machine, record), record)
            for record in self.records.values()
            if type(record) is type(machine) and record.id not in taken
            if (overlap := _overlap(evidence, record.evidence)) >= _SHARED
        ]
        return min(fitting, key=lambda found: (-found[0], -found[1], found[2].id))[2] if fitting else None

    def person(self, thread: Thread, machine: Record | None) -> Reviewed | None:
        """The record as the person has it, marked; None where there is nothing left that the review could be of."""
        if machine is None:
            person = self._restored(thread)
            return None if person is None else self._marked(person, None, thread)
        if thread.review.verdict == "reject":
            return self._marked(machine, machine, thread)
        is_same = machine.id in thread.ids
        place = _Place(0, True) if is_same else self.place(thread.machine.evidence, thread.passage)
        values = dict(thread.changes)
        if place is not None and place.is_verbatim:
            # What was reviewed was the whole record: all that it said stands. Where its words are is the reading's to
            # say, unless the person has said so.
            whole = msgspec.to_builtins(thread.machine)
            quoting = [name for name in QUOTING if name in values]
            values = {**{name: whole[name] for name in _saying(thread.machine)}, **values}
            values |= {name: [_shifted(s, place.by) for s in thread.changes[name]] for name in quoting}
            values = self._renamed(values, thread, place.by)
        else:
            values = {name: value for name, value in values.items() if name not in QUOTING}
            values = self._renamed(values, thread, 0)
        return self._marked(self._fitted(machine, values), machine, thread)

    def _restored(self, thread: Thread) -> Record | None:
        """A record that the machine reads no longer, where its words still stand."""
        if thread.review.verdict == "reject":
            return None
        record = with_values(thread.machine, thread.changes)
        place = self.place(thread.machine.evidence, thread.passage)
        if place is None or not place.is_verbatim:
            return None
        within = (min(s for s, _ in thread.machine.evidence), max(e for _, e in thread.machine.evidence))
        values = _moved_values(record, place.by, within)
        values = {**msgspec.to_builtins(record), **values}
        made = self._fitted(record, self._renamed(values, thread, place.by))
        return made if made.id not in self.records else None

    def _marked(self, record: Record, machine: Record | None, thread: Thread) -> Reviewed:
        was = changed(machine, record)[1] if machine is not None else thread.review.was
        review = msgspec.structs.replace(thread.review, was=was)
        id_ = machine.id if machine is not None else record.id
        return Reviewed(msgspec.structs.replace(record, id=id_, review=review), machine, thread)

    def _fitted(self, record: Record, values: Values) -> Record:
        values = {name: value for name, value in values.items() if name not in ("id", "record", "confidence")}
        return with_values(record, values)

    def _renamed(self, values: Values, thread: Thread, by: int) -> Values:
        """The values with the ids of records that are called otherwise now; what is gone is brought back."""
        mentioned = {record.id: record for record in thread.mentioned}
        renamed: Values = _replaced(values, self._names(values, mentioned, by))
        return renamed

    def _names(self, value: Any, mentioned: Mapping[str, Record], by: int) -> dict[str, str]:
        wanted = dict.fromkeys(id_ for id_ in ids_in(value) if id_ in mentioned)
        return {id_: self._now(mentioned[id_], mentioned, by) for id_ in wanted}

    def _now(self, record: Record, mentioned: Mapping[str, Record], by: int) -> str:
        """What a record that is referred to is called in this reading."""
        if record.id in self.records or record.id in self.restored:
            return record.id
        evidence = _moved(record.evidence, by)
        same = [
            other
            for other in self.records.values()
            if type(other) is type(record)
            and (_overlap(evidence, other.evidence) >= _SHARED or _are_namesakes(record, other))
        ]
        if same:
            return min(same, key=lambda other: (-_alike(record, other), other.id)).id
        length = len(self.document.text)
        if evidence[0][0] < 0 or evidence[-1][1] > length:
            return record.id
        self.restored[record.id] = record  # before it is looked into: what it refers to may lead back to it
        values = {**msgspec.to_builtins(record), **_moved_values(record, by, (0, length - by))}
        others = {id_: each for id_, each in mentioned.items() if id_ != record.id}
        self.restored[record.id] = self._fitted(record, _replaced(values, self._names(values, others, by)))
        return record.id


def _are_namesakes(record: Record, other: Record) -> bool:
    name = getattr(record, "name", None)
    return name is not None and name == getattr(other, "name", None)


def _saying(record: Record) -> list[str]:
    """The fields that say something, as against those that say where."""
    names: list[str] = [
        name for name in msgspec.to_builtins(record)
        if name not in (*QUOTING, "record", "id", "document", "confidence", "review", "text", "blocks", "links")
    ]  # fmt: skip
    return names


def _replaced(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Mapping):
        return {key: each if key == "id" else _replaced(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(each, names) for each in value]
    return value


def ids_in(value: Any) -> Iterable[str]:
    """Every piece of text in plain JSON values; ids of other records are among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from ids_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from ids_in(each)


def _moved(spans: Spans, by: int) -> Spans:
    return tuple((start + by, end + by) for start, end in spans)


def _shifted(span: Sequence[int], by: int) -> list[int]:
    return [span[0] + by, span[1] + by]


def _moved_values(record: Record, by: int, within: Span) -> Values:
    """A record's spans, moved; those outside of the words that are known to stand there go, if there are others."""
    if not by:
        return {}
    values: Values = {}
    for name in QUOTING:
        spans = getattr(record, name, None)
        if spans is not None:
            inside = [s for s in spans if within[0] <= s[0] and s[1] <= within[1]]
            values[name] = [_shifted(s, by) for s in inside or (record.evidence if spans else ())]
    return values


def _overlap(some: Spans, others: Spans) -> float:
    """How much of the words that either rests on both do."""
    one, other = merge_spans(some), merge_spans(others)
    shared = sum(max(0, min(end, end_2) - max(start, start_2)) for start, end in one for start_2, end_2 in other)
    total = sum(end - start for start, end in (*one, *other))
    return shared / max(total - shared, 1)


def _alike(record: Record, other: Record) -> int:
    """In how many fields two records say the same."""
    return sum(getattr(record, name) == getattr(other, name) for name in _saying(record))


def _are_alike(passage: str, now: str) -> bool:
    before, after = set(_WORD.findall(passage.casefold())), set(_WORD.findall(now.casefold()))
    return bool(before) and len(before & after) / len(before | after) >= _SHARED
