"""Events for PLOVER's users: JSON Lines that fit their schema, and POLECAT's table."""

import io
import json
from importlib import resources

import jsonschema
import pandas as pd
import pytest

from exported import made
from factories import actor, document, event, report
from legation.export import plover, polecat
from legation.export.selection import Options, Selection
from legation.knowledge.codes import intensity, plover_country, plover_sectors
from legation.knowledge.events import plover as codebook
from legation.knowledge.events import plover_types

SCHEMA = json.loads(resources.files("legation.export").joinpath("plover.schema.json").read_text("utf-8"))


def written(format_, ledger, options=None):
    return b"".join(piece for _, piece in format_.pieces(Selection(ledger, options))).decode()


def test_the_schema_has_the_codebooks_words():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["type"]["enum"] == list(plover_types())
    assert SCHEMA["properties"]["context"]["items"]["enum"] == sorted(codebook()["contexts"])
    assert SCHEMA["$defs"]["party"]["properties"]["sector"]["items"]["enum"] == sorted(codebook()["sectors"])


def test_every_line_fits_the_schema(ledger):
    ledger.add(made("r1"))
    ledger.add(made("r2", published=None, url=None, publisher=None))
    lines = [json.loads(line) for line in written(plover, ledger, Options(everything=True)).splitlines()]
    assert len(lines) == 8
    for line in lines:
        jsonschema.validate(line, SCHEMA)


def test_an_event_says_who_on_whose_word_and_where(ledger):
    ledger.add(made("r1"))
    call, killed, moved = map(json.loads, written(plover, ledger).splitlines())
    assert (call["type"], call["mode"], call["quad"], call["date"]) == ("CONSULT", "phone", 1, "2020-03-04")
    assert [party["country"] for party in call["actor"]] == ["KEN", "CUB"]
    assert call["actor"][0]["sector"] == ["GOV", "PTY"]
    assert (call["location"]["name"], call["location"]["province"]) == ("Havana", "La Habana")
    assert call["text"].startswith("Amina Odhiambo")
    assert call["text"].endswith("Cuba")
    assert (killed["date"], killed["actor"][0]["country"]) == (None, None)
    assert (moved["date"], moved["claimed_by"]) == ("2020-W09", "United Nations")


def test_polecat_opens_in_pandas_with_its_columns(ledger):
    ledger.add(made("r1"))
    table = pd.read_csv(io.StringIO(written(polecat, ledger)), sep="\t", quoting=3, keep_default_na=False)
    assert list(table.columns) == list(polecat.COLUMNS)
    assert len(polecat.COLUMNS) == 40
    assert list(table["Event Type"]) == ["CONSULT", "ASSAULT"]  # what is only claimed is left out
    call = table.iloc[0]
    assert (call["Event Date"], call["Quad Code"], call["Contexts"]) == (
        "2020-03-04",
        "VERBAL COOPERATION",
        "diplomatic",
    )
    assert (call["Actor Name"], call["Actor Country"]) == ("Amina Odhiambo;Cuba", "KEN;CUB")
    assert (call["Primary Actor Sector"], call["Actor Sectors"], call["Actor Title"]) == ("GOV", "GOV;PTY", "president")
    assert (call["City"], call["Province"], call["Country"], call["Feature Type"]) == (
        "Havana",
        "La Habana",
        "CUB",
        "PPLC",
    )
    assert (call["Recipient Name"], call["Actor COW"], call["Wikipedia Actor ID"]) == ("None", "None", "None")
    assert (call["Story People"], call["Story Organizations"]) == ("Amina Odhiambo", "United Nations")
    assert table.iloc[1]["Event Date"] == "2020-03-05"


def test_an_event_that_plover_has_no_place_for_is_counted(ledger):
    doc = document("Aid came. Peru gave aid.")
    peru = actor(doc, "Peru", country="PER")
    ledger.add(report(doc, peru, event(doc, "AID", "Aid came"), event(doc, "AID", "gave aid", by=(peru,))))
    selection = Selection(ledger)
    assert list(plover.pieces(selection)) == []
    assert selection.left_out == {
        "nobody is named who did it": 1,
        "nobody is named to whom it was done": 1,
    }


@pytest.mark.parametrize(
    ("country", "sectors", "name", "expected"),
    [
        ("XKX", ("GOV",), "Kosovo", "KOS"),
        (None, ("IGO",), "United Nations", "UNO"),
        (None, ("IGO", "JUD"), "International Criminal Court", "IGO"),
        (None, ("NGO", "MED"), "Red Crescent", "NGO"),
        (None, ("REB",), "rebels", None),
        ("PSE", ("NGO",), "A charity", "PSE"),
    ],
)
def test_what_stands_in_a_countrys_place(country, sectors, name, expected):
    assert plover_country(country, sectors, name) == expected
    assert not {"IGO", "NGO"} & set(plover_sectors(sectors))


def test_a_mode_has_its_own_intensity():
    assert intensity("COERCE", None) == -7
    assert intensity("ASSAULT", "aerial") == -9.5
