"""Places: names on the map with coordinates, by any of their spellings.

Sources: GeoNames (CC BY 4.0) for cities and administrative areas, `data/places.csv` (our own) for seas, islands,
regions and the rest; states from `data/states.csv`.
"""

from __future__ import annotations

import msgspec

# Coordinates are kept in the file as whole numbers of this part of a degree: about ten metres.
SCALE = 10_000


class PlaceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One place; `lat`, `lon` in degrees (WGS 84)."""

    name: str
    kind: str  # country, capital, city, region, sea, strait, island, peninsula, river, mountain, area, continent
    lat: float
    lon: float
    country: str | None = None  # ISO 3166-1 alpha-3; None for seas and what several states share or dispute
    geonames: int | None = None
    population: int = 0
    admin1: str | None = None  # the first-level area it lies in: "Texas", "Aleppo"
    known: bool = False  # news in English names it without saying where: capitals, our own tables' places
    source: str = ""
