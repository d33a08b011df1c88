"""The map: where happenings are told to be, on outlines that the package ships; no tiles, no network."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from legation.export.csv import to_rows
from legation.export.wording import counted
from legation.knowledge.scales import QUAD_NAMES, quad_of
from legation.web import urls
from legation.web.projection import WIDTH, project
from legation.web.site import Site, View, asked_of, views, words_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from legation.ledger.happening import Happening
    from legation.web.known import Known, Spot

# Parts of the world: what each is called, and its south, north, west and east in degrees.
REGIONS = {
    "africa": ("Africa", (-36, 38, -20, 53)),
    "americas": ("Americas", (-56, 66, -130, -34)),
    "asia": ("South and East Asia", (-12, 54, 62, 150)),
    "europe": ("Europe", (34, 71, -13, 45)),
    "middle-east": ("Middle East", (12, 43, 24, 64)),
}
# Beyond these nothing happens.
_NORTH, _SOUTH = 84, -57
_BOX = 1.9  # a map is so many times wider than high, that it fills a page alike wherever it is of
_LARGEST = 34.0  # radius of the largest dot on the whole map
_SMALLEST = 5.0
# Of fewer at the fullest place, none has the largest dot: one happening alone is no blot.
_FEW = 8
_MOST_LISTED = 60
_COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Dot:
    """A place with the happenings told to be there."""

    spot: Spot
    count: int
    quad: int  # the class of most of them
    x: float
    y: float
    radius: float
    address: str

    @property
    def title(self) -> str:
        """The place and the count in words."""
        return f"{self.spot.name}: {counted(self.count, 'happening')}, most of them {QUAD_NAMES[self.quad]}"


@cache
def world() -> dict[str, Any]:
    """The outlines: SVG paths of land and borders, with their source."""
    text = resources.files("legation.web").joinpath("data/world.json").read_text("utf-8")
    made: dict[str, Any] = json.loads(text)
    return made


def show(site: Site, request: Request) -> View:
    """The happenings that fit, by place."""
    asked = asked_of(request, "actor", "since", "until", "kind")
    region, quad = words_of(request, "region"), words_of(request, "quad")
    found = [h for h in site.known.happenings(**asked) if not quad or str(quad_of(h.type)) == quad]
    placed = placed_at(site.known, found)
    box = box_of(region)
    query = {name: value for name, value in asked.items() if name != "as_of"} | {"quad": quad}
    drawn = dots(placed, scale=box[2] / WIDTH, query=query)
    values = {
        "world": world(),
        "box": box,
        "dots": drawn,
        "listed": drawn[:_MOST_LISTED],
        "placed": sum(dot.count for dot in drawn),
        "total": len(found),
        "filters": {**asked, "quad": quad, "region": region},
        "regions": [(key, name) for key, (name, _) in REGIONS.items()],
        "quads": [(str(number), name) for number, name in QUAD_NAMES.items()],
        "names": QUAD_NAMES,
    }
    return View(
        template="map.html",
        values=values,
        data=lambda: [_row(dot) for dot in drawn],
        rows=lambda: [_row(dot) for dot in drawn],
        table=lambda: to_rows(_COLUMNS, ([_row(dot)[column] for column in _COLUMNS] for dot in drawn)),
        files={"geojson": lambda: json.dumps(_features(drawn), ensure_ascii=False).encode()},
    )


_COLUMNS = ("place", "name", "kind", "country", "lat", "lon", "happenings", "class")


def _row(dot: Dot) -> dict[str, Any]:
    spot = dot.spot
    return {
        "place": spot.key, "name": spot.name, "kind": spot.kind, "country": spot.country, "lat": spot.lat,
        "lon": spot.lon, "happenings": dot.count, "class": QUAD_NAMES[dot.quad],
    }  # fmt: skip


def _features(drawn: Iterable[Dot]) -> dict[str, Any]:
    """The places as GeoJSON (RFC 7946): longitude before latitude."""
    features = [
        {
            "type": "Feature",
            "id": dot.spot.key,
            "geometry": {"type": "Point", "coordinates": [dot.spot.lon, dot.spot.lat]},
            "properties": _row(dot),
        }
        for dot in drawn
    ]
    return {"type": "FeatureCollection", "features": features}


def placed_at(known: Known, found: Iterable[Happening]) -> dict[Spot, list[Happening]]:
    """The happenings by place, each at one: the one that most accounts give, a town rather than its country."""
    spots = known.spots()
    placed: dict[Spot, list[Happening]] = defaultdict(list)
    for happening in found:
        told = Counter(spot for t in happening.tellings if (spot := spots.get((t.document, t.event.id))))
        if told:
            best = min(told, key=lambda spot: (spot.kind == _COUNTRY, -told[spot], spot.key))
            placed[best].append(happening)
    by_key: dict[str, Spot] = {}
    merged: dict[Spot, list[Happening]] = defaultdict(list)
    for spot, there in sorted(placed.items()):  # reports may have two names for one place
        merged[by_key.setdefault(spot.key, spot)] += there
    return merged


def dots(placed: dict[Spot, list[Happening]], *, scale: float, query: dict[str, Any]) -> list[Dot]:
    """A dot a place, its area by its count, the largest first, so that the small lie on top."""
    most = max(_FEW, max(map(len, placed.values()), default=0))
    made = []
    for spot, there in placed.items():
        quads = Counter(quad_of(happening.type) for happening in there)
        x, y = project(spot.lat, spot.lon)
        radius = round(max(_SMALLEST, _LARGEST * (len(there) / most) ** 0.5) * scale, 2)
        quad = min(quads, key=lambda number: (-quads[number], number))
        made.append(Dot(spot, len(there), quad, x, y, radius, urls.events(**{**query, "place": spot.key})))
    return sorted(made, key=lambda dot: (-dot.count, dot.spot.name, dot.spot.key))


def box_of(region: str | None) -> tuple[float, float, float, float]:
    """The part of the map that a region takes: left, top, width, height; all of it for none."""
    if region not in REGIONS:
        top, bottom = project(_NORTH, 0)[1], project(_SOUTH, 0)[1]
        return 0.0, top, WIDTH, round(bottom - top, 1)
    south, north, west, east = REGIONS[region][1]
    edge = [project(lat, lon) for lat in (south, (south + north) / 2, 0 if south < 0 < north else south, north)
            for lon in (west, east)]  # fmt: skip
    return _widened(*_bounds(edge))


def _bounds(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _widened(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    width = max(right - left, (bottom - top) * _BOX)
    height = width / _BOX
    return (
        round((left + right - width) / 2, 1), round((top + bottom - height) / 2, 1), round(width, 1), round(height, 1)
    )  # fmt: skip


ROUTES = views("/map", show, forms=("json", "csv", "jsonl", "geojson"))
