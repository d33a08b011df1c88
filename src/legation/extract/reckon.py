"""What a time expression means: TIMEX3 values from matched words, the report's date and the direction of the tense.

Source: TimeML 1.2.1 (TIMEX3); ISO 8601 for dates, weeks and durations. Weeks run from Monday. Where the report has no
date, what is unknown is written `X`, as TimeML allows: nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from legation.extract.almanac import month_after, move, on_or_after, on_or_before, quarter_after
from legation.extract.reckon_date import DATES
from legation.extract.reckon_unit import UNITS, UNKNOWN, unit_from
from legation.extract.timevalue import Basis, Now, Reckoning, TimeValue, UnitCode, relative_shift, unit_code
from legation.extract.timex import Match

_DATED = re.compile(r"\d{4}-\d\d-\d\d")
_CODE = re.compile(r"(T?[A-Z]+)")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"(\d{4})")
_OUTSIDE = re.compile(r"\d{5}|0000|-")  # years that TIMEX3 can't write
_CLOCKED_DAY = re.compile(r"(?:\d{4}|X{4})-(?:[\dX]{2}-[\dX]{2}|WXX-\d)")
_DAY = timedelta(days=1)
# Half of a unit, in the next smaller one, for durations such as "two and a half years".
_HALVES = {"Y": "6M", "TH": "30M", "TM": "30S", "D": "T12H"}
# Units that durations of unknown length are named by: decades, centuries, millennia.
_INDEFINITE = {(10, "Y"): "E", (100, "Y"): "C", (1000, "Y"): "L"}


def reckon(match: Match, now: Now) -> TimeValue | None:
    """The value of a match, or None where its words make no time (the 31st of February)."""
    reckoning = _duration if match.is_length else _RECKONINGS[match.pattern.reckoning]
    try:
        found = reckoning(match, now)
    except (ValueError, OverflowError):  # no such day; beyond the calendar
        return None
    if found is None or _OUTSIDE.match(found.value):
        return None
    if match.clock is not None and _CLOCKED_DAY.fullmatch(found.value):
        hour = _hour(match.clock)
        if hour:
            return TimeValue(f"{found.value}T{hour}", "TIME", found.basis)
    return found


# Hours


def _hour(match: Match) -> str | None:
    """`22:30`, `MO` …"""
    part = match.pattern.options.get("part") or match.get("PART")
    clock = match.get("CLOCK") or match.get("CLOCKFACE")
    plain = match.pattern.options.get("hour") or match.number("NUM")
    if isinstance(clock, str):
        hour, _, minute = clock.partition(":")
        if match.get("MERIDIEM") is not None:
            hour = f"{int(hour) % 12 + int(match.number('MERIDIEM') or 0):02d}"
        return f"{hour}:{minute or '00'}"
    hours = match.number("HOURS")
    if hours is not None:  # "1430 GMT"
        return f"{int(hours) // 100:02d}:{int(hours) % 100:02d}"
    if plain is not None:
        hour_of_day = int(plain)
        if match.get("MERIDIEM") is not None:
            hour_of_day = hour_of_day % 12 + int(match.number("MERIDIEM") or 0)
        elif part in {"AF", "EV"} and hour_of_day < 12:
            hour_of_day += 12
        return f"{hour_of_day:02d}:00" if 0 <= hour_of_day <= 24 else None
    return str(part) if part else None


def _clock(match: Match, now: Now) -> TimeValue | None:
    """An hour without a day: of the day told last in the same breath, else of the report's."""
    hour = _hour(match)
    if hour is None:
        return None
    told = now.day if now.is_near_day or now.published is None else None
    day = told or (now.published.isoformat() if now.published else "XXXX-XX-XX")
    return TimeValue(f"{day[:10]}T{hour}", "TIME", "narrative" if told else "published")


# Distances from the report, or from what the text told last


