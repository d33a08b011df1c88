"""The commands that ask and look after a ledger, over one made by hand."""

import csv
import io
import json
import socket
import subprocess
import sys
import threading
import urllib.request

import pytest
from typer.testing import CliRunner

from factories import actor, commitment, conditional, document, event, quantity, report, shift, statement
from legation.cli import batch
from legation.cli.app import app
from legation.ledger.store import Ledger

TEXT = "Kenya’s envoy Asha Odhiambo said Kenya will pay Cuba $5m in May if the pact holds, and so keeps it."


def made(id_, published, **fields):
    about = document(TEXT, id=id_, published=published, **fields)
    kenya, cuba = actor(about, "Kenya", country="KEN"), actor(about, "Cuba", country="CUB")
    envoy = actor(about, "Asha Odhiambo", kind="person", country="KEN", office="envoy")
    money = quantity(about, 5e6, "USD", "$5m")
    said = statement(about, "Kenya will pay Cuba", envoy, act="promise", cue="said")
    pays = event(
        about, "AID", "will pay", by=(kenya,), to=(cuba,), modality="future", date="2020-05", claimed_by=said.id
    )
    later = event(about, "SUPPORT", "keeps", by=(kenya,), modality="future")
    owes = commitment(about, "payment", "pay", (kenya, "payer"), (cuba, "payee"), quantities=(money.id,))
    follows = conditional(about, "the pact holds", "Kenya will pay Cuba", claimed_by=said.id)
    moved = shift(about, envoy, "keeps", about=(owes.id,), direction="towards")
    return report(about, kenya, cuba, envoy, money, said, pays, later, owes, follows, moved)


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    path = tmp_path_factory.mktemp("ledger") / "l.db"
    with Ledger(path) as ledger:
        ledger.add(made("march", "2020-03-05", publisher="Harbour News", url="https://harbour.example/1"))
        ledger.add(made("april", "2020-04-05", title='Ships, "and" more'))
        ledger.journal.note_failed("b.pdf", reason="this is a PDF", mend="pdftotext b.pdf")
        run = ledger.journal.start({"paths": ["reports"]})
        ledger.journal.end(run, read=2, unchanged=0, failed=1)
    return path


def legation(*words, **options):
    return CliRunner().invoke(app, [str(word) for word in words], **options)


QUESTIONS = [
    (["events", "--actor", "Kenya"], "event", 4),
    (["events", "--by", "KEN", "--to", "CUB", "--kind", "AID"], "event", 2),
    (["events", "--between", "Cuba", "Kenya", "--as-of", "2020-03"], "event", 1),
    (["events", "--modality", "future", "--source", "harbour.example"], "event", 2),
    (["commitments", "--between", "KEN", "CUB", "--kind", "payment"], "commitment", 2),
    (["commitments", "--status", "in_force", "--since", "2020-04"], "commitment", 1),
    (["statements", "--by", "Odhiambo", "--act", "promise"], "statement", 2),
    (["statements", "--about", "Cuba", "--since", "2020-04"], "statement", 1),
    (["shifts", "--actor", "CUB"], "shift", 2),
    (["calendar", "--since", "2020-05-01", "--until", "2020-05"], "event", 4),
    (["what-if", "--by", "Odhiambo"], "conditional", 2),
    (["actor", "Odhiambo"], "actor", 2),
    (["reports", "--until", "2020-03"], "document", 1),
]


