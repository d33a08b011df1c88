"""Phrases by themselves: who is meant."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.extract.phrase_actor import find_phrase_actor
from legation.knowledge.store import Knowledge

ON = date(2018, 3, 14)
MEANT = [  # phrase · name · kind · country · a sector
    ("Kenya", "Kenya", "state", "KEN", None),
    ("the European Union", "European Union", "igo", None, "IGO"),
    ("Oslo", "Norway", "state", "NOR", "GOV"),
    ("the Danish army", "Danish Army", "armed_force", "DNK", "MIL"),
    ("Kenyan farmers", "Kenyan farmers", "unnamed", "KEN", "AGR"),
    ("a former Kenyan minister", "former Kenyan minister", "unnamed", "KEN", "ELI"),
    ("protesters in Lima", "protesters in Lima", "unnamed", "PER", "CVL"),
    ("a Lima-based rebel group", "Lima-based rebel group", "unnamed", "PER", "REB"),
    ("Emmanuel Macron", "Emmanuel Macron", "person", "FRA", "GOV"),
    ("French President Emmanuel Macron", "Emmanuel Macron", "person", "FRA", "GOV"),
    ("the Cuban government", "Cuba", "state", "CUB", None),
    ("ordinary Kenyans", "ordinary Kenyans", "people", "KEN", "CVL"),
    ("Kenya's Supreme Court", "Kenya Supreme Court", "government_body", "KEN", "JUD"),
    ("the Ministry of Finance of Peru", "Peruvian finance ministry", "government_body", "PER", "GOV"),
    ("the Federal Government of Somalia", "Somalia", "state", "SOM", None),
    ("the Minister of Foreign Affairs of Peru", "Minister of Foreign Affairs of Peru", "unnamed", "PER", "GOV"),
    ("FSB, a Russian service", "Federal Security Service", "government_body", "RUS", "SPY"),
    ("a lecturer at a college in Oslo", "lecturer at a college in Oslo", "unnamed", "NOR", "EDU"),
    ("navy cook", "navy cook", "unnamed", None, "MIL"),
    ("anti-government demonstrators", "anti-government demonstrators", "unnamed", None, "OPP"),
    ("the official Cuban news agency", "official Cuban news agency", "unnamed", "CUB", "GOV"),
    ("a mayor of Aleppo", "mayor of Aleppo", "unnamed", "SYR", "GOV"),
    ("Gaza", "Palestine", "state", "PSE", None),
    ("Merkel", "Angela Merkel", "person", "DEU", "GOV"),
    ("Secretary Mattis", "James Mattis", "person", "USA", "GOV"),
    ("Hassan Nasrallah", "Hassan Nasrallah", "person", "LBN", "REB"),
]


@pytest.mark.parametrize(("phrase", "name", "kind", "country", "sector"), MEANT)
def test_phrase_means(phrase: str, name: str, kind: str, country: str | None, sector: str | None) -> None:
    found = find_phrase_actor(phrase, knowledge=Knowledge.open(), published=ON)
    assert found is not None
    assert (found.name, found.kind, found.country) == (name, kind, country)
    assert sector is None or sector in found.sectors


@pytest.mark.parametrize("phrase", ["", "  ", "the weather", "rain", "1999", "…"])
def test_phrase_means_nobody(phrase: str) -> None:
    assert find_phrase_actor(phrase, knowledge=Knowledge.open(), published=ON) is None


def test_leader_out_of_office_is_an_elite() -> None:
    found = find_phrase_actor("Tony Blair", knowledge=Knowledge.open(), published=ON)
    assert found is not None
    assert found.sectors == ("ELI",)
    assert [(o.title, o.status) for o in found.offices] == [("prime minister", "former")]


def test_a_phrase_without_a_date_is_answered_as_of_the_tables() -> None:
    found = find_phrase_actor("Angela Merkel", knowledge=Knowledge.open(), published=None)
    assert found is not None
    assert found.sectors == ("ELI",)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_any_phrase_gives_an_actor_or_none(phrase: str) -> None:
    found = find_phrase_actor(phrase, knowledge=Knowledge.open(), published=None)
    assert found is None or found.name
