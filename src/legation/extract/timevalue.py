"""A TIMEX3 value in the making: its type and basis, and what it is reckoned from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from legation.extract.timex import Match

TimeType: TypeAlias = Literal["DATE", "TIME", "DURATION", "SET"]
Basis: TypeAlias = Literal["explicit", "published", "tense", "narrative", "name"]
UnitCode: TypeAlias = tuple[int, str]  # a fortnight is (2, "W")

_CODE = re.compile(r"(\d*)(T?[A-Z]+)")


class TimeValue(NamedTuple):
    """A TIMEX3 value with its type and what it was reckoned from."""

    value: str
    type: TimeType
    basis: Basis


@dataclass(frozen=True, slots=True)
class Now:
    """What relative expressions are reckoned from.

    `direction` is as `anchor.direction` tells. `reference` is the value of the last date
    that the text has told, `near` the same if it stands close by, `day` the last that is a day, `quarter` a quarter; or
    None. `is_near_day` tells whether that day stands in the same breath.
    """

    published: date | None
    reference: str | None
    near: str | None
    day: str | None
    is_near_day: bool
    quarter: str | None
    direction: Callable[[], int]


Reckoning: TypeAlias = Callable[[Match, Now], TimeValue | None]


def relative_shift(match: Match) -> int | None:
    """-1 for "last", 0 for "this", 1 for "next", None without such a word."""
    if "shift" in match.pattern.options:
        return int(match.pattern.options["shift"])
    for name in ("LAST", "NEXT", "THIS"):
        value = match.get(name)
        if isinstance(value, int):
            return value
    return None


def unit_code(match: Match) -> tuple[int, str] | None:
    """The unit of a match as (times, letter): a fortnight is (2, "W")."""
    raw = match.pattern.options.get("unit") or match.get("UNIT") or match.get("UNITS")
    if raw is None and "year" in match.pattern.form:
        raw = "Y"
    return code_of(raw) if raw is not None else None


def code_of(raw: object) -> UnitCode | None:
    """`(2, "W")` of a class's "2W"."""
    found = _CODE.fullmatch(str(raw))
    return (int(found[1] or 1), found[2]) if found else None


def with_part(day: str, part: object, basis: Basis) -> TimeValue:
    return TimeValue(f"{day}T{part}", "TIME", basis) if part else TimeValue(day, "DATE", basis)
