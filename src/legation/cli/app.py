"""The command's parts put together: each subcommand with the example that opens its help."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Annotated

import typer

from legation import __version__
from legation.cli import across, ask, console, explain, export, keep, read, review, serve
from legation.cli.command import Command, Group

app = typer.Typer(
    cls=Group,
    name="legation",
    help="Read news reports about international affairs and keep what they say as sourced, dated records.",
    epilog="legation read --example",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        console.emit(f"legation {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[  # noqa: ARG001  # the callback acts on it
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    handler = console.Notes()
    logger = logging.getLogger("legation")
    logger.handlers = [handler]


_COMMANDS = (
    ("read", read.read, "legation read report.txt"),
    ("brief", ask.brief, "legation brief Japan 'United States' --as-of 2016-11-16 --ledger ledger.db"),
    ("events", ask.events, "legation events --actor JPN --since 2016-11 --ledger ledger.db"),
    ("happenings", across.happenings, "legation happenings --between USA TUR --covered 2 --ledger ledger.db"),
    ("commitments", ask.commitments, "legation commitments --between JPN USA --ledger ledger.db"),
    ("statements", ask.statements, "legation statements --by Abe --act promise --ledger ledger.db"),
    ("shifts", ask.shifts, "legation shifts --actor USA --ledger ledger.db"),
    ("calendar", ask.calendar, "legation calendar --as-of 2016-11-16 --ledger ledger.db"),
    ("what-if", across.what_if, "legation what-if 'US withdraws from Japan' --ledger ledger.db"),
    ("search", across.search, "legation search 'nuclear umbrella' --since 2016-11 --ledger ledger.db"),
    ("diff", across.diff, "legation diff --since 2016-11-16 --ledger ledger.db"),
    ("actor", ask.actor, "legation actor Abe --ledger ledger.db"),
    ("reports", ask.reports, "legation reports --since 2016-11 --ledger ledger.db"),
    ("explain", explain.explain, "legation explain event-0123456789abcdef --ledger ledger.db"),
    ("review", review.review, "legation review event-0123456789abcdef --confirm --by 'R. Vega' --ledger ledger.db"),
    ("reviews", review.reviews, "legation reviews --ledger ledger.db"),
    ("export", export.export, "legation export jsonl --output records.jsonl --ledger ledger.db"),
    ("import", keep.import_, "legation import records.jsonl --ledger ledger.db"),
    ("remove", keep.remove, "legation remove REPORT --ledger ledger.db"),
    ("failures", keep.failures, "legation failures --ledger ledger.db"),
    ("runs", keep.runs, "legation runs --ledger ledger.db"),
    ("serve", serve.serve, "legation serve --ledger ledger.db"),
)
_JUDGING = (
    ("same", across.same, "legation actors same 'Jim Mattis' 'James Mattis' --ledger ledger.db"),
    ("apart", across.apart, "legation actors apart 'Hassan Hassan' 'Mohammed Hassan' --ledger ledger.db"),
    ("undo", across.undo, "legation actors undo 1 --ledger ledger.db"),
    ("judgements", across.judgements, "legation actors judgements --ledger ledger.db"),
)


def _add(to: typer.Typer, commands: Iterable[tuple[str, Callable[..., None], str]]) -> None:
    for name, function, example in commands:
        to.command(name, cls=Command, epilog=example)(function)


_add(app, _COMMANDS)
_add(across.actors, _JUDGING)
app.add_typer(across.actors, cls=Group, epilog=_JUDGING[0][2])
