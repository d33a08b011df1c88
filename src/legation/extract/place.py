"""Places: what a report names on the map, resolved to coordinates and a GeoNames id where the gazetteer has one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from legation.extract.geocode import resolve
from legation.extract.reading import Anchored, stretch
from legation.extract.toponym import find_toponyms
from legation.knowledge.calibration import probability
from legation.record import Record, Spans

if TYPE_CHECKING:
    from legation.extract.reading import Reading
    from legation.extract.toponym import Toponym
    from legation.knowledge.places import PlaceEntry


# Domains of states that the whole world uses.
_GLOBAL = frozenset({"AI", "CC", "CO", "FM", "IO", "LY", "ME", "TV", "WS"})


class Place(Record, frozen=True, kw_only=True, tag="place"):
    """One place of one report; `lat`, `lon` in degrees (WGS 84), `country` ISO 3166-1 alpha-3, None for seas."""

    name: str
    kind: str  # country, capital, city, region, continent, sea, strait, island, peninsula, river, mountain, area …
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    geonames: int | None = None
    mentions: Spans = ()


def find_places(reading: Reading) -> list[Anchored[Place]]:
    """The places of one report, each once with all its mentions, in the order of the text."""
    toponyms = find_toponyms(reading)
    uses: dict[PlaceEntry | str, list[Toponym]] = {}
    for toponym, entry in zip(toponyms, resolve(reading.doc, toponyms, _home(reading)), strict=True):
        uses.setdefault(entry or toponym.text.casefold(), []).append(toponym)
    return [_anchored(reading, place, its_uses) for place, its_uses in uses.items()]


def _home(reading: Reading) -> str | None:
    """The state of the address that a report was published at, by its top-level domain: ".ca", ".co.uk"."""
    host = urlsplit(reading.document.url or "").hostname or ""
    code = host.rpartition(".")[2].upper()
    code = "GB" if code == "UK" else code
    return next((s.alpha3 for s in reading.knowledge.states.values() if s.alpha2 == code and code not in _GLOBAL), None)


def _anchored(reading: Reading, place: PlaceEntry | str, uses: list[Toponym]) -> Anchored[Place]:
    """The record of one place. A name that no gazetteer has is kept as the text has it, without coordinates."""
    doc = reading.doc
    named = next((use for use in uses if not use.adjective), uses[0])
    stretches = [stretch(doc[use.first : use.end]) for use in uses]
    evidence = reading.spans_of(doc[named.first : named.end])
    mentions = tuple(span for part in stretches for span in reading.spans(part))
    if isinstance(place, str):
        record = Place(
            document=reading.id,
            evidence=evidence,
            confidence=probability("place", "unlisted"),
            name=named.text,
            kind="area",
            mentions=mentions,
        )
    else:
        record = Place(
            document=reading.id,
            evidence=evidence,
            confidence=probability("place", place.kind),
            name=place.name,
            kind=place.kind,
            lat=place.lat,
            lon=place.lon,
            country=place.country,
            geonames=place.geonames,
            mentions=mentions,
        )
    return Anchored(record, tuple(stretches), doc[named.first : named.end].root.i)
