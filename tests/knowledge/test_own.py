"""A user's own entries go before the tables of the package."""

from datetime import date
from pathlib import Path

import pytest

from legation.errors import KnowledgeError
from legation.extract.reader import Reader
from legation.knowledge import Knowledge

OWN = """
[[actor]]
name = "Dawn Army"
also = ["Jaysh al-Fajr", "DAX"]
kind = "armed_group"
country = "SYR"
sectors = ["REB"]

[[actor]]
name = "African Union"
kind = "igo"
sectors = ["IGO", "MIL"]

[[place]]
name = "Tal Amal"
also = ["Tell Amal"]
kind = "city"
lat = 36.1
lon = 37.2
country = "SYR"

[[place]]
name = "Paris"
kind = "city"
lat = 33.66
lon = -95.56
country = "USA"

[[office]]
person = "Ana Silva"
title = "foreign minister"
state = "PRY"
start = 2018-08-15
gender = "f"
wikidata = "Q1"

[[office]]
person = "Emmanuel Macron"
title = "mayor"
state = "FRA"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "mine.toml"
    file.write_text(OWN, "utf-8")
    return file


@pytest.mark.parametrize(
    ("phrase", "name", "sectors"),
    [
        ("Dawn Army", "Dawn Army", ("REB",)),
        ("Jaysh al-Fajr", "Dawn Army", ("REB",)),
        ("DAX", "Dawn Army", ("REB",)),
        ("African Union", "African Union", ("IGO", "MIL")),
        ("AU", "African Union", ("IGO", "MIL")),
        ("European Union", "European Union", ("IGO",)),
    ],
)
def test_actors_are_found_by_all_their_names(path: Path, phrase: str, name: str, sectors: tuple[str, ...]) -> None:
    (entry, *_) = Knowledge.open(path).named(phrase)
    assert (entry.name, entry.sectors) == (name, sectors)


def test_a_place_of_the_file_is_the_only_one_of_its_name(path: Path) -> None:
    knowledge = Knowledge.open(path)
    assert [(p.country, p.source) for p in knowledge.places("Paris")] == [("USA", "own")]
    assert [p.name for p in knowledge.places("tell amal")] == ["Tal Amal"]
    assert knowledge.places("Lyon")[0].country == "FRA"


def test_a_person_of_the_file_has_its_offices_alone(path: Path) -> None:
    knowledge = Knowledge.open(path)
    on = date(2019, 5, 1)
    assert knowledge.holders("PRY", "foreign_minister", on)[0].person == "Ana Silva"
    assert [h.office for h in knowledge.people_named("Emmanuel Macron", on)] == ["mayor"]
    assert all(h.person != "Emmanuel Macron" for h in knowledge.holders("FRA", "head_of_state", on))


def test_the_tables_of_the_package_stay_as_they_are(path: Path) -> None:
    Knowledge.open(path)
    assert Knowledge.open().named("Dawn Army") == ()


def test_a_report_is_read_by_the_file(path: Path) -> None:
    report = Reader(knowledge=path).read(
        "Fighters of Jaysh al-Fajr attacked Tal Amal on Monday. The Paraguayan foreign minister condemned the attack.",
        published="2019-05-01",
    )
    assert {("Dawn Army", "SYR"), ("Ana Silva", "PRY")} <= {(actor.name, actor.country) for actor in report.actors}
    assert [(place.name, place.lat) for place in report.places if place.country == "SYR"] == [("Tal Amal", 36.1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[actor]]\nname = 'X'\nkind = 'person'", "kind"),
        ("[[actor]]\nname = 'X'", "kind"),
        ("[[actor]]\nname = 'X'\nkind = 'igo'\nseat = 'Oslo'", "seat"),
        ("[[actor]]\nname = 'X'\nkind = 'igo'\ncountry = 'Peru'", "there is no country 'Peru'"),
        ("[[place]]\nname = 'X'\nkind = 'city'\nlat = 99.0\nlon = 1.0", "no such coordinates"),
        ("[[office]]\nperson = 'X'\ntitle = 'mayor'\nstart = 'soon'", "start"),
        ("name = ", "Invalid"),
    ],
)
def test_a_wrong_file_is_told_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=said) as raised:
        Knowledge.open(path)
    assert str(path) in str(raised.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such file"):
        Knowledge.open(tmp_path / "none.toml")
