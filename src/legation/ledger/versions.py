"""What a report was read by: the program's version and that of the tables."""

import sqlite3
from functools import cache

from legation.knowledge.store import packaged

_DIGITS = 12
_UNKNOWN = "unknown"


@cache
def knowledge_version() -> str:
    """The first digits of the digest of the tables that the knowledge file was compiled from."""
    path = packaged()
    if not path.is_file():
        return _UNKNOWN
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'tables'").fetchone()
    except sqlite3.Error:
        return _UNKNOWN
    finally:
        connection.close()
    return str(row[0])[:_DIGITS] if row else _UNKNOWN