@pytest.mark.parametrize(
    ("words", "kind", "count"), QUESTIONS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_question_has_the_same_answer_in_each_format(where, words, kind, count):
    lines = legation(*words, "--ledger", where, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["record"] for line in lines] == [kind] * count
    rows = list(csv.DictReader(io.StringIO(legation(*words, "--ledger", where, "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == [json.loads(line)["id"] for line in lines]
    assert all(row["line"] for row in rows)
    text = legation(*words, "--ledger", where)
    assert text.exit_code == 0
    assert text.stdout
    assert text.stderr == ""


def test_the_statements_of_reports_are_asked_without_a_ledger(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("Chad said on Monday that Mali would send rice. Mali denied that Chad had asked for rice.\n")
    done = legation("statements", report, "--about", "MLI", "--format", "jsonl")
    assert [json.loads(line)["act"] for line in done.stdout.splitlines()] == ["assert"]
    done = legation("statements", report, tmp_path / "none.txt", "--act", "deny")
    assert done.exit_code == 1
    assert "that Chad had asked for rice" in done.stdout
    assert "none.txt" in done.stderr


def test_a_table_has_names_beside_ids_and_the_words_and_the_report(where):
    (row,) = csv.DictReader(
        io.StringIO(
            legation("events", "--kind", "AID", "--source", "march", "--ledger", where, "--format", "csv").stdout
        )
    )
    assert row["actors"].startswith("actor-")
    assert (row["actors_names"], row["recipients_names"]) == ("Kenya", "Cuba")
    assert (row["line"], row["words"]) == ("Kenya will give aid to Cuba", "will pay")
    assert (row["publisher"], row["published"], row["url"]) == (
        "Harbour News",
        "2020-03-05",
        "https://harbour.example/1",
    )
    assert row["mode"] == ""


def test_a_table_is_well_formed(where):
    text = legation("reports", "--ledger", where, "--format", "csv").stdout_bytes.decode()
    assert '"Ships, ""and"" more"' in text
    assert text.count("\r\n") == 3


def test_the_calendar_in_words(where):
    done = legation("calendar", "--source", "march", "--ledger", where)
    assert done.stdout.splitlines() == [
        "Calendar",
        "2 records · 1 report: Harbour News, 5 March 2020",
        "",
        "WHAT IS DUE",
        "  May 2020",
        "    - Kenya will give aid to Cuba · according to Asha Odhiambo",
        "      “will pay”",
        "  No day given",
        "    - Kenya will voice support",
        "      “keeps”",
    ]


@pytest.mark.parametrize("format_", ["text", "jsonl", "csv"])
def test_no_answer_says_why(where, format_):
    done = legation("events", "--actor", "Peru", "--ledger", where, "--format", format_)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr == "Nothing on record: 2 reports in the ledger, none names Peru.\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["events", "--since", "soon"], 1, "legation: 'soon' is no date; write 2016-11-17, 2016-11 or 2016"),
        (["events", "--act", "deny"], 2, "--act"),
        (["brief"], 2, "WHO"),
        (["brief", "a", "b", "c"], 2, "one or two"),
        (["remove", "may"], 1, "there is no report may"),
        (["export", "docx"], 2, "docx"),
    ],
)
def test_a_question_that_makes_no_sense_is_one_line(where, words, code, said):
    done = legation(*words, "--ledger", where)
    assert done.exit_code == code
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_asking_makes_no_ledger(tmp_path):
    done = legation("events", "--ledger", tmp_path / "none.db")
    assert done.exit_code == 1
    assert done.stderr == (
        f"legation: {tmp_path / 'none.db'}: there is no such ledger; "
        f"legation read REPORT --ledger {tmp_path / 'none.db'}\n"
    )
    assert not (tmp_path / "none.db").exists()


# Briefs


def test_a_brief_on_two(where):
    done = legation("brief", "Kenya", "CUB", "--as-of", "2020-03-31", "--ledger", where)
    assert done.stdout.startswith(
        "Kenya and CUB\nas published by 31 March 2020 · 1 report: Harbour News, 5 March 2020\n"
    )
    assert "Kenya → Cuba · payment · USD 5m · in force" in done.stdout


def test_a_brief_of_one_report_by_its_id_and_by_its_file(where, tmp_path, monkeypatch):
    from factories import HandReader

    assert legation("brief", "march", "--ledger", where).stdout.startswith("Kenya’s envoy Asha Odhiambo said")
    monkeypatch.setattr(batch, "make_reader", HandReader)
    (tmp_path / "a.txt").write_text("Peru thanked Cuba.")
    assert "Peru backed Cuba" in legation("brief", tmp_path / "a.txt").stdout


def test_a_brief_as_markdown_and_json(where):
    assert legation("brief", "KEN", "--format", "markdown", "--ledger", where).stdout.startswith("# KEN\n")
    told = json.loads(legation("brief", "KEN", "--format", "json", "--ledger", where).stdout)
    assert told["sections"][0]["lines"][0]["quotes"][0]["words"] == "keeps"


# Keeping


def test_what_is_exported_comes_in_again_the_same(where, tmp_path):
    out = tmp_path / "records.jsonl"
    done = legation("export", "jsonl", "--output", out, "--ledger", where)
    assert done.exit_code == 0
    assert done.stderr == "22 records of 2 reports as jsonl\n"
    manifest = json.loads((tmp_path / "records.jsonl.manifest.json").read_text())
    assert manifest["records"]["document"] == 2
    assert sum(manifest["records"].values()) == len(out.read_bytes().splitlines()) == 22
    assert list(tmp_path.glob("*.part")) == []
    again = legation("import", out, "--ledger", tmp_path / "second.db")
    assert again.stderr == "2 added, 0 replaced, 0 unchanged\n"
    assert legation("export", "--ledger", tmp_path / "second.db").stdout_bytes == out.read_bytes()
    once_more = legation("import", "-", "--ledger", tmp_path / "second.db", input=out.read_bytes())
    assert once_more.stderr == "0 added, 0 replaced, 2 unchanged\n"


def test_an_export_does_not_write_over_a_file_unasked(where, tmp_path):
    out = tmp_path / "records.jsonl"
    out.write_text("mine")
    assert legation("export", "--output", out, "--ledger", where).exit_code == 1
    assert out.read_text() == "mine"
    assert legation("export", "--output", out, "--force", "--as-of", "2020-03", "--ledger", where).exit_code == 0
    assert len(out.read_text().splitlines()) == 11


def test_what_is_no_export_is_not_taken_in(tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"record": "rumour"}\n')
    done = legation("import", tmp_path / "bad.jsonl", "--ledger", tmp_path / "l.db")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"legation: {tmp_path / 'bad.jsonl'}:1: no record: ")
    assert legation("import", tmp_path / "none.jsonl", "--ledger", tmp_path / "l.db").exit_code == 1


def test_removing(tmp_path):
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.add(made("march", None))
    assert legation("remove", "march", "--ledger", tmp_path / "l.db").exit_code == 0
    done = legation("reports", "--ledger", tmp_path / "l.db")
    assert done.stderr == "Nothing on record: the ledger holds no report yet.\n"


def test_failures_and_runs(where, tmp_path):
    done = legation("failures", "--ledger", where)
    assert done.stdout.startswith("b.pdf · this is a PDF · pdftotext b.pdf · 20")
    assert done.stderr == f"1 input failed. Once mended: legation read --failed --ledger {where}\n"
    (row,) = csv.DictReader(io.StringIO(legation("failures", "--ledger", where, "--format", "csv").stdout))
    assert (row["path"], row["mend"]) == ("b.pdf", "pdftotext b.pdf")
    (run,) = map(json.loads, legation("runs", "--ledger", where, "--format", "jsonl").stdout.splitlines())
    assert (run["read"], run["failed"], run["inputs"]) == (2, 1, "reports")
    assert "2 read · 0 unchanged · 1 failed · reports" in legation("runs", "--ledger", where).stdout
    with Ledger(tmp_path / "new.db"):
        pass
    assert legation("failures", "--ledger", tmp_path / "new.db").stderr == "Nothing has failed.\n"
    assert legation("runs", "--ledger", tmp_path / "new.db").stderr == "Nothing has been read into this ledger.\n"


# Serving


def test_serving_shows_the_ledger_and_stops_at_ctrl_c(where):
    import signal

    command = [sys.executable, "-m", "legation", "serve", "--ledger", str(where), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    giving_up = threading.Timer(30, server.kill)
    giving_up.start()
    try:
        address = server.stderr.readline().split()[0]
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}reports.json", timeout=10) as answer:  # noqa: S310  # our own
            assert {report["id"] for report in json.load(answer)} == {"march", "april"}
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=15) == 0
    finally:
        giving_up.cancel()
        server.kill()
        server.stderr.close()


def test_a_port_that_is_taken_is_told(where):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = legation("serve", "--ledger", where, "--port", taken.getsockname()[1])
    assert done.exit_code == 1
    assert "give another one with --port" in done.stderr
