"""Passages: the words of a report that can be searched, by paragraph and by record, in one line each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from legation.extract.actor import Actor
from legation.extract.commitment import Commitment
from legation.extract.conditional import Conditional
from legation.extract.event import Event
from legation.extract.shift import Shift
from legation.extract.statement import Statement
from legation.report.document import READ_BLOCKS, Document

if TYPE_CHECKING:
    from legation.record import Record, Spans

# The report's own text, as against the kinds of records.
REPORT = "report"
# What can be searched beside it, and what of a record is searched.
KINDS = ("statement", "event", "commitment", "conditional", "shift")

# What a link leaves behind, and characters that would steer a terminal or pass for marks of what was found.
_PASSED_OVER = re.compile(r"<\s*[a-z]+://[^<>]*>|[\x00-\x08\x0e-\x1f\x7f-\x9f]", re.IGNORECASE)
_GAP = " … "


def passage_rows(document: Document, records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """The rows of one report: its title, each block that is read, and each record of the kinds above.

    A record is found by its words and by the names of those who take part in it.
    """
    if document.title and (title := cleaned(document.title)):
        yield _row(document, REPORT, None, 0, 0, title)
    for block in document.blocks:
        if block.kind in READ_BLOCKS and (words := cleaned(document.text[block.start : block.end])):
            yield _row(document, REPORT, None, block.start, block.end, words)
    found = list(records)
    names = {record.id: record.name for record in found if isinstance(record, Actor)}
    for record in found:
        spans = _spans(record)
        if spans:
            said = _GAP.join(cleaned(document.text[start:end]) for start, end in spans)
            who = ", ".join(dict.fromkeys(names[id_] for id_ in _parts(record) if id_ in names))
            words = f"{who}: {said}" if who else said
            yield _row(document, record.kind_name(), record.id, spans[0][0], spans[-1][1], words)


def cleaned(words: str) -> str:
    """The words in one line, without the addresses of links."""
    return " ".join(_PASSED_OVER.sub(" ", words).split())


def _row(document: Document, kind: str, id_: str | None, start: int, end: int, words: str) -> dict[str, Any]:
    return {"document": document.document, "kind": kind, "id": id_, "start": start, "end": end, "words": words}


def _spans(record: Record) -> Spans:
    if isinstance(record, Statement):
        return record.content
    return record.evidence if isinstance(record, Event | Commitment | Conditional | Shift) else ()


def _parts(record: Record) -> tuple[str, ...]:
    """The ids of those who take part."""
    if isinstance(record, Statement):
        return (*record.speakers, *record.addressees)
    if isinstance(record, Event):
        return (*record.actors, *record.recipients)
    if isinstance(record, Commitment):
        return tuple(party.actor for party in record.parties)
    return (record.speaker,) if isinstance(record, Shift) else ()
