"""Folders and files that grow: what is new in them since the last look, and nothing that is still being written."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from legation.errors import InputError
from legation.report.raw import RawReport
from legation.report.rows import LONGEST_LINE, read_line
from legation.report.source import files_in, read_inputs

# A file that was changed within so many seconds may not be whole yet.
_SETTLED_SECONDS = 2.0
_LINES = (".jsonl", ".ndjson", ".jsonlines")


@dataclass(slots=True)
class _Seen:
    """A file as it was at the last look; of one of lines, how far it was read."""

    size: int = -1
    changed: int = -1
    offset: int = 0
    lines: int = 0


@dataclass
class Growing:
    """Looks at some folders and files again and again. What it has seen it keeps in memory only: the journal of a
    ledger knows, over restarts, what was read.
    """

    paths: tuple[str, ...]
    settled_seconds: float = _SETTLED_SECONDS
    _seen: dict[Path, _Seen] = field(default_factory=dict)

    def look(self) -> Iterator[RawReport | InputError]:
        """Yield the reports of what is new or has changed. A file that is gone is no error: it may come again.

        Of JSON Lines only new whole lines are read; of any other file, once it is left alone, all that is in it.
        """
        for path in self._files():
            try:
                found = path.stat()
            except OSError:
                self._seen.pop(path, None)
                continue
            seen = self._seen.setdefault(path, _Seen())
            if (found.st_size, found.st_mtime_ns) == (seen.size, seen.changed):
                continue
            if path.suffix.casefold() in _LINES:
                yield from _new_lines(path, seen)
            elif time.time() - found.st_mtime < self.settled_seconds:
                continue
            else:
                yield from read_inputs([path])
            seen.size, seen.changed = found.st_size, found.st_mtime_ns

    def _files(self) -> Iterable[Path]:
        for name in self.paths:
            path = Path(name)
            yield from files_in(path) if path.is_dir() else [path]


def _new_lines(path: Path, seen: _Seen) -> Iterator[RawReport | InputError]:
    """The lines that were added and are ended; a file that was cut short is read anew."""
    try:
        stream = path.open("rb")
    except OSError as error:
        yield InputError(f"it can't be read: {error.strerror or error}", path=str(path), mend="check its permissions")
        return
    with stream:
        if os.fstat(stream.fileno()).st_size < seen.offset:
            seen.offset = seen.lines = 0
        stream.seek(seen.offset)
        while line := stream.readline(LONGEST_LINE + 1):
            if not line.endswith(b"\n"):
                if len(line) <= LONGEST_LINE:
                    break  # its writer is not done with it
                while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
            seen.lines += 1
            seen.offset = stream.tell()
            if (report := read_line(line, f"{path}:{seen.lines}")) is not None:
                yield report