def _count(match: Match) -> float:
    """How many units a match speaks of; "a", "the" are one."""
    if match.pattern.form.startswith("half"):
        return 0.5
    number = match.number("NUM")
    return (1.0 if number is None else number) + float(match.pattern.options.get("half", 0.0))


def _ago(match: Match, now: Now) -> TimeValue | None:
    code = unit_code(match)
    sign = int(match.pattern.options.get("shift", -1))
    if match.get("SEVERAL") is not None:
        return TimeValue("PAST_REF", "DATE", "published")
    if code is None:
        return None
    told = _same_stretch_of_another_year(match, now, code, sign * _count(match))
    if told:
        return told
    if now.published is None:
        return TimeValue("PAST_REF" if sign < 0 else "FUTURE_REF", "DATE", "published")
    value = move(now.published, code, sign * _count(match))
    return TimeValue(value, "DATE", "published") if value else None


def _same_stretch_of_another_year(match: Match, now: Now, code: UnitCode, years: float) -> TimeValue | None:
    """The quarter told last, as many years on: beside one, "a year ago" is that quarter of the year before."""
    if code != (1, "Y") or years != int(years):
        return None
    told = now.quarter
    if told is None and "period" in match.pattern.form and len(match.all("UNIT")) > 1 and now.published:
        told = move(now.published, (1, "Q"), -1)
    quarter = _QUARTER.fullmatch(told or "")
    if quarter is None:
        return None
    return TimeValue(quarter_after(int(quarter[1]), int(quarter[2]), 4 * int(years)), "DATE", "narrative")


def _shifted(match: Match, now: Now) -> TimeValue | None:
    """From what the text told last: "the following day", "a year earlier", "the same week"."""
    code = unit_code(match)
    if code is None:
        return None
    shift = match.number("SHIFT")
    sign = relative_shift(match) if shift is None else int(shift)
    steps = (sign or 0) * _count(match)
    if code[1].startswith("T"):
        return _duration(match, now) if steps else None
    told = _same_stretch_of_another_year(match, now, code, steps)
    if told:
        return told
    reference = now.day if code[1] == "D" else now.reference or now.day
    if reference:
        value = _from_told(reference, code, steps)
        if value and code == (1, "M") and now.published is not None:
            # "It began in January. Six months later it goes on", told in June.
            here = month_after(now.published.year, now.published.month, 0)
            value = here if month_after(now.published.year, now.published.month, 1) == value else value
        if value and steps > 0 and code[1] == "D" and now.published is not None:
            # "He slept till the next day": a story of the past, told without its own days.
            is_ahead = value > now.published.isoformat()
            value = None if is_ahead and now.direction() < 0 else value
        return TimeValue(value, "DATE", "narrative") if value else None
    if now.published is None or steps > 0:
        return _duration(match, now) if match.get("NUM") is not None else None
    value = move(now.published, code, steps)
    return TimeValue(value, "DATE", "published") if value else None


def _from_told(told: str, code: UnitCode, steps: float) -> str | None:
    """The unit `steps` on from a day, month, quarter or year; X for what a coarser date leaves open."""
    if _DATED.match(told):
        return move(date.fromisoformat(told[:10]), code, steps)
    years = code[0] * steps if code[1] == "Y" else None
    quarter, month, year = _QUARTER.fullmatch(told), _MONTH.fullmatch(told), _YEAR.match(told)
    if quarter and years is not None:
        return quarter_after(int(quarter[1]), int(quarter[2]), int(4 * years))
    if quarter and code == (1, "Q"):
        return quarter_after(int(quarter[1]), int(quarter[2]), int(steps))
    if month and (years is not None or code[1] == "M"):
        count = 12 * years if years is not None else steps * code[0]
        moved = month_after(int(month[1]), int(month[2]), int(count))
        return moved[:4] if years is not None else moved
    if year and years is not None:
        return move(date(int(year[1]), 1, 1), code, steps)
    return None


