"""Quantities: what is read, and which numbers measure nothing."""

import math
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import reading, unmarked
from legation.extract.quantity import Quantity, find_quantities
from legation.extract.time import find_times
from legation.knowledge.units import QUALIFIERS


def quantities(text: str) -> list[Quantity]:
    """The quantities of a report that is just this text."""
    read = reading(text)
    read.times = find_times(read)
    return [anchored.record for anchored in find_quantities(read)]


READ = [  # the words that bear it out stand in [ ] · value · unit · qualifier · per
    # Money
    ("The levy brings [nearly ₩300bn a year].", 3e11, "KRW", "nearly", "year"),
    ("The port cost [$4.5bn].", 4.5e9, "USD", "exactly", None),
    ("The port cost [about US$4.5 billion].", 4.5e9, "USD", "about", None),
    ("The port cost [A$90m].", 9e7, "AUD", "exactly", None),
    ("The dam cost [Rs 500 crore].", 5e9, "INR", "exactly", None),
    ("The dam cost [40 million euros].", 4e7, "EUR", "exactly", None),
    ("The dam cost [half a million US dollars].", 5e5, "USD", "exactly", None),
    ("Bread costs [15 cents].", 0.15, "USD", "exactly", None),
    ("The dam cost [tens of billions of dollars].", 1e10, "USD", "more_than", None),
    ("The fund pays [up to £250 per head].", 250, "GBP", "at_most", "head"),
    ("The fund pays [£9bn annually].", 9e9, "GBP", "exactly", "year"),
    ("Mexican police seized [3m pesos].", 3e6, "MXN", "exactly", None),
    # Shares and measures
    ("Rebels hold [more than 60%] of the delta.", 60, "percent", "more_than", None),
    ("Rebels hold [40 per cent] of the delta.", 40, "percent", "exactly", None),
    ("The fence runs for [some 300km].", 300, "km", "about", None),
    ("The fence runs for [a couple of hundred miles].", 200, "miles", "about", None),
    ("It is a [20-mile] road.", 20, "miles", "exactly", None),
    ("The delta covers [12,000 hectares].", 12_000, "hectares", "exactly", None),
    ("The field gives [2m barrels a day].", 2e6, "barrels", "exactly", "day"),
    # What is counted
    ("The base houses [9,000 Danish soldiers].", 9_000, "soldiers", "exactly", None),
    ("[At least 30 villagers] died.", 30, "villagers", "at_least", None),
    ("[Fewer than 30 villagers] stayed.", 30, "villagers", "less_than", None),
    ("[An estimated 700,000 pilgrims] came.", 700_000, "pilgrims", "about", None),
    ("[Tens of thousands of pilgrims] came.", 10_000, "pilgrims", "more_than", None),
    ("[A couple of Greek frigates] came.", 2, "frigates", "about", None),
    ("It is a [14-nation] pact.", 14, "nations", "exactly", None),
    ("It is a [60,000-strong] army.", 60_000, "people", "exactly", None),
    ("The group of [three reefs] is disputed.", 3, "reefs", "exactly", None),
    ("[40 or more ships] sailed.", 40, "ships", "at_least", None),
    ("[One person] was killed by a mine.", 1, "people", "exactly", None),
]


@pytest.mark.parametrize(("marked", "value", "unit", "qualifier", "per"), READ)
def test_quantity_is_read(marked: str, value: float, unit: str, qualifier: str, per: str | None) -> None:
    text, (words,) = unmarked(marked)
    found = quantities(text)
    assert [(q.quotes(text), q.unit, q.qualifier, q.per) for q in found] == [([words], unit, qualifier, per)]
    assert found[0].value == pytest.approx(value)
    assert found[0].high is None


TABLE = tomllib.loads(Path(__file__).with_name("quantities.toml").read_text("utf-8"))["rows"]


def _told(row: str) -> tuple[float, float | None, str, str, str | None]:
    """Value, high, unit, qualifier and period of a row's "low..high unit qualifier /per"."""
    words = row.split()
    per = words.pop()[1:] if words[-1].startswith("/") else None
    qualifier = words.pop() if words[-1] in QUALIFIERS else "exactly"
    low, _, high = words[0].partition("..")
    return float(low), float(high) if high else None, " ".join(words[1:]), qualifier, per


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["text"])
def test_amounts_are_read_as_newspapers_of_many_countries_write_them(row: dict[str, Any]) -> None:
    text, marked = unmarked(row["text"])
    found = quantities(text)
    assert [q.quotes(text) for q in found] == [[words] for words in marked]
    for quantity, told in zip(found, row.get("are", []), strict=True):
        value, high, *rest = _told(told)
        assert quantity.value == pytest.approx(value)
        assert (quantity.high is None) == (high is None)
        assert high is None or quantity.high == pytest.approx(high)
        assert [quantity.unit, quantity.qualifier, quantity.per] == rest


