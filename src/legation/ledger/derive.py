"""What is derived from the records when a ledger of older tables is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from legation.extract.actor import Actor
from legation.ledger import identity, schema
from legation.ledger.appearance import appearance_of, office_key
from legation.ledger.passages import passage_rows
from legation.ledger.rows import TABLES, to_record

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from legation.record import Record


def derive(connection: Connection) -> None:
    """Make anew all that the records decide: who appears under which name, who is who, and the words to search."""
    connection.execute(delete(schema.passages))
    for document in connection.scalars(select(schema.documents.c.document)).all():
        rejected = _rejected(connection, document)
        records = [record for record in _records(connection, document) if record.id not in rejected]
        _note_appearances(connection, records)
        passages = list(passage_rows(records[0], records[1:]))  # type: ignore[arg-type]  # the document comes first
        if passages:
            connection.execute(insert(schema.passages), passages)
    identity.rebuild(connection)


def _rejected(connection: Connection, document: str) -> set[str]:
    """What people have rejected: it has no words to search and is nobody across reports."""
    table = schema.reviewed.c
    query = select(table.id).where(table.document == document, table.verdict == "reject")
    return set(connection.scalars(query))


def _records(connection: Connection, document: str) -> list[Record]:
    return [
        to_record(json)
        for table in TABLES.values()
        for json in connection.scalars(select(table.c.json).where(table.c.document == document))
    ]


def _note_appearances(connection: Connection, records: list[Record]) -> None:
    table = schema.actors
    rows = [
        {"of": record.document, "actor": record.id, "key": found.key if found else None, "title": office_key(record)}
        for record in records
        if isinstance(record, Actor)
        for found in [appearance_of(record)]
    ]
    if rows:
        named = table.c.document == bindparam("of"), table.c.id == bindparam("actor")
        change = update(table).where(*named).values(appearance=bindparam("key"), office=bindparam("title"))
        connection.execute(change, rows)
