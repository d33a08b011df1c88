"""`legation read` from end to end, with a reader made by hand in the place of the model."""

import io
import json
import sys

import pytest
from typer.testing import CliRunner

from factories import HandReader
from legation.cli import batch, console, run
from legation.cli.app import app
from legation.errors import LedgerAway
from legation.export.jsonl import read_records
from legation.ledger.store import Ledger


@pytest.fixture
def reader(monkeypatch):
    made = HandReader()
    monkeypatch.setattr(batch, "make_reader", lambda: made)
    return made


@pytest.fixture
def reports(tmp_path):
    """A folder of three reports, the second of which can't be read."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("Peru thanked Cuba.\n")
    (folder / "b.txt").write_text("refuse\n")
    (folder / "c.txt").write_text("Chile thanked Haiti.\n")
    return folder


def legation(*words, **options):
    return CliRunner().invoke(app, [str(word) for word in words], **options)


def kinds(output):
    return [json.loads(line)["record"] for line in output.splitlines()]


def test_a_report_is_printed_as_a_brief(reader, reports):
    done = legation("read", reports / "a.txt", "--published", "2016-11-16")
    assert done.exit_code == 0
    assert done.stdout.startswith("Peru thanked Cuba.\n16 November 2016, as given\n")
    assert "  - Peru backed Cuba\n" in done.stdout.replace("    - ", "  - ")
    assert done.stderr == ""


def test_records_come_in_the_order_of_the_contract_and_inputs(reader, reports):
    done = legation("read", reports / "c.txt", reports / "a.txt", "--format", "jsonl")
    assert kinds(done.stdout) == ["document", "actor", "actor", "event"] * 2
    documents = [record for record in read_records(done.stdout.splitlines()) if record.kind_name() == "document"]
    assert [document.text for document in documents] == ["Chile thanked Haiti.\n", "Peru thanked Cuba.\n"]


def test_json_is_one_array(reader, reports):
    done = legation("read", reports / "a.txt", reports / "c.txt", "--format", "json")
    assert [record["record"] for record in json.loads(done.stdout)] == ["document", "actor", "actor", "event"] * 2
    assert legation("read", reports / "b.txt", "--format", "json").stdout == "[]\n"


def test_markdown(reader, reports):
    assert legation("read", reports / "a.txt", "--format", "markdown").stdout.startswith("# Peru thanked Cuba.\n")


def test_what_cannot_be_read_is_one_line_and_the_rest_goes_on(reader, reports):
    done = legation("read", reports, "--format", "jsonl")
    assert done.exit_code == 1
    assert kinds(done.stdout).count("document") == 2
    complaint, counts = done.stderr.splitlines()
    assert complaint == f"legation: {reports / 'b.txt'}: nothing in it that is a report; give another text"
    assert counts.startswith("2 reports read, 0 unchanged, 1 failed in ")


def test_a_report_that_the_reader_trips_over_does_not_stop_the_others(reader, reports):
    (reports / "b.txt").write_text("crash")
    done = legation("read", reports, "--format", "jsonl")
    assert done.exit_code == 1
    assert kinds(done.stdout).count("document") == 2
    assert "Traceback" not in done.output
    assert done.stderr.startswith(f"legation: {reports / 'b.txt'}: Legation fails on this report (RuntimeError: a bug")


def test_half_a_character_stops_nothing(reader, reports):
    (reports / "b.jsonl").write_text('{"text": "Peru \\ud800 thanked Cuba."}\n{"text": "Peru thanked Cuba."}\n')
    done = legation("read", reports / "b.jsonl", "--format", "jsonl")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"legation: {reports / 'b.jsonl'}:1: half a character ('\\ud800') at ")
    assert kinds(done.stdout).count("document") == 1


def test_quiet_says_only_what_failed(reader, reports):
    done = legation("read", reports, "--quiet", "--format", "jsonl")
    assert len(done.stderr.splitlines()) == 1


def test_a_report_without_records_says_why(reader, reports):
    (reports / "a.txt").write_text("A calm day.")
    done = legation("read", reports / "a.txt", "--format", "jsonl")
    assert kinds(done.stdout) == ["document"]
    assert done.stderr == (
        f"{reports / 'a.txt'}: Nothing to record: 1 paragraph read, none says who did, said or promised what.\n"
    )
    assert "Nothing to record" in legation("read", reports / "a.txt").stdout


def test_standard_input(reader):
    done = legation("read", "-", "--format", "jsonl", input="Peru thanked Cuba.")
    assert kinds(done.stdout) == ["document", "actor", "actor", "event"]


def test_the_example_that_comes_with_it(reader):
    assert legation("read", "--example", "--format", "jsonl").exit_code == 0
    assert len(reader.texts) == 1


def test_an_empty_folder_is_told(reader, tmp_path):
    done = legation("read", tmp_path)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"legation: {tmp_path}: no files in this folder; ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["read"], "name a file or folder"),
        (["read", "a.txt", "--resume"], "name the ledger"),
        (["read", "a.txt", "--published", "soon"], "is no date"),
        (["read", "a.txt", "--format", "pdf"], "pdf"),
        (["read", "a.txt", "--workers", "0"], "--workers"),
        (["read", "--colour"], "--colour"),
        (["walk"], "walk"),
    ],
)
def test_wrong_usage_is_told_with_code_2(words, said):
    done = legation(*words)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert done.stdout == ""


# With a ledger


def test_a_ledger_keeps_what_is_read_and_what_failed(reader, reports, tmp_path):
    done = legation("read", reports, "--ledger", tmp_path / "l.db")
    assert done.exit_code == 1
    assert done.stdout == ""  # several reports are counted, not printed
    with Ledger(tmp_path / "l.db") as ledger:
        assert ledger.counts()["documents"] == 2
        (failure,) = ledger.journal.failures()
        assert (failure.path, failure.reason, failure.mend) == (
            str(reports / "b.txt"), "nothing in it that is a report", "give another text",
        )  # fmt: skip
        (run,) = ledger.journal.runs()
        assert (run.read, run.unchanged, run.failed) == (2, 0, 1)
        assert run.ended is not None


def test_one_report_is_kept_and_shown(reader, reports, tmp_path):
    done = legation("read", reports / "a.txt", "--ledger", tmp_path / "l.db")
    assert done.exit_code == 0
    assert done.stdout.startswith("Peru thanked Cuba.")
    assert done.stderr.startswith("1 report read, 0 unchanged, 0 failed")


def test_what_has_not_changed_is_not_read_again(reader, reports, tmp_path):
    words = ("read", reports, "--ledger", tmp_path / "l.db", "--format", "jsonl")
    first = legation(*words)
    reader.texts.clear()
    second = legation(*words)
    assert reader.texts == ["refuse"]  # only what failed is tried again
    assert "0 reports read, 2 unchanged, 1 failed" in second.stderr
    assert second.stdout == first.stdout  # the same records, from the ledger
    (reports / "a.txt").write_text("Peru thanked Haiti.\n")
    reader.texts.clear()
    legation(*words)
    assert reader.texts == ["Peru thanked Haiti.", "refuse"]


def test_another_date_is_another_reading(reader, reports, tmp_path):
    for date in ("2016-11-16", "2016-11-16", "2017-01-01"):
        legation("read", reports / "a.txt", "--published", date, "--ledger", tmp_path / "l.db")
    assert len(reader.texts) == 2


def test_a_report_taken_out_is_read_again(reader, reports, tmp_path):
    legation("read", reports / "a.txt", "--ledger", tmp_path / "l.db")
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.remove(ledger.documents()[0].document)
    legation("read", reports / "a.txt", "--ledger", tmp_path / "l.db")
    assert len(reader.texts) == 2


def test_stale_reads_again_what_an_older_version_read(reader, reports, tmp_path, monkeypatch):
    words = ("read", reports / "a.txt", "--ledger", tmp_path / "l.db")
    legation(*words)
    legation(*words, "--stale")
    assert len(reader.texts) == 1
    monkeypatch.setattr("legation.ledger.journal.__version__", "99.0")
    legation(*words)
    assert len(reader.texts) == 1
    legation(*words, "--stale")
    assert len(reader.texts) == 2


def test_failed_reads_just_those_that_failed(reader, reports, tmp_path):
    lines = [{"id": "x", "text": "Peru thanked Cuba."}, {"id": "y", "text": "refuse"}, {"id": "z", "text": "refuse"}]
    (reports / "many.jsonl").write_text("\n".join(map(json.dumps, lines)))
    legation("read", reports, "--ledger", tmp_path / "l.db")
    (reports / "b.txt").write_text("Cuba thanked Peru.")
    reader.texts.clear()
    done = legation("read", "--failed", "--ledger", tmp_path / "l.db")
    assert reader.texts == ["Cuba thanked Peru.", "refuse", "refuse"]
    assert "1 report read, 0 unchanged, 2 failed" in done.stderr


class Stops(HandReader):
    """A reader whose user presses Ctrl-C at the third report."""

    def read_each(self, raws):
        for number, raw in enumerate(raws):
            if number == 2:
                raise KeyboardInterrupt
            yield from super().read_each([raw])


def test_a_stopped_run_keeps_what_it_read_and_can_be_gone_on_with(reports, tmp_path, monkeypatch):
    for number in range(4):
        (reports / f"d{number}.txt").write_text(f"Peru{number} thanked Cuba.")
    monkeypatch.setattr(batch, "_CHUNK", 2)
    monkeypatch.setattr(batch, "make_reader", _StopsInTheSecondChunk)
    done = legation("read", reports, "--ledger", tmp_path / "l.db", "--format", "jsonl")
    assert done.exit_code == 130
    assert kinds(done.stdout).count("document") == 1
    *_, stopped, how = done.stderr.splitlines()
    assert stopped.startswith("Stopped: 1 report read, 0 unchanged, 1 failed")
    assert how == f"All that was read is kept. Go on with: legation read --resume --ledger {tmp_path / 'l.db'}"

    made = HandReader()
    monkeypatch.setattr(batch, "make_reader", lambda: made)
    rest = legation("read", "--resume", "--ledger", tmp_path / "l.db", "--format", "jsonl")
    assert "5 reports read, 1 unchanged, 1 failed" in rest.stderr
    assert kinds(rest.stdout).count("document") == 5  # only what is new, to go behind what came before
    again = legation("read", "--resume", "--ledger", tmp_path / "l.db")
    assert again.exit_code == 1
    assert "was not stopped half-way" in again.stderr


class _StopsInTheSecondChunk(HandReader):
    def read_each(self, raws):
        if self.texts:
            raise KeyboardInterrupt
        return super().read_each(raws)


def test_a_stop_without_a_ledger_says_what_would_have_helped(reports, monkeypatch):
    monkeypatch.setattr(batch, "make_reader", Stops)
    done = legation("read", reports)
    assert done.exit_code == 130
    assert "With --ledger FILE" in done.stderr


def test_a_ledger_that_cannot_be_opened_is_told(reader, reports, tmp_path):
    (tmp_path / "notes.txt").write_text("These are my notes and no database at all. " * 40)
    done = legation("read", reports, "--ledger", tmp_path / "notes.txt")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"legation: {tmp_path / 'notes.txt'}: this is no ledger; ")
    assert reader.texts == []


def test_a_report_that_takes_anothers_place_is_told(reader, reports, tmp_path):
    lines = [{"id": "x", "text": "Peru thanked Cuba."}, {"id": "x", "text": "Peru thanked Haiti."}]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, lines)))
    done = legation("read", tmp_path / "many.jsonl", "--ledger", tmp_path / "l.db")
    assert "replaces what the ledger had as x" in done.stderr


def test_the_bar_shows_on_a_terminal_only(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with console.Tally(total=2) as tally:
        tally.read = 1
        tally.show()
    assert "1 read, 0 unchanged, 0 failed" in screen.getvalue()
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stderr", plain)
    with console.Tally(total=2) as tally:
        tally.show()
    assert plain.getvalue() == ""


def test_an_archive_without_a_report_is_told(reader, tmp_path):
    (tmp_path / "none.jsonl").write_text("\n\n")
    done = legation("read", tmp_path / "none.jsonl")
    assert done.exit_code == 1
    assert str(tmp_path / "none.jsonl") in done.stderr


def test_own_knowledge_reaches_the_reader_and_marks_the_ledger(monkeypatch, reports, tmp_path):
    asked = []

    def make_reader(knowledge=None):
        asked.append(knowledge)
        return HandReader()

    monkeypatch.setattr(batch, "make_reader", make_reader)
    own = tmp_path / "mine.toml"
    own.write_text("[[actor]]\nname = 'Dawn Army'\nkind = 'armed_group'\n")
    ledger = tmp_path / "ledger.db"
    assert legation("read", reports / "a.txt", "--ledger", ledger).exit_code == 0
    assert legation("read", reports / "a.txt", "--ledger", ledger, "--stale", "--knowledge", own).exit_code == 0
    assert asked == [None, str(own)]
    done = legation("read", reports / "a.txt", "--ledger", ledger, "--stale", "--knowledge", own)
    assert done.exit_code == 0
    assert len(asked) == 2


def test_wrong_own_knowledge_is_told_before_anything_is_read(reader, reports, tmp_path):
    own = tmp_path / "mine.toml"
    own.write_text("[[actor]]\nname = 'Dawn Army'\n")
    done = legation("read", reports / "a.txt", "--knowledge", own)
    assert done.exit_code != 0
    assert "mine.toml" in f"{done.stderr}{done.exception}"
    assert done.stdout == ""


def test_an_archive_that_was_moved_is_not_read_again(reader, tmp_path):
    lines = [json.dumps({"id": str(n), "text": f"Peru thanked Cuba {n}."}) + "\n" for n in range(4)]
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text("".join(lines[:3]))
    second.write_text("".join([lines[3], *lines[:3]]))
    assert legation("read", first, "--ledger", tmp_path / "l.db").exit_code == 0
    done = legation("read", second, "--ledger", tmp_path / "l.db", "--resume")
    assert len(reader.texts) == 4
    assert done.stderr.startswith("1 report read, 3 unchanged, 0 failed")


def test_what_fails_is_added_to_the_error_log(reader, reports, tmp_path):
    log = tmp_path / "errors.jsonl"
    for _ in range(2):
        legation("read", reports, "--errors", log, "--format", "jsonl")
    first, second = map(json.loads, log.read_text().splitlines())
    assert first == second
    assert (first["path"], first["error"], first["reason"]) == (
        str(reports / "b.txt"), "EmptyInput", "nothing in it that is a report",
    )  # fmt: skip


def test_reports_are_kept_together_and_the_last_ones_too(reader, tmp_path, monkeypatch):
    kept = []
    add_many = Ledger.add_many

    def counted(ledger, reports, **options):
        kept.append(len(reports))
        return add_many(ledger, reports, **options)

    monkeypatch.setattr(Ledger, "add_many", counted)
    archive = tmp_path / "a.jsonl"
    archive.write_text("".join(json.dumps({"text": f"Peru thanked Cuba {n}."}) + "\n" for n in range(40)))
    assert legation("read", archive, "--ledger", tmp_path / "l.db").exit_code == 0
    assert sum(kept) == 40
    assert len(kept) < 10


def test_a_database_that_goes_away_is_waited_for(reader, reports, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "_PAUSE_SECONDS", 0)
    add_many = Ledger.add_many
    left = [1]

    def away(ledger, reports, **options):
        outcomes = add_many(ledger, reports, **options)
        if left and left.pop():
            raise LedgerAway("the database can't be reached", path="x")  # just after it had kept them
        return outcomes

    monkeypatch.setattr(Ledger, "add_many", away)
    legation("read", reports, "--ledger", tmp_path / "l.db")
    with Ledger(tmp_path / "l.db") as ledger:
        assert len(ledger.documents()) == 2
        with ledger.connected() as connection:
            paths = connection.exec_driver_sql("SELECT path FROM journal WHERE status = 'ok'").scalars().all()
        assert sorted(paths) == [str(reports / "a.txt"), str(reports / "c.txt")]


def test_copies_are_listed(reader, tmp_path):
    text = " ".join(f"word{n}" for n in range(50))
    archive = tmp_path / "a.jsonl"
    rows = [{"id": "x", "publisher": "Wire", "published": "2016-11-16"}, {"id": "y", "published": "2016-11-17"}]
    archive.write_text("".join(json.dumps({**row, "text": text}) + "\n" for row in rows))
    legation("read", archive, "--ledger", tmp_path / "l.db")
    done = legation("copies", "--ledger", tmp_path / "l.db", "--format", "csv")
    lines = done.stdout.splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["x", "x", "2016-11-16", "Wire"],
        ["x", "y", "2016-11-17", ""],
    ]


def test_going_on_does_not_try_again_what_failed(reader, reports, tmp_path):
    words = ("read", reports, "--ledger", tmp_path / "l.db", "--errors", tmp_path / "e.jsonl")
    legation(*words)
    done = legation(*words, "--resume")
    assert reader.texts.count("refuse") == 1
    assert done.exit_code == 1
    assert done.stderr.startswith("0 reports read, 2 unchanged, 1 failed")
    assert len((tmp_path / "e.jsonl").read_text().splitlines()) == 1
    (reports / "b.txt").write_text("Peru thanked Cuba.")
    assert legation(*words, "--resume").exit_code == 0
