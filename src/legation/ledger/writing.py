"""Writing: a report's records into the ledger's tables, with its reviews heard, in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import UNSET
from sqlalchemy import delete, func, select, update

from legation.ledger import copies, identity, schema
from legation.ledger.bulk import insert_rows
from legation.ledger.review import machine_records, reviewed_rows, stand
from legation.ledger.rows import TABLES, Rows, rows_of, to_record
from legation.record import Record
from legation.report.document import Document

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Reading(NamedTuple):
    """One reading of a report: the digest of what the machine found, and the versions that found it."""

    digest: str
    program: str
    knowledge: str


class Gone(NamedTuple):
    """What was taken out with a report: its appearances, and those that have an office less without it."""

    appearances: set[str]
    changed: set[str]


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
    put(connection, [(document, rows)], gone=take_out(connection, document.document))


def rewrite(connection: Connection, document: str) -> None:
    """Write a report's records anew, after one of them was reviewed."""
    stored = find_stored(connection, [document])[document]
    write(connection, machine_records(connection, document), Reading(stored.digest, stored.program, stored.knowledge))


def put(connection: Connection, reports: Sequence[tuple[Document, Rows]], *, gone: Gone) -> None:
    """Write the rows of reports that are not there; `gone` is what was taken out for them."""
    rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for _, own in reports:
        for table, found in own.items():
            rows[table] += found
    came = {(row["appearance"], row["office"]) for row in rows.get(schema.actors, ()) if row["appearance"] is not None}
    changed = gone.changed | _without(connection, came)
    for table in schema.metadata.sorted_tables:
        insert_rows(connection, table, rows.get(table, ()))
    copies.link(connection, [document for document, _ in reports])
    identity.refresh(connection, gone.appearances | {appearance for appearance, _ in came}, changed=changed)


def take_out(connection: Connection, document: str) -> Gone:
    """Take a report out, if it is there."""
    actors, table = schema.actors.c, schema.documents
    query = select(actors.appearance, actors.office).where(actors.document == document, actors.appearance.is_not(None))
    had = {(row.appearance, row.office) for row in connection.execute(query)}
    family = copies.family_of(connection, document)
    # The other tables' rows go with it: each refers to its document with ON DELETE CASCADE.
    connection.execute(delete(table).where(table.c.document == document))
    copies.relink(connection, family)
    return Gone({appearance for appearance, _ in had}, _without(connection, had))


def _without(connection: Connection, pairs: Iterable[tuple[str, str | None]]) -> set[str]:
    """The appearances that no record has in that office."""
    return {
        key for key, office in sorted(set(pairs), key=str) if office and not identity.has_any(connection, key, office)
    }


def find_stored(connection: Connection, names: Sequence[str]) -> dict[str, Any]:
    """The stored reports of these names, each with its document as the machine reads it."""
    columns, reviewed = schema.documents.c, schema.reviewed
    met = (reviewed.c.document == columns.document) & (reviewed.c.id == columns.id)
    json = func.coalesce(reviewed.c.machine, columns.json).label("json")
    query = select(columns.document, columns.digest, columns.program, columns.knowledge, json).select_from(
        schema.documents.outerjoin(reviewed, met)
    )
    found: dict[str, Any] = {}
    for batch in identity.batches(names):
        found |= {row.document: row for row in connection.execute(query.where(columns.document.in_(batch)))}
    return found


def mark_as_read(connection: Connection, document: str, read: Reading) -> None:
    """The same records, read by another version: only who read them changes."""
    table = schema.documents
    values = {"program": read.program, "knowledge": read.knowledge}
    connection.execute(update(table).where(table.c.document == document).values(values))
