"""Bare phrases against NGEC's expectations: country and PLOVER sector of the actor that a phrase names on a date.

    python benchmarks/actors.py [--errors]

An expectation is right if the country is the one expected (a body of many states has none) and the sector expected is
among the actor's; nothing expected of a field means that any answer to it will do, and a phrase that is expected to
name nobody of a country is right without it. Expectations that NGEC itself marks as failing are counted apart, and so
are those whose codes are no PLOVER sectors.
"""

import json
from typing import Any

import common
from legation.extract.actor import Actor
from legation.extract.reader import Reader

# NGEC codes organisations of many states as countries of their own, and some sectors under other names.
IGO = frozenset({"IGO", "UNO"})
NO_SECTORS = frozenset({"????", "COL", "BUD"})
TODAY = "2023-06-01"  # rows that say "today" or nothing expect the world of about that summer


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--errors", action="store_true", help="list each phrase that is wrong, with what was found")
    options = arguments.parse_args()
    path = options.shared / "benchmarks" / "actors" / "ngec_actors_dev.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    reader = Reader()
    right = {"country": 0, "sector": 0, "both": 0}
    counted = 0
    for row in rows:
        if row["xfail"] or row["expect"].get("code_1") in NO_SECTORS:
            continue
        found = reader.actor(row["actor"], published=day(row["date"]))
        country, sector = has_country(row, found), has_sector(row["expect"], found)
        counted += 1
        right["country"] += country
        right["sector"] += sector
        right["both"] += country and sector
        if options.errors and not (country and sector):
            shown = (found.name, found.kind, found.country, found.sectors) if found else None
            print(f"  {row['actor']!r} ({row['date']}): {row['expect']} {row['expect_not'] or ''}, found {shown}")
    for name, count in right.items():
        print(f"{name:8} {count:3} of {counted}  {count / counted:.1%}")


def day(told: str) -> str:
    """The date of a row: ISO, in words, or NGEC's own "today"."""
    import dateparser

    parsed = dateparser.parse(told) if told and told.casefold() != "today" else None
    return parsed.date().isoformat() if parsed else TODAY


def has_country(row: dict[str, Any], found: Actor | None) -> bool:
    """True if the country is the one expected, and none of those that are expected not to be."""
    country = found.country if found else None
    if "country" in row["expect_not"]:
        return bool(country != row["expect_not"]["country"])
    expected = row["expect"].get("country")
    if expected is None:
        return True
    if expected in IGO:
        return found is not None and (found.kind == "igo" or "IGO" in found.sectors)
    return (country or "") == expected


def has_sector(expect: dict[str, str], found: Actor | None) -> bool:
    """True if the sector expected is among those found; a state is its government, whatever is expected of it."""
    expected = expect.get("code_1")
    return not expected or (found is not None and expected in found.sectors)


if __name__ == "__main__":
    main()
