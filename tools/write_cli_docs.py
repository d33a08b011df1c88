"""Writes docs/cli.md from what each command's --help says; with --check, fails where the page says otherwise.

python tools/write_cli_docs.py
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from legation.cli.app import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
# The page must not depend on whose terminal it was made in.
TERMINAL = {"COLUMNS": "100", "LEGATION_LEDGER": None}
HEAD = """# The command

Written by `tools/write_cli_docs.py` from what each `--help` says. Data goes to stdout and nothing else; progress, notes
and errors go to stderr.

| exit code | |
|---|---|
| 0 | all well |
| 1 | some input failed (each is named), or the question could not be answered |
| 2 | wrong usage |
| 130 | stopped from the keyboard; all that was read is kept, and a line says how to go on |
"""


def page() -> str:
    """The page as it should be."""
    parts = [HEAD]
    for words in _commands(get_command(app)):
        done = CliRunner().invoke(app, [*words, "--help"], prog_name="legation", env=TERMINAL)
        parts.append(f"## {' '.join(['legation', *words])}\n\n```text\n{done.stdout.rstrip()}\n```\n")
    return "\n".join(parts)


def _commands(command: object, *words: str) -> Iterator[list[str]]:
    """A command and all below it, each as the words that call it."""
    yield list(words)
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, *words, name)


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        if not PAGE.is_file() or PAGE.read_text("utf-8") != page():
            sys.exit("docs/cli.md is not what --help says; write it anew: python tools/write_cli_docs.py")
    else:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(), "utf-8")
