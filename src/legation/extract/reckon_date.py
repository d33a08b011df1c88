"""Dates that say their month, year or feast: "5 March", "2015–17", "the first week of June", "Good Friday".

What lacks its year is given one by the report's date and the direction of the tense.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from legation.extract.almanac import feast_day, month_after, nth_weekday, week_of
from legation.extract.timevalue import Basis, Now, Reckoning, TimeValue, relative_shift
from legation.extract.timex import Match

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
# How much nearer a date to come must be than the one gone by, for a past verb to speak of it ("moved it to 9 May"), and
# the other way round for a present one.
_NEARER, _NEARER_NOW = 6, 4
_NEARER_SURELY = 50  # even a "will" does not put a date of this week a year ahead
_WEEK = timedelta(days=7)
_FORTNIGHT = timedelta(days=14)


def _date(match: Match, now: Now) -> TimeValue | None:
    iso = match.get("ISO")
    if isinstance(iso, str):
        return _numeric(iso, now)
    year, month, day = (match.number(name) for name in ("YEAR", "MONTH", "DAY"))
    if match.get("YY") is not None and year is None:
        year = _full_year(int(match.number("YY") or 0), now)
    # "March 1 of last year" has its year, "last Friday, March 1" is the nearest.
    relative = relative_shift(match) if match.get("WEEKDAY") is None else None
    basis: Basis = "explicit"
    if year is None and relative is not None:
        if now.published is None:
            return TimeValue(_yearless(month, day), "DATE", "published")
        year, basis = now.published.year + relative, "published"
    if year is not None:
        return TimeValue(_calendar_date(int(year), month, day), "DATE", basis)
    if month is None:
        return None
    return _nearest(int(month), int(day) if day else None, now)


def _calendar_date(year: int, month: float | None, day: float | None) -> str:
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{int(month):02d}"
    return date(year, int(month), int(day)).isoformat()


def _yearless(month: float | None, day: float | None) -> str:
    if month is None:
        return "XXXX"
    if day is None:
        return f"XXXX-{int(month):02d}"
    date(2000, int(month), int(day))  # raises for a day that no year has
    return f"XXXX-{int(month):02d}-{int(day):02d}"


def _numeric(iso: str, now: Now) -> TimeValue | None:
    """`2017-03-01`, or `1/3/17` with day and month in the order that makes a date; of two, the one nearer."""
    if iso[4:5] == "-":
        day = date.fromisoformat(iso[:10])
        if "t" in iso and int(iso[11:13]) <= 24 and int(iso[14:16]) < 60:
            return TimeValue(f"{day.isoformat()}T{iso[11:16]}", "TIME", "explicit")
        return TimeValue(day.isoformat(), "DATE", "explicit")
    first, second, last = (int(part) for part in re.split(r"[./-]", iso))
    year = last if last > 99 else _full_year(last, now)
    possible = [date(year, m, d) for d, m in {(first, second), (second, first)} if m <= 12 and d <= 31]
    if not possible:
        return None
    if len(possible) == 1 or now.published is None:
        value = possible[0].isoformat() if len(possible) == 1 else f"{year:04d}"
        return TimeValue(value, "DATE", "explicit")
    published = now.published
    return TimeValue(min(possible, key=lambda d: (abs(d - published), d)).isoformat(), "DATE", "published")


def _full_year(two: int, now: Now) -> int:
    """`17` as 2017: of the centuries the one that comes nearest to the report, else to 2000."""
    around = now.published.year if now.published else 2000
    return min((century + two for century in (1800, 1900, 2000)), key=lambda y: (abs(y - around), y))


def _nearest(month: int, day: int | None, now: Now) -> TimeValue:
    """A month, or a day of one, without a year: before or after the report as the tense says, else the nearest."""
    if now.published is None:
        return TimeValue(_yearless(month, day), "DATE", "explicit")
    published = now.published
    candidates: list[tuple[int, int]] = []  # days away, year
    for year in (published.year - 1, published.year, published.year + 1):
        if day is None:
            away = ((year - published.year) * 12 + month - published.month) * 30
        elif day <= calendar.monthrange(year, month)[1]:
            away = (date(year, month, day) - published).days
        else:
            continue
        candidates.append((away, year))
    if not candidates:
        raise ValueError(f"no day {day} in month {month}")
    gone = max((c for c in candidates if c[0] <= 0), default=None)
    ahead = min((c for c in candidates if c[0] >= 0), default=None)
    direction = now.direction()
    if gone is None or ahead is None:
        chosen = gone or ahead or candidates[0]
    elif direction < 0:
        may_be_ahead = day is not None or direction == -1  # "a cut in May was agreed", not "it was cut in May"
        chosen = ahead if may_be_ahead and ahead[0] * _NEARER < -gone[0] else gone
    elif direction > 0:
        # What is "to be done by 14 January" on the 15th, or "runs from 3 March" on the 9th, is not a year off.
        # Nor is that of a letter to the editor ("This will not do, 14 January").
        nearer = {1: _NEARER_NOW, 2: _NEARER_SURELY, 3: 1}[direction]
        chosen = gone if -gone[0] * nearer < ahead[0] else ahead
    else:
        chosen = gone if -gone[0] <= ahead[0] else ahead
    return TimeValue(_calendar_date(chosen[1], month, day), "DATE", "tense" if direction else "published")


def _day(match: Match, now: Now) -> TimeValue | None:
    """ "The 17th": of the month told close by, or the one nearest to the report on the side of the tense."""
    day, told = int(match.number("DAYTH") or 1), _MONTH.match(now.near or "")
    if told is not None:
        is_over = _DATE.match(now.near or "") and int((now.near or "")[8:10]) > day
        month = month_after(int(told[1]), int(told[2]), int(bool(is_over)))
        return TimeValue(date.fromisoformat(f"{month}-{day:02d}").isoformat(), "DATE", "narrative")
    if now.published is None:
        return TimeValue(f"XXXX-XX-{day:02d}", "DATE", "published")
    direction, published = now.direction(), now.published
    moved = published.day > day if direction > 0 else -(published.day < day)
    month = month_after(published.year, published.month, int(moved))
    return TimeValue(date.fromisoformat(f"{month}-{day:02d}").isoformat(), "DATE", "tense")


def _dates(match: Match, now: Now) -> TimeValue | None:
    """From the first day to the last: "3 and 9 May"."""
    first, last = (int(day) for day in match.all("DAY")[:2])
    month, year = match.number("MONTH"), match.number("YEAR")
    if month is None or first >= last:
        return None
    if year is not None:
        start, end, basis = _calendar_date(int(year), month, first), _calendar_date(int(year), month, last), "explicit"
        return TimeValue(f"{start}/{end}", "DATE", "explicit")
    end, _, basis = _nearest(int(month), last, now)
    return TimeValue(f"{end[:8]}{first:02d}/{end}", "DATE", basis)


def _years(match: Match, _now: Now) -> TimeValue | None:
    """From the first year to the last: "2015–17"."""
    years = [int(year) for year in match.all("YEAR")]
    short = match.number("YY")
    last = years[1] if len(years) > 1 else years[0] // 100 * 100 + int(short or 0)
    return TimeValue(f"{years[0]}/{last}", "DATE", "explicit") if years[0] < last else None


def _week_of_month(match: Match, now: Now) -> TimeValue | None:
    """A week by its month ("the first week of June"): the first is the one that holds the month's first day."""
    which = int(match.number("ORDINAL") or 0)
    month = _date(match, now)
    found = _MONTH.fullmatch(month.value) if month else None
    if month is None or not 1 <= which <= 5:
        return None
    if found is None:
        return TimeValue("XXXX-WXX", "DATE", month.basis)
    first = date(int(found[1]), int(found[2]), 1)
    return TimeValue(week_of(first + timedelta(weeks=which - 1)), "DATE", month.basis)


