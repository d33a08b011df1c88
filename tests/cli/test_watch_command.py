"""`legation watch`: what comes is read once, over looks, moves and restarts."""

import json
import os

import pytest
from typer.testing import CliRunner

from factories import HandReader
from legation.cli import batch, watch
from legation.cli.app import app
from legation.ledger.store import Ledger

FEED = (
    "<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>",
    "<item><guid>g{n}</guid><description>Peru thanked Cuba {n}.</description></item>",
)


@pytest.fixture
def reader(monkeypatch):
    made = HandReader()
    monkeypatch.setattr(batch, "make_reader", lambda: made)
    return made


def feed(*numbers):
    return FEED[0].format(items="".join(FEED[1].format(n=n) for n in numbers))


def written(path, text, *, age=10):
    """A file that was last changed `age` seconds ago."""
    path.write_text(text)
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))


def line(number):
    return json.dumps({"text": f"Peru thanked Cuba {number}."})


def looks(monkeypatch, *steps):
    """Between looks these happen; after the last one somebody presses Ctrl-C."""
    todo = list(steps)

    def sleep(_):
        if not todo:
            raise KeyboardInterrupt
        todo.pop(0)()

    monkeypatch.setattr(watch.time, "sleep", sleep)


def watching(*words):
    return CliRunner().invoke(app, ["watch", *map(str, words)])


def test_what_comes_is_read_once(reader, tmp_path, monkeypatch):
    inbox, lines, where = tmp_path / "inbox", tmp_path / "news.jsonl", tmp_path / "l.db"
    inbox.mkdir()
    written(inbox / "feed.rss", feed(1, 2))
    lines.write_text(f"{line(10)}\n{line(11)[:9]}")  # the second is still being written
    looks(
        monkeypatch,
        lambda: written(inbox / "feed.rss", feed(3, 1, 2), age=9),
        lambda: lines.write_text(f"{line(10)}\n{line(11)}\n"),
        lambda: (inbox / "new.txt").write_text("Peru thanked Cuba 20."),  # may not be whole yet
        lambda: written(inbox / "old.txt", "refuse"),
        lambda: written(inbox / "new.txt", "Peru thanked Cuba 21."),
        lambda: (inbox / "old.txt").rename(inbox / "older.txt"),
    )
    done = watching(inbox, lines, "--ledger", where)
    assert done.exit_code == 130
    told = [text.removeprefix("Peru thanked Cuba ") for text in reader.texts]
    assert told == ["1.", "2.", "10.", "3.", "11.", "refuse", "21.", "refuse"]
    with Ledger(where) as ledger:
        assert ledger.counts()["documents"] == 6
        (run,) = ledger.journal.runs()
        assert (run.read, run.failed) == (6, 2)
        assert run.ended is not None


def test_started_again_it_goes_on(reader, tmp_path, monkeypatch):
    lines, where = tmp_path / "news.jsonl", tmp_path / "l.db"
    lines.write_text(f"{line(1)}\n")
    assert watching(lines, "--ledger", where, "--once").exit_code == 0
    lines.write_text(f"{line(1)}\n{line(2)}\n")
    done = watching(lines, "--ledger", where, "--once", "--format", "jsonl")
    assert reader.texts == ["Peru thanked Cuba 1.", "Peru thanked Cuba 2."]
    assert len([text for text in done.stdout.splitlines() if json.loads(text)["record"] == "document"]) == 1


def test_a_file_that_is_cut_short_is_read_anew_and_one_that_is_gone_is_waited_for(reader, tmp_path, monkeypatch):
    lines, where = tmp_path / "news.jsonl", tmp_path / "l.db"
    lines.write_text(f"{line(1)}\n{line(2)}\n")
    looks(monkeypatch, lambda: lines.write_text(f"{line(3)}\n"), lines.unlink, lambda: lines.write_text(f"{line(4)}\n"))
    assert watching(lines, "--ledger", where).exit_code == 130
    assert len(reader.texts) == 4


def test_a_ledger_must_be_named(tmp_path):
    assert watching(tmp_path).exit_code == 2
