import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.ledger.period import bounds

BOUNDED = [
    ("2016-11-17", "2016-11-17", "2016-11-17"),
    ("2016-11-17T20:30", "2016-11-17", "2016-11-17"),
    ("2016-11-17TEV", "2016-11-17", "2016-11-17"),
    ("2016-02", "2016-02-01", "2016-02-29"),
    ("2016", "2016-01-01", "2016-12-31"),
    ("2016-W01", "2016-01-04", "2016-01-10"),
    ("2016-W45-WE", "2016-11-12", "2016-11-13"),
    ("2016-W45-2", "2016-11-08", "2016-11-08"),
    ("2016-Q4", "2016-10-01", "2016-12-31"),
    ("2016-H1", "2016-01-01", "2016-06-30"),
    ("2016-SU", "2016-06-01", "2016-08-31"),
    ("2016-WI", "2016-12-01", "2017-02-28"),  # winter ends in the next year
    ("199", "1990-01-01", "1999-12-31"),
    ("199X", "1990-01-01", "1999-12-31"),
    ("19XX", "1900-01-01", "1999-12-31"),
    ("1939/1945", "1939-01-01", "1945-12-31"),
    ("2016-11-03/2016-11-05", "2016-11-03", "2016-11-05"),
]
UNBOUNDED = [
    "", None, "PAST_REF", "PRESENT_REF", "FUTURE_REF", "P1Y", "PT24H", "XXXX-12-25", "2016-13", "2016-02-30",
    "2016-W54", "1945/1939", "2016/", "/", "0000", "next month", "2016-11-17 ", "9" * 400,
]  # fmt: skip


@pytest.mark.parametrize(("value", "first", "last"), BOUNDED)
def test_a_value_on_the_calendar_has_a_first_and_last_day(value, first, last):
    assert bounds(value) == (first, last)


@pytest.mark.parametrize("value", UNBOUNDED)
def test_a_value_off_the_calendar_has_none(value):
    assert bounds(value) is None


@given(st.text(alphabet="0123456789-/WXTQHSPUFAI", max_size=24) | st.text(max_size=12))
def test_any_text_has_ordered_bounds_or_none(value):
    days = bounds(value)
    assert days is None or days[0] <= days[1]