def _told_unit(match: Match, now: Now) -> TimeValue | None:
    """The week, month or year that the text speaks of ("the end of the year"): that told last, if it is near and the
    verb looks its way, or the report's own."""
    code = unit_code(match)
    if code is None:
        return None
    published = unit_from(now.published, code, 0) if now.published else None
    told = None if now.near is None else now.near[:4] if code == (1, "Y") else _from_told(now.near, code, 0)
    if told is not None and (published is None or told == published or (told > published) == (now.direction() > 0)):
        return TimeValue(told, "DATE", "narrative")
    return TimeValue(published or UNKNOWN.get(code[1], "XXXX"), "DATE", "published")


def _the_next(match: Match, now: Now) -> TimeValue | None:
    """A length to come, or in a story of the past the year after the one told ("The next year he fled")."""
    code = unit_code(match)
    if code is not None and now.near is not None and now.direction() < 0:
        told = _from_told(now.near, code, 1)
        if told is not None:
            return TimeValue(told, "DATE", "narrative")
    return _duration(match, now)


def _shifted_to(match: Match, now: Now) -> TimeValue | None:
    """The next of its name after what the text told last, or before it: "the following Tuesday", "the previous May"."""
    shift = relative_shift(match)
    is_before = shift == -1
    weekday, month = match.number("WEEKDAY"), match.number("MONTH")
    if weekday is not None:
        if now.day is None:
            return TimeValue(f"XXXX-WXX-{int(weekday)}", "DATE", "narrative")
        told = date.fromisoformat(now.day[:10])
        day = on_or_before(told - _DAY, int(weekday)) if is_before else on_or_after(told + _DAY, int(weekday))
        return TimeValue(day.isoformat(), "DATE", "narrative")
    year, there = _YEAR.match(now.reference or ""), _MONTH.match(now.reference or "")
    if month is None or year is None:
        return TimeValue(f"XXXX-{int(month or 1):02d}", "DATE", "narrative")
    if shift == 0:
        moved = int(year[1])
    elif is_before:
        moved = int(year[1]) - (there is None or int(there[2]) <= month)
    else:
        moved = int(year[1]) + (there is None or int(there[2]) >= month)
    return TimeValue(f"{moved:04d}-{int(month):02d}", "DATE", "narrative")


# Durations and sets


def duration(count: float, code: UnitCode) -> str:
    """`P3Y`, `PT5H30M`, `P2Y6M`, `P50Y`: a TIMEX3 duration of `count` times a unit."""
    times, unit = code
    amount = count * times
    time = "T" if unit.startswith("T") else ""
    letter = unit.removeprefix("T")
    whole = int(amount)
    if amount == whole:
        return f"P{time}{whole}{letter}"
    if amount - whole == 0.5 and unit in _HALVES:
        if whole:
            return f"P{time}{whole}{letter}{_HALVES[unit]}"
        return f"P{time}{_HALVES[unit]}"
    return f"P{time}{amount:.4g}{letter}" if amount < 10_000 else f"P{time}{whole}{letter}"


def _duration(match: Match, now: Now) -> TimeValue | None:
    code = unit_code(match)
    if match.get("SEVERAL") is not None:
        return _indefinite(match, now)
    return TimeValue(duration(_count(match), code), "DURATION", "explicit") if code else None


def _compound(match: Match, _now: Now) -> TimeValue | None:
    """Two units one after the other: "seven years and six months" is P7Y6M; of others only the first is told."""
    units = [_CODE.fullmatch(str(value)) for name, value in match.bound if name in {"UNIT", "UNITS"}]
    counts = [float(value) for value in match.all("NUM")]
    if len(units) != 2 or len(counts) != 2 or not all(units) or any(count != int(count) for count in counts):
        return None
    (first, second) = (found[1] for found in units if found is not None)
    order = "YMWD" if not first.startswith("T") else "THMS"
    times = {"T" if letter.startswith("T") else "" for letter in (first, second)}
    if len(times) != 1 or order.find(first[-1]) >= order.find(second[-1]):
        return TimeValue(duration(counts[0], (1, first)), "DURATION", "explicit")
    return TimeValue(f"P{times.pop()}{int(counts[0])}{first[-1]}{int(counts[1])}{second[-1]}", "DURATION", "explicit")


