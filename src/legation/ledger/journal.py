"""The journal: what was read when, by which version, and what could not be read, why, and what would mend it.

Entries are only ever added. The latest entry of a path tells how it stands; `digest` is of what was supplied, before
reading, so that an input can be passed over without reading it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec
from sqlalchemy import func, insert, or_, select, update

from legation import __version__
from legation.ledger import schema
from legation.ledger.bulk import insert_rows

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection, Select

Connected: TypeAlias = "Callable[..., AbstractContextManager[Connection]]"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One input of one run: `path` names the file and the place in it, `status` how it went."""

    path: str
    status: Literal["ok", "failed"]
    digest: str | None = None
    document: str | None = None
    reason: str | None = None
    mend: str | None = None
    program: str
    knowledge: str
    at: str  # UTC, ISO 8601


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the reader: when, over what, and how many inputs went which way; `ended` None: stopped half-way."""

    run: int
    started: str
    ended: str | None
    inputs: dict[str, Any]
    read: int
    unchanged: int
    failed: int


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be noted of one input: `document` if it was read, else `reason` and `mend`."""

    path: str
    digest: str | None = None
    document: str | None = None
    reason: str | None = None
    mend: str | None = None
    run: int | None = None


class Journal:
    """The journal of one ledger; `connected` gives its connections."""

    def __init__(self, connected: Connected, knowledge: str) -> None:
        self._connected = connected
        self._knowledge = knowledge

    def start(self, inputs: dict[str, Any]) -> int:
        """Note that a run over `inputs` (JSON types) begins; returns its number."""
        row = {
            "started": _now(),
            "inputs": msgspec.json.encode(inputs).decode(),
            "read": 0,
            "unchanged": 0,
            "failed": 0,
        }
        with self._connected(writes=True) as connection:
            key = connection.execute(insert(schema.runs).values(row)).inserted_primary_key
        return int(key[0]) if key else 0

    def end(self, run: int, *, read: int, unchanged: int, failed: int, is_whole: bool = True) -> None:
        """Note how a run went; `is_whole` false: it was stopped, and can be gone on with."""
        counts = {"read": read, "unchanged": unchanged, "failed": failed}
        table = schema.runs
        with self._connected(writes=True) as connection:
            values = {**counts, "ended": _now() if is_whole else None}
            connection.execute(update(table).where(table.c.run == run).values(values))

    def note_read(self, path: str, *, digest: str | None, document: str, run: int | None = None) -> None:
        """Note that an input was read and its records stored."""
        self.note(Note(path=path, digest=digest, document=document, run=run))

    def note_failed(
        self, path: str, *, reason: str, mend: str | None, digest: str | None = None, run: int | None = None
    ) -> None:
        """Note that an input could not be read, why, and what would mend it."""
        self.note(Note(path=path, digest=digest, reason=reason, mend=mend, run=run))

    def note(self, *notes: Note) -> None:
        """Note what became of some inputs."""
        with self._connected(writes=True) as connection:
            self.note_in(connection, notes)

    def note_in(self, connection: Connection, notes: Iterable[Note]) -> None:
        """The same in a transaction that is open already."""
        by = {"program": __version__, "knowledge": self._knowledge, "at": _now()}
        rows = [{**msgspec.structs.asdict(n), "status": "failed" if n.document is None else "ok", **by} for n in notes]
        insert_rows(connection, schema.journal, rows)

    def latest(self, path: str) -> Entry | None:
        """The latest entry of one path, or None if it was never met."""
        table = schema.journal
        query = select(*_entry_columns()).where(table.c.path == path).order_by(table.c.entry.desc()).limit(1)
        with self._connected() as connection:
            row = connection.execute(query).one_or_none()
        return _entry(row) if row else None

    def read_before(self, digest: str, *, before: int | None) -> Entry | None:
        """The entry of an input with this digest that was read, wherever it lay, in a run before that one.

        None if there is none, or its report has since been read from something else.
        """
        table = schema.journal
        query = select(*_entry_columns()).where(table.c.digest == digest, table.c.status == "ok")
        if before is not None:
            query = query.where(or_(table.c.run.is_(None), table.c.run < before))
        with self._connected() as connection:
            row = connection.execute(query.order_by(table.c.entry.desc()).limit(1)).one_or_none()
            if row is None:
                return None
            last = select(table.c.digest).where(table.c.document == row.document).order_by(table.c.entry.desc())
            return _entry(row) if connection.scalar(last.limit(1)) == digest else None

    def digests(self) -> frozenset[str]:
        """The digests of all inputs whose reports are here as they were read."""
        table, documents = schema.journal.c, schema.documents.c
        query = select(table.digest).join(schema.documents, documents.document == table.document)
        with self._connected() as connection:
            found = connection.scalars(query.where(table.status == "ok", table.digest.is_not(None)).distinct())
            return frozenset(str(digest) for digest in found)

    def has(self, note: Note) -> bool:
        """Whether an input of this run has been noted already."""
        table = schema.journal.c
        query = select(table.entry).where(table.path == note.path, table.run == note.run, table.digest == note.digest)
        with self._connected() as connection:
            return connection.scalar(query.limit(1)) is not None

    def is_stale(self, entry: Entry) -> bool:
        """Whether another version of program or tables made the entry."""
        return (entry.program, entry.knowledge) != (__version__, self._knowledge)

    def failures(self) -> list[Entry]:
        """The inputs that could not be read when they were last tried, by path."""
        with self._connected() as connection:
            rows = connection.execute(
                _latest().where(schema.journal.c.status == "failed").order_by(schema.journal.c.path)
            )
            return [_entry(row) for row in rows]

    def read_at(self) -> dict[str, str]:
        """When each report was last read, by id (UTC, ISO 8601); one taken in from records has no entry."""
        columns = schema.journal.c
        query = select(columns.document, func.max(columns.at)).where(columns.document.is_not(None))
        with self._connected() as connection:
            rows = connection.execute(query.group_by(columns.document)).all()
        return {str(document): str(at) for document, at in rows}

    def runs(self) -> list[Run]:
        """All runs, the latest first."""
        with self._connected() as connection:
            rows = connection.execute(select(schema.runs).order_by(schema.runs.c.run.desc())).mappings()
            return [Run(**{**row, "inputs": msgspec.json.decode(row["inputs"])}) for row in rows]


def _latest() -> Select[Any]:
    """The last entry of every path."""
    table = schema.journal
    last = select(func.max(table.c.entry)).group_by(table.c.path)
    return select(*_entry_columns()).where(table.c.entry.in_(last))


def _entry_columns() -> list[Column[Any]]:
    return [schema.journal.c[name] for name in Entry.__struct_fields__]


def _entry(row: Any) -> Entry:
    return Entry(**row._mapping)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
