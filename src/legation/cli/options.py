"""The options that commands share: the filters of a question, which ledger is asked, and how the answer is printed.

A filter is called the same in Python, as an option and in a page's address (`legation.ledger.query` says what each
means), so each stands here once; `asking` gives a command those that fit it.
"""

from __future__ import annotations

import functools
import inspect
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from legation.ledger.store import Ledger

DEFAULT_LEDGER = "ledger.db"
# Those that were given, by name.
Asked: TypeAlias = dict[str, Any]
_WHO = "Who has a part in it: a name, a part of one, or a code such as JPN."
_ASKED = "filters"  # what a command calls them


class AnswerFormat(StrEnum):
    """How an answer is printed."""

    text = "text"
    jsonl = "jsonl"
    csv = "csv"


LedgerOption = Annotated[
    str, typer.Option("--ledger", metavar="FILE-OR-URL", envvar="LEGATION_LEDGER", help="The ledger to ask.")
]
FormatOption = Annotated[AnswerFormat, typer.Option("--format", help="For people (text) or for programs.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Only what was published by then: 2016-11-16, 2016-11.")
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="From this day, month or year on.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Up to the end of this day, month or year.")]
Source = Annotated[str | None, typer.Option(metavar="SOURCE", help="Publisher, host, or id of the report.")]

# Each filter's name in Python, and its option; `type` is an event's kind.
_FILTERS: dict[str, tuple[str, Any]] = {
    "actor": ("actor", Annotated[
        str | None,
        typer.Option("--actor", metavar="WHO", help=_WHO),
    ]),
    "by": ("by", Annotated[str | None, typer.Option(metavar="WHO", help="Who does or says it.")]),
    "to": ("to", Annotated[str | None, typer.Option(metavar="WHO", help="Whom it is done or said to.")]),
    "about": ("about", Annotated[str | None, typer.Option(metavar="WHO", help="Who is named in what is said.")]),
    "between": ("between", Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="WHO WHO", help="Two who both have a part in it.", show_default=False),
    ]),
    "type": ("kind", Annotated[
        str | None, typer.Option(metavar="TYPE", help="PLOVER type, with a mode if need be: SANCTION, ASSAULT/aerial.")
    ]),
    "kind": ("kind", Annotated[
        str | None, typer.Option(metavar="KIND", help="alliance, deployment, payment, treaty …")
    ]),
    "modality": ("modality", Annotated[
        str | None, typer.Option(help="occurred, ongoing, future, hypothetical, negated or historical.")
    ]),
    "act": ("act", Annotated[
        str | None, typer.Option(metavar="ACT", help="assert, deny, promise, threaten, predict, request …")
    ]),
    "status": ("status", Annotated[
        str | None, typer.Option(metavar="STATUS", help="in_force, proposed, questioned, ended …")
    ]),
    "since": ("since", Since),
    "until": ("until", Until),
    "as_of": ("as_of", AsOf),
    "source": ("source", Source),
    "with_rejected": ("with_rejected", Annotated[
        bool | None, typer.Option("--with-rejected", help="Also what people have rejected.", show_default=False)
    ]),
}  # fmt: skip


def asking(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options for these filters, in this order, where its parameter `filters` stands.

    The command is handed those that were set, by their names in Python.
    """
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in (_FILTERS[name] for name in names)
    ]

    def give(command: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(command, eval_str=True)

        @functools.wraps(command)
        def run(**given: Any) -> None:
            asked = {option.name: value for option in options if (value := given.pop(option.name))}
            command(**given, **{_ASKED: asked})

        parameters: list[inspect.Parameter] = []
        for name, parameter in own.parameters.items():
            parameters += options if name == _ASKED else [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)]
        # Typer reads a command's options off its signature.
        run.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
        return run

    return give


def open_ledger(where: str) -> Ledger:
    """The ledger to ask. Raises LedgerError where there is none: asking makes no ledger."""
    from legation.ledger.store import Ledger

    return Ledger(where, create=False)
