"""Periods: the first and last day of what a TIMEX3 value names, so that half-known dates sort and can be filtered.

`2016-11` is the whole month and never becomes its first day. Values without a place on the calendar (`PAST_REF`,
`P1Y`, `XXXX-12`) have no bounds. Source: TIMEX3 in TimeML 1.2.1; ISO 8601 for weeks.
"""

import calendar
import re
from datetime import date, timedelta
from typing import TypeAlias

Days: TypeAlias = tuple[str, str]  # ISO dates, both included

OPEN_END = "9999-12-31"

# A day, a week, a month, a quarter, half or season, a year, a decade; a time of day after the day is passed over.
_VALUE = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?:W(?P<week>\d\d)(?:-(?P<weekday>[1-7]|WE))?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|AU|WI)"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?))?"
)
_DECADE = re.compile(r"(\d{3})X?|(\d{2})(?:XX)?")

# Months of the northern year, as TimeML has them; winter runs into the next year.
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "AU": (9, 11), "WI": (12, 14)}


def bounds(value: str | None) -> Days | None:
    """The first and last day of a TIMEX3 value, or None if it has no place on the calendar.

    >>> bounds("2016-W45")
    ('2016-11-07', '2016-11-13')
    >>> bounds("1939/1945")
    ('1939-01-01', '1945-12-31')
    """
    if not value:
        return None
    if "/" in value:
        first, last = (bounds(part) for part in value.split("/", 1))
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    try:
        days = _days(value)
    except (ValueError, OverflowError):  # the 31st of February, week 54
        return None
    return (days[0].isoformat(), days[1].isoformat()) if days else None


def _days(value: str) -> tuple[date, date] | None:
    decade = _DECADE.fullmatch(value)
    if decade:
        short, span = (decade[1], 10) if decade[1] else (decade[2], 100)
        year = int(short) * span
        return date(year, 1, 1), date(year + span - 1, 12, 31)
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    year = int(found["year"])
    if found["week"]:
        return _days_of_week(year, int(found["week"]), found["weekday"])
    if found["quarter"]:
        return _days_of_months(year, 3 * int(found["quarter"]) - 2, 3 * int(found["quarter"]))
    if found["half"]:
        return _days_of_months(year, 6 * int(found["half"]) - 5, 6 * int(found["half"]))
    if found["season"]:
        return _days_of_months(year, *_SEASONS[found["season"]])
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return day, day
    if found["month"]:
        date(year, int(found["month"]), 1)  # raises for month 13
        return _days_of_months(year, int(found["month"]), int(found["month"]))
    return date(year, 1, 1), date(year, 12, 31)


def _days_of_week(year: int, week: int, weekday: str | None) -> tuple[date, date]:
    monday = date.fromisocalendar(year, week, 1)
    if weekday == "WE":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if weekday:
        day = monday + timedelta(days=int(weekday) - 1)
        return day, day
    return monday, monday + timedelta(days=6)


def _days_of_months(year: int, first: int, last: int) -> tuple[date, date]:
    """From the first month to the last, counted on over the turn of the year (month 14 is next February)."""
    last_year, last_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, first, 1), date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
