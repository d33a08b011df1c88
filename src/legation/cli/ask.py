"""The commands that ask a ledger: briefs, events, commitments, statements, shifts, what is due."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from legation.cli import console
from legation.cli.command import FAILED
from legation.cli.options import (
    DEFAULT_LEDGER,
    AnswerFormat,
    Asked,
    AsOf,
    FormatOption,
    LedgerOption,
    Source,
    asking,
    open_ledger,
)
from legation.cli.output import Format
from legation.cli.read import read

if TYPE_CHECKING:
    from legation.export.lines import Key
    from legation.ledger.query import Answer
    from legation.ledger.store import Ledger
    from legation.record import Record


class BriefFormat(StrEnum):
    """How a brief is printed."""

    text = "text"
    markdown = "markdown"
    json = "json"


_KEPT = 8  # reports at hand while a long answer is printed


def brief(
    who: Annotated[list[str], typer.Argument(metavar="WHO", help="One actor or two; or a report: file or id.")],
    as_of: AsOf = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: Annotated[BriefFormat, typer.Option("--format", help="How to print it.")] = BriefFormat.text,
) -> None:
    """Say in short what is on record about an actor, between two, or in one report."""
    if len(who) > 2:
        raise typer.BadParameter("one or two, in quotes where a name has several words", param_hint="WHO")
    if len(who) == 1 and (who[0] == "-" or Path(who[0]).is_file()):
        read(paths=who, format_=Format(format_.value))
        return
    from legation.export.brief import brief_of, brief_on, to_markdown

    with open_ledger(ledger) as opened:
        if len(who) == 1 and who[0] in opened:
            made = brief_of(opened.records(who[0]))
        else:
            made = brief_on(opened, *who, as_of=as_of)
    if format_ is BriefFormat.json:
        console.emit(msgspec.json.encode(made) + b"\n")
    elif format_ is BriefFormat.markdown:
        console.emit(to_markdown(made))
    else:
        console.show(made)


@asking("actor", "by", "to", "between", "type", "modality", "since", "until", "as_of", "source", "with_rejected")
def events(filters: Asked, ledger: LedgerOption = DEFAULT_LEDGER, format_: FormatOption = AnswerFormat.text) -> None:
    """List who did, does or will do what to whom, by day."""
    answer("events", "acts", ledger, format_, **filters)


@asking("actor", "between", "kind", "status", "since", "until", "as_of", "source", "with_rejected")
def commitments(
    filters: Asked,
    true_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="As it stood that day, whenever that was told; with --history.")
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help="Each arrangement once, with what every report has of it.")
    ] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List what stands between actors, each report's entry in order."""
    if history or true_on:
        from legation.cli.across import histories

        with open_ledger(ledger) as opened:
            histories(opened, format_, true_on, **filters)
        return
    answer("commitments", "stands", ledger, format_, **filters)


