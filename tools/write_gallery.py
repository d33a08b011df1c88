"""Writes docs/gallery: what Legation prints over the example reports and a few more of our own writing.

python tools/write_gallery.py
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from typer.testing import CliRunner

from legation.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "gallery"
REPORTS = (ROOT / "src" / "legation" / "examples", GALLERY / "reports.jsonl")
HEAD = """# Gallery

Printed by Legation, written down by `tools/write_gallery.py`. The reports are invented: those that come with Legation
and [five more](reports.jsonl) on one of their quarrels. Nothing was mended by hand: what it misreads stands here too.
"""
# Title, command, and the file that its output goes to; None: into the page itself.
PIECES = (
    ("What is on record between Norway and Finland, as known on 13 May 2021",
     "brief NOR FIN --as-of 2021-05-13 --format markdown", "nor-fin-2021-05-13.md"),
    ("The same on 30 June", "brief NOR FIN --as-of 2021-06-30 --format markdown", "nor-fin-2021-06-30.md"),
    ("The same in October", "brief NOR FIN --as-of 2021-10-31 --format markdown", "nor-fin-2021-10-31.md"),
    ("All on Russia", "brief RUS --format markdown", "rus.md"),
    ("A morning note", "diff --since 2021-06-20 --until 2021-06-21 --format markdown", "diff-2021-06-20.md"),
    ("One event, three accounts", "happenings --between NOR FIN --covered 2", None),
    ("A commitment through time", "commitments --history --between NOR FIN --kind deployment", None),
    ("What is said to follow", "what-if 'Finland withdraws from Norway'", None),
    ("Where it is said", "search patrols 'Barents Sea'", None),
)  # fmt: skip


def main() -> int:
    """Write every page anew."""
    with TemporaryDirectory() as folder:
        ledger = str(Path(folder) / "ledger.db")
        _run("read", *map(str, REPORTS), "--ledger", ledger, "--quiet")
        parts = [HEAD]
        for title, command, file in PIECES:
            printed = _run(*_split(command), "--ledger", ledger)
            told = f"`legation {command}`"
            if file:
                (GALLERY / file).write_text(printed, "utf-8")
                parts.append(f"## {title}\n\n{told} prints [{file}]({file}).\n")
            else:
                parts.append(f"## {title}\n\n{told}\n\n```text\n{printed.rstrip()}\n```\n")
        (GALLERY / "README.md").write_text("\n".join(parts), "utf-8")
    return 0


def _split(command: str) -> list[str]:
    """The words of a command, those in quotation marks together."""
    parts = command.split("'")
    return [word for n, part in enumerate(parts) for word in ([part] if n % 2 else part.split())]


def _run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), env={"COLUMNS": "100"})
    if done.exit_code:
        sys.exit(done.stderr)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
