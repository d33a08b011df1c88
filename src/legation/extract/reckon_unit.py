"""Times by their distance from the report: weekdays, "last week", "next month", seasons, quarters, "tonight"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from legation.extract.almanac import last_weekday, move, on_or_after, on_or_before, week_of
from legation.extract.timevalue import (
    Basis,
    Now,
    Reckoning,
    TimeValue,
    UnitCode,
    code_of,
    relative_shift,
    unit_code,
    with_part,
)
from legation.extract.timex import Match

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_BY_A_NOUN = 3  # of `anchor.direction`
_MONTH_OF_SEASON = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _weekday(match: Match, now: Now) -> TimeValue | None:
    weekday = int(match.number("WEEKDAY") or 1)
    part = match.get("PART")
    if now.published is None:
        return with_part(f"XXXX-WXX-{weekday}", part, "published")
    published = now.published
    monday = published - timedelta(days=published.isoweekday() - 1)
    same_week = monday + timedelta(days=weekday - 1)
    basis: Basis = "published"
    shift = relative_shift(match)
    if "weeks" in match.pattern.options:
        day = on_or_after(published, weekday) + timedelta(weeks=match.pattern.options["weeks"])
    elif "week" in match.pattern.form.split() and shift is not None:
        day = same_week + timedelta(days=7 * shift)
    elif shift == -1:
        day = last_weekday(published, same_week)
    elif shift == 1:
        day = same_week + timedelta(days=7) if "coming" not in match.pattern.form else on_or_after(published, weekday)
    elif shift == 0:
        day = same_week
    else:
        basis = "tense"
        direction = now.direction()
        gone, ahead = on_or_before(published, weekday), on_or_after(published, weekday)
        day = ahead if direction > 0 else gone
        if direction == _BY_A_NOUN:
            day = gone if published - gone < ahead - published else ahead
        if direction == 0:
            basis = "published"
    return with_part(day.isoformat(), part, basis)


def _dayword(match: Match, now: Now) -> TimeValue | None:
    shift = int(match.pattern.options.get("shift", match.number("DAYWORD") or 0))
    part = match.pattern.options.get("part") or match.get("PART")
    day = (now.published + timedelta(days=shift)).isoformat() if now.published else "XXXX-XX-XX"
    return with_part(day, part, "published")


def _part(match: Match, now: Now) -> TimeValue | None:
    """A time of day ("that night") of the day that the text told last, else of the report's own."""
    part = match.pattern.options.get("part") or match.get("PART")
    told = _DATE.match(now.reference or "")
    if told:
        return with_part(told[0], part, "narrative")
    return with_part(now.published.isoformat() if now.published else "XXXX-XX-XX", part, "published")


def _weekend(_match: Match, now: Now) -> TimeValue | None:
    if now.published is None:
        return TimeValue("XXXX-WXX-WE", "DATE", "published")
    week = 0 if now.published.isoweekday() >= 6 or now.direction() > 0 else -1
    basis: Basis = "published" if now.published.isoweekday() >= 6 else "tense"
    return TimeValue(week_of(now.published + timedelta(days=7 * week)) + "-WE", "DATE", basis)


def _unit(match: Match, now: Now) -> TimeValue | None:
    code = unit_code(match)
    shift = relative_shift(match)
    if code is None or shift is None:
        return None
    if now.published is None:
        return TimeValue(UNKNOWN.get(code[1], "PAST_REF" if shift < 0 else "PRESENT_REF"), "DATE", "published")
    value = unit_from(now.published, code, shift)
    return TimeValue(value, "DATE", "published") if value else None


def _anniversary(match: Match, now: Now) -> TimeValue | None:
    """The day, week or month that lies whole years before the report's: "ten years ago today", "… this week"."""
    code = next((c for c in map(code_of, match.all("UNITS") + match.all("UNIT")) if c is not None), None)
    if now.published is None or code is None or code[1] != "Y":
        return TimeValue("PAST_REF", "DATE", "published") if code is not None and code[1] == "Y" else None
    weekday, day = match.number("WEEKDAY"), now.published
    if weekday is not None:
        gone, ahead = on_or_before(day, int(weekday)), on_or_after(day, int(weekday))
        day = gone if day - gone <= ahead - day else ahead
    day += timedelta(days=int(match.number("DAYWORD") or 0))
    years = int(match.number("NUM") or 1) * code[0]
    try:
        day = day.replace(year=day.year - years)
    except ValueError:  # 29 February
        day = day.replace(year=day.year - years, day=28)
    of = code_of(match.all("UNIT")[-1]) if match.pattern.form.endswith("UNIT") else (1, "D")
    value = move(day, of, 0) if of is not None else None
    return TimeValue(value, "DATE", "published") if value else None


def unit_from(day: date, code: UnitCode, shift: int) -> str | None:
    """The unit of time `shift` from the one that holds the day, decades and centuries by their first figures."""
    times, unit = code
    if unit == "Y" and times in {10, 100}:
        which = day.year // times + shift
        return f"{which:0{4 - len(str(times)) + 1}d}" if which > 0 else None
    return move(day, code, shift)


UNKNOWN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX",
}  # fmt: skip


def _month(match: Match, now: Now) -> TimeValue | None:
    """Of "last August" the latest that is over, of "next August" the first to come, of "this August" the year's own.

    The month just gone is "last month": by its name with "last" it is that of the year before.
    """
    month, shift = int(match.number("MONTH") or 1), relative_shift(match) or 0
    if now.published is None:
        return TimeValue(f"XXXX-{month:02d}", "DATE", "published")
    year, here = now.published.year, now.published.month
    if shift < 0:
        year -= month >= here - 1
    elif shift > 0:
        year += month <= here
    day = match.number("DAY")
    value = f"{year:04d}-{month:02d}" if day is None else date(year, month, int(day)).isoformat()
    return TimeValue(value, "DATE", "published")