@asking("actor", "by", "to", "about", "between", "act", "since", "until", "as_of", "source", "with_rejected")
def statements(
    filters: Asked,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Reports to ask instead of a ledger; - for standard input."),
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List who said what, to whom, in whose words: in a ledger, or in the reports named."""
    if not paths:
        answer("statements", "said", ledger, format_, **filters)
        return
    opened, failed = _read_into_memory(paths)
    with opened:
        _answer_from(opened, "statements", "said", format_, **filters)
    if failed:
        raise typer.Exit(FAILED)


@asking("actor", "by", "to", "since", "until", "as_of", "source", "with_rejected")
def shifts(filters: Asked, ledger: LedgerOption = DEFAULT_LEDGER, format_: FormatOption = AnswerFormat.text) -> None:
    """List who has changed position, on what, and which way."""
    answer("shifts", "shifted", ledger, format_, **filters)


@asking("actor", "between", "since", "until", "as_of", "source", "with_rejected")
def calendar(filters: Asked, ledger: LedgerOption = DEFAULT_LEDGER, format_: FormatOption = AnswerFormat.text) -> None:
    """List what is due, the soonest first; with --as-of, as it stood on that day."""
    answer("calendar", "due", ledger, format_, **filters)


def actor(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, a part of one, a code such as JPN, or a Q id.")],
    as_of: AsOf = None,
    source: Source = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List the actors of that name: who they are over all reports, and what each report says they are."""
    if format_ is AnswerFormat.text and not as_of and not source:
        from legation.export.across import identity_line
        from legation.export.wording import printable

        with open_ledger(ledger) as opened:
            for identity in opened.identities(name):
                console.emit(printable(identity_line(identity)) + "\n")
    answer("actors", None, ledger, format_, name=name, as_of=as_of, source=source)


@asking("since", "until", "as_of", "source")
def reports(filters: Asked, ledger: LedgerOption = DEFAULT_LEDGER, format_: FormatOption = AnswerFormat.text) -> None:
    """List the reports in the ledger, by date."""
    answer("documents", None, ledger, format_, **filters)


_TITLES = {
    "events": "Events",
    "commitments": "Commitments",
    "statements": "Statements",
    "shifts": "Shifts",
    "calendar": "Calendar",
    "conditionals": "What follows from what",
    "actors": "Actors",
    "documents": "Reports",
}


def answer(table: str, key: Key | None, where: str, format_: AnswerFormat, **filters: Any) -> None:
    """Print what the ledger at `where` answers."""
    with open_ledger(where) as ledger:
        _answer_from(ledger, table, key, format_, **filters)


def _answer_from(ledger: Ledger, table: str, key: Key | None, format_: AnswerFormat, **filters: Any) -> None:
    """Print what a ledger answers; where that is nothing, say why on stderr."""
    from legation.export.brief import why_nothing_on

    asked = {name: value for name, value in filters.items() if value}
    answer: Answer[Any] = getattr(ledger, table)(**asked)
    if format_ is AnswerFormat.jsonl:
        is_empty = not _print_lines(answer)
    elif format_ is AnswerFormat.csv:
        is_empty = not _print_table(ledger, answer)
    else:
        is_empty = not _print_list(ledger, list(answer), table, key, asked.get("as_of"))
    if is_empty:
        who = [asked[name] for name in ("actor", "by", "to", "about", "name") if name in asked]
        console.note(why_nothing_on(ledger, [*who, *asked.get("between", ())], asked.get("as_of")))


def _read_into_memory(paths: list[str]) -> tuple[Ledger, int]:
    """A ledger, kept nowhere, of the reports at these paths, and how many could not be read: stderr names them."""
    from legation.errors import InputError
    from legation.extract.reader import Reader
    from legation.ledger.store import Ledger
    from legation.report.source import read_inputs

    ledger, failed = Ledger("sqlite://"), 0
    for result in Reader().read_each(read_inputs(paths)):
        if isinstance(result, InputError):
            console.complain(result)
            failed += 1
        else:
            ledger.add(result)
    return ledger, failed


def _print_lines(answer: Answer[Any]) -> int:
    count = 0
    for record in answer:
        console.emit(msgspec.json.encode(record) + b"\n")
        count += 1
    return count


def _print_table(ledger: Ledger, answer: Answer[Any]) -> int:
    from legation.export.csv import to_csv
    from legation.export.reports import Reports

    first = next(iter(answer), None)
    if first is None:
        return 0
    # Answers come report by report more often than not.
    reports = Reports(ledger, most=_KEPT)
    count = 0
    for line in to_csv(answer, type(first), reports.names_of, reports.document):
        console.emit(line)
        count += 1
    return count


def _print_list(ledger: Ledger, found: list[Record], table: str, key: Key | None, as_of: str | None) -> int:
    from legation.export.brief import brief_list
    from legation.export.describe import describe, review_in_words
    from legation.export.reports import Reports
    from legation.export.wording import printable

    if key and found:
        console.show(brief_list(ledger, found, title=_TITLES[table], only=key, as_of=as_of))
    reports = Reports(ledger, most=_KEPT)
    for record in found if key is None else []:
        described = describe(record, reports.names_of(record))
        facts = [f"{label}: {value}" for label, value in described.facts]
        told = [described.line, *facts, review_in_words(record), record.document]
        console.emit(printable(" · ".join(filter(None, told))) + "\n")
    return len(found)
