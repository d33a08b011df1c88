"""What a notebook shows, and the frames that reports and answers become."""

import pandas as pd
import polars as pl
import pytest

from exported import made
from factories import actor, document, report
from legation.errors import LegationError
from legation.extract.actor import Actor
from legation.extract.event import Event
from legation.extract.reader import Report
from outline import outline


def as_report(hand):
    return Report(
        document=hand.document,
        actors=[record for record in hand.found if isinstance(record, Actor)],
        events=[record for record in hand.found if isinstance(record, Event)],
    )


def test_a_report_shows_its_brief():
    read = outline(as_report(made("r1"))._repr_html_())
    assert read.tags[:3] == ["style", "div", "h1"]
    assert "Amina Odhiambo (president, KEN) and Cuba talked by telephone " in read.words


def test_an_answer_shows_its_first_records(ledger):
    for number in range(8):
        ledger.add(made(f"r{number}"))
    read = outline(ledger.events()._repr_html_())
    assert read.words.count("Harbour News, 5 March 2020") == 20
    assert "32 records, the first 20 of them" in read.words
    assert outline(ledger.events(actor="Peru")._repr_html_()).tags.count("td") == 0


def test_hostile_words_are_words(ledger):
    doc = document("<script>x</script> met.", publisher="<b>")
    ledger.add(report(doc, actor(doc, "<script>x</script>", kind="organization")))
    assert "script" not in outline(ledger.actors()._repr_html_()).tags


def test_frames_have_the_records_their_words_and_names(ledger):
    ledger.add(made("r1"))
    frame = ledger.events(modality="occurred").to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert sorted(frame["type"]) == ["ASSAULT", "CONSULT", "MOBILIZE"]
    assert list(frame[frame["type"] == "CONSULT"]["actors_names"].iloc[0]) == ["Amina Odhiambo", "Cuba"]
    answer = ledger.events(modality="occurred").to_polars()
    assert isinstance(answer, pl.DataFrame)
    assert answer["id"].to_list() == list(frame["id"])
    assert ledger.places().to_arrow()["name"].to_pylist() == ["Havana"]
    assert ledger.calendar().to_arrow()["type"].to_pylist() == ["SANCTION"]
    assert ledger.events(actor="Peru").to_pandas().empty


def test_a_report_gives_the_frame_of_a_kind():
    read = as_report(made("r1"))
    assert list(read.to_pandas()["type"]) == [event.type for event in read.events]
    assert read.to_polars("actors")["name"].to_list() == [one.name for one in read.actors]
    assert read.to_arrow("shifts").num_rows == 0
    with pytest.raises(LegationError, match="no table 'rumours'"):
        read.to_pandas("rumours")


@pytest.mark.parametrize(("library", "method", "extra"), [
    ("pyarrow", "to_arrow", "parquet"), ("pandas", "to_pandas", "pandas"), ("polars", "to_polars", "polars"),
])  # fmt: skip
def test_a_missing_library_is_named_with_its_extra(monkeypatch, library, method, extra):
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(LegationError) as raised:
        getattr(as_report(made("r1")), method)()
    assert str(raised.value) == f"{library} is not installed; pip install 'legation[{extra}]'"
