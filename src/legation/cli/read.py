"""`legation read`: reports in, records out, and into a ledger if one is named."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from legation.cli import console
from legation.cli.batch import Item, read_in_order
from legation.cli.command import FAILED, STOPPED
from legation.cli.output import Format, Output
from legation.errors import EncodingError, InputError, LegationError
from legation.export.wording import counted

if TYPE_CHECKING:
    from legation.extract.reader import Report
    from legation.ledger.journal import Entry
    from legation.ledger.store import Ledger, Outcome
    from legation.report.document import Document
    from legation.report.source import RawReport

_EXAMPLE = "agency.txt"
# What each file holds one of; the number of reports in others shows only when they are read.
_ONE_EACH = {".txt", ".text", ".html", ".htm", ""}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is over: paths, and the date of reports that have none. The journal keeps it, for going on."""

    paths: tuple[str, ...]
    published: str | None = None
    knowledge: str | None = None  # a user's own entries


def read(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Files, folders, or - for standard input.", show_default=False),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of reports that don't say, as 2016-11-16.")
    ] = None,
    format_: Annotated[
        Format | None, typer.Option("--format", help="Brief for people (text, markdown) or records (jsonl, json).")
    ] = None,
    ledger: Annotated[
        str | None,
        typer.Option(metavar="FILE-OR-URL", envvar="LEGATION_LEDGER", help="Keep the records in this ledger."),
    ] = None,
    knowledge: Annotated[
        str | None,
        typer.Option(metavar="FILE", envvar="LEGATION_KNOWLEDGE", help="Your own actors, places and offices, in TOML."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that read side by side.")] = 1,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was stopped; without PATH, with the last one.")
    ] = False,
    stale: Annotated[bool, typer.Option("--stale", help="Read again what an older version read.")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="Read again what failed before, and nothing else.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Read a report that comes with Legation.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no counts; errors only.")] = False,
) -> None:
    """Read reports and print what they say.

    Plain text, HTML pages, feeds (RSS, Atom), web archives (WARC), JSONL and CSV with "text"; each also as gzip.

    With --ledger the records are kept. Reports in it that have not changed are not read again: with --format their
    records come from the ledger, unless --resume asks for what is new only. Without --format a single report's brief
    is printed, and several are counted.
    """
    if (resume or stale or failed) and not ledger:
        raise typer.BadParameter("name the ledger with --ledger", param_hint="--resume, --stale, --failed")
    if published:
        _check_date(published)
    with _opened(ledger, knowledge) as opened:
        job = _job(paths, published, opened, resume=resume, failed=failed, example=example)
        job = msgspec.structs.replace(job, knowledge=knowledge or job.knowledge)
        one_only = opened is not None and format_ is None
        tally = console.Tally(total=_total(job.paths), is_quiet=quiet, prints=not one_only)
        output = Output(format_ or Format.text, one_only=one_only)
        run = _Run(opened, output, tally, job)
        items = _items(job, opened, stale=stale, only=_failed_paths(opened) if failed and opened else None)
        try:
            run.go(items, workers=workers, prints_known=format_ is not None and not resume)
        except KeyboardInterrupt:
            run.end(is_whole=False)
            console.note(f"Stopped: {tally.line()}.")
            console.note(_how_to_go_on(ledger))
            raise typer.Exit(STOPPED) from None
        run.end()
    _tell(tally, job, ledger, was_shown=not output.is_silent)
    if tally.failed or not tally.done:
        raise typer.Exit(FAILED)


def _opened(ledger: str | None, knowledge: str | None) -> Any:
    """The ledger, which notes a user's own entries as another version of the knowledge; wrong ones raise here."""
    own = _own_digest(knowledge) if knowledge is not None else None
    if ledger is None:
        return nullcontext()
    from legation.ledger.store import Ledger
    from legation.ledger.versions import knowledge_version

    return Ledger(ledger, knowledge=f"{knowledge_version()}+{own}" if own is not None else None)


def _own_digest(knowledge: str) -> str:
    from legation.knowledge.own import Own

    return Own(Path(knowledge)).digest[:16]


def _job(
    paths: list[str] | None, published: str | None, ledger: Ledger | None, *, resume: bool, failed: bool, example: bool
) -> Job:
    """What is to be read. Raises a usage error where nothing is named."""
    if example:
        return Job(paths=(str(resources.files("legation").joinpath("examples", _EXAMPLE)),), published=published)
    if paths:
        return Job(paths=tuple(paths), published=published)
    if failed and ledger:
        return Job(paths=tuple(dict.fromkeys(map(_file_of, _failed_paths(ledger)))), published=published)
    if resume and ledger:
        last = next(iter(ledger.journal.runs()), None)
        if last is None or last.ended is not None:
            raise LegationError("the last run was not stopped half-way", path=ledger.path, mend="name what to read")
        return msgspec.convert(last.inputs, Job)
    raise typer.BadParameter("name a file or folder, - for standard input, or --example", param_hint="PATH")


def _failed_paths(ledger: Ledger) -> list[str]:
    return [entry.path for entry in ledger.journal.failures()]


def _file_of(path: str) -> str:
    """The file of `archive.jsonl:12`."""
    file, colon, place = path.rpartition(":")
    return file if colon and place.isdigit() and not Path(path).exists() else path


def _total(paths: Iterable[str]) -> int | None:
    """How many reports there are, where that can be told without reading them."""
    files = [
        file for path in paths for file in (sorted(Path(path).rglob("*")) if Path(path).is_dir() else [Path(path)])
    ]
    files = [file for file in files if not file.is_dir() and not file.name.startswith(".")]
    return len(files) if all(file.suffix.casefold() in _ONE_EACH and file.name != "-" for file in files) else None


