"""A run: inputs told apart by what the journal knows of them, read, and what becomes of each kept, printed, counted."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from legation.cli import console
from legation.cli.batch import Item, read_in_order
from legation.cli.pool import stops_held
from legation.errors import EncodingError, InputError, LedgerAway

if TYPE_CHECKING:
    from legation.cli.output import Output
    from legation.extract.reader import Report
    from legation.ledger.journal import Entry, Note
    from legation.ledger.store import Ledger, Outcome
    from legation.report.document import Document
    from legation.report.source import RawReport

T = TypeVar("T")

# Reports are kept together, so that a database need not write through for each: when so many wait, or the first of
# them so long. What is lost by a kill is read again.
_BATCH = 32
_BATCH_SECONDS = 2.0
# How long a database that has gone away is waited for, and how often it is asked.
_PATIENCE_SECONDS = 120.0
_PAUSE_SECONDS = 1.0


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is over: paths, and the date of reports that have none. The journal keeps it, for going on."""

    paths: tuple[str, ...]
    published: str | None = None
    knowledge: str | None = None  # a user's own entries


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the error log."""

    path: str
    error: str  # the class: EmptyInput, LanguageError …
    reason: str
    mend: str | None
    digest: str | None


def key_of(path: str | None) -> str:
    """What the journal calls an input: the same from whatever folder it was named."""
    return str(Path(path).absolute()) if path and path != "-" else "-"


def digest_of_input(raw: RawReport) -> str:
    """A digest of a text with all that is known about it, wherever it lies."""
    return hashlib.sha256(msgspec.json.encode(replace(raw, path=None))).hexdigest()


def patiently(asked: Callable[[], T]) -> T:
    """What `asked` gives, asked again for a while where the database has gone away; it must bear being asked twice."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return asked()
        except LedgerAway as error:
            if time.monotonic() > until:
                raise
            console.note(f"{error.path}: {error.reason}; trying again")
            time.sleep(_PAUSE_SECONDS)


