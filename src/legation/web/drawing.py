"""Drawings over time, as plain numbers for a template to write as SVG: statuses, bars by class of event, spans.

All lengths are in units of the drawing's own width, which the page scales; no drawing holds a colour: that is the
style sheet's, by class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

WIDTH = 960
_NARROW = 560  # of a drawing that stands beside another
_MARGIN = 12
_ROW = 46
_TICKS = 9  # at most so many, that their labels don't meet
_LABEL = 84  # the width of a status in letters
_BARS = 48  # columns at most: a month each, else a quarter, else a year
_HALF = 90  # height of the tallest column over or under the line


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis of time."""

    x: float
    label: str


class Axis:
    """Time from one day to another, left to right over the width of a drawing."""

    def __init__(self, days: Iterable[date], *, left: float = _MARGIN, right: float = WIDTH - _MARGIN) -> None:
        found = sorted(days)
        # A single day still needs some room beside it.
        spare = max(timedelta(days=20), (found[-1] - found[0]) // 20) if found else timedelta(days=20)
        first, last = (found[0], found[-1]) if found else (date(2000, 1, 1), date(2000, 12, 31))
        self.first = max(first.toordinal() - spare.days, 1)
        self.last = min(last.toordinal() + spare.days, date.max.toordinal())
        self._left, self._right = left, right

    def x(self, day: date) -> float:
        """Where a day stands; days outside at the edge."""
        at = min(max(day.toordinal(), self.first), self.last)
        return round(self._left + (at - self.first) / (self.last - self.first) * (self._right - self._left), 1)

    def ticks(self, most: int = _TICKS) -> list[Tick]:
        """Beginnings of months, or of years, as many as can be read."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        months = (last.year - first.year) * 12 + last.month - first.month
        step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if months / s <= most), 1200)
        begin = first.year * 12 + first.month
        found = []
        for month in range(begin + -(begin - 1) % step, last.year * 12 + last.month + 1, step):
            year, number = divmod(month - 1, 12)
            if year >= 1 and first <= (day := date(year, number + 1, 1)) <= last:
                found.append(Tick(self.x(day), str(year) if step >= 12 else f"{day:%b} {year}"))
        return found


@dataclass(frozen=True, slots=True)
class Point:
    """A status on a day, and where its entry stands."""

    day: str
    status: str
    said: str
    address: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point drawn; `label` is left out where there is no room for it."""

    x: float
    status: str
    title: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One arrangement: its marks, and between them the lines of the status that stood."""

    label: str
    address: str | None
    y: float
    marks: tuple[Mark, ...]
    lines: tuple[tuple[float, float, str], ...]  # from, to, status


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows over one axis of time."""

    height: float
    ticks: list[Tick]
    rows: list[Row]


def statuses(found: Sequence[tuple[str, str | None, Sequence[Point]]]) -> Timeline | None:
    """Arrangements over time, from (label, address, points by day); None where no point has a day."""
    rows = [(label, address, points) for label, address, points in found if points]
    if not rows:
        return None
    axis = Axis(date.fromisoformat(point.day) for _, _, points in rows for point in points)
    drawn = [_row(label, address, points, axis, number * _ROW) for number, (label, address, points) in enumerate(rows)]
    return Timeline(len(drawn) * _ROW + 30, axis.ticks(), drawn)


def _row(label: str, address: str | None, points: Sequence[Point], axis: Axis, y: float) -> Row:
    marks: list[Mark] = []
    free_from = 0.0
    said: str | None = None
    for point in points:
        x = axis.x(date.fromisoformat(point.day))
        has_room = point.said != said and x >= free_from and x <= WIDTH - _LABEL
        if has_room:
            free_from = x + _LABEL
        said = point.said
        marks.append(Mark(x, point.status, f"{point.day}: {point.said}", point.said if has_room else "", point.address))
    lines = [(one.x, other.x, one.status) for one, other in pairwise(marks) if one.x < other.x]
    return Row(label, address, y, tuple(marks), tuple(lines))


# Columns by class of event


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a column: one class of events."""

    quad: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """What happened in one stretch of time."""

    x: float
    width: float
    label: str
    title: str
    since: str
    until: str
    counts: tuple[int, int, int, int]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of counts: cooperation over the line, conflict under it."""

    height: float
    base: float  # where the line stands
    most: int
    columns: list[Column]
    ticks: list[Tick]
    grid: list[tuple[float, int]]  # height and what it counts
    left_out: int  # without a day, or out of the time drawn


def quads(found: Iterable[tuple[str | None, int]], first: str, last: str, name: Callable[[int], str]) -> Columns | None:
    """Counts of events by quad class through time, from (day, class) pairs between two days; None where there is none.

    `name` says what a class is called.
    """
    days = list(found)
    inside = [(date.fromisoformat(day), quad) for day, quad in days if day and first <= day <= last]
    if not inside:
        return None
    begin, end = min(inside)[0], max(inside)[0]
    months = next(m for m in (1, 3, 12, 60, 120, 1200) if _number(end, m) - _number(begin, m) < _BARS)
    numbers = range(_number(begin, months), _number(end, months) + 1)
    counts: dict[int, Counter[int]] = {number: Counter() for number in numbers}
    for day, quad in inside:
        counts[_number(day, months)][quad] += 1
    most = max(max(count[1] + count[2], count[3] + count[4]) for count in counts.values())
    step = (WIDTH - 3 * _MARGIN) / max(len(numbers), 6)
    columns = [
        _column(counts[number], number, months, 2 * _MARGIN + at * step, step, most, name)
        for at, number in enumerate(numbers)
    ]
    every = -(-len(columns) // _TICKS)
    ticks = [Tick(round(c.x + c.width / 2, 1), c.label) for c in columns[::every]]
    base = _HALF + 8.0
    grid = [(round(base - sign * _HALF * count / most, 1), count) for count in _steps(most) for sign in (1, -1)]
    return Columns(2 * base + 24, base, most, columns, ticks, grid, len(days) - len(inside))


def _number(day: date, months: int) -> int:
    return (day.year * 12 + day.month - 1) // months


def _steps(most: int) -> tuple[int, ...]:
    return (most,) if most < 4 else (most // 2, most)


def _column(
    count: Counter[int], number: int, months: int, x: float, step: float, most: int, name: Callable[[int], str]
) -> Column:
    year, month = divmod(number * months, 12)
    last_year, last_month = divmod(number * months + months - 1, 12)
    since, until = f"{year:04}-{month + 1:02}", f"{last_year:04}-{last_month + 1:02}"
    label = f"{date(max(year, 1), month + 1, 1):%b} {year}" if months < 12 else str(year)
    unit = _HALF / most
    parts = []
    # The weightier class stands at the line, so that its heights can be compared.
    for over, under, sign in ((2, 1, -1), (4, 3, 1)):
        near = count[over] * unit
        far = count[under] * unit
        base = _HALF + 8.0
        for quad, height, from_ in ((over, near, 0.0), (under, far, near)):
            if height:
                y = base - from_ - height if sign < 0 else base + from_
                parts.append(Part(quad, round(y, 1), round(height, 1)))
    told = ", ".join(f"{name(quad)} {count[quad]}" for quad in (1, 2, 3, 4) if count[quad]) or "nothing"
    return Column(
        round(x, 1), round(step * 0.8, 1), label, f"{label}: {told}", since, until,
        (count[1], count[2], count[3], count[4]), tuple(parts),
    )  # fmt: skip


# Spans: who held an office from when to when


@dataclass(frozen=True, slots=True)
class Bar:
    """What was told from one day to another."""

    label: str
    note: str
    address: str | None
    x: float
    width: float
    y: float
    title: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Spans over one axis of time."""

    width: float
    height: float
    ticks: list[Tick]
    bars: list[Bar]


def spans(found: Sequence[tuple[str, str, str | None, str, str]]) -> Bars | None:
    """Spans over time, from (label, note, address, first day, last day); None where there is none."""
    if not found:
        return None
    days = (date.fromisoformat(day) for *_, first, last in found for day in (first, last))
    axis = Axis(days, right=_NARROW - _MARGIN)
    bars = []
    for number, (label, note, address, first, last) in enumerate(found):
        x, until = axis.x(date.fromisoformat(first)), axis.x(date.fromisoformat(last))
        title = f"{label}: {first}" + (f" to {last}" if last != first else "")
        bars.append(Bar(label, note, address, x, round(max(until - x, 6.0), 1), number * _ROW, title))
    return Bars(_NARROW, len(bars) * _ROW + 30, axis.ticks(5), bars)
