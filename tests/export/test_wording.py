import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import document, quantity
from legation.export.wording import (
    amount_in_words,
    date_in_words,
    in_marks,
    is_plural,
    listed,
    number_in_words,
    present,
    quoted,
    shortened,
)

DATES = [
    ("2016-11-17", "17 November 2016"),
    ("2016-11-17T20:30", "17 November 2016"),
    ("2016-12", "December 2016"),
    ("2016-W45", "the week of 7 November 2016"),
    ("2016-W45-WE", "the week of 7 November 2016"),
    ("2016-Q4", "the fourth quarter of 2016"),
    ("2016-H1", "the first half of 2016"),
    ("2016-SU", "summer 2016"),
    ("2016", "2016"),
    ("199X", "the 1990s"),
    ("1939/1945", "1939 to 1945"),
    ("1939/", "1939"),
    ("2016-13", None),
    ("2016-19-17", None),
    ("2016-W60", None),
    ("PAST_REF", None),
    ("P1Y", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "said"), DATES)
def test_a_date_is_written_out(value, said):
    assert date_in_words(value) == said


@given(st.text(max_size=20) | st.from_regex(r"[0-9XQWHTSP/-]{0,14}", fullmatch=True))
def test_any_value_is_said_or_passed_over(value):
    assert date_in_words(value) != ""


AMOUNTS = [
    ({"value": 2e11, "unit": "JPY", "qualifier": "nearly", "per": "year"}, "nearly JPY 200bn a year"),
    ({"value": 1.5e9, "unit": "GBP"}, "GBP 1.5bn"),
    ({"value": 28_500, "unit": "troops"}, "28,500 troops"),
    ({"value": 4, "high": 6, "unit": "islands"}, "4 to 6 islands"),
    ({"value": 3.5, "unit": "%", "qualifier": "more_than"}, "more than 3.5%"),
    ({"value": 0, "unit": "votes"}, "0 votes"),
]


@pytest.mark.parametrize(("fields", "said"), AMOUNTS)
def test_an_amount_is_written_as_news_does(fields, said):
    assert amount_in_words(quantity(document("ten ships"), words="ten", **fields)) == said


@pytest.mark.parametrize(
    ("value", "said"), [(999_999, "999,999"), (1e6, "1m"), (2.25e12, "2.25trn"), (-4e6, "-4m"), (0.5, "0.5")]
)
def test_a_number_is_written_as_news_does(value, said):
    assert number_in_words(value) == said


def test_names_in_a_row():
    assert listed([]) == ""
    assert listed(["Peru"]) == "Peru"
    assert listed(["Peru", "Chile"]) == "Peru and Chile"
    assert listed(["Peru", "Chile", "Cuba"]) == "Peru, Chile and Cuba"


TEXT = (
    "Peru <https://example.org/peru> will\n pay.\n\nPromo\n\n"
    "Chile waits for the money that was agreed on long before, by telegram, in Arica."
)
QUOTES = [
    (["Peru", "pay."], "Peru will pay."),  # near, so in one piece; the link and the line break are passed over
    (["pay.", "Chile"], "pay. … Chile"),  # never across a paragraph
    (["Chile", "Arica"], "Chile … Arica"),
    (["Arica", "Chile"], "Chile … Arica"),
    (["<https://example.org/peru>"], ""),
]


@pytest.mark.parametrize(("words", "said"), QUOTES)
def test_words_are_quoted_in_one_line(words, said):
    assert quoted(TEXT, [(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("we pay", "“we pay”"),
        ("“we pay”", "“we pay”"),
        ('"we pay"', '"we pay"'),
        ("he called it “enough”", "“he called it ‘enough’”"),
        ("“we pay,” … “we go”", "“we pay,” … “we go”"),
        ("“we pay and …", "“we pay and …”"),
        ("", ""),
    ],
)
def test_words_stand_in_quotation_marks_once(words, said):
    assert in_marks(words) == said


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("many observers", True),
        ("officials in Tokyo", True),
        ("the adviser of two princes", False),
        ("Trump’s advisers", True),
        ("the Kurdish people", True),
        ("a press officer", False),
        ("the boss", False),
        ("", False),
    ],
)
def test_a_description_of_many(name, plural):
    assert is_plural(name) is plural


def test_long_words_are_cut_between_two():
    assert shortened("Chile waits for the money", 14) == "Chile waits …"
    assert shortened("Chile waits", 11) == "Chile waits"
    assert shortened("x" * 30, 10) == "x" * 8 + " …"


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_any_spans_are_quoted_in_one_line(text, pairs):
    said = quoted(text, [(min(pair), max(pair)) for pair in pairs])
    assert "\n" not in said
    assert said == said.strip()


@pytest.mark.parametrize(
    ("verb", "said"),
    [("hold talks", "holds talks"), ("carry on", "carries on"), ("go", "goes"), ("push", "pushes"), ("say", "says")],
)
def test_a_verb_in_the_present(verb, said):
    assert present(verb) == said
