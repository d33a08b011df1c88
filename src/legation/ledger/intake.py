"""Taking reports in, one or many in a transaction; the outcome is that of adding them one by one in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias

from msgspec import UNSET

from legation import __version__
from legation.ledger.review import reviewed_among, take_over
from legation.ledger.rows import Rows, digest_of, rows_of, to_record
from legation.ledger.writing import Gone, Reading, find_stored, mark_as_read, put, take_out, write
from legation.report.document import Document

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from legation.record import Record

Outcome: TypeAlias = Literal["added", "replaced", "unchanged"]


class ReadReport(Protocol):
    """What can be added: `legation.Report`, or anything with a document and all its records."""

    @property
    def document(self) -> Document: ...
    def records(self) -> Sequence[Record]: ...


class Prepared(NamedTuple):
    """A report with its rows, made without the database; no rows where its records come with reviews."""

    document: Document
    records: Sequence[Record]
    read: Reading
    rows: Rows | None


def prepare(report: ReadReport, *, program: str, knowledge: str) -> Prepared:
    """A report as it will be kept. Raises ValueError for a record of another document."""
    document, records = report.document, report.records()
    read = Reading(digest_of(records), program, knowledge)
    is_reviewed = any(record.review is not UNSET for record in records)
    return Prepared(document, records, read, None if is_reviewed else rows_of(document, records, **read._asdict()))


def take_in(connection: Connection, reports: Sequence[Prepared], *, program: str = __version__) -> list[Outcome]:
    """Keep the reports; what became of each."""
    outcomes: list[Outcome] = []
    waiting: list[Prepared] = []
    names: set[str] = set()
    for report in reports:
        # A second report of one name must meet the first one in the ledger.
        if report.document.document in names:
            outcomes += _take_in(connection, waiting, program)
            waiting, names = [], set()
        waiting.append(report)
        names.add(report.document.document)
    return outcomes + _take_in(connection, waiting, program)


def _take_in(connection: Connection, reports: Sequence[Prepared], program: str) -> list[Outcome]:
    """The same for reports of different names."""
    names = [report.document.document for report in reports]
    stored = find_stored(connection, names)
    reviewed = reviewed_among(connection, names)
    outcomes: list[Outcome] = []
    new: list[tuple[Document, Rows]] = []
    gone = Gone(set(), set())
    for report in reports:
        name = report.document.document
        known = stored.get(name)
        if report.rows is None or name in reviewed:
            outcomes.append(_take_reviewed(connection, report, known, program))
            continue
        if known is not None and _is_kept(connection, known, report.document, report.read, program):
            outcomes.append("unchanged")
            continue
        if known is not None:
            out = take_out(connection, name)
            gone = Gone(gone.appearances | out.appearances, gone.changed | out.changed)
        outcomes.append("added" if known is None else "replaced")
        new.append((report.document, report.rows))
    put(connection, new, gone=gone)
    return outcomes


def _take_reviewed(connection: Connection, report: Prepared, known: Any, program: str) -> Outcome:
    """Keep a report whose records people have reviewed, here or where they come from."""
    records, is_new = take_over(connection, report.records)
    document = next((record for record in records if isinstance(record, Document)), report.document)
    read = report.read._replace(digest=digest_of(records))
    is_told_anew = known is not None and is_new and known.digest == read.digest
    if known is not None and not is_told_anew and _is_kept(connection, known, document, read, program):
        return "unchanged"
    write(connection, records, read)
    return "added" if known is None else "replaced"


def _is_kept(connection: Connection, stored: Any, document: Document, read: Reading, program: str) -> bool:
    """Whether what is stored stays: it says the same, or a newer version read it."""
    if stored.digest == read.digest:
        if (stored.program, stored.knowledge) != (read.program, read.knowledge):
            mark_as_read(connection, document.document, read)
        return True
    return bool(to_record(stored.json) == document and _release(stored.program) > _release(program))


def _release(version: str) -> tuple[int, ...]:
    """A version in the order of releases: 0.10.0 comes after 0.9.2."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())