def _season(match: Match, now: Now) -> TimeValue | None:
    season = str(match.pattern.options.get("season") or match.get("SEASON") or match.get("SEASONNAME"))
    year, shift = match.number("YEAR"), relative_shift(match)
    if year is not None:
        return TimeValue(f"{int(year):04d}-{season}", "DATE", "explicit")
    if now.published is None:
        return TimeValue(f"XXXX-{season}", "DATE", "published")
    published, month = now.published, _MONTH_OF_SEASON[season]
    # Winter is named by the year in which it begins.
    this = published.year - (season == "WI" and published.month < 6)
    over = (published.year - this) * 12 + published.month >= month + 3
    basis: Basis = "published"
    if shift is None:
        direction, basis = now.direction(), "tense"
        begun = (published.year - this) * 12 + published.month >= month
        # "It is a cold winter" is said in March too.
        long_over = (published.year - this) * 12 + published.month >= month + 5
        shift_year = -1 if direction < 0 and not begun else 1 if direction > 0 and long_over else 0
    elif "year" in match.pattern.form:
        this, shift_year = published.year, shift
    else:
        shift_year = {-1: 0 if over else -1, 0: 0, 1: 1 if published.month >= month else 0}[shift]
    return TimeValue(f"{this + shift_year:04d}-{season}", "DATE", basis)


def _quarter(match: Match, now: Now) -> TimeValue | None:
    which = match.number("ORDINAL")
    if which is None or not 1 <= which <= 4:
        return None
    year, shift = match.number("YEAR"), relative_shift(match)
    if year is not None:
        return TimeValue(f"{int(year):04d}-Q{int(which)}", "DATE", "explicit")
    if now.published is not None and shift is not None:
        return TimeValue(f"{now.published.year + shift:04d}-Q{int(which)}", "DATE", "published")
    return _quarter_near(int(which), now)


def _quarter_near(which: int, now: Now) -> TimeValue:
    """A quarter without a year: the one nearest to the report on the side that the tense points to."""
    if now.published is None:
        return TimeValue(f"XXXX-Q{which}", "DATE", "published")
    published = now.published
    away = which - (published.month + 2) // 3
    direction = now.direction()
    # "expects a loss for the third quarter", said in the fourth: firms speak of the quarter nearest by.
    year = published.year
    if direction > 0:
        year += away <= -2
    else:
        year -= away > 0 if direction < 0 else away >= 2
    return TimeValue(f"{year:04d}-Q{which}", "DATE", "tense" if direction else "published")


def _coded(match: Match, now: Now) -> TimeValue | None:
    """A quarter or half by its code: "Q3", "H1 2016"."""
    name, which = ("Q", match.number("QUARTERCODE")) if match.get("QUARTERCODE") else ("H", match.number("HALFCODE"))
    if which is None:
        return None
    year = match.number("YEAR")
    if year is None and name == "H":
        return None  # "H1" alone is a headline, a road, a form
    if year is None:
        return _quarter_near(int(which), now)
    return TimeValue(f"{int(year):04d}-{name}{int(which)}", "DATE", "explicit")


def _latest_quarter(_match: Match, now: Now) -> TimeValue | None:
    if now.published is None:
        return TimeValue("XXXX-QX", "DATE", "published")
    return TimeValue(move(now.published, (1, "Q"), -1) or "PAST_REF", "DATE", "published")


def _told_quarter(match: Match, now: Now) -> TimeValue | None:
    """The quarter that the text told last, else the latest that is over."""
    if now.quarter:
        return TimeValue(now.quarter, "DATE", "narrative")
    return _latest_quarter(match, now)


def _half(match: Match, now: Now) -> TimeValue | None:
    which = match.pattern.options.get("half") or match.number("ORDINAL") or (2 if match.get("LAST") else None)
    year, shift = match.number("YEAR"), relative_shift(match)
    if which not in (1, 2):
        return None
    if year is not None:
        return TimeValue(f"{int(year):04d}-H{int(which)}", "DATE", "explicit")
    if now.published is None or shift is None:
        return TimeValue(f"XXXX-H{int(which)}", "DATE", "published")
    return TimeValue(f"{now.published.year + shift:04d}-H{int(which)}", "DATE", "published")


def _decade(match: Match, _now: Now) -> TimeValue | None:
    decade = match.number("DECADE") or match.number("SHORTDECADE") or match.number("DECADEWORD")
    if decade is None:
        return None
    if decade <= 190 and decade % 10 == 0:  # "the 1800s"
        return TimeValue(f"{int(decade) // 10:02d}", "DATE", "explicit")
    return TimeValue(f"{int(decade):03d}", "DATE", "explicit")


def _century(match: Match, _now: Now) -> TimeValue | None:
    which = int(match.number("ORDINAL") or 0) + int(match.number("NUM") or 0)
    return TimeValue(f"{which - 1:02d}", "DATE", "explicit") if 1 <= which <= 30 else None


UNITS: dict[str, Reckoning] = {
    "weekday": _weekday,
    "dayword": _dayword,
    "part": _part,
    "weekend": _weekend,
    "unit": _unit,
    "anniversary": _anniversary,
    "month": _month,
    "season": _season,
    "quarter": _quarter,
    "coded": _coded,
    "latest_quarter": _latest_quarter,
    "half": _half,
    "told_quarter": _told_quarter,
    "decade": _decade,
    "century": _century,
}
