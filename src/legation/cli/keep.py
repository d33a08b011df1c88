"""The commands that look after a ledger: imports, what failed, earlier runs."""

from __future__ import annotations

import csv
import io
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from legation.cli import console
from legation.cli.options import DEFAULT_LEDGER, AnswerFormat, FormatOption, LedgerOption, open_ledger
from legation.errors import InputError, LegationError
from legation.export.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