def _indefinite(match: Match, _now: Now) -> TimeValue | None:
    """Lengths whose number is left open: "several years", "decades"."""
    code = unit_code(match)
    if code is None:
        return None
    letter = _INDEFINITE.get(code, code[1])
    value = f"PTX{letter.removeprefix('T')}" if letter.startswith("T") else f"PX{letter}"
    return TimeValue(value, "DURATION", "explicit")


def _seasons(match: Match, _now: Now) -> TimeValue | None:
    """`P3SU` for "three summers", as TIMEX2 counts them."""
    return TimeValue(f"P{int(_count(match))}{match.get('SEASONS')}", "DURATION", "explicit")


def _long(match: Match, _now: Now) -> TimeValue | None:
    return TimeValue(str(match.get("LONG")), "DURATION", "explicit")


def _one_day(_match: Match, now: Now) -> TimeValue | None:
    """Some day to come, or a day's length where the verb is in the past ("one day")."""
    if now.direction() < 0:
        return TimeValue("P1D", "DURATION", "explicit")
    return TimeValue("FUTURE_REF", "DATE", "tense")


def _soon(match: Match, now: Now) -> TimeValue | None:
    """What lies ahead; in a story of the past ("she soon left") the word tells no time."""
    return None if now.direction() < 0 else TimeValue(str(match.pattern.options["value"]), "DATE", "tense")


def _set(match: Match, _now: Now) -> TimeValue | None:
    season, month, code = match.get("SEASON"), match.number("MONTH"), unit_code(match)
    if season:
        return TimeValue(f"XXXX-{season}", "SET", "explicit")
    if month is not None:
        return TimeValue(f"XXXX-{int(month):02d}", "SET", "explicit")
    if code is None:
        return None
    is_count = "times" in match.pattern.form  # "three times a week" is about one week
    count = 1.0 if is_count else float(match.pattern.options.get("num", match.number("NUM") or 1))
    return TimeValue(duration(count, code), "SET", "explicit")


def _every_few(match: Match, now: Now) -> TimeValue | None:
    found = _indefinite(match, now)
    return found and TimeValue(found.value, "SET", "explicit")


def _periodic(match: Match, _now: Now) -> TimeValue | None:
    return TimeValue(str(match.get("PERIODIC")), "SET", "explicit")


def _weekly(match: Match, _now: Now) -> TimeValue | None:
    weekday = match.number("WEEKDAYS") or match.number("WEEKDAY")
    part = match.get("PART") or match.get("PARTS")
    return TimeValue(f"XXXX-WXX-{int(weekday or 1)}" + (f"T{part}" if part else ""), "SET", "explicit")


def _fixed(match: Match, _now: Now) -> TimeValue | None:
    options = match.pattern.options
    value = str(options["value"])
    basis: Basis = options.get("basis", "published" if value.endswith("_REF") else "explicit")
    return TimeValue(value, options.get("type", "DATE"), basis)


_RECKONINGS: dict[str, Reckoning] = {
    **DATES,
    **UNITS,
    "ago": _ago,
    "clock": _clock,
    "compound": _compound,
    "duration": _duration,
    "every_few": _every_few,
    "fixed": _fixed,
    "indefinite": _indefinite,
    "long": _long,
    "one": _duration,
    "one_day": _one_day,
    "periodic": _periodic,
    "set": _set,
    "seasons": _seasons,
    "shifted": _shifted,
    "shifted_to": _shifted_to,
    "soon": _soon,
    "the_next": _the_next,
    "told_unit": _told_unit,
    "weekly": _weekly,
}
KNOWN = frozenset(_RECKONINGS) | {"none"}
