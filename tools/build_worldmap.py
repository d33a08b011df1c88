"""Makes the world map that the pages draw on: land and borders as two SVG paths, simplified.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/build_worldmap.py package/countries-50m.json

Reads TopoJSON (github.com/topojson/topojson-specification): arcs of whole numbers, each the step from the one before,
brought to degrees by `transform`; an arc that two countries share is a border, one of a single country a coast. What
reaches over the 180th meridian is cut there.
"""

import argparse
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from legation.web.projection import HEIGHT, WIDTH, project

TARGET = Path(__file__).resolve().parent.parent / "src" / "legation" / "web" / "data" / "world.json"
SOURCE = "Natural Earth 1:50m, public domain, as packed by world-atlas 2.0.2 (npm, ISC)"
TOLERANCE = 0.9  # of the map's 2,000 units: what a line may be off
SMALLEST = 3.0  # an island whose outline is nowhere wider than this is left out
ANTARCTICA = "010"

Point = tuple[float, float]


def main() -> None:
    """Read the TopoJSON that is named and write the map."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topology", type=Path)
    topology = json.loads(parser.parse_args().topology.read_text("utf-8"))
    arcs = [in_degrees(arc, topology["transform"]) for arc in topology["arcs"]]
    rings = [ring for country in countries(topology) for ring in country]
    uses = Counter(index if index >= 0 else ~index for ring in rings for index in ring)
    land = [path for ring in rings for path in outlines(ring, arcs)]
    shared = (arcs[index] for index, count in sorted(uses.items()) if count > 1)
    borders = ["M" + line(simplified(projected(arc))) for arc in shared if not crosses(arc)]
    made = {
        "source": SOURCE,
        "width": WIDTH,
        "height": round(HEIGHT, 1),
        "land": "".join(land),
        "borders": "".join(borders),
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(made, indent=0) + "\n", "utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes, {len(land)} outlines, {len(borders)} borders")


def countries(topology: dict[str, Any]) -> list[list[list[int]]]:
    """The rings of each country, as numbers of arcs; Antarctica, where nothing happens, is left out."""
    found = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        if geometry.get("id") == ANTARCTICA:
            continue
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
        found.append([ring for polygon in polygons for ring in polygon])
    return found


def in_degrees(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """An arc's points as longitude and latitude."""
    (scale_x, scale_y), (from_x, from_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + from_x, y * scale_y + from_y))
    return points


def projected(points: list[Point]) -> list[Point]:
    """The points on the map."""
    return [project(lat, lon) for lon, lat in points]


def crosses(points: list[Point]) -> bool:
    """Whether a line steps over the 180th meridian."""
    return any(abs(x2 - x1) > 180 for (x1, _), (x2, _) in pairwise(points))


def simplified(points: list[Point]) -> list[Point]:
    """The points that are needed for a line that is nowhere further off than the tolerance (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    start, end = points[0], points[-1]
    distances = [distance(point, start, end) for point in points[1:-1]]
    furthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[furthest] <= TOLERANCE:
        return [start, end]
    return simplified(points[: furthest + 2])[:-1] + simplified(points[furthest + 1 :])


def distance(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the line between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if not length:
        return ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def outlines(ring: list[int], arcs: list[list[Point]]) -> list[str]:
    """A ring as closed paths: one, two where it reaches over the 180th meridian, none where it is too small to see."""
    whole = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in ring]
    joined = [*whole[0], *(point for arc in whole[1:] for point in arc[1:])]
    if not crosses(joined):
        # Arc by arc, so that a border is the same line on both sides of it.
        parts = [simplified(projected(arc)) for arc in whole]
        return closed([*parts[0], *(point for part in parts[1:] for point in part[1:])])
    around = unwrapped(joined)
    halves = (clipped([(x + turn, y) for x, y in around]) for turn in (-360.0, 0.0, 360.0))
    return [path for half in halves if half for path in closed(simplified(projected([*half, half[0]])))]


def closed(points: list[Point]) -> list[str]:
    """Points, the last like the first, as a closed path, if it is large enough."""
    xs, ys = zip(*points, strict=True)
    is_small = len(points) < 4 or max(max(xs) - min(xs), max(ys) - min(ys)) < SMALLEST
    return [] if is_small else [f"M{line(points[:-1])}z"]


def unwrapped(points: list[Point]) -> list[Point]:
    """The points with longitudes that go on over 180 degrees instead of jumping."""
    found, turn = [points[0]], 0.0
    for (x1, _), (x2, y2) in pairwise(points):
        turn += 360.0 if x2 - x1 < -180 else -360.0 if x2 - x1 > 180 else 0.0
        found.append((x2 + turn, y2))
    return found


def clipped(points: list[Point]) -> list[Point]:
    """The part of a ring between 180 degrees west and east (Sutherland and Hodgman)."""
    for sign in (1, -1):
        kept: list[Point] = []
        for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
            inside, inside_next = sign * x1 <= 180, sign * x2 <= 180
            if inside:
                kept.append((x1, y1))
            if inside != inside_next:
                kept.append((sign * 180.0, y1 + (sign * 180.0 - x1) / (x2 - x1) * (y2 - y1)))
        points = kept
    return points


def line(points: list[Point]) -> str:
    """Points as an SVG path takes them: the first, then steps, in whole units."""
    whole = [(round(x), round(y)) for x, y in points]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(whole) if (x1, y1) != (x2, y2)]
    text = f"{whole[0][0]} {whole[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps)
    return text.replace(" -", "-") if steps else f"{whole[0][0]} {whole[0][1]}"


if __name__ == "__main__":
    main()
