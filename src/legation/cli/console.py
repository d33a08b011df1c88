"""What goes where: data to stdout and nothing else; progress, notes and errors to stderr."""

from __future__ import annotations

import logging
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self, TextIO

from legation.errors import LegationError
from legation.export.wording import counted, printable

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress

    from legation.export.brief import Brief

_WIDEST = 100
_STYLES = {"title": "bold", "about": "dim", "section": "bold cyan", "group": "bold", "quote": "italic dim"}


_data: TextIO | None = None


@contextmanager
def only_data() -> Iterator[None]:
    """Let nothing but data go to stdout: what a library prints meanwhile goes to stderr."""
    global _data  # where data goes, a process
    _data, sys.stdout = sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdout, _data = _data, None


def _out() -> TextIO:
    return _data or sys.stdout


def emit(data: str | bytes) -> None:
    """Data, to stdout."""
    out = _out()
    out.flush()
    out.buffer.write(data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data)
    out.buffer.flush()


def note(words: str) -> None:
    """A note, to stderr."""
    sys.stderr.write(f"{printable(words)}\n")
    sys.stderr.flush()


def complain(error: LegationError) -> None:
    """An error in one line, to stderr."""
    note("legation: " + " ".join(str(error).split()))


class Notes(logging.Handler):
    """What the library logs, as notes."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line of the log."""
        note(f"legation: {record.getMessage()}")


def width() -> int:
    """How wide text may be: as the terminal is, within reason."""
    return min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)


def show(brief: Brief) -> None:
    """A brief, set off by weight and colour on a terminal and plain elsewhere."""
    from legation.export.brief import to_text, to_text_lines

    if not _out().isatty():
        emit(to_text(brief, width=_WIDEST))
        return
    from rich.console import Console
    from rich.text import Text

    screen = Console(highlight=False, file=_out())
    for part, line in to_text_lines(brief, width=width()):
        screen.print(Text(line, style=_STYLES.get(part, "")), soft_wrap=True)


@dataclass
class Tally:
    """What has become of the inputs so far, shown as one bar on a terminal.

    `total` is their number, None where it can't be told beforehand: then `size`, in bytes, is what the bar goes by.
    `prints` says that data goes to stdout meanwhile, which on a terminal would run into the bar.
    """

    total: int | None = None
    size: int | None = None
    is_quiet: bool = False
    prints: bool = False
    read: int = 0
    unchanged: int = 0
    failed: int = 0
    taken: int = 0  # bytes
    _started: float = field(default_factory=time.monotonic)
    _bar: Progress | None = None

    def __enter__(self) -> Self:
        in_the_way = self.prints and sys.stdout.isatty()
        if not self.is_quiet and not in_the_way and sys.stderr.isatty() and self.total != 1:
            self._bar = _make_bar()
            self._bar.start()
            self._task = self._bar.add_task("reading", total=self.total or self.size, told="", rate="")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    @property
    def done(self) -> int:
        """How many inputs have been dealt with."""
        return self.read + self.unchanged + self.failed

    def took(self, size: int) -> None:
        """Count bytes that were taken in."""
        self.taken += size

    def show(self) -> None:
        """Bring the bar up to date."""
        if self._bar:
            told = f"{self.read} read, {self.unchanged} unchanged, {self.failed} failed"
            self._bar.update(
                self._task, completed=self.done if self.total else self.taken, told=told, rate=f"{self._rate():.1f}/s"
            )

    def line(self) -> str:
        """The counts in one line."""
        seconds = time.monotonic() - self._started
        return (
            f"{counted(self.read, 'report')} read, {self.unchanged:,} unchanged, {self.failed:,} failed "
            f"in {seconds:.1f} s ({self._rate():.1f} a second)"
        )

    def _rate(self) -> float:
        return self.done / max(time.monotonic() - self._started, 0.001)


def _make_bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
    )
