"""Places as GDELT has them: a type, a full name, FIPS codes and coordinates (codebooks of Events 2.0 and GKG 2.1)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from legation.export.tsv import degrees
from legation.knowledge.codes import area_code, fips_of
from legation.knowledge.store import Knowledge

if TYPE_CHECKING:
    from legation.extract.place import Place

_COUNTRY, _US_STATE, _US_CITY, _WORLD_CITY, _WORLD_STATE = 1, 2, 3, 4, 5
_STATES_OF = "USA"
# Too wide to be a point on GDELT's map.
_NOWHERE = frozenset({"continent", "ocean"})


class Geo(NamedTuple):
    """The eight fields of a place, in GDELT's order; what isn't known is empty."""

    type: str = ""
    name: str = ""
    country: str = ""
    adm1: str = ""
    adm2: str = ""
    lat: str = ""
    lon: str = ""
    feature: str = ""


NOWHERE = Geo()


def geo_of(place: Place | None) -> Geo:
    """The fields for a place; all empty for none, for one without coordinates and for whole continents.

    `feature` is a GNS or GNIS number in GDELT, which we have not: for areas it is the code of the area itself.
    """
    if place is None or place.lat is None or place.lon is None or place.kind in _NOWHERE:
        return NOWHERE
    state = Knowledge.open().states.get(place.country or "")
    if place.kind == "country":
        fips = fips_of(place.country) or ""
        name = state.name if state else place.name
        return Geo(str(_COUNTRY), name, fips, fips, "", degrees(place.lat), degrees(place.lon), fips)
    fips = fips_of(place.country, lon=place.lon) or ""
    is_state = place.kind == "region" and area_code(place.country, place.name) is not None
    area = place.name if is_state else area_of(place)
    code = area_code(place.country, area)
    adm1 = f"{fips}{code}" if fips and code else fips
    names = [place.name, area if area != place.name else None, state.name if state else None]
    type_ = _type(is_state, place.country == _STATES_OF)
    return Geo(
        str(type_), ", ".join(name for name in names if name), fips, adm1, "", degrees(place.lat), degrees(place.lon),
        adm1 if is_state else "",
    )  # fmt: skip


def _type(is_state: bool, is_us: bool) -> int:
    if is_state:
        return _US_STATE if is_us else _WORLD_STATE
    return _US_CITY if is_us else _WORLD_CITY


def area_of(place: Place) -> str | None:
    """The first-level area that a place lies in, where the gazetteer knows."""
    return _area(place.name, place.geonames) if place.geonames is not None else None


@cache
def _area(name: str, geonames: int) -> str | None:
    found = Knowledge.open().places(name)
    return next((entry.admin1 for entry in found if entry.geonames == geonames), None)
