"""The connection to a ledger: SQLite in WAL mode, or any database SQLAlchemy speaks to; its errors in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import StaticPool

from legation.errors import LedgerAway, LedgerError

# How long a writer waits for another one before it gives up.
_LOCK_SECONDS = 30

_CACHE_KIB = 64 * 1024
# The number that writers to a PostgreSQL ledger wait for: "lega".
_TURN = 0x6C656761
_POSTGRES = ("postgres", "postgresql")
# The driver that an address asks for comes with an extra.
_EXTRAS = {"postgresql": "postgres"}

# What SQLite and the drivers say, and what that means to whoever has the file.
_CAUSES = [
    ("file is not a database", "this is no ledger", "name another file, or a new one"),
    ("malformed", "the file is damaged", 'restore a copy, or save what can be read: sqlite3 FILE ".recover"'),
    ("unable to open", "it can't be opened", "see that the folder exists and that you may write there"),
    ("readonly", "it may not be written", "copy it to where you may write, or change its permissions"),
    ("read-only", "it may not be written", "copy it to where you may write, or change its permissions"),
    ("locked", "another program is writing to it", "wait until it has finished, then try again"),
    ("disk is full", "the disk is full", "make room, then try again: what was stored is safe"),
    ("disk i/o error", "the disk fails", "check the disk, then try again"),
]

_AWAY = (
    "connection refused",
    "connection failed",
    "connection is lost",
    "connection is closed",
    "server closed the connection",
    "terminating connection",
    "database system is starting up",
    "database system is shutting down",
    "database system is in recovery mode",
    "no such file or directory",  # the server's socket
)


def to_url(where: str | Path) -> URL:
    """The SQLAlchemy URL of a path, or of what is one already."""
    text = str(where)
    if isinstance(where, str) and "://" in text:
        try:
            url = make_url(text)
            # As libpq's own tools write it, and with the one driver that comes with `legation[postgres]`.
            return url.set(drivername="postgresql+psycopg") if url.drivername in _POSTGRES else url
        except exc.ArgumentError as error:
            raise LedgerError("this is no database address", path=text, mend=f"write {_EXAMPLE}") from error
    if not text:
        raise LedgerError("no ledger is named", mend="give a file: --ledger ledger.db")
    return URL.create("sqlite", database=text)


_EXAMPLE = "ledger.db, sqlite:///ledger.db or postgresql+psycopg://user@host/name"


def file_of(url: URL) -> Path | None:
    """The file of an SQLite ledger; None in memory or on a server."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def shown(url: URL) -> str:
    """What a message calls the ledger; never its password."""
    return str(file_of(url) or url.render_as_string(hide_password=True))


def open_engine(url: URL) -> Engine:
    """An engine whose transactions are real ones. Raises LedgerError if there is no driver for it."""
    path = shown(url)
    options: dict[str, Any] = {}
    if url.get_backend_name() == "postgresql":
        options["pool_pre_ping"] = True  # a server that was restarted meanwhile is met again
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": _LOCK_SECONDS, "check_same_thread": False}
        if file_of(url) is None:
            options["poolclass"] = StaticPool  # all of a ledger in memory is one connection
    try:
        engine = create_engine(url, **options)
    except exc.NoSuchModuleError as error:
        raise LedgerError("no such kind of database", path=path, mend=f"write {_EXAMPLE}") from error
    except ModuleNotFoundError as error:
        extra = _EXTRAS.get(url.get_backend_name())
        mend = f"pip install 'legation[{extra}]'" if extra else f"pip install {error.name}"
        raise LedgerError(f"the driver {error.name} is not installed", path=path, mend=mend) from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    elif url.get_backend_name() == "postgresql":
        event.listen(engine, "begin", _take_turn)
    return engine


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # the driver's own transactions begin too late: `_begin` does it
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # safe with WAL: the last report may be lost, never the file
    # What adding looks up lies all over the indexes: a small cache would read them again and again once they are big.
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    # Four times the default: each move of the log into the file waits for the disk.
    connection.execute("PRAGMA wal_autocheckpoint = 4000")
    try:
        # Readers and one writer don't wait for each other.
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error) and "locked" not in str(error):
            raise  # a ledger on a medium that can't be written can still be read


def _take_turn(connection: Connection) -> None:
    # One writer at a time here too: who is who is told from all records, which must not change meanwhile.
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def _begin(connection: Connection) -> None:
    # A writer takes its turn at the start: one that reads first and then writes could be refused half-way.
    is_writer = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


def _is_away(error: Exception, said: str) -> bool:
    """Whether the server has gone, is not there yet, or is just starting or stopping."""
    if not isinstance(error, exc.DBAPIError):
        return False
    return error.connection_invalidated or any(sign in said.casefold() for sign in _AWAY)


@contextmanager
def plain_errors(path: str) -> Iterator[None]:
    """Turn what the database raises into a LedgerError that names the ledger, the cause and the mend."""
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        said = str(error.orig if isinstance(error, exc.DBAPIError) else error)
        if _is_away(error, said):
            raise LedgerAway("the database can't be reached", path=path, mend="see that it runs, then go on") from error
        for sign, reason, mend in _CAUSES:
            if sign in said.casefold():
                raise LedgerError(reason, path=path, mend=mend) from error
        raise LedgerError(said.splitlines()[0] if said else type(error).__name__, path=path) from error
