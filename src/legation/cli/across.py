"""The commands over many reports: happenings, search, chains of claims, what is new, and who is who."""

from __future__ import annotations

import getpass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from legation.cli import console
from legation.cli.ask import answer
from legation.cli.keep import print_rows
from legation.cli.options import (
    DEFAULT_LEDGER,
    AnswerFormat,
    Asked,
    FormatOption,
    LedgerOption,
    asking,
    open_ledger,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from legation.export.brief import Brief
    from legation.ledger.store import Ledger

_MOST_FOUND = 50


class DiffFormat(StrEnum):
    """How a diff is printed."""

    text = "text"
    markdown = "markdown"
    jsonl = "jsonl"


@asking("actor", "by", "to", "between", "type", "modality", "since", "until", "as_of", "source", "with_rejected")
def happenings(
    filters: Asked,
    covered: Annotated[int, typer.Option(metavar="N", min=1, help="Only those that N reports or more tell of.")] = 1,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """List what happened, each once with all accounts of it, those with most reports first."""
    from legation.export.answers import brief_happenings, happenings_to_csv
    from legation.ledger.happening import best_covered

    with open_ledger(ledger) as opened:
        found = [h for h in best_covered(opened.happenings(**filters)) if h.reports >= covered]
        _print(
            opened, found, format_, filters, lambda: brief_happenings(opened, found),
            lambda: happenings_to_csv(opened, found),
        )  # fmt: skip


def histories(ledger: Ledger, format_: AnswerFormat, true_on: str | None, **filters: Any) -> None:
    """Print the arrangements that fit, each with what every report has of it."""
    from legation.export.answers import brief_history, history_to_csv

    found = ledger.history(true_on=true_on, **filters)
    _print(
        ledger, found, format_, filters, lambda: brief_history(ledger, found), lambda: history_to_csv(ledger, found)
    )  # fmt: skip


@asking("actor", "by", "since", "until", "as_of", "source", "with_rejected")
def what_if(
    filters: Asked,
    question: Annotated[
        str | None,
        typer.Argument(metavar="[WHAT]", help="What is supposed: 'US withdraws from Japan'.", show_default=False),
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """Walk the chain of what sources have claimed would follow; without WHAT, list all such claims."""
    from legation.export.answers import brief_chain, chain_to_csv

    if not question:
        answer("conditionals", "follows", ledger, format_, **filters)
        return
    with open_ledger(ledger) as opened:
        found = opened.what_if(question, **filters)
        _print(
            opened, found, format_, filters, lambda: brief_chain(opened, found, question=question),
            lambda: chain_to_csv(found), nothing=f"Nobody on record has claimed what would follow if {question}.",
        )  # fmt: skip


@asking("actor", "since", "until", "as_of", "source")
def search(
    filters: Asked,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help='All must stand in a passage; "in quotes": in a row; end*.')
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="report (its own text; the default), statement, event, commitment, conditional, shift, all.",
        ),
    ] = None,
    most: Annotated[int, typer.Option(metavar="N", min=1, help="No more than N passages.")] = _MOST_FOUND,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: FormatOption = AnswerFormat.text,
) -> None:
    """Find reports by the words in them; --since and --until are days of publication."""
    from legation.export.answers import brief_found, found_to_csv

    # The shell has taken the quotation marks: what has spaces was in them.
    question = " ".join(f'"{word}"' if " " in word and len(words) > 1 else word for word in words)
    if kind:
        filters["kind"] = kind
    with open_ledger(ledger) as opened:
        found = opened.search(question, limit=most, **filters)
        _print(
            opened, found, format_, filters, lambda: brief_found(opened, found, question=question),
            lambda: found_to_csv(found), nothing=f"Nothing found: no passage has {question}.",
        )  # fmt: skip


def diff(
    since: Annotated[str, typer.Option(metavar="DATE", help="What was published from this day on.")],
    until: Annotated[str | None, typer.Option(metavar="DATE", help="And by the end of this one.")] = None,
    most: Annotated[int, typer.Option(metavar="N", min=1, help="No more than N lines of a section; text only.")] = 12,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: Annotated[DiffFormat, typer.Option("--format", help="How to print it.")] = DiffFormat.text,
) -> None:
    """Say what is new, changed, contradicted and due next, as of the reports since a day."""
    from legation.export.brief import to_markdown
    from legation.export.diff import brief_diff, diff_records

    with open_ledger(ledger) as opened:
        found = opened.diff(since, until)
        if format_ is DiffFormat.jsonl:
            for line in diff_records(found):
                console.emit(msgspec.json.encode(line) + b"\n")
            return
        made = brief_diff(opened, found, most=most)
    if format_ is DiffFormat.markdown:
        console.emit(to_markdown(made))
    else:
        console.show(made)


# Who is who

actors = typer.Typer(
    name="actors", help="Judge who is who over all reports: the same, or not; each judgement can be undone.",
    no_args_is_help=True, rich_markup_mode=None, add_completion=False,
)  # fmt: skip

One = Annotated[str, typer.Argument(metavar="ONE", help="A name, or an id as `legation actor` gives it.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="Another one.")]
Author = Annotated[
    str | None, typer.Option(metavar="WHO", help="Who judges; your user name by default.", show_default=False)
]


def same(one: One, other: Other, author: Author = None, ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Note that two names are one actor's."""
    _judge(ledger, one, other, "same", author)


def apart(one: One, other: Other, author: Author = None, ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Note that two names are two actors'."""
    _judge(ledger, one, other, "apart", author)


def undo(
    judgement: Annotated[int, typer.Argument(metavar="NUMBER", help="As `legation actors judgements` lists it.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Take a judgement back; it stays on record."""
    with open_ledger(ledger) as opened:
        opened.undo(judgement)
    console.note(f"Judgement {judgement} is undone.")


def judgements(ledger: LedgerOption = DEFAULT_LEDGER, format_: FormatOption = AnswerFormat.text) -> None:
    """List all judgements, those taken back among them."""
    with open_ledger(ledger) as opened:
        found = opened.judgements()
    print_rows(
        ("judgement", "one", "verdict", "other", "author", "at", "undone_at"),
        [(j.judgement, j.one, j.verdict, j.other, j.author, j.at, j.undone_at or "") for j in found],
        format_,
    )
    if not found:
        console.note("Nothing has been judged.")


def _judge(ledger: str, one: str, other: str, verdict: Any, author: str | None) -> None:
    with open_ledger(ledger) as opened:
        made = opened.judge(one, other, verdict, author=author or getpass.getuser())
    console.note(f"Judgement {made.judgement}: {made.one} and {made.other} are {made.verdict}.")


def _print(
    ledger: Ledger,
    found: Sequence[Any],
    format_: AnswerFormat,
    filters: dict[str, Any],
    brief: Callable[[], Brief],
    table: Callable[[], Iterable[str]],
    *,
    nothing: str | None = None,
) -> None:
    """Print an answer in the format asked for; where it is empty, say why on stderr."""
    from legation.export.brief import why_nothing_on

    if not found:
        who = [filters[name] for name in ("actor", "by", "to") if name in filters]
        why = why_nothing_on(ledger, [*who, *filters.get("between", ())], filters.get("as_of"))
        console.note(nothing if nothing and ledger.documents() else why)
    elif format_ is AnswerFormat.jsonl:
        for each in found:
            console.emit(msgspec.json.encode(each) + b"\n")
    elif format_ is AnswerFormat.csv:
        for line in table():
            console.emit(line)
    else:
        console.show(brief())
