"""`legation export`: all that a ledger holds, or what is asked of it, in any of the formats of `export.formats`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legation.cli import console
from legation.cli.options import DEFAULT_LEDGER, Asked, LedgerOption, asking, open_ledger
from legation.export.formats import FORMATS, pieces_of, write
from legation.export.wording import counted


def _is_format(name: str) -> str:
    if name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(FORMATS)}", param_hint="FORMAT")
    return name


@asking("actor", "since", "until", "as_of", "source", "with_rejected")
def export(
    filters: Asked,
    format_: Annotated[
        str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.", callback=_is_format)
    ] = "jsonl",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE-OR-FOLDER", help="Write here, with a manifest; else to standard output."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Events of any modality and confidence, where a format leaves some out.")
    ] = False,
    claims: Annotated[
        bool, typer.Option("--claims", help="What a source only claims, where a format can't say so.")
    ] = False,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="The reports' whole text, where a format can do without.")
    ] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Write out what a ledger holds, for other programs."""
    from legation.export.selection import Options, Selection

    options = Options(everything=everything, claims=claims, with_text=with_text)
    with open_ledger(ledger) as opened:
        selection = Selection(opened, options, **filters)
        if output is None:
            for piece in pieces_of(format_, selection):
                console.emit(piece)
        else:
            write(format_, selection, output, force=force)
    console.note(f"{_told(selection.counts)} as {format_}")
    for reason, number in selection.left_out.items():
        console.note(f"{number:,} left out: {reason}")


def _told(counts: dict[str, int]) -> str:
    """What was written: "22 records of 2 reports"."""
    if set(counts) == {"brief"}:
        return counted(counts["brief"], "brief")
    records = counted(sum(counts.values()), "record")
    return f"{records} of {counted(counts['document'], 'report')}" if "document" in counts else records
