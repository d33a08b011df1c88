"""`legation review` and `legation reviews`, and what the other commands answer after it."""

import json

import pytest
from typer.testing import CliRunner

from factories import actor, document, event, report, statement
from legation.cli.app import app
from legation.ledger.store import Ledger


@pytest.fixture
def where(tmp_path):
    about = document("Kenya left Cuba. Asha Odhiambo said Kenya thanked Cuba.", title="Farewell")
    kenya, cuba = actor(about, "Kenya", country="KEN"), actor(about, "Cuba", country="CUB")
    envoy = actor(about, "Asha Odhiambo", kind="person", country="KEN")
    left = event(about, "RETREAT", "left", by=(kenya,), to=(cuba,))
    said = statement(about, "Kenya thanked Cuba", envoy, cue="said")
    path = tmp_path / "l.db"
    with Ledger(path) as ledger:
        ledger.add(report(about, kenya, cuba, envoy, left, said))
    return path


def legation(*words):
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "100"})


def lines(*words):
    return [json.loads(line) for line in legation(*words, "--format", "jsonl").stdout.splitlines()]


def test_a_correction_is_in_every_answer_with_who_made_it(where):
    (left,) = lines("events", "--ledger", where)
    done = legation(
        "review", left["id"], "--set", "modality=negated", "--set", "recipients=none", "--by", "R. Vega", "--reason",
        "it stayed", "--ledger", where,
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "correct by R. Vega" in done.stdout
    assert "it stayed" in done.stdout
    (now,) = lines("events", "--modality", "negated", "--ledger", where)
    assert (now["id"], now["recipients"]) == (left["id"], [])
    assert now["review"]["was"] == {"modality": "occurred", "recipients": left["recipients"]}
    assert "corrected by R. Vega" in legation("events", "--ledger", where).stdout
    assert "corrected by R. Vega" in legation("brief", "Kenya", "--ledger", where).stdout
    assert "corrected by R. Vega" in legation("events", "--format", "csv", "--ledger", where).stdout


def test_what_is_rejected_shows_only_where_it_is_asked_for(where):
    (left,) = lines("events", "--ledger", where)
    assert legation("review", left["id"], "--reject", "--by", "A", "--reason", "no", "--ledger", where).exit_code == 0
    assert lines("events", "--ledger", where) == []
    assert [found["id"] for found in lines("events", "--with-rejected", "--ledger", where)] == [left["id"]]
    assert "rejected by A" in legation("events", "--with-rejected", "--ledger", where).stdout
    ids = legation("export", "jsonl", "--ledger", where).stdout
    assert left["id"] not in ids
    assert left["id"] in legation("export", "jsonl", "--with-rejected", "--ledger", where).stdout
    assert legation("review", left["id"], "--withdraw", "--by", "A", "--ledger", where).exit_code == 0
    assert lines("events", "--ledger", where) == [left]


def test_reviews_lists_all_that_was_said(where):
    (left,) = lines("events", "--ledger", where)
    (said,) = lines("statements", "--ledger", where)
    for id_ in (left["id"], said["id"]):
        legation("review", id_, "--confirm", "--by", "A", "--ledger", where)
    assert [found["record"] for found in lines("reviews", "--ledger", where)] == [left["id"], said["id"]]
    assert lines("reviews", "--unmet", "--ledger", where) == []
    legation("remove", "r1", "--ledger", where)
    assert len(lines("reviews", "--unmet", "--ledger", where)) == 2
    shown = legation("review", left["id"], "--ledger", where)
    assert "There is no record" in shown.stderr
    assert "confirm by A" in shown.stdout


def test_an_export_comes_in_again_with_its_reviews(where, tmp_path):
    (left,) = lines("events", "--ledger", where)
    legation("review", left["id"], "--reject", "--by", "A", "--reason", "no", "--ledger", where)
    file, other = tmp_path / "records.jsonl", tmp_path / "other.db"
    legation("export", "jsonl", "--with-rejected", "--output", file, "--ledger", where)
    assert legation("import", file, "--ledger", other).exit_code == 0
    assert lines("reviews", "--ledger", other) == lines("reviews", "--ledger", where)
    assert lines("events", "--ledger", other) == []


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--confirm", "--reject"], 2, "only one at a time"),
        (["--set", "modality"], 2, "no FIELD=VALUE"),
        (["--set", "colour=red", "--reason", "x"], 1, "has no field colour"),
        (["--reject"], 1, "needs a reason"),
    ],
)
def test_what_makes_no_sense_is_refused(where, options, code, says):
    (left,) = lines("events", "--ledger", where)
    done = legation("review", left["id"], *options, "--ledger", where)
    assert done.exit_code == code
    assert says in done.stderr
    assert lines("reviews", "--ledger", where) == []
