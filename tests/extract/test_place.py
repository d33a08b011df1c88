"""Places: which names are toponyms, which of the places of one name is meant, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import read, reading, unmarked
from legation.extract.coreference import find_cast
from legation.extract.place import Place, find_places
from legation.knowledge import Knowledge


def places(text: str) -> list[Place]:
    """The places of a report that is just this text."""
    it = reading(text)
    it.knowledge = Knowledge.open()
    it.cast = find_cast(it.doc, view=it.view, knowledge=it.knowledge, published=it.published)
    return [anchored.record for anchored in find_places(it)]


NAMED = [  # the first mention of each stands in [ ] · name, kind and country of each
    ("The envoys met in [Lisbon].", "Lisbon capital PRT"),
    ("Police in [Osaka] arrested two men.", "Osaka city JPN"),
    ("He flew from [Kiev] to [Vienna].", "Kyiv capital UKR, Vienna capital AUT"),
    ("The convoy reached [Kobane] at noon.", "Kobani city SYR"),
    ("Ships left the [Strait of Hormuz] unharmed.", "Strait of Hormuz strait -"),
    ("A frigate crossed the [Black Sea].", "Black Sea sea -"),
    ("Fishermen near the [Senkaku islands] were turned back.", "Senkaku Islands island -"),
    ("Fishermen near the [Diaoyu Islands] were turned back.", "Senkaku Islands island -"),
    ("Winter came late to the [Korean peninsula].", "Korean Peninsula peninsula -"),
    ("The dam on the [Tigris river] held.", "Tigris river -"),
    ("Settlers in the [West Bank] held a march.", "West Bank area PSE"),
    ("Farmers in northern [Ghana] fear a drought.", "Ghana country GHA"),
    ("Aid reached [Deir ez-Zor] by air.", "Deir ez-Zor city SYR"),
    ("Troops took the town of [al-Bab].", "al-Bab city SYR"),
    ("[AMMAN] — The king opened a school.", "Amman capital JOR"),
    ("Votes are counted in [Idlib] province.", "Idlib region SYR"),
    ("The [Norwegian] ferry was towed.", "Norway country NOR"),
    ("The refugees settled in [Qumlistan].", "Qumlistan area -"),
    ("She taught law at the University of [Manitoba] until May.", "Manitoba region CAN"),
    ("CBC [Toronto] aired the interview on Monday.", "Toronto city CAN"),
    ("The [Texas] Forest Service sent two crews to help.", "Texas region USA"),
    ("Health [Canada] recalled the toys.", "Canada country CAN"),
    ("The driver, Ann Lund, 49, of [Waterloo], was not hurt.", "Waterloo city BEL"),
    ("He was born in [Hugo], [Oklahoma], and died there.", "Hugo city USA, Oklahoma region USA"),
    ("Crime rose in Far North [Queensland] last year.", "Queensland region AUS"),
    ("Fans sang outside the Stade de [France].", "France country FRA"),
    ("The [Quebec] government rejected the plan.", "Quebec region CAN"),
    ("[New York] Gov. Ann Lund signed the bill.", "New York region USA"),
]


@pytest.mark.parametrize(("marked", "expected"), NAMED)
def test_a_place_is_read_where_it_is_named(marked: str, expected: str) -> None:
    text, words = unmarked(marked)
    found = places(text)
    assert ", ".join(f"{p.name} {p.kind} {p.country or '-'}" for p in found) == expected
    assert [text[start:end] for p in found for start, end in p.evidence] == words


NONE = [
    "",
    "the minister of silly hats",
    "Anna Paris and Jordan Lincoln met the press.",
    "He reads the Washington Post every day.",
    "Hamas fired on a convoy, a spokesman said.",
    "Shares of Amazon fell by a tenth.",
    "She lives at 12 Berlin Street.",
    "Mr Santiago resigned on Friday.",
    "Pupils of St. Catharine's sang.",
    "In March the talks failed.",
    "He read the Chicago Tribune on the train.",
    "Bank of America cut 200 jobs.",
    "Police stopped a white SUV near the bridge.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_place_is_passed_over(text: str) -> None:
    assert places(text) == []


MEANT = [  # text · name asked for · country · first-level area or kind
    ("A fair opened in Paris, Texas.", "Paris", "USA", 33.66),
    ("A fair opened in Paris, Ky., on Sunday.", "Paris", "USA", 38.21),
    ("A fair opened in Paris on Sunday.", "Paris", "FRA", 48.85),
    ("Protests in Tbilisi spread across Georgia.", "Georgia", "GEO", 42.0),
    ("Polls closed in Atlanta, Savannah and across Georgia.", "Georgia", "USA", 32.87),
    ("Rebels in Tripoli shelled Misrata, as Benghazi looked on.", "Tripoli", "LBY", 32.89),
    ("Rebels in Tripoli fired on soldiers from Beirut and Sidon.", "Tripoli", "LBN", 34.43),
    ("The Canadian city of London was flooded.", "London", "CAN", 42.98),
    ("Cuba's Trinidad was flooded.", "Trinidad", "CUB", 21.8),
]


@pytest.mark.parametrize(("text", "name", "country", "lat"), MEANT)
def test_the_report_decides_which_place_is_meant(text: str, name: str, country: str, lat: float) -> None:
    found = next(p for p in places(text) if p.name.startswith(name) and p.country == country)
    assert found.lat == pytest.approx(lat, abs=0.5)


def test_a_place_is_one_record_with_all_its_mentions() -> None:
    text = "Talks in Geneva began. Geneva was calm. The delegates left Geneva at night."
    (geneva,) = places(text)
    assert [text[start:end] for start, end in geneva.mentions] == ["Geneva"] * 3
    assert geneva.evidence == geneva.mentions[:1]


def test_two_places_of_one_name_are_told_apart() -> None:
    found = places("The road runs from Paris, Texas, to Paris, Tennessee.")
    assert len({(p.lat, p.lon) for p in found if p.name == "Paris"}) == 2


def test_a_name_placed_once_is_trusted_elsewhere() -> None:
    text = "A fire broke out in Dunkirk. Dunkirk police closed the harbour."
    (dunkirk,) = places(text)
    assert len(dunkirk.mentions) == 2


def test_capitals_that_stand_for_governments_are_places_too() -> None:
    report = read("Ankara rejected the offer, and Cairo welcomed it.")
    assert {p.name for p in report.places} == {"Ankara", "Cairo"}
    assert {a.country for a in report.actors} == {"TUR", "EGY"}


@given(st.text())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_places_inside_the_text(text: str) -> None:
    for place in places(text):
        assert place.evidence
        assert all(0 <= start < end <= len(text) for start, end in (*place.evidence, *place.mentions))
        assert place.lat is None or (-90 <= place.lat <= 90 and -180 <= (place.lon or 0) <= 180)
