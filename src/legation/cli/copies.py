"""`legation copies`: reports with one text, as when several papers print one agency's."""

from __future__ import annotations

from typing import Annotated

import typer

from legation.cli import console
from legation.cli.keep import print_rows
from legation.cli.options import DEFAULT_LEDGER, AnswerFormat, FormatOption, LedgerOption, open_ledger


def copies(
    report: Annotated[
        str | None, typer.Argument(metavar="REPORT", help="Id of one report; all by default.", show_default=False)
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List reports with one text: who had it first, and who printed it too. All of them count as one source."""
    columns = ("original", "report", "published", "publisher", "title")
    rows: list[tuple[object, ...]] = []
    with open_ledger(ledger) as opened:
        for family in opened.copies(report):
            for name in (family.original, *family.copies):
                about = opened.document(name)
                if about is not None:
                    about_it = (about.published or "", about.publisher or "", about.title or "")
                    rows.append((family.original, name, *about_it))
    print_rows(columns, rows, format_)
    if not rows:
        console.note("No report is a copy of another one.")
