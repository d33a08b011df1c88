"""`legation review`: what a person says of a record; `legation reviews`: all that was said."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from legation.cli import console
from legation.cli.keep import print_rows
from legation.cli.options import DEFAULT_LEDGER, AnswerFormat, FormatOption, LedgerOption, open_ledger

if TYPE_CHECKING:
    from legation.ledger.review import Action, PastReview
    from legation.ledger.store import Ledger
    from legation.record import Record


def review(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The id of a record, or of a report.")],
    confirm: Annotated[bool, typer.Option("--confirm", help="It is right.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="The report says no such thing.")] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take the last review back: the machine's record stands.")
    ] = False,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="What is right; several times. Actors by name or code, with ; between."
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who reviews; your user name by default.", show_default=False)
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; needed to correct and to reject.")] = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """Confirm, correct or reject a record; with none of these, show it with all that was said of it.

    Yours stands above the machine's in every answer, however often the report is read again. Nothing is overwritten.
    """
    chosen: tuple[tuple[Action, bool], ...] = (
        ("confirm", confirm), ("reject", reject), ("withdraw", withdraw), ("correct", bool(set_)),
    )  # fmt: skip
    actions = [action for action, is_asked in chosen if is_asked]
    if len(actions) > 1:
        raise typer.BadParameter("only one at a time", param_hint="--confirm, --reject, --withdraw, --set")
    changes = dict(map(_pair, set_ or []))
    with open_ledger(ledger) as opened:
        if actions:
            opened.review(record, actions[0], by=by or getpass.getuser(), reason=reason, changes=changes)
        found = opened.get(record)
        if found is not None:
            _show(opened, found, format_)
        past = opened.reviews(record=record)
    if format_ is AnswerFormat.text:
        _print(past, format_)
    if found is None:
        console.note(f"There is no record {record} in this ledger now.")
    elif not past:
        console.note("Nobody has reviewed it.")


def reviews(
    report: Annotated[str | None, typer.Option(metavar="REPORT", help="Of one report's records.")] = None,
    unmet: Annotated[
        bool, typer.Option("--unmet", help="Those that meet no record now: their report or its words are not here.")
    ] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List what people have said of records, those that no longer stand among them."""
    with open_ledger(ledger) as opened:
        found = opened.unmet_reviews() if unmet else opened.reviews(document=report)
    _print([past for past in found if report in (None, past.document)], format_)
    if not found:
        console.note("Every review meets its record." if unmet else "Nothing has been reviewed.")


def _pair(typed: str) -> tuple[str, str]:
    field, sign, value = typed.partition("=")
    if not sign or not field.strip():
        raise typer.BadParameter(f"{typed!r} is no FIELD=VALUE", param_hint="--set")
    return field.strip(), value


def _show(ledger: Ledger, record: Record, format_: AnswerFormat) -> None:
    from legation.export.csv import to_csv
    from legation.export.describe import describe
    from legation.export.reports import Reports
    from legation.export.wording import printable

    reports = Reports(ledger)
    if format_ is AnswerFormat.jsonl:
        console.emit(msgspec.json.encode(record) + b"\n")
    elif format_ is AnswerFormat.csv:
        for line in to_csv([record], type(record), reports.names_of, reports.document):
            console.emit(line)
    else:
        described = describe(record, reports.names_of(record))
        facts = [f"{label}: {value}" for label, value in described.facts]
        console.emit(printable(" · ".join([described.line, *facts, reports.source(record.document)])) + "\n")


def _print(found: list[PastReview], format_: AnswerFormat) -> None:
    from legation.export.wording import printable

    columns = ("at", "verdict", "by", "reason", "record", "changes")
    if format_ is AnswerFormat.text:
        for past in found:
            console.emit(printable(" · ".join(filter(None, _told(past)))) + "\n")
        return
    rows = [
        (past.at, past.verdict, past.by, past.reason, past.record, msgspec.json.encode(past.changes).decode())
        for past in found
    ]
    print_rows(columns, rows, format_)


def _told(past: PastReview) -> tuple[str, ...]:
    """A review in one line: when, what, who, what was set, and why."""
    values = ", ".join(f"{field} = {_value(value)}" for field, value in past.changes.items())
    return past.at, f"{past.verdict} by {past.by}", past.record, values, past.reason


def _value(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