def _weekday_of_month(match: Match, now: Now) -> TimeValue | None:
    which, weekday = int(match.number("ORDINAL") or 0), int(match.number("WEEKDAY") or 1)
    month = _date(match, now)
    found = _MONTH.fullmatch(month.value) if month else None
    if month is None or found is None or not 1 <= which <= 5:
        return None
    return TimeValue(nth_weekday(int(found[1]), int(found[2]), weekday, which).isoformat(), "DATE", month.basis)


def _day_of_month(match: Match, now: Now) -> TimeValue | None:
    """A day by its place in the month: "the last day of March"."""
    named = int(match.number("MONTH") or 1)
    month = _date(match, now) if match.get("YEAR") is not None else _nearest(named, None, now)
    found = _MONTH.fullmatch(month.value) if month else None
    if month is None or found is None:
        return month
    year, number = int(found[1]), int(found[2])
    which = match.number("ORDINAL") or calendar.monthrange(year, number)[1]
    return TimeValue(date(year, number, int(which)).isoformat(), "DATE", month.basis)


def _week_of_date(match: Match, now: Now) -> TimeValue | None:
    day = _date(match, now)
    if day is None or not _DATE.fullmatch(day.value):
        return day and TimeValue("XXXX-WXX", "DATE", day.basis)
    end = "-WE" if "weekend" in match.pattern.options else ""
    return TimeValue(week_of(date.fromisoformat(day.value)) + end, "DATE", day.basis)


