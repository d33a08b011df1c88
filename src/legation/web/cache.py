"""The cache: what was worked out of a ledger is kept until the ledger changes, whoever changes it.

SQLite counts the commits to a file for every connection that asks (`PRAGMA data_version`), PostgreSQL transactions.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import text

from legation.ledger.engine import file_of

if TYPE_CHECKING:
    from legation.ledger.store import Ledger

T = TypeVar("T")

# Answers that are kept; the largest, all happenings of 250 reports, takes some 10 MB.
_MOST = 200


@dataclass
class _Slot:
    """One answer, and the lock that lets but one thread work it out."""

    lock: Lock = field(default_factory=Lock)
    is_made: bool = False
    value: Any = None


class Cache:
    """Answers by key, all of one version of the ledger; of `most` the last ones asked for."""

    def __init__(self, ledger: Ledger, *, most: int = _MOST) -> None:
        self._version = Version(ledger)
        self._most = most
        self._of: object = None
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer under a key: the one kept, else the one that `make` gives now."""
        slot = self._slot(key)
        with slot.lock:
            if not slot.is_made:
                slot.value = make()
                slot.is_made = True
            value: T = slot.value
        return value

    def _slot(self, key: Hashable) -> _Slot:
        # Asked before anything is worked out: what changes meanwhile makes the answer old by the next question.
        version = self._version.now()
        with self._lock:
            if version != self._of:
                self._slots.clear()
                self._of = version
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            if len(self._slots) > self._most:
                self._slots.popitem(last=False)
            return slot


class Version:
    """Tells one state of a ledger from another."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        file = file_of(ledger.url)
        # A connection of its own, outside any transaction: within one it would see no change. It never writes.
        self._watch = sqlite3.connect(file, isolation_level=None, check_same_thread=False) if file else None

    def now(self) -> object:
        """A value that differs after any change."""
        if self._watch is not None:
            with self._lock:
                (version,) = self._watch.execute("PRAGMA data_version").fetchone()
            return version
        with self._ledger.connected() as connection:
            # In memory all is one connection, which counts its own changes.
            is_sqlite = connection.dialect.name == "sqlite"
            asked = "total_changes()" if is_sqlite else "pg_snapshot_xmax(pg_current_snapshot())::text"
            return connection.scalar(text(f"SELECT {asked}"))  # one of the two above
