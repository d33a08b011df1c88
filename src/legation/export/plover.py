"""PLOVER as JSON Lines: one event a line in the codebook's own words (draft 2.0), `plover.schema.json` says which.

PLOVER's auxiliary modes are written as `modality`, and on whose word an event stands as `claimed_by`: users who want
what POLECAT has take those that occurred and that nobody only claims. Events that name no actor, and SANCTION,
COOPERATE and AID without a recipient, are none to PLOVER.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from legation import __version__
from legation.export.geo import area_of
from legation.extract.place import Place
from legation.knowledge.codes import intensity, plover_country, plover_sectors
from legation.knowledge.events import plover_type

if TYPE_CHECKING:
    from legation.export.selection import Selection, Told
    from legation.extract.actor import Actor
    from legation.extract.event import Event

_encoder = msgspec.json.Encoder()


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """A line an event."""
    for told in selection:
        for event in plover_events(selection, told):
            selection.count(event)
            yield "events.plover.jsonl", _encoder.encode(event_of(event, told)) + b"\n"


def plover_events(selection: Selection, told: Told) -> Iterator[Event]:
    """The events of a report that PLOVER has a place for; the others are counted."""
    for event in selection.events(told):
        if not event.actors:
            selection.left_out["nobody is named who did it"] += 1
        elif plover_type(event.type).needs_recipient and not event.recipients:
            selection.left_out["nobody is named to whom it was done"] += 1
        else:
            yield event


def event_of(event: Event, told: Told) -> dict[str, Any]:
    """One event as PLOVER's users read it."""
    document = told.document
    return {
        "id": event.id,
        "date": event.date,
        "type": event.type,
        "mode": event.mode,
        "context": event.contexts,
        "quad": plover_type(event.type).quad,
        "intensity": intensity(event.type, event.mode),
        "cameo": event.cameo,
        "modality": event.modality,
        "claimed_by": told.names.claimant(event.claimed_by) if event.claimed_by else None,
        "actor": _parties(told.actors(event.actors)),
        "recipient": _parties(told.actors(event.recipients)),
        "location": _location(told.get(event.place)),
        "text": told.names.words(event.evidence),
        "confidence": event.confidence,
        "story": document.document,
        "source": document.publisher,
        "publication_date": document.published,
        "url": document.url,
        "language": document.language,
        "version": f"legation-{__version__}",
    }


def _parties(actors: Iterable[Actor]) -> list[dict[str, Any]]:
    return [
        {
            "id": actor.id,
            "name": actor.name,
            "country": plover_country(actor.country, actor.sectors, actor.name),
            "sector": plover_sectors(actor.sectors),
            "wikidata": actor.wikidata,
        }
        for actor in actors
    ]


def _location(place: object) -> dict[str, Any] | None:
    if not isinstance(place, Place):
        return None
    fields = {name: getattr(place, name) for name in ("name", "kind", "country", "lat", "lon", "geonames")}
    return {**fields, "province": area_of(place)}