def _feast(match: Match, now: Now) -> TimeValue | None:
    options, year = match.pattern.options, match.number("YEAR")
    if year is not None:
        return TimeValue(feast_day(int(year), options).isoformat(), "DATE", "explicit")
    if now.published is None:
        if "month" in options and "day" in options:
            return TimeValue(f"XXXX-{options['month']:02d}-{options['day']:02d}", "DATE", "name")
        return TimeValue("XXXX-XX-XX", "DATE", "name")
    days = [feast_day(year, options) for year in range(now.published.year - 1, now.published.year + 2)]
    published, shift = now.published, relative_shift(match)
    direction = now.direction() if shift is None else shift
    if shift == 0:
        day = days[1]
    elif direction < 0:
        day = max(d for d in days if d <= published)
        ahead = min(d for d in days if d >= published)
        # "Easter celebrations began", said days before Easter.
        day = ahead if shift is None and _FORTNIGHT >= ahead - published < published - day else day
    elif direction > 0:
        gone = max(d for d in days if d <= published)
        # "What does it say of them on Women's Day?", told the day after.
        day = gone if published - gone <= _WEEK else min(d for d in days if d >= published)
    else:
        day = min(days, key=lambda d: (abs(d - published), d))
    if "weekend" in match.pattern.options:
        return TimeValue(week_of(day) + ("-WE" if options["weekend"] else ""), "DATE", "name")
    return TimeValue(day.isoformat(), "DATE", "name")


def _year_of_quarter(match: Match, now: Now) -> TimeValue | None:
    """The year that a quarter is of: beside the third quarter "the 1988 period" is 1988's third."""
    year = match.number("YEAR")
    if year is None:
        return None
    if now.quarter is None:
        return TimeValue(f"{int(year):04d}", "DATE", "explicit")
    return TimeValue(f"{int(year):04d}{now.quarter[4:]}", "DATE", "narrative")


DATES: dict[str, Reckoning] = {
    "date": _date,
    "dates": _dates,
    "day": _day,
    "years": _years,
    "week_of_month": _week_of_month,
    "weekday_of_month": _weekday_of_month,
    "day_of_month": _day_of_month,
    "week_of_date": _week_of_date,
    "feast": _feast,
    "year_of_quarter": _year_of_quarter,
}
