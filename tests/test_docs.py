"""The documentation: its links lead somewhere, its Python runs as it says, README's brief is what is printed."""

import contextlib
import io
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from legation.cli.app import app
from legation.export.formats import FORMATS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?://)([^)#]+)")
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
CUT = "…"


def blocks(page: str, language: str) -> list[str]:
    return [body for name, body in FENCED.findall((ROOT / page).read_text("utf-8")) if name == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_every_format_of_export_stands_in_the_table() -> None:
    table = re.findall(r"^\| `(\w+)`", (ROOT / "docs" / "exports.md").read_text("utf-8"), re.MULTILINE)
    assert set(FORMATS) <= set(table)


@pytest.mark.parametrize(("page", "at"), [("README.md", 0), ("docs/python.md", 0)])
def test_python_prints_what_the_page_says(page: str, at: int) -> None:
    code = blocks(page, "python")[at]
    said = [line.removeprefix("# ") for line in code.splitlines() if line.startswith("# ")]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, page, "exec"), {})  # noqa: S102  # the project's own pages
    assert said
    assert printed.getvalue().splitlines() == said


def test_the_brief_in_readme_is_what_is_printed() -> None:
    shown = blocks("README.md", "console")[0].partition("legation read --example\n")[2]
    printed = CliRunner().invoke(app, ["read", "--example"], env={"COLUMNS": "100"}).stdout
    pieces = re.split(rf"^\s*{CUT}\n", shown, flags=re.MULTILINE)
    assert len(pieces) > 1
    for piece in pieces:
        assert piece in printed
