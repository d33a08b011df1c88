"""Migrations: a ledger of any age opens with today's tables, and nothing stored is lost on the way.

A new ledger gets today's tables at once; alembic, slow to import, is needed only for one written by an older version.
"""

import logging
import sqlite3
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from legation.errors import LedgerError
from legation.ledger.derive import derive
from legation.ledger.schema import REVISION, metadata

_logger = logging.getLogger("legation.ledger")
_VERSION_TABLE = "alembic_version"


def revision_of(connection: Connection, path: str) -> str | None:
    """The revision that the ledger stands at, or None for a database without any table.

    Raises LedgerError for a database that is somebody else's.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return None
    if _VERSION_TABLE in names and "documents" in names:
        revision = connection.scalar(text(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608  # a constant
        if revision is not None:
            return str(revision)
    raise LedgerError(
        "this database holds other things than a ledger", path=path, mend="name another file, or a new one"
    )


def create(connection: Connection) -> None:
    """Make today's tables in an empty database."""
    metadata.create_all(connection)
    connection.execute(text(f"CREATE TABLE {_VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(
        text(f"INSERT INTO {_VERSION_TABLE} VALUES (:revision)"),  # noqa: S608  # a constant
        {"revision": REVISION},
    )


def upgrade(connection: Connection, path: str, revision: str, *, file: Path | None) -> None:
    """Bring an older ledger to today's tables; an SQLite file is copied first, beside itself.

    Raises LedgerError for a ledger of a newer version.
    """
    known = known_revisions()
    if revision not in known:
        raise LedgerError(
            f"written by a newer Legation (tables {revision}, this one knows {REVISION})",
            path=path,
            mend="pip install -U legation",
        )
    copy = _copied(file, revision) if file else None
    run_alembic(connection)
    derive(connection)
    kept = f"; the ledger as it was is {copy}" if copy else ""
    _logger.warning("%s: brought from tables %s to %s%s", path, revision, REVISION, kept)


def known_revisions() -> Sequence[str]:
    """The revisions that this version can start from, the oldest first."""
    folder = files("legation.ledger") / "migrations" / "versions"
    return sorted(entry.name.split("_", 1)[0] for entry in folder.iterdir() if entry.name[:1].isdigit())


def run_alembic(connection: Connection, target: str = "head") -> None:
    """Apply the revisions between where the ledger stands and `target`, in the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    with as_file(files("legation.ledger") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, target)


def _copied(file: Path, revision: str) -> Path:
    """A copy of the ledger beside it, whole even while others write; never over an earlier copy."""
    copy = file.with_name(f"{file.name}.{revision}.bak")
    number = 1
    while copy.exists():
        number += 1
        copy = file.with_name(f"{file.name}.{revision}.{number}.bak")
    source, target = sqlite3.connect(file), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return copy
