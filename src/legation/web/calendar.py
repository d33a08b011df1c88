"""The calendar: what is due, month by month, each happening once; what has no day stands apart."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from legation.export.csv import to_rows
from legation.ledger.query import last_day_of
from legation.web.downloads import exported
from legation.web.due import Due, DueRow, find_due, rows_of
from legation.web.site import Site, View, moment_of, views, words_of

if TYPE_CHECKING:
    from starlette.requests import Request

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# What can be on any day of a time longer than this is not of a month: it stands under its own heading.
_MONTH = 31
_MOST_MONTHS = 12  # drawn; a ledger may tell of plans for decades
_MOST_UNDATED = 40


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month's sheet: what is due on it."""

    number: int
    iso: str
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its sheet, week by week (None outside the month), and what is due in it in order."""

    name: str
    weeks: tuple[tuple[Day | None, ...], ...]
    due: tuple[Due, ...]


def show(site: Site, request: Request) -> View:
    """What is due from a day on."""
    known, actor = site.known, words_of(request, "actor")
    day = last_day_of(moment_of(request) or known.last_day())
    found = find_due(known, as_of=day, actor=actor)
    dated = [due for due in found if due.days]
    undated = [due for due in found if not due.days]
    within = [due for due in dated if _length(due) <= _MONTH]
    months = list(months_of(within))
    values = {
        "day": day,
        "filters": {"actor": actor},
        "months": months[:_MOST_MONTHS],
        "later": [due for month in months[_MOST_MONTHS:] for due in month.due],
        "long": [due for due in dated if _length(due) > _MONTH],
        "undated": undated[:_MOST_UNDATED],
        "undated_total": len(undated),
        "dated_total": len(dated),
        "weekdays": WEEKDAYS,
    }
    return View(
        template="calendar.html",
        values=values,
        data=lambda: {"as_of": day, "due": rows_of(found)},
        rows=lambda: rows_of(found),
        table=lambda: to_rows(DueRow.__struct_fields__, map(msgspec.structs.astuple, rows_of(found))),
        files={"ics": lambda: exported(site, "icalendar", as_of=day, actor=actor)},
    )


def _length(due: Due) -> int:
    """Over how many days it may be."""
    if due.days is None:
        return 0
    first, last = map(date.fromisoformat, due.days)
    return (last - first).days + 1


def months_of(found: Sequence[Due]) -> Iterable[Month]:
    """The months that anything is due in, each with its sheet."""
    by_month: dict[tuple[int, int], list[Due]] = {}
    for due in found:
        if due.days:
            last = date.fromisoformat(due.days[1])
            by_month.setdefault((last.year, last.month), []).append(due)
    for (year, month), due_then in sorted(by_month.items()):
        yield Month(f"{calendar.month_name[month]} {year}", tuple(_weeks(year, month, due_then)), tuple(due_then))


def _weeks(year: int, month: int, found: Sequence[Due]) -> Iterable[tuple[Day | None, ...]]:
    on: dict[str, list[Due]] = {}
    for due in found:
        if due.days and due.is_of_a_day:
            on.setdefault(due.days[0], []).append(due)
    for week in calendar.Calendar().monthdayscalendar(year, month):
        isos = [f"{year:04}-{month:02}-{number:02}" for number in week]
        days = zip(week, isos, strict=True)
        yield tuple(Day(number, iso, tuple(on.get(iso, ()))) if number else None for number, iso in days)


ROUTES = views("/calendar", show, forms=("json", "csv", "jsonl", "ics"))
