"""Writing: a report's records into the ledger's tables, with its reviews heard, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import UNSET
from sqlalchemy import delete, func, insert, select, update

from legation.ledger import identity, schema
from legation.ledger.review import machine_records, reviewed_rows, stand
from legation.ledger.rows import TABLES, rows_of, to_record
from legation.record import Record
from legation.report.document import Document

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select


class Reading(NamedTuple):
    """One reading of a report: the digest of what the machine found, and the versions that found it."""

    digest: str
    program: str
    knowledge: str


def is_rejected(record: Record) -> bool:
    """Whether a person has rejected the record."""
    return record.review is not UNSET and record.review.verdict == "reject"


def all_records(connection: Connection, document: str) -> list[Record]:
    """Every record of a report as it stands, those rejected among them, in the order of the contract."""
    found: list[Record] = []
    for table in TABLES.values():
        order = table.c.position if "position" in table.c else table.c.document
        query = select(table.c.json).where(table.c.document == document).order_by(order)
        found += [to_record(json) for json in connection.scalars(query)]
    return found


def write(connection: Connection, records: Sequence[Record], read: Reading) -> None:
    """Put a report's records, as the machine reads them, in the place of what is there, with its reviews heard."""
    standing = stand(connection, records)
    document = next(record for record in standing.records if isinstance(record, Document))
    rejected = frozenset(each.record.id for each in standing.reviewed if is_rejected(each.record))
    rows = rows_of(document, standing.records, **read._asdict(), rejected=rejected)
    rows[schema.reviewed] = reviewed_rows(document.document, standing)
    touched = remove(connection, document.document)
    for table in schema.metadata.sorted_tables:
        if rows.get(table):
            connection.execute(insert(table), rows[table])
    identity.refresh(connection, touched | _appearances(connection, document.document))


def rewrite(connection: Connection, document: str) -> None:
    """Write a report's records anew, after one of them was reviewed."""
    stored = connection.execute(find_stored(document)).one()
    write(connection, machine_records(connection, document), Reading(stored.digest, stored.program, stored.knowledge))


def find_stored(document: str) -> Select[Any]:
    """A stored report, its document as the machine reads it."""
    columns, reviewed = schema.documents.c, schema.reviewed
    met = (reviewed.c.document == columns.document) & (reviewed.c.id == columns.id)
    json = func.coalesce(reviewed.c.machine, columns.json).label("json")
    query = select(columns.digest, columns.program, columns.knowledge, json).select_from(
        schema.documents.outerjoin(reviewed, met)
    )
    return query.where(columns.document == document)


def mark_as_read(connection: Connection, document: str, read: Reading) -> None:
    """The same records, read by another version: only who read them changes."""
    table = schema.documents
    values = {"program": read.program, "knowledge": read.knowledge}
    connection.execute(update(table).where(table.c.document == document).values(values))


def remove(connection: Connection, document: str) -> set[str]:
    """Take a report out; returns the appearances that it had."""
    had = _appearances(connection, document)
    # The other tables' rows go with it: each refers to its document with ON DELETE CASCADE.
    table = schema.documents
    connection.execute(delete(table).where(table.c.document == document))
    return had


def _appearances(connection: Connection, document: str) -> set[str]:
    actors = schema.actors.c
    query = select(actors.appearance).where(actors.document == document, actors.appearance.is_not(None))
    return set(connection.scalars(query))
