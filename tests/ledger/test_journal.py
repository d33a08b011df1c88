import pytest

from factories import document, report
from legation.errors import LedgerError
from legation.ledger import journal as journal_module
from legation.ledger.journal import Note
from legation.ledger.store import Ledger


def test_the_latest_entry_tells_how_an_input_stands(ledger):
    journal = ledger.journal
    assert journal.latest("a.txt") is None
    journal.note_failed("a.txt", reason="nothing in it", mend="give a text", digest="d0")
    journal.note_read("a.txt", digest="d1", document="r1")
    journal.note_read("b.txt", digest="d2", document="r2")
    journal.note_failed("b.txt", reason="this is a PDF", mend=None)
    read, failed = journal.latest("a.txt"), journal.latest("b.txt")
    assert (read.status, read.digest, read.document, read.reason) == ("ok", "d1", "r1", None)
    assert (failed.status, failed.digest, failed.document, failed.reason) == ("failed", None, None, "this is a PDF")


def test_failures_are_those_not_mended_since(ledger):
    journal = ledger.journal
    journal.note_failed("c.txt", reason="this is a PDF", mend="pdftotext c.txt")
    journal.note_failed("a.txt", reason="nothing in it", mend=None)
    journal.note_failed("a.txt", reason="still nothing in it", mend=None)
    journal.note_failed("b.txt", reason="nothing in it", mend=None)
    journal.note_read("b.txt", digest="d", document="r1")
    assert [(entry.path, entry.reason, entry.mend) for entry in journal.failures()] == [
        ("a.txt", "still nothing in it", None),
        ("c.txt", "this is a PDF", "pdftotext c.txt"),
    ]


def test_an_entry_of_another_version_is_stale(tmp_path, monkeypatch):
    path = tmp_path / "ledger.db"
    with Ledger(path, knowledge="tables of May") as ledger:
        ledger.journal.note_read("a.txt", digest="d", document="r1")
        assert not ledger.journal.is_stale(ledger.journal.latest("a.txt"))
        monkeypatch.setattr(journal_module, "__version__", "99.0")
        assert ledger.journal.is_stale(ledger.journal.latest("a.txt"))
    monkeypatch.undo()
    with Ledger(path, knowledge="tables of June") as ledger:
        assert ledger.journal.is_stale(ledger.journal.latest("a.txt"))


def test_runs_tell_what_went_which_way_and_what_was_stopped(ledger):
    journal = ledger.journal
    first = journal.start({"paths": ["reports"], "published": None})
    journal.end(first, read=3, unchanged=1, failed=2)
    second = journal.start({"paths": ["more"]})
    journal.end(second, read=1, unchanged=0, failed=0, is_whole=False)
    third = journal.start({"paths": []})
    latest, stopped, whole = journal.runs()
    assert (latest.run, latest.ended, latest.read) == (third, None, 0)
    assert (stopped.inputs, stopped.ended, stopped.read) == ({"paths": ["more"]}, None, 1)
    assert (whole.inputs, whole.read, whole.unchanged, whole.failed) == (
        {"paths": ["reports"], "published": None},
        3,
        1,
        2,
    )
    assert whole.ended is not None
    assert whole.ended >= whole.started


def test_the_journal_outlives_a_report(ledger):
    ledger.add(report(document(id="r1")))
    ledger.journal.note_read("a.txt", digest="d", document="r1")
    ledger.remove("r1")
    assert ledger.journal.latest("a.txt").document == "r1"


def test_an_input_that_was_moved_is_known_by_what_it_holds(ledger):
    journal = ledger.journal
    journal.note(Note(path="a.txt", digest="d1", document="r1", run=1), Note(path="b.txt", digest="d2", reason="empty"))
    assert journal.read_before("d1", before=2).path == "a.txt"
    assert journal.read_before("d1", before=1) is None  # of the same run: each input is read for itself
    assert journal.read_before("d2", before=2) is None  # it could not be read
    journal.note_read("a.txt", digest="d3", document="r1", run=2)
    assert journal.read_before("d1", before=3) is None  # its report has been read from another text since


def test_records_and_their_note_are_kept_together_or_not_at_all(ledger):
    added = ledger.add_many([report(document(id="r1"))], notes=[Note(path="a.txt", digest="d", document="r1")])
    assert added == ["added"]
    assert ledger.journal.latest("a.txt").document == "r1"
    with pytest.raises(LedgerError):
        ledger.add_many([report(document(id="r2"))], notes=[Note(path=None, digest="d", document="r2")])
    assert "r2" not in ledger
