"""Taking reports in, one or many in a transaction; the outcome is that of adding them one by one in the same order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias

from sqlalchemy import delete, select, update

from legation import __version__
from legation.ledger import copies, identity, schema
from legation.ledger.bulk import insert_rows
from legation.ledger.rows import Rows, rows_of, to_record

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from legation.record import Record
    from legation.report.document import Document

Outcome: TypeAlias = Literal["added", "replaced", "unchanged"]


class ReadReport(Protocol):
    """What can be added: `legation.Report`, or anything with a document and all its records."""

    @property
    def document(self) -> Document: ...
    def records(self) -> Sequence[Record]: ...


class Prepared(NamedTuple):
    """A report with its rows, made without the database."""

    document: Document
    rows: Rows


def prepare(report: ReadReport, *, program: str, knowledge: str) -> Prepared:
    """A report as it will be kept. Raises ValueError for a record of another document."""
    document = report.document
    return Prepared(document, rows_of(document, report.records(), program=program, knowledge=knowledge))


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
    stored = _stored(connection, [report.document.document for report in reports])
    outcomes: list[Outcome] = []
    new: list[Prepared] = []
    touched: set[str] = set()
    changed: set[str] = set()
    for report in reports:
        name = report.document.document
        known = stored.get(name)
        if known is not None and _is_kept(connection, known, report, program):
            outcomes.append("unchanged")
            continue
        if known is not None:
            gone, without = remove_rows(connection, name)
            touched |= gone
            changed |= without
        outcomes.append("added" if known is None else "replaced")
        new.append(report)
    rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for report in new:
        for table, found in report.rows.items():
            rows[table] += found
    came = {(row["appearance"], row["office"]) for row in rows.get(schema.actors, ()) if row["appearance"] is not None}
    changed |= _without(connection, came)
    for table in schema.metadata.sorted_tables:
        insert_rows(connection, table, rows.get(table, ()))
    copies.link(connection, [report.document for report in new])
    identity.refresh(connection, touched | {appearance for appearance, _ in came}, changed=changed)
    return outcomes


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
    columns = schema.documents.c
    query = select(columns.document, columns.digest, columns.program, columns.knowledge, columns.json)
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
