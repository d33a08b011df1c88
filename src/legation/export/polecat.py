"""POLECAT's weekly files (`ngecEvents.*.DV.txt`): tab-separated, a header, 40 columns, the word None where nothing is.

One row an event. POLECAT has no modality, no claims, no offsets and no confidence: what it has no room for is left out.
Column names and order: the data set's own (Halterman et al. 2023, doi:10.7910/DVN/AJGVIT).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from legation import __version__
from legation.export.geo import area_of
from legation.export.plover import plover_events
from legation.export.tsv import degrees, plain, row
from legation.extract.actor import Actor
from legation.extract.place import Place
from legation.knowledge.codes import area_code, intensity, plover_country, plover_sectors
from legation.knowledge.events import plover_type
from legation.ledger.period import bounds

if TYPE_CHECKING:
    from legation.export.selection import Selection, Told
    from legation.extract.event import Event

_PARTY = ("{0} Name", "{0} Country", "{0} COW", "Primary {0} Sector", "{0} Sectors", "{0} Title", "{0} Name Raw",
          "Wikipedia {0} ID")  # fmt: skip
COLUMNS: tuple[str, ...] = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(name.format("Actor") for name in _PARTY), *(name.format("Recipient") for name in _PARTY),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
_QUADS = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
_JOIN = ";"
# GeoNames' feature codes of our kinds of places; those of areas depend on their level.
_FEATURES = {
    "country": "PCLI", "capital": "PPLC", "city": "PPL", "sea": "SEA", "ocean": "OCN", "strait": "STRT",
    "island": "ISL", "peninsula": "PEN", "river": "STM", "mountain": "MT", "continent": "CONT",
}  # fmt: skip
_CITIES = frozenset({"city", "capital"})
_NO_ORGANIZATION = frozenset({"state", "people", "unnamed", "person"})


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """The header, then a row an event."""
    name = "ngecEvents.DV.txt"
    yield name, row(COLUMNS)
    for told in selection:
        story = _story(told)
        for event in plover_events(selection, told):
            if selection.is_vouched(event):
                selection.count(event)
                yield name, row(cell or "None" for cell in _cells(event, told, story))
            else:
                selection.left_out["only claimed by a source"] += 1


def _cells(event: Event, told: Told, story: Sequence[str]) -> list[str | None]:
    document, place = told.document, told.get(event.place)
    days = bounds(event.date)
    day = days[0] if days and days[0] == days[1] else document.published
    return [
        event.id, day, event.type, event.mode, f"{intensity(event.type, event.mode):g}",
        _QUADS[plover_type(event.type).quad - 1], _JOIN.join(event.contexts),
        *_party(told.actors(event.actors), event, told), *_party(told.actors(event.recipients), event, told),
        *_place(place if isinstance(place, Place) else None, told),
        document.publisher, document.published, *story, document.language, f"legation-{__version__}",
    ]  # fmt: skip


def _party(actors: Sequence[Actor], event: Event, told: Told) -> list[str | None]:
    """The eight fields of actors or recipients; a Correlates-of-War number and a Wikipedia page we have not."""
    sectors = [plover_sectors(actor.sectors) for actor in actors]
    countries = (plover_country(actor.country, actor.sectors, actor.name) for actor in actors)
    return [
        _joined(actor.name for actor in actors), _joined(countries), None,
        _joined(found[0] for found in sectors if found), _joined(sector for found in sectors for sector in found),
        _joined(actor.offices[0].title for actor in actors if actor.offices),
        _joined(_raw(actor, event, told) for actor in actors), None,
    ]  # fmt: skip


def _raw(actor: Actor, event: Event, told: Told) -> str:
    """An actor as the words for the event have it."""
    inside = [
        span for span in actor.mentions if any(span[0] < end and start < span[1] for start, end in event.evidence)
    ]
    return told.names.words(inside[:1] or actor.evidence[:1])


def _place(place: Place | None, told: Told) -> list[str | None]:
    if place is None:
        return [None] * 10
    area = area_of(place)
    level = "ADM1" if area_code(place.country, place.name) else "ADM2"
    return [
        _joined([place.name]), _joined([place.name]) if place.kind in _CITIES else None, None,
        area or (place.name if place.kind == "region" and level == "ADM1" else None), place.country,
        degrees(place.lat), degrees(place.lon), None if place.geonames is None else str(place.geonames),
        _joined([told.names.words(place.evidence)]), level if place.kind == "region" else _FEATURES.get(place.kind),
    ]  # fmt: skip


def _story(told: Told) -> list[str]:
    """All people, organisations and places that the report names."""
    actors = [record for record in told.names.records if isinstance(record, Actor)]
    places = [record for record in told.names.records if isinstance(record, Place)]
    return [
        _joined(actor.name for actor in actors if actor.kind == "person"),
        _joined(actor.name for actor in actors if actor.kind not in _NO_ORGANIZATION),
        _joined(place.name for place in places),
    ]


def _joined(values: Iterable[str | None]) -> str:
    """Several values in one cell, each once."""
    return _JOIN.join(dict.fromkeys(cleaned for value in values if value and (cleaned := plain(value, _JOIN))))
