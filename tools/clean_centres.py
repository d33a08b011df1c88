"""Give states and areas the points that GeoNames has for them, in `states.csv` and `regions.csv`.

    make centres                                        (or: python tools/clean_centres.py, with pyowm==3.5.0 installed)

pyowm (MIT) carries OpenWeatherMap's list of places, which has GeoNames' ids and, for states and areas as well as for
cities, GeoNames' points (CC BY 4.0). A row whose id is not in the list keeps what it has: the middle of its cities for
an area, our own point for eight territories. Run it after clean_regions.py; its output is sorted as its input is.
"""

import bz2
import csv
import sqlite3
from importlib.util import find_spec
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src" / "legation" / "knowledge" / "data"
SOURCE = "geonames"


def main() -> None:
    """Rewrite both tables and say how many rows have GeoNames' point."""
    points = geonames_points()
    for name in ("states.csv", "regions.csv"):
        path = DATA / name
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        placed = [row for row in rows if place(row, points)]
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        print(f"{name}: {len(placed)} of {len(rows)} rows")


def place(row: dict[str, str], points: dict[int, tuple[float, float]]) -> bool:
    """Put GeoNames' point into a row and say so in its source; False where there is none."""
    point = points.get(int(row["geonames"])) if row["geonames"] else None
    if point is None:
        return False
    row["lat"], row["lon"] = (f"{degrees:.2f}" for degrees in point)
    if SOURCE not in row["source"].split(";"):
        row["source"] += f";{SOURCE}"
    return True


def geonames_points() -> dict[int, tuple[float, float]]:
    """Latitude and longitude by GeoNames' id, in degrees."""
    found = find_spec("pyowm")
    if found is None or found.origin is None:
        raise SystemExit("pyowm is not installed; see the head of this file")
    packed = Path(found.origin).parent / "commons" / "cityids" / "cities.db.bz2"
    connection = sqlite3.connect(":memory:")
    connection.deserialize(bz2.decompress(packed.read_bytes()))
    return {number: (lat, lon) for number, lat, lon in connection.execute("SELECT city_id, lat, lon FROM city")}


if __name__ == "__main__":
    main()
