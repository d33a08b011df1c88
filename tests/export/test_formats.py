"""What all formats share: written whole or not at all, the same each time, narrowed by the same filters."""

import hashlib
import json

import pytest

from exported import made
from legation.errors import LegationError
from legation.export.formats import FORMATS, export, pieces_of
from legation.export.selection import Options, Selection
from legation.extract.event import Event
from legation.extract.statement import Statement


@pytest.fixture
def filled(ledger):
    ledger.add(made("r1"))
    ledger.add(made("r2", published="2020-03-06", publisher="Other News"))
    ledger.add(made("r3", published=None, url=None, publisher=None, title=None))
    for source in ("r1", "r2"):
        (call,) = ledger.events(kind="CONSULT", source=source)
        ledger.review(call.id, "confirm", by="R. Vega", reason="read twice")
    return ledger


def written(folder):
    return (
        {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else folder.read_bytes()
    )


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_ledger_gives_the_same_bytes_and_a_manifest_that_tells_them(filled, tmp_path, name):
    manifest = export(filled, name, tmp_path / "one")
    export(filled, name, tmp_path / "two")
    one, two = written(tmp_path / "one"), written(tmp_path / "two")
    assert one == two
    beside = tmp_path / "one" / "manifest.json" if FORMATS[name].is_folder else tmp_path / "one.manifest.json"
    told = json.loads(beside.read_bytes())
    assert told["format"] == name
    assert sum(told["records"].values()) > 0
    for file in manifest.files:
        data = one[file.file] if FORMATS[name].is_folder else one
        assert (file.bytes, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert list(tmp_path.rglob("*.part")) == []


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_ledger_gives_an_empty_export(ledger, tmp_path, name):
    manifest = export(ledger, name, tmp_path / "out")
    assert manifest.records == {}
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_written_over_unasked(filled, tmp_path, name):
    export(filled, name, tmp_path / "out")
    before = written(tmp_path / "out")
    with pytest.raises(LegationError, match="there is such a file"):
        export(filled, name, tmp_path / "out", source="r1")
    assert written(tmp_path / "out") == before
    export(filled, name, tmp_path / "out", source="r1", force=True)
    assert written(tmp_path / "out") != before


def test_an_export_that_breaks_leaves_nothing(filled, tmp_path, monkeypatch):
    def breaks(self, document, **_):
        raise LegationError("the disk fails")

    monkeypatch.setattr(type(filled), "records", breaks)
    with pytest.raises(LegationError, match="the disk fails"):
        export(filled, "jsonl", tmp_path / "out.jsonl")
    assert list(tmp_path.glob("out*")) == []


def test_what_cannot_be_written_is_told(filled, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LegationError) as raised:
        export(filled, "jsonl", tmp_path / "file" / "out.jsonl")
    assert raised.value.mend == "write somewhere else"
    with pytest.raises(LegationError, match="no format 'docx'"):
        export(filled, "docx", tmp_path / "out")
    with pytest.raises(LegationError, match="several files"):
        list(pieces_of("csv", Selection(filled)))


def chosen(ledger, **filters):
    return {told.document.document: told for told in Selection(ledger, **filters)}


def test_asked_for_nothing_whole_reports_are_taken(filled):
    assert [len(told.records) for told in Selection(filled)] == [21, 21, 21]
    assert list(chosen(filled, as_of="2020-03-05")) == ["r1"]
    assert list(chosen(filled, source="Other News")) == ["r2"]


def test_what_is_chosen_brings_along_what_it_refers_to(filled):
    told = chosen(filled, since="2020-04", source="r1")["r1"]
    assert [event.type for event in told.asked(Event)] == ["SANCTION"]
    assert told.asked(Statement) == []
    assert [record.name for record in told.actors(told.asked(Event)[0].actors)] == ["Kenya"]
    assert {record.kind_name() for record in told.records} == {"document", "actor", "event"}


def test_a_claim_brings_along_who_claims_it(filled):
    told = chosen(filled, actor="Kenya", until="2020-02", source="r1")["r1"]
    assert [event.type for event in told.asked(Event)] == ["MOBILIZE"]
    assert [told.names.speakers(said) for said in told.of(Statement)] == ["United Nations"]
    assert told.asked(Statement) == []


def test_events_that_have_not_happened_are_left_out_and_counted(filled):
    selection = Selection(filled, source="r1")
    (told,) = selection
    assert [event.type for event in selection.events(told)] == ["CONSULT", "ASSAULT", "MOBILIZE"]
    assert selection.left_out == {"not told as having happened": 1}
    everything = Selection(filled, Options(everything=True), source="r1")
    assert len([*everything.events(next(iter(everything)))]) == 4


def test_whole_reports_are_chosen_by_their_day_and_whom_they_tell_of(filled):
    def ids(**filters):
        return [told.document.document for told in Selection(filled, **filters).reports()]

    assert ids() == ["r1", "r2", "r3"]
    assert ids(since="2020-03-06") == ["r2"]
    assert ids(actor="Odhiambo", until="2020-03-05") == ["r1"]
    assert ids(actor="Peru") == []
