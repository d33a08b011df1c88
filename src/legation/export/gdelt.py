"""GDELT 2.0: Events (61 columns), Mentions (16) and the Global Knowledge Graph 2.1 (27), tab-separated, no header.

One event row a happening and order of actors, one mention row an account of it, one GKG row a report. Column by column
after GDELT's codebooks (Event Database 2.0, 2015; GKG 2.1, 2015). What Legation does not measure, tone above all, is
left empty: a made-up value is worse than none. See docs/exports.md for what is lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from legation.export import gkg
from legation.export.geo import NOWHERE, geo_of
from legation.export.mentioned import Mentioned
from legation.export.reports import Reports, title_of
from legation.export.stamps import host_of, stamp
from legation.export.tsv import row
from legation.extract.place import Place
from legation.knowledge.codes import cameo_country, cameo_group, cameo_types, gdelt_code, goldstein, quad_class
from legation.ledger.period import bounds

if TYPE_CHECKING:
    from legation.export.selection import Selection
    from legation.extract.actor import Actor
    from legation.ledger.happening import Happening, Telling

EVENTS, MENTIONS, GKG = "events.export.CSV", "events.mentions.CSV", "documents.gkg.csv"
_ID_BITS = 63  # GlobalEventID is a signed integer for most who read it
_TYPES = 3
_LEAST = 10  # the least confidence that GDELT has
_WEB, _CITATION = 1, 2
_DAYS_OF_MONTH, _DAYS_OF_YEAR = 30, 365


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """The rows of all three files."""
    for name in (EVENTS, MENTIONS, GKG):
        yield name, b""
    yield from _happenings(selection)
    for line in gkg.rows(selection):
        yield GKG, line


class _Taken(NamedTuple):
    """A happening as GDELT gets it: those of its accounts that it has room for, and its day (YYYYMMDD)."""

    happening: Happening
    best: Telling
    tellings: Sequence[Telling]
    day: str


def _happenings(selection: Selection) -> Iterator[tuple[str, bytes]]:
    reports = Reports(selection.ledger)
    for happening in selection.ledger.happenings(**selection.filters.asked()):
        taken = _taken(selection, happening)
        if taken is None:
            continue
        selection.counts["happening"] += 1
        for id_, actors in _orders(taken, reports):
            yield EVENTS, row(_event(selection, reports, taken, id_, actors))
            for telling in taken.tellings:
                yield MENTIONS, row(_mention(selection, reports, taken, telling, id_))


def _taken(selection: Selection, happening: Happening) -> _Taken | None:
    """The happening without the accounts that GDELT has no room for; None where none is left, or no day is known."""
    happened = [t for t in selection.tellings(happening) if selection.is_taken(t.event)]
    if not happened:
        selection.left_out["not told as having happened"] += 1
        return None
    tellings = [t for t in happened if selection.is_vouched(t.event)]
    if not tellings:
        selection.left_out["only claimed by a source"] += 1
        return None
    best = min(tellings, key=_rank)
    day = _day(best)
    if day is None:
        reason = "dated to a week, month or year" if best.event.date else "without any day"
        selection.left_out[reason] += 1
        return None
    return _Taken(happening, best, tellings, day)


def _rank(telling: Telling) -> tuple[bool, int, float, str, str]:
    """What speaks for an account: a day of its own, then how many it names, then how sure it is."""
    event = telling.event
    days = bounds(event.date)
    parties = len(event.actors) + len(event.recipients)
    return not (days and days[0] == days[1]), -parties, -event.confidence, telling.published or "9999", event.id


def _day(telling: Telling) -> str | None:
    """The day of an account as YYYYMMDD: its own, else that of its report, as GDELT takes it; None for less."""
    days = bounds(telling.event.date or telling.published)
    return days[0].replace("-", "") if days and days[0] == days[1] else None


def _orders(taken: _Taken, reports: Reports) -> Iterator[tuple[int, tuple[Actor | None, Actor | None]]]:
    """Who does it to whom, with an id for each order: what is done together is told in both."""
    told = reports.names(taken.best.document)
    event = taken.best.event
    actors, recipients = told.actors_of(event.actors), told.actors_of(event.recipients)
    one = actors[0] if actors else None
    if recipients or len(actors) < len("ab"):
        yield _number(taken.happening.id), (one, recipients[0] if recipients else None)
        return
    yield _number(taken.happening.id), (one, actors[1])
    yield _number(taken.happening.id, "back"), (actors[1], one)


def _number(*parts: str) -> int:
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return int.from_bytes(digest[:8]) >> (64 - _ID_BITS)


def _event(
    selection: Selection, reports: Reports, taken: _Taken, id_: int, actors: tuple[Actor | None, Actor | None]
) -> list[object]:
    best = taken.best
    told, document = reports.names(best.document), reports.document(best.document)
    place = told.get(best.event.place)
    code = gdelt_code(best.event.type, best.event.cameo)
    year, month, day = int(taken.day[:4]), int(taken.day[4:6]), int(taken.day[6:])
    fraction = year + (month * _DAYS_OF_MONTH + day) / _DAYS_OF_YEAR
    return [
        id_, taken.day, taken.day[:6], taken.day[:4], f"{fraction:.4f}",
        *_actor(actors[0]), *_actor(actors[1]),
        int(any(_mentioned(reports, t).is_in_lead(t.event) for t in taken.tellings)),
        code, code[:3], code[:2], quad_class(code), goldstein(code),
        len(taken.tellings), len({t.source for t in taken.tellings}), len({t.document for t in taken.tellings}),
        None,  # AvgTone
        *NOWHERE, *NOWHERE,  # where the actors are at home is not stated in words
        *geo_of(place if isinstance(place, Place) else None),
        stamp(selection, document), document.url,
    ]  # fmt: skip


def _actor(actor: Actor | None) -> list[object]:
    """The ten fields of an actor; what people believe in and descend from is none of ours."""
    if actor is None:
        return [None] * 10
    country, group = cameo_country(actor.country), cameo_group(actor.name)
    types = cameo_types(actor.sectors)[:_TYPES]
    code = "".join(part for part in (country, group, *types) if part)
    padded = [*types, *[None] * (_TYPES - len(types))]
    return [code, actor.name.upper(), country, group, None, None, None, *padded]


def _mention(selection: Selection, reports: Reports, taken: _Taken, telling: Telling, id_: int) -> list[object]:
    event, document = telling.event, reports.document(telling.document)
    at = _mentioned(reports, telling).at(event)
    citation = ", ".join(p for p in (document.publisher, title_of(document), document.published) if p)
    return [
        id_, stamp(selection, reports.document(taken.best.document)), stamp(selection, document),
        _WEB if document.url else _CITATION, host_of(document) or document.publisher, document.url or citation,
        at.sentence, at.actor, at.recipient, at.action, int(at.is_together),
        max(_LEAST, round(100 * event.confidence)), len(document.text), None, None, None,
    ]  # fmt: skip


def _mentioned(reports: Reports, telling: Telling) -> Mentioned:
    return Mentioned(reports.document(telling.document), reports.names(telling.document))