class Run:
    """One run over some inputs: stores, prints and counts what becomes of each.

    `errors` is the log of failures. A run that `goes_on` with another one doesn't try again what failed in that; one
    that `watches` meets the same inputs over and over, and knows those that it has read itself.
    """

    def __init__(
        self,
        ledger: Ledger | None,
        output: Output,
        tally: console.Tally,
        job: Job,
        *,
        errors: Path | None = None,
        goes_on: bool = False,
        watches: bool = False,
    ) -> None:
        self._ledger = ledger
        self._output = output
        self._tally = tally
        self._job = job
        self._errors = errors
        self._goes_on = goes_on or watches
        self._watches = watches
        self._number = ledger.journal.start(msgspec.to_builtins(_anywhere(job))) if ledger else None
        self._waiting: list[tuple[Item, Report]] = []
        self._notes: list[Note] = []
        self._since = 0.0

    def items(self, *, stale: bool = False, only: Iterable[str] | None = None) -> Iterator[Item]:
        """The inputs, each with what the journal knows of it; `only` those that it calls so."""
        from legation.report.source import read_inputs

        wanted = set(only) if only is not None else None
        for found in read_inputs(self._job.paths, meter=self._tally.took):
            if wanted is None or key_of(found.path) in wanted:
                yield self.item(found, stale=stale)

    def item(self, found: RawReport | InputError, *, stale: bool = False) -> Item:
        """One input with what the journal knows of it."""
        if isinstance(found, InputError):
            return Item(path=found.path, error=found)
        raw = found
        if self._job.published and not raw.published:
            raw = replace(raw, published=self._job.published, published_basis="given")
        try:
            digest = digest_of_input(raw)
        except UnicodeEncodeError as error:
            # JSON can write half a pair, "\\ud800" alone; no text can be stored that has one.
            reason = f"half a character ({error.object[error.start]!a}) at {error.start}"
            return Item(path=raw.path, error=EncodingError(reason, path=raw.path, mend="write it anew, as UTF-8"))
        entry = patiently(lambda: self._known(raw, digest, stale=stale)) if self._ledger else None
        if entry is not None and entry.status == "failed":
            failure = InputError(entry.reason or "it failed before", path=raw.path, mend=entry.mend)
            return Item(path=raw.path, digest=digest, error=failure)
        return Item(path=raw.path, raw=raw, digest=digest, known=entry)

    def _known(self, raw: RawReport, digest: str, *, stale: bool) -> Entry | None:
        """The journal's entry for an input that need not be read again, wherever it lay when it was read."""
        assert self._ledger is not None  # noqa: S101  # asked only of one
        journal = self._ledger.journal
        entry = journal.latest(key_of(raw.path))
        if self._goes_on and entry is not None and entry.status == "failed" and entry.digest == digest:
            return None if journal.is_stale(entry) else entry
        if entry is None or entry.status != "ok" or entry.digest != digest:
            entry = journal.read_before(digest, before=None if self._watches else self._number)
        if entry is None or entry.document not in self._ledger:
            return None
        return None if stale and journal.is_stale(entry) else entry

    def go(self, items: Iterable[Item], *, workers: int, prints_known: bool) -> None:
        """Read every input and deal with what becomes of it, in order."""
        self.take_all(read_in_order(items, workers=workers, knowledge=self._job.knowledge), prints_known=prints_known)

    def take_all(self, results: Iterable[tuple[Item, Report | InputError | None]], *, prints_known: bool) -> None:
        """Deal with what has become of every input, in order."""
        with self._tally as tally:
            for item, result in results:
                if item.is_pause:
                    self.keep()
                elif item.known is not None and item.known.document is not None:
                    tally.unchanged += 1
                    if prints_known and self._ledger and item.known.document:
                        self._output.write(self._ledger.records(item.known.document))
                elif isinstance(result, InputError):
                    self._fail(item, result)
                elif result is not None:
                    self._take(item, result)
                tally.show()
            self.keep()

    def end(self, *, is_whole: bool = True) -> None:
        """Keep what waits, print what has to stand at the end and note in the journal how it went."""
        self.keep()
        self._output.close()
        if self._ledger and self._number is not None:
            ledger, number = self._ledger, self._number
            counts = {"read": self._tally.read, "unchanged": self._tally.unchanged, "failed": self._tally.failed}
            patiently(lambda: ledger.journal.end(number, **counts, is_whole=is_whole))

    def _take(self, item: Item, report: Report) -> None:
        if self._ledger:
            from legation.ledger.journal import Note

            document = report.document.document
            note = Note(path=key_of(item.path), digest=item.digest, document=document, run=self._number)
            self._wait(note, (item, report))
        self._tally.read += 1
        records = report.records()
        # Only the document itself: a program that gets no more should be told why, as a brief tells a person.
        if len(records) == 1 and not self._output.is_brief and not self._tally.is_quiet:
            from legation.export.brief import why_empty

            console.note(f"{item.path or report.document.document}: {why_empty(report.document)}")
        self._output.write(records)

    def _fail(self, item: Item, error: InputError) -> None:
        self._tally.failed += 1
        if error.path is None:
            error.path = item.path
        if self._goes_on and self._ledger and self._was_told(self._ledger, item, error):
            return
        console.complain(error)
        if self._errors is not None:
            line = Failure(
                path=key_of(error.path), error=type(error).__name__, reason=error.reason, mend=error.mend,
                digest=item.digest,
            )  # fmt: skip
            with self._errors.open("ab") as log:
                log.write(msgspec.json.encode(line) + b"\n")
        if self._ledger:
            from legation.ledger.journal import Note

            note = Note(
                path=key_of(item.path), reason=error.reason, mend=error.mend, digest=item.digest, run=self._number
            )
            self._wait(note)

    @staticmethod
    def _was_told(ledger: Ledger, item: Item, error: InputError) -> bool:
        """Whether it failed the same way when it was last tried."""
        entry = patiently(lambda: ledger.journal.latest(key_of(item.path)))
        was = entry is not None and (entry.status, entry.digest, entry.reason) == ("failed", item.digest, error.reason)
        return was and entry is not None and not ledger.journal.is_stale(entry)

    def _wait(self, note: Note, read: tuple[Item, Report] | None = None) -> None:
        """Have it kept with those after it."""
        if not self._notes:
            self._since = time.monotonic()
        self._notes.append(note)
        if read is not None:
            self._waiting.append(read)
        if len(self._notes) >= _BATCH or time.monotonic() - self._since > _BATCH_SECONDS:
            self.keep()

    def keep(self) -> None:
        """Store what waits: records and journal together, all or nothing."""
        if not self._notes or self._ledger is None:
            return
        ledger = self._ledger
        is_again = False

        def store() -> None:
            nonlocal is_again
            notes = self._notes
            if is_again:  # it may have been kept the first time, though the answer never came
                notes = [note for note in notes if not ledger.journal.has(note)]
            is_again = True
            with stops_held():
                outcomes = ledger.add_many([report for _, report in self._waiting], notes=notes)
                told = list(zip(self._waiting, outcomes, strict=True))
                self._waiting, self._notes = [], []
            for (item, report), outcome in told:
                _tell_of_change(outcome, report.document, item)

        patiently(store)


def _anywhere(job: Job) -> Job:
    """The same job, whatever folder it is gone on with from."""
    own = key_of(job.knowledge) if job.knowledge is not None else None
    return msgspec.structs.replace(job, paths=tuple(map(key_of, job.paths)), knowledge=own)


def _tell_of_change(outcome: Outcome, document: Document, item: Item) -> None:
    if outcome == "replaced":
        console.note(f"{item.path or '-'}: replaces what the ledger had as {document.document}")


def count_of(paths: Iterable[str]) -> tuple[int | None, int | None]:
    """How many reports there are, and bytes: None where that can't be told without reading them."""
    from legation.report.source import files_in

    files = [file for path in paths for file in (files_in(Path(path)) if Path(path).is_dir() else [Path(path)])]
    if any(not file.is_file() for file in files):
        return None, None
    reports = len(files) if all(file.suffix.casefold() in _ONE_EACH for file in files) else None
    return reports, sum(file.stat().st_size for file in files)


# What each file holds one of; the number of reports in others shows only when they are read.
_ONE_EACH = {".txt", ".text", ".html", ".htm", ""}
