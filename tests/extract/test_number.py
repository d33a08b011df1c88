"""Numbers in figures and words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.extract.number import find_numbers
from legation.language.lexeme import lexemes

READ = [
    ("twenty-four ships", "twenty-four", 24, None),
    ("three hundred and five thousand men", "three hundred and five thousand", 305_000, None),
    ("a hundred and twenty crates", "a hundred and twenty", 120, None),
    ("half a million ballots", "half a million", 500_000, None),
    ("a half-million ballots", "a half-million", 500_000, None),
    ("three and a half tonnes", "three and a half", 3.5, None),
    ("two-and-a-half tonnes", "two-and-a-half", 2.5, None),
    ("2 1/2 tonnes", "2 1/2", 2.5, None),
    ("a couple of tugs", "a couple", 2, "about"),
    ("a couple of hundred tugs", "a couple of hundred", 200, "about"),
    ("a pair of tugs", "a pair", 2, None),
    ("half a dozen tugs", "half a dozen", 6, None),
    ("two dozen tugs", "two dozen", 24, None),
    ("dozens of tugs", "dozens", 12, "more_than"),
    ("tens of thousands of pilgrims", "tens of thousands", 10_000, "more_than"),
    ("hundreds of thousands fled", "hundreds of thousands", 100_000, "more_than"),
    ("several hundred pilgrims", "several hundred", 100, "more_than"),
    ("a few thousand pilgrims", "a few thousand", 1_000, "more_than"),
    ("47,500 pilgrims", "47,500", 47_500, None),
    ("some 3.2 million pilgrims", "3.2 million", 3_200_000, None),
    ("a 90bn plan", "90bn", 90e9, None),
    ("40 mn barrels", "40 mn", 40e6, None),
    ("Rs 500 crore", "500 crore", 5e9, None),
    ("in nineteen ninety-six", "nineteen ninety-six", 1996, None),
]


@pytest.mark.parametrize(("text", "words", "value", "qualifier"), READ)
def test_number_is_read(text: str, words: str, value: float, qualifier: str | None) -> None:
    cut = lexemes(text)
    (found,) = find_numbers(cut)
    assert text[cut[found.first].start : cut[found.last - 1].end] == words
    assert (found.value, found.qualifier) == (pytest.approx(value), qualifier)


def test_numbers_side_by_side_stay_apart() -> None:
    assert [number.value for number in find_numbers(lexemes("two three, five and six"))] == [2, 3, 5, 6]


@pytest.mark.parametrize("text", ["", "hundred", "a ship", "few ships", "10:30", "3/4", "9" * 400, "no and a half"])
def test_what_is_no_number_is_passed_over(text: str) -> None:
    assert find_numbers(lexemes(text)) == []


_WORDS = [
    *("a", "half", "and", "one", "two", "twenty", "hundred", "million", "of", "dozens", "couple", "few", "several"),
    *("-", "3", "1/2", "5bn", ","),
]


@given(st.lists(st.sampled_from(_WORDS)))
def test_number_words_in_any_order_give_finite_values_in_order(words: list[str]) -> None:
    cut = lexemes(" ".join(words))
    at = 0
    for number in find_numbers(cut):
        assert at <= number.first < number.last <= len(cut)
        assert math.isfinite(number.value)
        at = number.last
