"""Jobs: reports that were sent in, kept in a folder beside the ledger until each has been read.

What is sent is written down before anybody is told that it was taken; a server that is stopped half-way goes on with it
when it starts again. What can't be read stays there, with the reason, and `legation read --failed` tries it again.
Files are called by numbers: what they were called where they came from is only shown.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from threading import Event, Lock, Thread
from typing import IO, TYPE_CHECKING, Literal

import msgspec

from legation.errors import InputError, LegationError
from legation.ledger.engine import file_of
from legation.report.source import read_inputs

if TYPE_CHECKING:
    from legation.ledger.store import Ledger
    from legation.report.raw import RawReport
    from legation.web.reading import Read, SharedReader

# The endings of what can be read; each also with .gz.
ENDINGS = (".txt", ".text", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".json", ".csv", ".tsv")
_ENDING = re.compile(r"(?:\.[a-z]+)?(?:\.gz)?$")
# What people send that is no text, and what would make one of it.
_MENDS = {
    ".pdf": "make text of it first: pdftotext FILE",
    ".docx": "save it as plain text",
    ".doc": "save it as plain text",
    ".zip": "unpack it and send what is in it",
}
_MOST_WAITING = 20
_MOST_REPORTS = 10_000  # of one job: what is larger is for `legation read`
_MOST_KEPT = 50  # jobs that are done, to look back at
_LONGEST_NAME = 120
_FILE = "job.json"
_ID = re.compile(r"[0-9a-f]{16}")


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """One file as it was sent: what it was called, and its name here."""

    name: str
    file: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one report: `name` says which it is, `document` leads to it, `reason` and `mend` why not."""

    name: str
    outcome: Literal["added", "replaced", "unchanged", "failed"]
    document: str | None = None
    reason: str | None = None
    mend: str | None = None


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What whoever sends reports knows of them; where a report says it itself, its own word stands."""

    published: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None


class Job(msgspec.Struct, kw_only=True):
    """Some reports that were sent in together, and how far they are."""

    id: str
    at: str
    files: tuple[Sent, ...]
    about: About = About()
    state: Literal["waiting", "reading", "done"] = "waiting"
    at_file: int = 0  # how many files are through
    outcomes: list[Outcome] = []

    @property
    def failed(self) -> int:
        """How many reports could not be read."""
        return sum(outcome.outcome == "failed" for outcome in self.outcomes)

    @property
    def is_done(self) -> bool:
        """Whether all has been read that could be."""
        return self.state == "done"


def ending_of(name: str) -> str:
    """The ending to keep a file under. Raises InputError for a kind of file that is not read."""
    found = _ENDING.search(name.casefold())
    whole = found[0] if found else ""
    ending = whole.removesuffix(".gz")
    if ending and ending not in ENDINGS:
        raise InputError(
            f"files that end in {ending} are not read", path=name,
            mend=_MENDS.get(ending, f"send text, HTML, JSON Lines or CSV ({', '.join(ENDINGS)}, each also with .gz)"),
        )  # fmt: skip
    return whole


def shown_name(name: str) -> str:
    """What a file was called, fit to be shown: no folders, nothing that steers a screen."""
    last = printable(re.split(r"[/\\]", name)[-1])
    return last[-_LONGEST_NAME:].strip() or "a file without a name"


def printable(words: str) -> str:
    """The words without what steers a screen."""
    return "".join(char for char in words if char.isprintable())


class Jobs:
    """The jobs of one ledger: one is read after the other, in a thread of its own."""

    def __init__(self, ledger: Ledger, reader: SharedReader) -> None:
        self._ledger = ledger
        self._reader = reader
        self._folder: Path | None = None
        self._jobs: dict[str, Job] = {}
        self._queue: Queue[str | None] = Queue()
        self._lock = Lock()
        self._stopping = Event()
        self._thread: Thread | None = None

    # Taking in

    def take(self, files: Sequence[tuple[str, IO[bytes]]], about: About) -> Job:
        """Keep what was sent, to be read soon. Raises LegationError where nothing was, or too much waits already;
        InputError for a kind of file that is not read.
        """
        if not files:
            raise LegationError("nothing was sent", mend="paste a report, or choose a file")
        if sum(not job.is_done for job in self._jobs.values()) >= _MOST_WAITING:
            raise LegationError("too much is waiting to be read", mend="send it again when some of that is through")
        named = [(shown_name(name), ending_of(shown_name(name)), stream) for name, stream in files]
        job = Job(id=secrets.token_hex(8), at=datetime.now(UTC).isoformat(timespec="seconds"), files=(), about=about)
        folder = self._home() / job.id
        try:
            folder.mkdir(mode=0o700)
            for number, (_, ending, stream) in enumerate(named):
                with (folder / f"{number:04}{ending}").open("wb") as kept:
                    shutil.copyfileobj(stream, kept)
            job.files = tuple(
                Sent(name=name, file=f"{number:04}{ending}") for number, (name, ending, _) in enumerate(named)
            )
            self._note(job)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise LegationError(
                f"it can't be kept: {error.strerror or error}", mend="make room, then send it again"
            ) from error
        self._add(job)
        return job

    def resume(self) -> None:
        """Go on with what an earlier run of the server has left, and remember what it has done."""
        home = self._place()
        if home is None or not home.is_dir():
            return
        for file in sorted(home.glob(f"*/{_FILE}")):
            with suppress(OSError, msgspec.MsgspecError):  # a job that was never whole was never said to be taken
                job = msgspec.json.decode(file.read_bytes(), type=Job)
                if _ID.fullmatch(job.id) and job.id == file.parent.name and job.id not in self._jobs:
                    if job.is_done:
                        self._jobs[job.id] = job
                    else:
                        job.state, job.at_file, job.outcomes = "waiting", 0, []
                        self._add(job)

    def _add(self, job: Job) -> None:
        with self._lock:
            self._jobs[job.id] = job
            if self._thread is None:
                self._thread = Thread(target=self._work, name="legation-reading", daemon=True)
                self._thread.start()
        self._queue.put(job.id)

    # Looking

    def get(self, id_: str) -> Job | None:
        """A job by its id."""
        return self._jobs.get(id_)

    def all(self) -> list[Job]:
        """All jobs, the latest first."""
        return sorted(self._jobs.values(), key=lambda job: (job.at, job.id), reverse=True)

    def close(self, *, seconds: float = 10.0) -> None:
        """Stop after the report at hand; the rest waits in its folder."""
        self._stopping.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(seconds)

    # Reading

    def _work(self) -> None:
        while (id_ := self._queue.get()) is not None and not self._stopping.is_set():
            job = self._jobs[id_]
            try:
                self._read(job)
            except Exception as error:  # the next job must not wait for ever because of this one
                said = " ".join(f"{type(error).__name__}: {error}".split())
                reason = str(error) if isinstance(error, LegationError) else f"Legation fails ({said})"
                job.outcomes.append(Outcome(name="the rest of it", outcome="failed", reason=reason))
                job.state = "done"
                with suppress(OSError):
                    self._note(job)

    def _read(self, job: Job) -> None:
        job.state = "reading"
        folder = self._home() / job.id
        paths = {str((folder / sent.file).absolute()): sent.name for sent in job.files}
        run = self._ledger.journal.start({"paths": list(paths), "published": job.about.published})
        kept: set[str] = set()
        for number, (path, name) in enumerate(paths.items()):
            for result in self._results(path, job):
                if self._stopping.is_set():
                    return
                outcome = self._keep(result, path, name, run)
                job.outcomes.append(outcome)
                if outcome.outcome == "failed":
                    kept.add(path)
            job.at_file = number + 1
        unchanged = sum(outcome.outcome == "unchanged" for outcome in job.outcomes)
        read = len(job.outcomes) - job.failed - unchanged
        self._ledger.journal.end(run, read=read, unchanged=unchanged, failed=job.failed)
        for path in paths.keys() - kept:
            Path(path).unlink(missing_ok=True)
        job.state = "done"
        self._note(job)
        self._forget()

    def _results(self, path: str, job: Job) -> Iterator[tuple[str, Read]]:
        """Each report of a file, with where it stands in it."""
        for number, raw in enumerate(read_inputs([path])):
            if number >= _MOST_REPORTS:
                reason = f"more than {_MOST_REPORTS:,} reports in one file"
                yield path, InputError(reason, path=path, mend="read it with legation read FILE --ledger LEDGER")
                return
            known = raw if isinstance(raw, InputError) else _with(raw, job)
            for result in self._reader.read([known]):
                yield raw.path or path, result

    def _keep(self, found: tuple[str, Read], path: str, name: str, run: int) -> Outcome:
        where, result = found
        # A report of several in a file is told by its place there.
        place = where.removeprefix(path).lstrip(":")
        called = f"{name}, report {place}" if place else name
        if isinstance(result, InputError):
            self._ledger.journal.note_failed(where, reason=result.reason, mend=result.mend, run=run)
            return Outcome(name=called, outcome="failed", reason=result.reason, mend=result.mend)
        outcome = self._ledger.add(result)
        document = result.document.document
        self._ledger.journal.note_read(where, digest=None, document=document, run=run)
        return Outcome(name=called, outcome=outcome, document=document)

    # Keeping

    def _place(self) -> Path | None:
        """The folder beside the ledger; None for one that is no file."""
        file = file_of(self._ledger.url)
        return file.with_name(f"{file.name}.uploads").absolute() if file is not None else None

    def _home(self) -> Path:
        if self._folder is None:
            place = self._place()
            if place is None:
                place = Path(tempfile.mkdtemp(prefix="legation-"))
            place.mkdir(mode=0o700, exist_ok=True)
            self._folder = place
        return self._folder

    def _note(self, job: Job) -> None:
        """Write down how a job stands: whole, or as it was."""
        file = self._home() / job.id / _FILE
        part = file.with_suffix(".part")
        part.write_bytes(msgspec.json.encode(job))
        part.replace(file)

    def _forget(self) -> None:
        """Let go of the oldest jobs of which nothing is left to do."""
        done = [job for job in self.all() if job.is_done and not job.failed]
        for job in done[_MOST_KEPT:]:
            del self._jobs[job.id]
            shutil.rmtree(self._home() / job.id, ignore_errors=True)


def _with(raw: RawReport, job: Job) -> RawReport:
    """A report with what its sender knows of it; the address and title are those of a single one."""
    about = job.about
    if about.published and not raw.published:
        raw = replace(raw, published=about.published, published_basis="given")
    if about.publisher and not raw.publisher:
        raw = replace(raw, publisher=about.publisher)
    if len(job.files) == 1:
        raw = replace(raw, title=raw.title or about.title, url=raw.url or about.url)
    return raw
