"""Words, figures and marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.language.lexeme import lexemes

CUT = [
    ("a 12-nation pact", ["a", "12", "-", "nation", "pact"]),
    ("£1.5bn, 40 mn", ["£", "1.5bn", ",", "40", "mn"]),
    ("the 1970s and the '80s", ["the", "1970s", "and", "the", "'", "80s"]),
    ("47,000 of 1,20", ["47,000", "of", "1", ",", "20"]),
    ("2017-03-01 or 16.11.2016", ["2017-03-01", "or", "16.11.2016"]),
    ("at 10 p.m., 7:15pm", ["at", "10", "p.m.", ",", "7:15pm"]),
    ("the G20’s S-400", ["the", "g20", "'s", "s", "-", "400"]),
    ("2015–17, 9/11", ["2015", "–", "17", ",", "9/11"]),
    ("one\n\ntwo", ["one", "\n\n", "two"]),
    ("٣ ½", ["½"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), CUT)
def test_text_is_cut_where_its_kind_changes(text: str, words: list[str]) -> None:
    assert [word.lower for word in lexemes(text)] == words


def test_letters_behind_a_figure_are_its_suffix() -> None:
    assert [(word.kind, word.suffix) for word in lexemes("200bn 5 21st")] == [
        ("figure", "bn"),
        ("figure", ""),
        ("figure", "st"),
    ]


@given(st.text())
def test_lexemes_stand_in_order_inside_any_text(text: str) -> None:
    at = 0
    for word in lexemes(text):
        assert at <= word.start < word.end <= len(text)
        at = word.end
