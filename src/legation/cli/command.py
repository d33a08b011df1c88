"""What all commands share: help that opens with a line to paste, and errors as one line instead of a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from legation.cli import console
from legation.errors import LegationError

if TYPE_CHECKING:
    from collections.abc import Callable

FAILED = 1
STOPPED = 130
# What a shell says of a program that a closed pipe has ended.
_PIPE_CLOSED = 141
# Shows the traceback of a mistake of ours.
_DEBUG = "LEGATION_DEBUG"


class Command(TyperCommand):
    """A command whose epilog is an example, and stands first in its help."""

    def get_help(self, ctx: Any) -> str:
        """The help, opened by the example."""
        return f"{self.epilog}\n\n{super().get_help(ctx)}"

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Nothing at the end: it stands at the beginning."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        return _plainly(super().invoke, ctx)


class Group(TyperGroup):
    """The same for `legation` itself."""

    def get_help(self, ctx: Any) -> str:
        """The help, opened by the example."""
        return f"{self.epilog}\n\n{super().get_help(ctx)}"

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Nothing at the end: it stands at the beginning."""


def _plainly(run: Callable[[Any], Any], ctx: Any) -> Any:
    """Run it; what goes wrong is one line and an exit code."""
    try:
        result = run(ctx)
        sys.stdout.flush()
    except LegationError as error:
        console.complain(error)
        raise typer.Exit(FAILED) from None
    except BrokenPipeError:
        # Whoever reads has had enough. Python would complain once more when it closes stdout: give it another one.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_PIPE_CLOSED) from None
    except Exception as error:
        # What typer raises by itself has an exit code of its own; all else is a mistake of ours.
        if hasattr(error, "exit_code") or isinstance(error, typer.Abort) or os.environ.get(_DEBUG):
            raise
        said = " ".join(f"{type(error).__name__}: {error}".split())
        console.complain(LegationError(f"Legation fails ({said})", mend=f"please tell its makers, with {_DEBUG}=1 set"))
        raise typer.Exit(FAILED) from None
    return result
