"""Dates as layouts write them: in addresses, in datelines, in metadata. Always to ISO days, never guessed."""

import re
from datetime import date
from functools import cache

from legation.report import cues

_YEARS = range(1900, 2100)


def make_day(year: int, month: int, day: int) -> str | None:
    """The ISO form of a day that exists, of the twentieth or twenty-first century; else None."""
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def parse_iso(text: str | None) -> str | None:
    """The day at the head of an ISO 8601 date or date-time, `2016-11-16T23:30:00-05:00` or `20161116`; else None.

    The day is the one written, in the publisher's own offset: that is the day its readers call "today".
    """
    found = re.match(r"\s*(\d{4})(-?)(\d{2})\2(\d{2})(?!\d)", text or "", re.ASCII)
    return make_day(int(found[1]), int(found[3]), int(found[4])) if found else None


@cache
def _address_patterns() -> tuple[re.Pattern[str], ...]:
    month = cues.load().month
    forms = (
        rf"(?<!\d)(?P<y>\d{{4}})(?P<s>[/_.-])(?P<m>\d{{1,2}}|{month})(?P=s)(?P<d>\d{{1,2}})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})/(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        rf"(?<![^\W_])(?P<m>{month})[/_.-](?P<d>\d{{1,2}})(?:st|nd|rd|th)?[/_.-](?P<y>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})[/_.-](?P<m>{month})[/_.-](?P<y>\d{{4}})(?!\d)",
    )
    return tuple(re.compile(form, re.ASCII | re.IGNORECASE) for form in forms)


def date_in_address(url: str) -> str | None:
    """The day that the path of an address holds: `/2016/nov/16/`, `2016-11-16`, `20161116` …; None without one."""
    path = re.sub(r"^[a-z][a-z+.-]*://[^/?#]*", "", url, flags=re.IGNORECASE)
    for pattern in _address_patterns():
        for found in pattern.finditer(path):
            day = _day(found)
            if day:
                return day
    return None


@cache
def _written_patterns() -> tuple[re.Pattern[str], ...]:
    month = cues.load().month
    forms = (
        rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m>{month})\.?,?(?:[\s-]+(?P<y>\d{{4}}))?(?!\w)",
        rf"(?<!\w)(?P<m>{month})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{{4}}))?(?!\w)",
        r"(?<![\w-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\w-])",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def written_date(text: str, *, near: str | None = None) -> str | None:
    """The first day written in `text`: `16 November 2016`, `Nov. 16, 2016`, `2016-11-16`; else None.

    A day without a year, `Nov 16`, takes the year that brings it within a month of the ISO day `near`.
    """
    found = min((f for p in _written_patterns() if (f := p.search(text))), key=lambda f: f.start(), default=None)
    if found is None:
        return None
    if found["y"]:
        return _day(found)
    return _nearest(cues.load().months[found["m"].lower()], int(found["d"]), near) if near else None


def _nearest(month: int, day: int, near: str) -> str | None:
    anchor = date.fromisoformat(near)
    days = (make_day(anchor.year + step, month, day) for step in (0, -1, 1))
    close = (d for d in days if d and abs((date.fromisoformat(d) - anchor).days) <= 31)
    return next(close, None)


def _day(found: re.Match[str]) -> str | None:
    month = found["m"].lower()
    number = int(month) if month.isdigit() else cues.load().months[month]
    return make_day(int(found["y"]), number, int(found["d"]))
