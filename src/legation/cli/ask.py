"""The commands that ask a ledger: briefs, events, commitments, statements, shifts, what is due."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from legation.cli import console
from legation.cli.command import FAILED
from legation.cli.output import Format
from legation.cli.read import read

if TYPE_CHECKING:
    from legation.export.lines import Key
    from legation.ledger.query import Answer
    from legation.ledger.store import Ledger
    from legation.record import Record


class AnswerFormat(StrEnum):
    """How an answer is printed."""

    text = "text"
    jsonl = "jsonl"
    csv = "csv"


class BriefFormat(StrEnum):
    """How a brief is printed."""

    text = "text"
    markdown = "markdown"
    json = "json"


LedgerOption = Annotated[
    str, typer.Option("--ledger", metavar="FILE-OR-URL", envvar="LEGATION_LEDGER", help="The ledger to ask.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Only what was published by then: 2016-11-16, 2016-11.")
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="From this day, month or year on.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Up to the end of this day, month or year.")]
ActorOption = Annotated[
    str | None,
    typer.Option("--actor", metavar="WHO", help="Who has a part in it: a name, a part of one, or a code such as JPN."),
]
By = Annotated[str | None, typer.Option(metavar="WHO", help="Who does or says it.")]
To = Annotated[str | None, typer.Option(metavar="WHO", help="Whom it is done or said to.")]
Between = Annotated[
    tuple[str, str] | None, typer.Option(metavar="WHO WHO", help="Two who both have a part in it.", show_default=False)
]
TypeOption = Annotated[
    str | None, typer.Option(metavar="TYPE", help="PLOVER type, with a mode if need be: SANCTION, ASSAULT/aerial.")
]
Modality = Annotated[str | None, typer.Option(help="occurred, ongoing, future, hypothetical, negated or historical.")]
Source = Annotated[str | None, typer.Option(metavar="SOURCE", help="Publisher, host, or id of the report.")]
FormatOption = Annotated[AnswerFormat, typer.Option("--format", help="For people (text) or for programs.")]

DEFAULT_LEDGER = "ledger.db"
_KEPT = 8  # reports at hand while a long answer is printed


def open_ledger(where: str) -> Ledger:
    """The ledger to ask. Raises LedgerError where there is none: asking makes no ledger."""
    from legation.ledger.store import Ledger

    return Ledger(where, create=False)


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


def events(
    actor: ActorOption = None,
    by: By = None,
    to: To = None,
    between: Between = None,
    kind: TypeOption = None,
    modality: Modality = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    source: Source = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List who did, does or will do what to whom, by day."""
    asked = {"actor": actor, "by": by, "to": to, "between": between, "kind": kind, "modality": modality}
    answer("events", "acts", ledger, format_, **asked, since=since, until=until, as_of=as_of, source=source)


def commitments(
    actor: ActorOption = None,
    between: Between = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="alliance, deployment, payment, treaty …")] = None,
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="in_force, proposed, questioned, ended …")
    ] = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    true_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="As it stood that day, whenever that was told; with --history.")
    ] = None,
    source: Source = None,
    history: Annotated[
        bool, typer.Option("--history", help="Each arrangement once, with what every report has of it.")
    ] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List what stands between actors, each report's entry in order."""
    asked = {"actor": actor, "between": between, "kind": kind, "status": status, "since": since, "until": until,
             "as_of": as_of, "source": source}  # fmt: skip
    if history or true_on:
        from legation.cli.across import histories

        with open_ledger(ledger) as opened:
            histories(opened, format_, true_on, **{name: value for name, value in asked.items() if value})
        return
    answer("commitments", "stands", ledger, format_, **asked)


def statements(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Reports to ask instead of a ledger; - for standard input."),
    ] = None,
    actor: ActorOption = None,
    by: By = None,
    to: To = None,
    about: Annotated[str | None, typer.Option(metavar="WHO", help="Who is named in what is said.")] = None,
    between: Between = None,
    act: Annotated[
        str | None, typer.Option(metavar="ACT", help="assert, deny, promise, threaten, predict, request …")
    ] = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    source: Source = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List who said what, to whom, in whose words: in a ledger, or in the reports named."""
    asked = {"actor": actor, "by": by, "to": to, "about": about, "between": between, "act": act}
    asked |= {"since": since, "until": until, "as_of": as_of, "source": source}
    if not paths:
        answer("statements", "said", ledger, format_, **asked)
        return
    opened, failed = _read_into_memory(paths)
    with opened:
        _answer_from(opened, "statements", "said", format_, **asked)
    if failed:
        raise typer.Exit(FAILED)


def shifts(
    actor: ActorOption = None,
    by: By = None,
    to: To = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    source: Source = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List who has changed position, on what, and which way."""
    asked = {"actor": actor, "by": by, "to": to}
    answer("shifts", "shifted", ledger, format_, **asked, since=since, until=until, as_of=as_of, source=source)


def calendar(
    actor: ActorOption = None,
    between: Between = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    source: Source = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List what is due, the soonest first; with --as-of, as it stood on that day."""
    asked = {"actor": actor, "between": between}
    answer("calendar", "due", ledger, format_, **asked, since=since, until=until, as_of=as_of, source=source)


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


def reports(
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    source: Source = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List the reports in the ledger, by date."""
    answer("documents", None, ledger, format_, since=since, until=until, as_of=as_of, source=source)


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
    from legation.export.describe import describe
    from legation.export.reports import Reports
    from legation.export.wording import printable

    if key and found:
        console.show(brief_list(ledger, found, title=_TITLES[table], only=key, as_of=as_of))
    reports = Reports(ledger, most=_KEPT)
    for record in found if key is None else []:
        described = describe(record, reports.names_of(record))
        facts = [f"{label}: {value}" for label, value in described.facts]
        console.emit(printable(" · ".join([described.line, *facts, record.document])) + "\n")
    return len(found)
