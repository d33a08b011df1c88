"""`legation explain`: a record of a file or a ledger, its rule and words; faults in one line."""

import json

import pytest
from typer.testing import CliRunner

from legation.cli.app import app

TEXT = "Norway denied on Monday that it had attacked a Danish ship."


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    """A report's file and a ledger that holds it."""
    folder = tmp_path_factory.mktemp("explain")
    file, ledger = folder / "report.txt", folder / "l.db"
    file.write_text(TEXT, "utf-8")
    done = legation("read", file, "--published", "2018-03-14", "--ledger", ledger, "--format", "jsonl")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return file, ledger, {record["record"]: record["id"] for record in records}


def legation(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_from_a_ledger_and_from_the_file_it_says_the_same(where):
    file, ledger, ids = where
    kept = legation("explain", ids["event"], "--ledger", ledger)
    read = legation("explain", ids["event"], file, "--published", "2018-03-14")
    assert kept.exit_code == 0
    assert kept.stdout == read.stdout
    assert "events.csv line" in kept.stdout
    assert "modality.csv: deny (verb) says negated — denied" in kept.stdout
    assert "claimed_by  statement-" in kept.stdout


def test_for_programs_it_is_one_object_with_spans(where):
    file, _, ids = where
    done = legation("explain", ids["event"], file, "--published", "2018-03-14", "--format", "json")
    found = json.loads(done.stdout)
    assert (found["record"], found["kind"]) == (ids["event"], "event")
    trigger = next(step for step in found["steps"] if step["decides"] == "trigger")
    assert [TEXT[start:end] for start, end in trigger["spans"]] == ["attacked", "ship"]


@pytest.mark.parametrize("kind", ["document", "actor", "time", "statement"])
def test_every_kind_is_explained(where, kind):
    _, ledger, ids = where
    done = legation("explain", ids[kind], "--ledger", ledger)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{ids[kind]} · {kind} · confidence ")


def test_an_unknown_id_is_one_line_with_a_mend(where):
    file, ledger, _ = where
    for words in (["--ledger", ledger], [file]):
        done = legation("explain", "event-0000000000000000", *words)
        assert done.exit_code == 1
        assert "no record event-0000000000000000" in done.stderr
        assert "Traceback" not in done.stderr
