"""The knowledge file: what phrases, names, titles and places are looked up to."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import KnowledgeError
from legation.knowledge import Knowledge, table


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.open()


def test_the_file_is_compiled_from_the_tables_at_hand(knowledge: Knowledge) -> None:
    assert knowledge.tables == table.digest(), "run tools/build_knowledge.py"


NAMED = [  # phrase · canonical name, kind, country, role, certain
    ("Norway", "Norway state NOR name certain"),
    ("NORWAY", "Norway state NOR name certain"),
    ("Côte d’Ivoire", "Ivory Coast state CIV name certain"),
    ("Cote d'Ivoire", "Ivory Coast state CIV name certain"),
    ("U.S.", "United States state USA abbreviation certain"),
    ("Jordan", "Jordan state JOR name doubtful"),
    ("Burmese", "Myanmar state MMR adjective certain"),
    ("Danes", "Denmark state DNK demonym certain"),
    ("Soviet", "Soviet Union state RUS adjective certain"),
    ("Lisbon", "Portugal state PRT capital certain"),
    ("Victoria", "Seychelles state SYC capital doubtful"),
    ("the Élysée", "France state FRA metonym certain"),
    ("Asean", "Association of Southeast Asian Nations igo - abbreviation certain"),
    ("World Trade Organisation", "World Trade Organization igo - name certain"),
    ("Shin Bet", "Shin Bet government_body ISR name certain"),
    ("state duma", "State Duma government_body RUS name doubtful"),
    ("Kurds", "Kurds people - name certain"),
    ("Kurdish", "Kurds people - adjective certain"),
    ("Polisario", "Polisario Front armed_group ESH name certain"),
    ("Le Monde", "Le Monde media FRA name certain"),
]


@pytest.mark.parametrize(("phrase", "expected"), NAMED)
def test_a_phrase_names(knowledge: Knowledge, phrase: str, expected: str) -> None:
    entry = knowledge.named(phrase)[0]
    certain = "certain" if entry.certain else "doubtful"
    assert f"{entry.name} {entry.kind} {entry.country or '-'} {entry.role} {certain}" == expected


@pytest.mark.parametrize("phrase", ["", " ", "us", "who", "Who", "norway", "the", "Atlantis"])
def test_a_common_word_names_nobody(knowledge: Knowledge, phrase: str) -> None:
    assert knowledge.named(phrase) == ()


def test_a_phrase_of_two_readings_has_both(knowledge: Knowledge) -> None:
    assert {entry.country for entry in knowledge.named("Congo")} == {"COD", "COG"}


def test_every_phrase_is_found_again(knowledge: Knowledge) -> None:
    assert [phrase for phrase in knowledge.phrases() if not knowledge.named(phrase)] == []


PEOPLE = [  # name · date · person, office, state of the first
    ("Merkel", date(2010, 1, 1), "Angela Merkel chancellor DEU"),
    ("Brown", date(2009, 5, 1), "Gordon Brown prime minister GBR"),
    ("Clinton", date(1995, 5, 1), "Bill Clinton president USA"),
    ("Clinton", date(2011, 5, 1), "Hillary Clinton secretary of state USA"),
    ("Lula", date(2005, 1, 1), "Luiz Inácio Lula da Silva president BRA"),
    ("Moon Jae In", date(2019, 1, 1), "Moon Jae-in president KOR"),
    ("Moon", date(2019, 1, 1), "Moon Jae-in president KOR"),
    ("Çavuşoğlu", date(2018, 1, 1), "Mevlüt Çavuşoğlu foreign minister TUR"),
    ("Cavusoglu", date(2018, 1, 1), "Mevlüt Çavuşoğlu foreign minister TUR"),
    ("von der Leyen", date(2015, 1, 1), "Ursula von der Leyen defence minister DEU"),
    ("Ban Ki-moon", date(2010, 1, 1), "Ban Ki-moon secretary general None"),
]


@pytest.mark.parametrize(("name", "on", "expected"), PEOPLE)
def test_a_person_is_found_by_name_and_date(knowledge: Knowledge, name: str, on: date, expected: str) -> None:
    holder = knowledge.people_named(name, on)[0]
    assert f"{holder.person} {holder.office} {holder.state}" == expected


HOLDERS = [
    ("FRA", "head_of_state", date(2003, 3, 1), "Jacques Chirac"),
    ("FRA", "head_of_state", date(2013, 3, 1), "François Hollande"),
    ("ISR", "head_of_government", date(1994, 1, 1), "Yitzhak Rabin"),
    ("USA", "head_of_government", date(1999, 1, 1), "Bill Clinton"),
    ("DEU", "foreign_minister", date(2000, 1, 1), "Joschka Fischer"),
    ("GBR", "defence_minister", date(2018, 1, 1), "Gavin Williamson"),
]


@pytest.mark.parametrize(("country", "role", "on", "person"), HOLDERS)
def test_an_office_is_held_on_a_date(knowledge: Knowledge, country: str, role: str, on: date, person: str) -> None:
    assert knowledge.holders(country, role, on)[0].person == person


@pytest.mark.parametrize(("country", "role"), [("XXX", "head_of_state"), ("FRA", "juggler")])
def test_an_unknown_office_has_no_holder(knowledge: Knowledge, country: str, role: str) -> None:
    assert knowledge.holders(country, role) == ()


OFFICES = [  # as written · title, role
    ("Prime Ministers", "prime minister", "head_of_government"),
    ("minister for defence", "defence minister", "defence_minister"),
    ("Defense Secretary", "defence secretary", "defence_minister"),
    ("vice president", "vice-president", "vice_president"),
    ("fisheries minister", "fisheries minister", "minister"),
    ("MPs", "member of parliament", "legislator"),
]


@pytest.mark.parametrize(("written", "title", "role"), OFFICES)
def test_a_title_is_known_in_any_form(knowledge: Knowledge, written: str, title: str, role: str) -> None:
    office = knowledge.office(written)
    assert office is not None
    assert (office.title, office.role) == (title, role)


@pytest.mark.parametrize("title", ["", "minister", "chair leg", "table"])
def test_no_title_is_made_up(knowledge: Knowledge, title: str) -> None:
    office = knowledge.office(title)
    assert office is None or office.title == title


def test_how_an_office_is_held_is_told_by_words(knowledge: Knowledge) -> None:
    assert {knowledge.statuses[word] for word in ("former", "ex-", "ousted")} == {"former"}
    assert knowledge.statuses["-elect"] == "elect"
    assert knowledge.statuses["interim"] == "acting"


BODIES = [
    ("army", "RUS", "Russian Armed Forces"),
    ("army", "PRY", "Paraguayan Armed Forces"),
    ("foreign ministry", "NOR", "Norwegian foreign ministry"),
    ("parliament", "ISR", "Knesset"),
]


@pytest.mark.parametrize(("phrase", "country", "name"), BODIES)
def test_every_state_has_its_bodies(knowledge: Knowledge, phrase: str, country: str, name: str) -> None:
    body = knowledge.body(phrase, country)
    assert body is not None
    assert (body.name, body.country) == (name, country)


@pytest.mark.parametrize(("phrase", "country"), [("army", "XXX"), ("circus", "RUS")])
def test_what_is_no_body_is_none(knowledge: Knowledge, phrase: str, country: str) -> None:
    assert knowledge.body(phrase, country) is None


PLACES = [  # name · kind, country, latitude of the largest or best known
    ("Kiev", "capital", "UKR", 50.45),
    ("KYIV", "capital", "UKR", 50.45),
    ("Deir al-Zour", "city", "SYR", 35.34),
    ("Dokdo", "island", None, 37.24),
    ("West Philippine Sea", "sea", None, 13.5),
    ("Xinjiang", "region", "CHN", 42.6),
    ("Holland", "country", "NLD", 52.5),
]


@pytest.mark.parametrize(("name", "kind", "country", "lat"), PLACES)
def test_a_place_is_found_by_any_spelling(
    knowledge: Knowledge, name: str, kind: str, country: str | None, lat: float
) -> None:
    found = [place for place in knowledge.places(name) if place.kind == kind and place.country == country]
    assert found[0].lat == pytest.approx(lat, abs=0.1)


def test_an_abbreviated_area_is_no_place_by_itself(knowledge: Knowledge) -> None:
    assert [place.name for place in knowledge.areas_abbreviated("Ky.")] == ["Kentucky"]
    assert knowledge.places("Ky.") == ()


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    knowledge = Knowledge.open()
    assert isinstance(knowledge.named(text), tuple)
    assert isinstance(knowledge.people_named(text), tuple)
    assert isinstance(knowledge.places(text), tuple)


def test_a_missing_file_says_what_mends_it(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="build_knowledge"):
        Knowledge.open(tmp_path / "none.sqlite")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"not a database, but long enough to be read as one" * 40)
    with pytest.raises(KnowledgeError, match="no knowledge file"):
        Knowledge.open(other)


def test_a_file_of_another_schema_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    connection = sqlite3.connect(old)
    connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    connection.execute("INSERT INTO meta VALUES ('schema', '0')")
    connection.commit()
    connection.close()
    with pytest.raises(KnowledgeError, match="schema 0"):
        Knowledge.open(old)
