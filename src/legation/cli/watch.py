"""`legation watch`: reads what comes into folders and files that grow, until it is stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from legation.cli import console
from legation.cli.batch import Item
from legation.cli.command import STOPPED
from legation.cli.output import Format, Output
from legation.cli.read import (
    ErrorsOption,
    FormatOption,
    KnowledgeOption,
    PublishedOption,
    QuietOption,
    WorkersOption,
    check_date,
    opened_ledger,
)
from legation.cli.run import Job, Run

if TYPE_CHECKING:
    from legation.report.growing import Growing


def watch(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED", help="Folders, or files that grow: JSONL, RSS, Atom …")],
    ledger: Annotated[
        str,
        typer.Option(
            metavar="FILE-OR-URL", envvar="LEGATION_LEDGER", help="Keep the records, and what was read, here."
        ),
    ],
    every: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="How long to wait between looks.")] = 10.0,
    once: Annotated[bool, typer.Option("--once", help="Look once and end, for a timer that calls again.")] = False,
    published: PublishedOption = None,
    format_: FormatOption = None,
    knowledge: KnowledgeOption = None,
    workers: WorkersOption = 1,
    errors: ErrorsOption = None,
    quiet: QuietOption = False,
) -> None:
    """Read what comes into folders and feeds, until Ctrl-C; started again, go on where it stopped.

    A file is read once it has been left alone for two seconds; of JSONL each new whole line, at once. What was read is
    known by its words: an item that moves down in its feed, or a file that is renamed, is not read again.
    """
    from legation.report.growing import Growing

    if published:
        check_date(published)
    job = Job(paths=tuple(feeds), published=published, knowledge=knowledge)
    with opened_ledger(ledger, knowledge) as opened:
        tally = console.Tally(is_quiet=quiet, prints=format_ is not None)
        output = Output(format_ or Format.text, one_only=format_ is None)
        run = Run(opened, output, tally, job, errors=errors, watches=True)
        try:
            run.go(_items(run, Growing(job.paths), every, once=once), workers=workers, prints_known=False)
        except KeyboardInterrupt:
            run.end()
            if not quiet:
                console.note(f"Stopped: {tally.line()}. The same command goes on.")
            raise typer.Exit(STOPPED) from None
        run.end()
    if not quiet:
        console.note(f"{tally.line()}.")


def _items(run: Run, growing: Growing, every: float, *, once: bool) -> Iterator[Item]:
    """What is new at each look, and a pause after it."""
    while True:
        for found in growing.look():
            item = run.item(found)
            if item.known is None:
                yield item
        yield Item(path=None, is_pause=True)
        if once:
            return
        time.sleep(every)
