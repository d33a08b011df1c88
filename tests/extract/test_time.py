"""Times: what is read, what it is worth, and what only looks like a time. Reports are of Wednesday 14 March 2018."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import reading, unmarked
from legation.extract.time import event_date, find_times

# What TIMEX3 allows: dates known in part or whole, stretches of them, times of day, durations, sets, references.
_YEAR = r"(?:\d{4}|XXXX)"
_DAY = rf"{_YEAR}-(?:\d\d|XX)-(?:\d\d|XX)|XXXX-WXX-[1-7]"
_DATE = (
    rf"(?:{_DAY}|{_YEAR}|{_YEAR}-(?:\d\d|XX)|{_YEAR}-W(?:\d\d|XX)(?:-WE)?|{_YEAR}-Q[1-4X]|{_YEAR}-H[12]|{_YEAR}-(?:SP|SU|FA|WI)"
    r"|\d{3}|\d\d)"
)
_TIME = rf"(?:{_DAY})T(?:\d\d:\d\d|MO|MI|AF|EV|NI)"
_LENGTH = (
    r"P(?:\d+(?:\.\d+)?|X)(?:Y|M|W|D|Q|E|C|L|WE)(?:6M|T12H)?"
    r"|P\d+[YMW]\d+[MWD]|PT\d+[HM]\d+[MS]"
    r"|PT(?:\d+(?:\.\d+)?|X)[HMS](?:30[MS])?|PT30[MS]|PT12H|P6M|PXX"
)
LEGAL = {
    "DATE": re.compile(rf"{_DATE}|{_DATE}/{_DATE}|(?:PAST|PRESENT|FUTURE)_REF"),
    "TIME": re.compile(_TIME),
    "DURATION": re.compile(_LENGTH),
    "SET": re.compile(rf"{_LENGTH}|XXXX-WXX-[1-7](?:T(?:MO|MI|AF|EV|NI))?|XXXX-(?:\d\d|SP|SU|FA|WI)"),
}
BASES = {"explicit", "published", "tense", "narrative", "name"}

READ = [  # the time stands in [ ] · value · type · basis
    # Dates in every form
    ("The pact was signed on [16 November 2016] in Quito.", "2016-11-16", "DATE", "explicit"),
    ("The pact was signed on [Nov. 16, 2016], in Quito.", "2016-11-16", "DATE", "explicit"),
    ("The pact was signed on [the 16th of November 2016].", "2016-11-16", "DATE", "explicit"),
    ("The log is dated [2017-03-01].", "2017-03-01", "DATE", "explicit"),
    ("The log is dated [31.12.2017].", "2017-12-31", "DATE", "explicit"),
    ("The fleet sailed on [Tuesday, March 6, 2018].", "2018-03-06", "DATE", "explicit"),
    ("The war began in [2003].", "2003", "DATE", "explicit"),
    ("The [2003] invasion changed the region.", "2003", "DATE", "explicit"),
    ("Output grew in [May 2016].", "2016-05", "DATE", "explicit"),
    ("Output grew in [the 1970s].", "197", "DATE", "explicit"),
    ("The border was drawn in [the 19th century].", "18", "DATE", "explicit"),
    ("The drought of [2015–17] emptied the lake.", "2015/2017", "DATE", "explicit"),
    ("The pact was signed in [the summer of 2011].", "2011-SU", "DATE", "explicit"),
    ("Exports fell in [the first half of 2016].", "2016-H1", "DATE", "explicit"),
    ("Exports fell in [the third quarter of 2016].", "2016-Q3", "DATE", "explicit"),
    ("Envoys met on [the first Tuesday of May 2017].", "2017-05-02", "DATE", "explicit"),
    # Dates without a year
    ("The council met on [March 5].", "2018-03-05", "DATE", "tense"),
    ("The council will meet on [5 March].", "2019-03-05", "DATE", "tense"),
    ("The council met in [December].", "2017-12", "DATE", "tense"),
    ("The council will meet in [June].", "2018-06", "DATE", "tense"),
    ("Envoys will meet between [3 and 9 May].", "2018-05-03/2018-05-09", "DATE", "tense"),
    ("Between [3 and 9 May], envoys will meet.", "2018-05-03/2018-05-09", "DATE", "tense"),
    ("Envoys will meet in [the first week of June].", "2018-W22", "DATE", "tense"),
    # Weekdays by the tense of their verb
    ("The envoys will meet on [Thursday].", "2018-03-15", "DATE", "tense"),
    ("The envoys met on [Thursday].", "2018-03-08", "DATE", "tense"),
    ("The envoys met on [Wednesday].", "2018-03-14", "DATE", "tense"),
    ("The envoys agreed to meet on [Friday].", "2018-03-16", "DATE", "tense"),
    ("The envoys managed to meet on [Friday].", "2018-03-09", "DATE", "tense"),
    ("The envoys are scheduled to fly home on [Saturday].", "2018-03-17", "DATE", "tense"),
    ("The vote is set for [Sunday].", "2018-03-18", "DATE", "tense"),
    ("The truce was extended until [Friday].", "2018-03-16", "DATE", "tense"),
    ("The minister could not be reached on [Monday].", "2018-03-12", "DATE", "tense"),
    ("The move follows [Friday]'s vote.", "2018-03-09", "DATE", "tense"),
    ("The envoys met [last Tuesday].", "2018-03-06", "DATE", "published"),
    ("The envoys meet [next Tuesday].", "2018-03-20", "DATE", "published"),
    ("Shells fell late on [Saturday afternoon].", "2018-03-10TAF", "TIME", "tense"),
    ("Shells fell at [10 p.m. on Saturday].", "2018-03-10T22:00", "TIME", "tense"),
    # By their distance from the report
    ("The envoys met [yesterday].", "2018-03-13", "DATE", "published"),
    ("The envoys meet [tomorrow morning].", "2018-03-15TMO", "TIME", "published"),
    ("The envoys met [last night].", "2018-03-13TNI", "TIME", "published"),
    ("The envoys met [last week].", "2018-W10", "DATE", "published"),
    ("The envoys meet [next month].", "2018-04", "DATE", "published"),
    ("The envoys met [earlier this year].", "2018", "DATE", "published"),
    ("The envoys met [last August].", "2017-08", "DATE", "published"),
    ("The envoys met over [the summer].", "2017-SU", "DATE", "tense"),
    ("The envoys met [last winter].", "2017-WI", "DATE", "published"),
    ("The envoys met over [the weekend].", "2018-W10-WE", "DATE", "tense"),
    ("The envoys met [two years ago].", "2016", "DATE", "published"),
    ("The envoys met [six weeks ago].", "2018-W05", "DATE", "published"),
    ("The envoys met [three days ago].", "2018-03-11", "DATE", "published"),
    # Names
    ("The line dates from the [second world war] and still stands.", "1939/1945", "DATE", "name"),
    ("Shops closed on [Good Friday] because of the curfew.", "2017-04-14", "DATE", "name"),
    ("Shops will close on [Good Friday].", "2018-03-30", "DATE", "name"),
    # Durations and sets
    ("The truce held for [three years].", "P3Y", "DURATION", "explicit"),
    ("The [seven-year] war goes on.", "P7Y", "DURATION", "explicit"),
    ("A [two-week] truce was agreed.", "P2W", "DURATION", "explicit"),
    ("A [weeklong] truce was agreed.", "P1W", "DURATION", "explicit"),
    ("The truce held for [decades].", "PXE", "DURATION", "explicit"),
    ("The truce held for [several months].", "PXM", "DURATION", "explicit"),
    ("The truce held for [two and a half years].", "P2Y6M", "DURATION", "explicit"),
    ("The siege lasted [a quarter-century].", "P25Y", "DURATION", "explicit"),
    ("The siege lasted [more than 20 days].", "P20D", "DURATION", "explicit"),
    ("The commission meets [every year].", "P1Y", "SET", "explicit"),
    ("The commission reports [annually].", "P1Y", "SET", "explicit"),
    ("The commission meets [every Tuesday].", "XXXX-WXX-2", "SET", "explicit"),
    # What stands for now, the past, the future
    ("The port is [now] closed.", "PRESENT_REF", "DATE", "published"),
    ("Ties have cooled in [recent weeks].", "PXW", "DURATION", "explicit"),
    ("Ties will cool in [the coming weeks].", "PXW", "DURATION", "explicit"),
]


@pytest.mark.parametrize(("marked", "value", "kind", "basis"), READ)
def test_time_is_read(marked: str, value: str, kind: str, basis: str) -> None:
    text, (words,) = unmarked(marked)
    found = [a.record for a in find_times(reading(text))]
    assert [(time.quotes(text), time.value, time.type, time.basis) for time in found] == [([words], value, kind, basis)]


SENTENCES = tomllib.loads(Path(__file__).with_name("times.toml").read_text("utf-8"))["rows"]


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["text"])
def test_the_times_of_a_sentence_have_their_values(row: dict[str, Any]) -> None:
    assert [a.record.value for a in find_times(reading(row["text"]))] == row["values"]


UNDATED = [
    ("The envoys will meet on Thursday.", "XXXX-WXX-4"),
    ("The envoys met yesterday.", "XXXX-XX-XX"),
    ("The envoys met last week.", "XXXX-WXX"),
    ("The envoys met last year.", "XXXX"),
    ("The envoys met on March 5.", "XXXX-03-05"),
    ("The envoys met in November.", "XXXX-11"),
    ("The envoys met on Wednesday night.", "XXXX-WXX-3TNI"),
    ("The envoys met two years ago.", "PAST_REF"),
    ("The envoys met in 2017.", "2017"),
]


@pytest.mark.parametrize(("text", "value"), UNDATED)
def test_without_a_date_of_its_own_a_report_leaves_open_what_it_does_not_say(text: str, value: str) -> None:
    assert [a.record.value for a in find_times(reading(text, published=None))] == [value]


PASSED_OVER = [
    "",
    "Theresa May met the envoys.",
    "They may march again.",
    "After talks with May in Downing Street he flew home.",
    "Resolution 1973 was adopted.",
    "A 65-year-old man was held.",
    "She is 65 years old.",
    "The levy costs $5 a day.",
    "Rebels hailed the fall of the city.",
    "The envoy wrote in the Sunday Times.",
    "Some 2,000 troops left.",
    "It was decided at the last minute.",
    "They won 3-2.",
    "The ship met on February 30.",
    "He told the daily Le Matin of it.",
    "Two dark nights are over.",
    "He spoke to the programme 60 Minutes about it.",
    "The minister told the host of Good Morning that he would stay.",
    "They sent tapes from the night the ship went down.",
    "Prices fell year-on-year.",
    "The blasts were minutes apart.",
]


@pytest.mark.parametrize("text", PASSED_OVER)
def test_what_only_looks_like_a_time_is_passed_over(text: str) -> None:
    assert [a.record.value for a in find_times(reading(text))] == []


STORIES = [
    ("The summit opened on March 5. The following day, envoys met.", ["2018-03-05", "2018-03-06"]),
    ("The summit opened on March 5. Two days later, envoys left.", ["2018-03-05", "2018-03-07"]),
    ("Output rose in the third quarter of 2016. It had fallen a year earlier.", ["2016-Q3", "2015-Q3"]),
    ("The siege began in June 2014. Envoys met that month.", ["2014-06", None]),
    ("The vote was on Monday. Two days after the vote, envoys left.", ["2018-03-12", "P2D"]),
    ("The vote was on Monday. The day after the vote, envoys left.", ["2018-03-12"]),
    ("Output will fall in the third quarter. A year ago it rose.", ["2018-Q3", "2017"]),
    (
        "In the fourth quarter it lost $2m. For the nine months, it lost $9m, from $3m a year earlier.",
        ["2017-Q4", "P9M", "2016"],
    ),
    ("In the second quarter it lost $2m. In the latest period, sales fell.", ["2017-Q2", "2017-Q2"]),
]


@pytest.mark.parametrize(("text", "values"), STORIES)
def test_a_story_is_reckoned_from_what_it_told_last(text: str, values: list[str | None]) -> None:
    found = [a.record.value for a in find_times(reading(text))]
    assert [value for value, wanted in zip(found, values, strict=True) if wanted] == [v for v in values if v]


EVENTS = [  # · the verb or noun · its date
    ("The envoys will meet on Thursday.", "meet", "2018-03-15"),
    ("Rebels seized the port in 2015 and left on Monday.", "left", "2018-03-12"),
    ("Rebels seized the port in 2015 and left on Monday.", "seized", "2015"),
    ("On Monday, the army shelled the port and seized the bridge.", "seized", "2018-03-12"),
    ("The king, who fled in 2011, returned on Sunday.", "fled", "2011"),
    ("The king, who fled in 2011, returned on Sunday.", "returned", "2018-03-11"),
    ("The minister said on Monday that troops had crossed the river in 2014.", "crossed", "2014"),
    ("The minister said on Monday that troops would cross the river.", "cross", None),
    ("A visit to Lima next month was announced.", "visit", "2018-04"),
    ("Envoys have sought calm in the run-up to a visit next month.", "visit", "2018-04"),
    ("Envoys have sought calm in the run-up to a visit next month.", "sought", None),
    ("The council has moved the vote to May.", "vote", "2018-05"),
    ("The council has moved the vote to May.", "moved", None),
    ("The port was shelled late on Saturday afternoon.", "shelled", "2018-03-10"),
    ("The envoys met for three hours.", "met", None),
]


@pytest.mark.parametrize(("text", "word", "value"), EVENTS)
def test_an_events_date_is_the_time_that_belongs_to_it(text: str, word: str, value: str | None) -> None:
    read = reading(text)
    read.times = find_times(read)
    token = next(token for token in read.doc if token.text == word)
    assert event_date(read, token)[0] == value


def _is_sound(text: str, published: str | None) -> None:
    read = reading(text, published=published)
    at = 0
    for anchored in find_times(read):
        assert LEGAL[anchored.record.type].fullmatch(anchored.record.value), anchored.record.value
        assert anchored.record.basis in BASES
        assert read.doc.text[anchored.start : anchored.end].strip()
        assert at <= anchored.start < anchored.end <= len(read.doc.text)
        at = anchored.end
        (start, end), *_ = anchored.record.evidence
        assert 0 <= start < end <= len(text)


_VOCABULARY = [
    *("the", "a", "last", "next", "this", "two", "5", "31", "2016", "16", "half", "first", "third", "of", "and", "to"),
    *("-", ",", ".", "ago", "later", "earlier", "before", "year", "years", "month", "week", "day", "days", "night"),
    *("morning", "Monday", "May", "March", "p.m.", "at", "quarter", "century", "1970s", "'", "70s", "summer", "every"),
    *("now", "on", "10:30", "GMT", "2016-02-30", "99/99/99", "2016-03-01T77:77", "Easter", "several", "dozens", "from"),
    *(
        "that",
        "full",
        "fiscal",
        "ended",
        "previous",
        "end",
        "weekend",
        "since",
        "Q3",
        "H1",
        "0430",
        "dawn",
        "local time",
    ),
    *("the next", "week", "through", "or so", "1800s", "weekly", "Mondays", "each", "minutes", "half of the year"),
    *("12th", "9999", "1000", "decade", "seconds"),
]
_REPORTED = [None, "2018-03-14", "0001-01-01", "9999-12-31"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_VOCABULARY), max_size=25), st.sampled_from(_REPORTED))
def test_time_words_in_any_order_give_legal_values(words: list[str], published: str | None) -> None:
    _is_sound(" ".join(words), published)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_legal_values_inside_it(text: str) -> None:
    _is_sound(text, "2018-03-14")
