"""Rows into tables, many at a time: COPY on PostgreSQL, one prepared statement elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

# What a COPY costs to set up is more than it saves below this.
_FEWEST = 5
# PostgreSQL's text has no character 0; `json`, which is bytes, keeps it.
_NOTHING = "\x00"


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows that all have the same columns."""
    if not rows:
        return
    if connection.dialect.driver != "psycopg":
        connection.execute(insert(table), list(rows))
        return
    if _has_nothing(rows):
        rows = [{name: _cleaned(value) for name, value in row.items()} for row in rows]
    if len(rows) < _FEWEST:
        connection.execute(insert(table), list(rows))
    else:
        _copy(connection, table, rows)


def _copy(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    columns = list(rows[0])
    quote = connection.dialect.identifier_preparer.quote
    command = f"COPY {quote(table.name)} ({', '.join(map(quote, columns))}) FROM STDIN"
    driver: Any = connection.connection  # psycopg's own: SQLAlchemy has no words for COPY
    with driver.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row([row[name] for name in columns])


def _has_nothing(rows: Sequence[dict[str, Any]]) -> bool:
    return any(_NOTHING in value for row in rows for value in row.values() if isinstance(value, str))


def _cleaned(value: Any) -> Any:
    return value.replace(_NOTHING, "\ufffd") if isinstance(value, str) else value
