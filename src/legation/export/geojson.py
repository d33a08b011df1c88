"""GeoJSON (RFC 7946): events as features where they took place, for maps and GIS; those without a place are null.

Points are `[lon, lat]` in WGS 84, six decimals at most. Properties are the record without its offsets, with the words
for them. A place that is a whole country has `precision: country`, so that a map can leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from legation.export.describe import event_line
from legation.extract.place import Place

if TYPE_CHECKING:
    from legation.export.selection import Selection, Told
    from legation.extract.event import Event

NAME = "events.geojson"
_DECIMALS = 6
_WIDE = frozenset({"country", "continent", "ocean", "sea", "region"})
_encoder = msgspec.json.Encoder()


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """One collection of features."""
    yield NAME, b'{"type": "FeatureCollection", "features": ['
    is_first = True
    for told in selection:
        for event in selection.events(told):
            selection.count(event)
            yield NAME, (b"\n" if is_first else b",\n") + _encoder.encode(feature_of(event, told))
            is_first = False
    yield NAME, b"\n]}\n"


def feature_of(event: Event, told: Told) -> dict[str, Any]:
    """One event."""
    place = told.get(event.place)
    return {"type": "Feature", "id": event.id, "geometry": _point(place), "properties": _properties(event, told)}


def _point(place: object) -> dict[str, Any] | None:
    if not isinstance(place, Place) or place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [round(place.lon, _DECIMALS), round(place.lat, _DECIMALS)]}


def _properties(event: Event, told: Told) -> dict[str, Any]:
    names, document, place = told.names, told.document, told.get(event.place)
    record = msgspec.to_builtins(event)
    del record["id"], record["evidence"]
    found = {
        **record,
        "line": event_line(event, names),
        "words": names.words(event.evidence),
        "actors_names": [names.actor(id_) for id_ in event.actors],
        "recipients_names": [names.actor(id_) for id_ in event.recipients],
        "claimed_by_names": names.claimant(event.claimed_by) if event.claimed_by else None,
        "published": document.published,
        "publisher": document.publisher,
        "title": document.title,
        "url": document.url,
    }
    if isinstance(place, Place):
        precision = place.kind if place.kind in _WIDE else "place"
        found |= {
            "place_name": place.name,
            "country": place.country,
            "geonames": place.geonames,
            "precision": precision,
        }
    return found
