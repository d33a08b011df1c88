"""What all commands share: help, quiet ends, no model where none is needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from factories import document, report
from legation import __version__
from legation.cli.app import app
from legation.ledger.store import Ledger

COMMANDS = sorted(get_command(app).commands)


def run(*words, **options):
    return subprocess.run(
        [sys.executable, "-m", "legation", *map(str, words)], capture_output=True, text=True, **options
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_help_opens_with_a_line_to_paste(command):
    first, empty, usage, *_ = CliRunner().invoke(app, [command, "--help"]).stdout.splitlines()
    assert first.startswith(f"legation {command}")
    assert empty == ""
    assert usage.startswith("Usage: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_says_what_it_is_for(command):
    for parameter in get_command(app).commands[command].params:
        assert getattr(parameter, "help", None), parameter.name


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["read", "--help"], ["events", "--help"]])
def test_help_loads_no_model_and_no_database(words):
    probe = (
        "import sys\n"
        "from legation.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "heavy = ('spacy', 'numpy', 'sqlalchemy', 'alembic', 'starlette')\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe, *words], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_the_version():
    assert CliRunner().invoke(app, ["--version"]).stdout == f"legation {__version__}\n"


def test_a_closed_pipe_ends_quietly(tmp_path):
    with Ledger(tmp_path / "l.db") as ledger:
        for number in range(200):
            ledger.add(report(document("A calm day. " * 100, id=f"r{number}")))
    command = f"{sys.executable} -m legation reports --format jsonl --ledger {tmp_path / 'l.db'} | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)  # noqa: S602  # a pipe is the point
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


def test_a_mistake_of_ours_is_one_line(tmp_path, monkeypatch):
    with Ledger(tmp_path / "l.db"):
        pass
    monkeypatch.setattr("legation.ledger.store.Ledger.events", lambda _: 1 / 0)
    done = CliRunner().invoke(app, ["events", "--ledger", str(tmp_path / "l.db")])
    assert done.exit_code == 1
    assert done.stderr.startswith("legation: Legation fails (ZeroDivisionError: division by zero); please tell")
    monkeypatch.setenv("LEGATION_DEBUG", "1")
    assert isinstance(
        CliRunner().invoke(app, ["events", "--ledger", str(tmp_path / "l.db")]).exception, ZeroDivisionError
    )


def test_an_older_ledgers_one_line_reaches_the_user(tmp_path, monkeypatch):
    path = tmp_path / "l.db"
    with Ledger(path):
        pass
    monkeypatch.setattr("legation.ledger.migrate.revision_of", lambda *_: "0000")
    monkeypatch.setattr("legation.ledger.migrate.known_revisions", lambda: ["0000"])
    monkeypatch.setattr("legation.ledger.migrate.run_alembic", lambda *_: None)
    done = CliRunner().invoke(app, ["failures", "--ledger", str(path)])
    assert done.stderr.splitlines()[0].startswith(f"legation: {path}: brought from tables 0000 to ")


def test_the_commands_are_documented_as_they_are():
    tool = Path(__file__).resolve().parents[2] / "tools" / "write_cli_docs.py"
    done = subprocess.run(
        [sys.executable, tool, "--check"], capture_output=True, text=True, env={**os.environ, "COLUMNS": "60"}
    )
    assert done.returncode == 0, done.stderr
