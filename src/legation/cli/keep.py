"""The commands that look after a ledger: exports and imports, what failed, earlier runs."""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from legation import __version__
from legation.cli import console
from legation.cli.options import (
    DEFAULT_LEDGER,
    AnswerFormat,
    AsOf,
    FormatOption,
    LedgerOption,
    Since,
    Source,
    Until,
    open_ledger,
)
from legation.errors import InputError, LegationError
from legation.export.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from legation.ledger.store import Ledger


class ExportFormat(StrEnum):
    """What all that a ledger holds can be written as."""

    jsonl = "jsonl"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an export holds: enough to tell a whole one from a broken one, and to make it again."""

    file: str
    sha256: str
    reports: int
    records: dict[str, int]
    query: dict[str, str]
    program: str
    knowledge: str


def export(
    format_: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help="jsonl")] = ExportFormat.jsonl,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, with a manifest beside it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    source: Source = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Write out every record, report by report; what goes out comes in again with `legation import`."""
    given = {"since": since, "until": until, "as_of": as_of, "source": source}
    query = {name: value for name, value in given.items() if value}
    with open_ledger(ledger) as opened:
        lines = _Lines(opened, query)
        if output is None:
            for line in lines:
                console.emit(line)
        else:
            _write_whole(output, lines, force=force)
            manifest = Manifest(
                file=output.name, sha256=lines.digest.hexdigest(), reports=lines.counts.get("document", 0),
                records=lines.counts, query=query, program=__version__, knowledge=opened.knowledge,
            )  # fmt: skip
            beside = output.with_name(f"{output.name}.manifest.json")
            beside.write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    records, reports = sum(lines.counts.values()), lines.counts.get("document", 0)
    console.note(f"{counted(records, 'record')} of {counted(reports, 'report')} as {format_.value}")


class _Lines:
    """The export line by line, counted and digested on the way."""

    def __init__(self, ledger: Ledger, query: dict[str, str]) -> None:
        self._ledger = ledger
        self._query = query
        self.counts: dict[str, int] = {}
        self.digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for document in self._ledger.documents(**self._query):  # type: ignore[arg-type]  # names of filters
            for record in self._ledger.records(document.document):
                line = msgspec.json.encode(record) + b"\n"
                self.counts[record.kind_name()] = self.counts.get(record.kind_name(), 0) + 1
                self.digest.update(line)
                yield line


def _write_whole(output: Path, lines: Iterable[bytes], *, force: bool) -> None:
    """Write beside the file and rename when all is there: a broken export never has the name of a whole one."""
    if output.exists() and not force:
        raise LegationError("there is such a file", path=str(output), mend="name another, or use --force")
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as stream:
            stream.writelines(lines)
        part.replace(output)
    except OSError as error:
        raise LegationError(error.strerror or str(error), path=str(output), mend="write somewhere else") from error
    finally:
        part.unlink(missing_ok=True)


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Records as JSON Lines, or - for stdin.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Take records that were written out before into a ledger, ids included."""
    from legation.export.jsonl import read_reports
    from legation.ledger.store import Ledger

    outcomes = {"added": 0, "replaced": 0, "unchanged": 0}
    with Ledger(ledger) as opened:
        for file in files:
            with _opened(file) as stream:
                for report in read_reports(stream, path=str(file)):
                    outcomes[opened.add(report)] += 1
    console.note(", ".join(f"{number:,} {outcome}" for outcome, number in outcomes.items()))


def _opened(file: Path) -> AbstractContextManager[Iterable[bytes]]:
    if str(file) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return file.open("rb")
    except OSError as error:
        raise InputError(error.strerror or str(error), path=str(file), mend="name a file of records") from error


def remove(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The report's id, as in `legation reports`.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Take a report and all its records out of a ledger."""
    with open_ledger(ledger) as opened:
        if not opened.remove(report):
            raise LegationError(f"there is no report {report}", path=opened.path, mend="legation reports lists them")
    console.note(f"{report} is removed")


def failures(ledger: LedgerOption = DEFAULT_LEDGER, format_: FormatOption = AnswerFormat.text) -> None:
    """List what could not be read, why, and what would mend it."""
    with open_ledger(ledger) as opened:
        found = opened.journal.failures()
    rows = [(entry.path, entry.reason or "", entry.mend or "", entry.at) for entry in found]
    print_rows(("path", "reason", "mend", "at"), rows, format_)
    if not found:
        console.note("Nothing has failed.")
    elif format_ is AnswerFormat.text:
        console.note(f"{counted(len(found), 'input')} failed. Once mended: legation read --failed --ledger {ledger}")


def runs(ledger: LedgerOption = DEFAULT_LEDGER, format_: FormatOption = AnswerFormat.text) -> None:
    """List earlier runs: when, over what, and how many inputs went which way."""
    with open_ledger(ledger) as opened:
        found = opened.journal.runs()
    rows = [
        (
            run.started,
            run.ended or "stopped",
            run.read,
            run.unchanged,
            run.failed,
            " ".join(run.inputs.get("paths", [])),
        )
        for run in found
    ]
    print_rows(("started", "ended", "read", "unchanged", "failed", "inputs"), rows, format_)
    if not found:
        console.note("Nothing has been read into this ledger.")


def print_rows(columns: Sequence[str], rows: Sequence[tuple[object, ...]], format_: AnswerFormat) -> None:
    """Rows that are no records, in any of the answers' formats."""
    if format_ is AnswerFormat.csv:
        table = io.StringIO()
        csv.writer(table).writerows([columns, *rows])
        console.emit(table.getvalue())
    for row in rows if format_ is not AnswerFormat.csv else []:
        named = dict(zip(columns, row, strict=True))
        if format_ is AnswerFormat.jsonl:
            console.emit(msgspec.json.encode(named) + b"\n")
        else:
            console.emit(" · ".join(_told(column, value) for column, value in named.items() if value != "") + "\n")


def _told(column: str, value: object) -> str:
    return f"{value:,} {column}" if isinstance(value, int) else str(value)