RANGES = [
    ("The dam cost [between £5m and £10m].", 5e6, 10e6, "GBP"),
    ("[5 to 10 million people] fled.", 5e6, 10e6, "people"),
    ("[5-10 ships] sailed.", 5, 10, "ships"),
    ("[Two or three ships] sailed.", 2, 3, "ships"),
    ("Prices rose by [10-15%].", 10, 15, "percent"),
]


@pytest.mark.parametrize(("marked", "value", "high", "unit"), RANGES)
def test_a_range_has_two_ends(marked: str, value: float, high: float, unit: str) -> None:
    text, (words,) = unmarked(marked)
    assert [(q.quotes(text), q.value, q.high, q.unit) for q in quantities(text)] == [([words], value, high, unit)]


SEVERAL = [
    ("She is one of three pupils to leave.", [(3, "pupils", None)]),
    ("It pays nearly 300bn won (€2.2bn) annually in rent.", [(3e11, "KRW", "year"), (2.2e9, "EUR", None)]),
    ("The board acted with 11 of its 15 members absent.", [(11, "members", None), (15, "members", None)]),
    ("Two soldiers were killed and 17 wounded.", [(2, "soldiers", None), (17, "people", None)]),
    ("The toll rose from 5 ships to 9 ships.", [(5, "ships", None), (9, "ships", None)]),
]


@pytest.mark.parametrize(("text", "wanted"), SEVERAL)
def test_quantities_side_by_side_are_told_apart(text: str, wanted: list[tuple[float, str, str | None]]) -> None:
    assert [(q.value, q.unit, q.per) for q in quantities(text)] == wanted


OF = [
    ("The war displaced half the population.", "the population"),
    ("A third of the fleet is idle.", "the fleet"),
    ("It sells 80,000 tonnes of wheat a year.", "wheat"),
    ("Tehran admits “several dozen” of its nationals died.", "its nationals"),
    ("Rebels hold 60% of the delta.", "the delta"),
    ("The bank gave a $90m loan.", "loan"),
    ("The bank gave $90m in emergency aid.", "emergency aid"),
    ("The base houses 9,000 Danish soldiers.", "Danish soldiers"),
    ("The base houses 9,000 soldiers.", None),
]


@pytest.mark.parametrize(("text", "of"), OF)
def test_what_is_measured_is_kept_in_the_texts_words(text: str, of: str | None) -> None:
    assert [q.of for q in quantities(text)] == [of]


PASSED_OVER = [
    "",
    "The pact dates from 2016.",
    "The pact was signed on 5 March.",
    "The truce held for three years.",
    "The two allies met.",
    "Talks between two neighbours stalled.",
    "A 65-year-old pilgrim came.",
    "One of the ships sank.",
    "Not one inch was taken.",
    "They crossed the 38th parallel.",
    "They won 3-2.",
    "The S-400 and the Su-25 flew past the G20.",
    "Article 5 was invoked.",
    "They back a two-state solution.",
    "It happened three times.",
    "The first half of the match was dull.",
    "Call 020 7946 0000.",
    "She lives at 12 Harbour Street.",
    "9" * 400 + " troops",
]


@pytest.mark.parametrize("text", PASSED_OVER)
def test_a_number_that_measures_nothing_is_passed_over(text: str) -> None:
    assert quantities(text) == []


def _is_sound(text: str) -> None:
    for quantity in quantities(text):
        assert math.isfinite(quantity.value)
        assert quantity.high is None or quantity.value < quantity.high
        assert quantity.unit
        assert all(0 <= start < end <= len(text) for start, end in quantity.evidence)


_VOCABULARY = [
    *("a", "couple", "of", "hundred", "5", "5m", "10", "million", "and", "between", "to", "-", "or", "%"),
    *("per", "cent"),
    *(
        "third",
        "half",
        "N3.2trn",
        "R45,000",
        "45C",
        "in",
        "out",
        "every",
        "minus",
        "-odd",
        "-plus",
        "population of",
        "per",
    ),
    *("$", "£", "US$", "yen", "dollars", "people", "troops", "two", "the", "one", "ships", "killed", "km", "(", ")"),
    *("a year", "annually", "about", "more than", "dozens", "cents", "ALL", "strong", "member", ",", "some"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_VOCABULARY), max_size=25))
def test_amount_words_in_any_order_give_sound_records(words: list[str]) -> None:
    _is_sound(" ".join(words))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_sound_records(text: str) -> None:
    _is_sound(text)
