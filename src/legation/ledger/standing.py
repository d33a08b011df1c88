"""Standing: a report's records and rows as they stand, with its reviews heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import UNSET
from sqlalchemy import select

from legation.ledger import schema
from legation.ledger.review import reviewed_rows, stand
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


def standing_rows(connection: Connection, records: Sequence[Record], read: Reading) -> tuple[Document, Rows]:
    """The document of a report and the rows of its records as they stand: its reviews heard, from what was read."""
    standing = stand(connection, records)
    document = next(record for record in standing.records if isinstance(record, Document))
    rejected = frozenset(each.record.id for each in standing.reviewed if is_rejected(each.record))
    rows = rows_of(document, standing.records, **read._asdict(), rejected=rejected)
    return document, {**rows, schema.reviewed: reviewed_rows(document.document, standing)}
