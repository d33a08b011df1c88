"""Taking reports in, one or many in a transaction; the outcome is that of adding them one by one in the same order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias

from sqlalchemy import delete, func, select, update

from legation import __version__
from legation.ledger import copies, identity, schema
from legation.ledger.bulk import insert_rows
from legation.ledger.review import machine_records, take_over, unmarked, with_reviews
from legation.ledger.rows import Rows, rows_of, to_record
from legation.ledger.standing import Reading, standing_rows
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
    """A report as the machine reads it, with its rows, made without the database; `marked` are all its records where
    any comes with a review.
    """

    document: Document
    rows: Rows
    records: Sequence[Record]
    marked: Sequence[Record] = ()


def prepare(report: ReadReport, *, program: str, knowledge: str) -> Prepared:
    """A report as it will be kept. Raises ValueError for a record of another document."""
    given = report.records()
    records = [unmarked(record) for record in given]
    document = next((record for record in records if isinstance(record, Document)), report.document)
    rows = rows_of(document, records, program=program, knowledge=knowledge)
    return Prepared(document, rows, records, given if any(record.review for record in given) else ())


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
    named = [report.document.document for report in reports]
    stored = _stored(connection, named)
    heard = {report.document.document for report in reports if report.marked and take_over(connection, report.marked)}
    reviewed = with_reviews(connection, named)
    outcomes: list[Outcome] = []
    new: list[Prepared] = []
    touched: set[str] = set()
    changed: set[str] = set()
    for report in reports:
        name = report.document.document
        known = stored.get(name)
        if known is not None and name not in heard and _is_kept(connection, known, report, program):
            outcomes.append("unchanged")
            continue
        if known is not None:
            gone, without = remove_rows(connection, name)
            touched |= gone
            changed |= without
        outcomes.append("added" if known is None else "replaced")
        new.append(_heard(connection, report) if name in reviewed else report)
    _put(connection, new, touched, changed)
    return outcomes


def rewrite(connection: Connection, document: str) -> None:
    """Write a report's records anew, after one of them was reviewed."""
    stored = _stored(connection, [document])[document]
    records = machine_records(connection, document)
    read = Reading(stored.digest, stored.program, stored.knowledge)
    standing, rows = standing_rows(connection, records, read)
    gone, without = remove_rows(connection, document)
    _put(connection, [Prepared(standing, rows, records)], gone, without)


def _heard(connection: Connection, report: Prepared) -> Prepared:
    """The report with its rows as they stand once its reviews are heard."""
    (row,) = report.rows[schema.documents]
    read = Reading(row["digest"], row["program"], row["knowledge"])
    document, rows = standing_rows(connection, report.records, read)
    return report._replace(document=document, rows=rows)


def _put(connection: Connection, new: Sequence[Prepared], touched: set[str], changed: set[str]) -> None:
    """Write the rows of reports that are not there, and bring what is drawn from all of them up to date."""
    rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for report in new:
        for table, found in report.rows.items():
            rows[table] += found
    came = {(row["appearance"], row["office"]) for row in rows.get(schema.actors, ()) if row["appearance"] is not None}
    changed = changed | _without(connection, came)
    for table in schema.metadata.sorted_tables:
        insert_rows(connection, table, rows.get(table, ()))
    copies.link(connection, [report.document for report in new])
    identity.refresh(connection, touched | {appearance for appearance, _ in came}, changed=changed)


def _without(connection: Connection, pairs: Iterable[tuple[str, str | None]]) -> set[str]:
    """The appearances that no record has in that office."""
    return {
        key for key, office in sorted(set(pairs), key=str) if office and not identity.has_any(connection, key, office)
    }


def remove_rows(connection: Connection, document: str) -> tuple[set[str], set[str]]:
    """Take a report out; returns the appearances that it had, and those that have an office less without it."""
    actors, table = schema.actors.c, schema.documents
    query = select(actors.appearance, actors.office).where(actors.document == document, actors.appearance.is_not(None))
    had = {(row.appearance, row.office) for row in connection.execute(query)}
    family = copies.family_of(connection, document)
    # The other tables' rows go with it: each refers to its document with ON DELETE CASCADE.
    connection.execute(delete(table).where(table.c.document == document))
    copies.relink(connection, family)
    return {appearance for appearance, _ in had}, _without(connection, had)


def _stored(connection: Connection, names: Sequence[str]) -> dict[str, Any]:
    columns, reviewed = schema.documents.c, schema.reviewed
    met = (reviewed.c.document == columns.document) & (reviewed.c.id == columns.id)
    # The document as the machine reads it.
    json = func.coalesce(reviewed.c.machine, columns.json).label("json")
    query = select(columns.document, columns.digest, columns.program, columns.knowledge, json)
    query = query.select_from(schema.documents.outerjoin(reviewed, met))
    found: dict[str, Any] = {}
    for batch in identity.batches(names):
        found |= {row.document: row for row in connection.execute(query.where(columns.document.in_(batch)))}
    return found


def _is_kept(connection: Connection, stored: Any, report: Prepared, program: str) -> bool:
    """Whether what is stored stays: it says the same, or a newer version read it."""
    (row,) = report.rows[schema.documents]
    if stored.digest == row["digest"]:
        if (stored.program, stored.knowledge) != (row["program"], row["knowledge"]):
            _mark_as_read(connection, row)
        return True
    return bool(to_record(stored.json) == report.document and _release(stored.program) > _release(program))


def _mark_as_read(connection: Connection, row: dict[str, Any]) -> None:
    """The same records, read by another version: only who read them changes."""
    table = schema.documents
    values = {name: row[name] for name in ("program", "knowledge")}
    connection.execute(update(table).where(table.c.document == row["document"]).values(values))


def _release(version: str) -> tuple[int, ...]:
    """A version in the order of releases: 0.10.0 comes after 0.9.2."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())