def _check_date(published: str) -> None:
    from datetime import date

    try:
        date.fromisoformat(published)
    except ValueError:
        raise typer.BadParameter(f"{published!r} is no date; write 2016-11-16", param_hint="--published") from None


def _items(job: Job, ledger: Ledger | None, *, stale: bool, only: list[str] | None) -> Iterator[Item]:
    """The inputs, each with what the journal knows of it."""
    from legation.report.source import read_inputs

    wanted = set(only) if only is not None else None
    for found in read_inputs(job.paths):
        if wanted is not None and _key(found.path) not in wanted:
            continue
        if isinstance(found, InputError):
            yield Item(path=found.path, error=found)
            continue
        raw = found
        if job.published and not raw.published:
            raw = replace(raw, published=job.published, published_basis="given")
        try:
            digest = digest_of_input(raw)
        except UnicodeEncodeError as error:
            # JSON can write half a pair, "\\ud800" alone; no text can be stored that has one.
            reason = f"half a character ({error.object[error.start]!a}) at {error.start}"
            yield Item(path=raw.path, error=EncodingError(reason, path=raw.path, mend="write it anew, as UTF-8"))
            continue
        known = _known(ledger, raw, digest, stale=stale) if ledger else None
        yield Item(path=raw.path, raw=raw, digest=digest, known=known)


def digest_of_input(raw: RawReport) -> str:
    """A digest of a text with all that is known about it, wherever it lies."""
    return hashlib.sha256(msgspec.json.encode(replace(raw, path=None))).hexdigest()


def _key(path: str | None) -> str:
    """What the journal calls an input: the same from whatever folder it was named."""
    return str(Path(path).absolute()) if path and path != "-" else "-"


def _known(ledger: Ledger, raw: RawReport, digest: str, *, stale: bool) -> Entry | None:
    """The journal's entry for an input that need not be read again."""
    entry = ledger.journal.latest(_key(raw.path))
    if entry is None or entry.status != "ok" or entry.digest != digest or entry.document not in ledger:
        return None
    return None if stale and ledger.journal.is_stale(entry) else entry


class _Run:
    """One run over some inputs: stores, prints and counts what becomes of each."""

    def __init__(self, ledger: Ledger | None, output: Output, tally: console.Tally, job: Job) -> None:
        self._ledger = ledger
        self._output = output
        self._tally = tally
        self._knowledge = job.knowledge
        self._number = ledger.journal.start(msgspec.to_builtins(_anywhere(job))) if ledger else None

    def go(self, items: Iterable[Item], *, workers: int, prints_known: bool) -> None:
        """Deal with every input, in order."""
        with self._tally as tally:
            for item, result in read_in_order(items, workers=workers, knowledge=self._knowledge):
                if item.known is not None and item.known.document:
                    tally.unchanged += 1
                    if prints_known and self._ledger:
                        self._output.write(self._ledger.records(item.known.document))
                elif isinstance(result, InputError):
                    tally.failed += 1
                    self._fail(item, result)
                elif result is not None:
                    self._keep(item, result)
                    tally.read += 1
                tally.show()

    def end(self, *, is_whole: bool = True) -> None:
        """Print what has to stand at the end and note in the journal how it went."""
        self._output.close()
        if self._ledger and self._number is not None:
            counts = {"read": self._tally.read, "unchanged": self._tally.unchanged, "failed": self._tally.failed}
            self._ledger.journal.end(self._number, **counts, is_whole=is_whole)

    def _keep(self, item: Item, report: Report) -> None:
        if self._ledger:
            outcome = self._ledger.add(report)
            _tell_of_change(outcome, report.document, item)
            self._ledger.journal.note_read(
                _key(item.path), digest=item.digest, document=report.document.document, run=self._number
            )
        records = report.records()
        # Only the document itself: a program that gets no more should be told why, as a brief tells a person.
        if len(records) == 1 and not self._output.is_brief and not self._tally.is_quiet:
            from legation.export.brief import why_empty

            console.note(f"{item.path or report.document.document}: {why_empty(report.document)}")
        self._output.write(records)

    def _fail(self, item: Item, error: InputError) -> None:
        if error.path is None:
            error.path = item.path
        console.complain(error)
        if self._ledger:
            self._ledger.journal.note_failed(
                _key(item.path), reason=error.reason, mend=error.mend, digest=item.digest, run=self._number
            )


def _anywhere(job: Job) -> Job:
    """The same job, whatever folder it is gone on with from."""
    own = _key(job.knowledge) if job.knowledge is not None else None
    return msgspec.structs.replace(job, paths=tuple(map(_key, job.paths)), knowledge=own)


def _tell_of_change(outcome: Outcome, document: Document, item: Item) -> None:
    if outcome == "replaced":
        console.note(f"{item.path or '-'}: replaces what the ledger had as {document.document}")


def _how_to_go_on(ledger: str | None) -> str:
    if ledger is None:
        return "Nothing was to be kept. With --ledger FILE a run that is stopped can be gone on with."
    return f"All that was read is kept. Go on with: legation read --resume --ledger {ledger}"


def _tell(tally: console.Tally, job: Job, ledger: str | None, *, was_shown: bool) -> None:
    """The counts at the end, and where to look."""
    if not tally.done:
        console.note(f"legation: {', '.join(job.paths) or 'nothing'}: there is no report to read")
    elif not tally.is_quiet and (ledger or tally.done > 1):
        console.note(f"{tally.line()}.")
        if ledger and not was_shown and sys.stderr.isatty():
            console.note(f"See {counted(tally.read + tally.unchanged, 'report')}: legation serve --ledger {ledger}")
