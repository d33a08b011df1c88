"""Calendar arithmetic for TIMEX3 values: weeks, months and quarters by their distance, feasts, nth weekdays.

Pure functions; ValueError or OverflowError for what lies beyond the calendar. Weeks are those of ISO 8601.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta

_FIRST_YEAR, _LAST_YEAR = 1, 9999


def on_or_after(day: date, weekday: int) -> date:
    """The first `weekday` (1 Monday) from `day` on."""
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


def on_or_before(day: date, weekday: int) -> date:
    """The last `weekday` (1 Monday) up to `day`."""
    return day - timedelta(days=(day.isoweekday() - weekday) % 7)


def last_weekday(published: date, same_week: date) -> date:
    """What "last Tuesday" is: the latest before the report, but not one of the days just gone, which need no "last"."""
    if same_week < published and (published - same_week).days > 3:
        return same_week
    return same_week - timedelta(days=7)


def week_of(day: date) -> str:
    """The ISO week that holds a day, as TIMEX3 writes it: `2016-W46`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def move(day: date, code: tuple[int, str], steps: float) -> str | None:
    """The unit of time that lies `steps` of `code` from the one that holds `day`: a day, week, month, year …

    None for a unit without a place on the calendar.
    """
    times, unit = code
    count = round(steps * times)
    if unit == "D":
        return (day + timedelta(days=count)).isoformat()
    if unit in {"W", "WE"}:
        return week_of(day + timedelta(weeks=count)) + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return month_after(day.year, day.month, count)
    if unit == "Q":
        return quarter_after(day.year, (day.month + 2) // 3, count)
    if unit == "Y":
        if steps != int(steps) and times == 1:
            return month_after(day.year, day.month, round(steps * 12))
        year = day.year + count
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        return f"{year:04d}"
    if unit.startswith("T"):
        return day.isoformat()
    return None


def month_after(year: int, month: int, count: int) -> str:
    """The month `count` months on: `2016-12`."""
    months = year * 12 + month - 1 + count
    if not _FIRST_YEAR * 12 <= months <= _LAST_YEAR * 12:
        raise ValueError("beyond the calendar")
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def quarter_after(year: int, quarter: int, count: int) -> str:
    """The quarter `count` quarters on: `2016-Q4`."""
    quarters = year * 4 + quarter - 1 + count
    if not _FIRST_YEAR * 4 <= quarters <= _LAST_YEAR * 4:
        raise ValueError("beyond the calendar")
    return f"{quarters // 4:04d}-Q{quarters % 4 + 1}"


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The `which`-th `weekday` (1 Monday) of a month, the last for -1; ValueError where a month has no fifth."""
    if which < 0:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return on_or_before(last, weekday)
    first = on_or_after(date(year, month, 1), weekday)
    return first.replace(day=first.day + 7 * (which - 1))


def feast_day(year: int, options: Mapping[str, int]) -> date:
    """The day of a feast in a year, by its row in `calendar.toml`."""
    if "easter" in options:
        return easter(year) + timedelta(days=options["easter"])
    if "from" in options:
        return on_or_after(date(year, options["month"], options["from"]), options["weekday"])
    if "nth" in options:
        return nth_weekday(year, options["month"], options["weekday"], options["nth"])
    return date(year, options["month"], options["day"])


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus, as in Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
