"""Happenings: one event however many reports tell of it, with all accounts of it side by side.

What one report has as done, another as denied and a third as planned is one happening with three accounts; none of them
is taken for the truth. Which accounts belong together is `legation.ledger.grouping`'s to say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec
from sqlalchemy import select

from legation.extract.event import Event
from legation.knowledge.folding import fold
from legation.ledger import schema
from legation.ledger.grouping import Account, Days, Group, Place, group, news_days
from legation.ledger.period import bounds
from legation.ledger.query import Filters, select_records
from legation.ledger.roster import Roster
from legation.ledger.rows import to_record
from legation.record import make_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

Standing: TypeAlias = Literal["told", "planned", "denied", "possible", "contradicted"]

_TOLD = frozenset({"occurred", "ongoing", "historical"})
# What a denial contradicts: that it happened, or that it will.
_CLAIMED = _TOLD | {"future"}
# The words for what is told of an event, the strongest first.
_STANDINGS: tuple[tuple[Standing, frozenset[str]], ...] = (
    ("told", _TOLD),
    ("denied", frozenset({"negated"})),
    ("planned", frozenset({"future"})),
    ("possible", frozenset({"hypothetical"})),
)


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One account of a happening: the event as one report has it, and where that report comes from."""

    event: Event
    document: str
    published: str | None
    source: str  # who stands behind it: publisher, else host, else the report itself


class Happening(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="happening"):
    """One event told by one report or by many. `id` is made from its sharpest account."""

    id: str
    type: str
    mode: str | None
    sides: tuple[str, ...]  # who takes part: states as codes, others by their id over all reports
    first_day: str | None
    last_day: str | None
    standing: Standing  # contradicted: some tell that it happened or will, others deny it
    reports: int
    sources: int  # publishers, each on its own
    tellings: tuple[Telling, ...]  # by day of publication

    @property
    def modalities(self) -> frozenset[str]:
        """All modalities in which it is told."""
        return frozenset(telling.event.modality for telling in self.tellings)


def standing_of(modalities: Collection[str]) -> Standing:
    """How a happening stands that is told in these modalities."""
    if "negated" in modalities and not _CLAIMED.isdisjoint(modalities):
        return "contradicted"
    return next(name for name, those in _STANDINGS if not those.isdisjoint(modalities))


def independent_source(row: Any) -> str:
    """Who stands behind a report: reports of one publisher are one voice.

    Agency copy that several publishers print counts for each of them. Telling it by its words belongs here: a
    fingerprint of the text, kept with the report, would take the publisher's place.
    """
    return str(row.publisher_key or row.host or row.document)


def find_happenings(connection: Connection, filters: Filters) -> list[Happening]:
    """The happenings of which any account fits the filters, by day; accounts that don't fit stand beside it.

    Grouped is all that was published by `as_of`, whatever else is asked: a filter never changes what a happening is.
    """
    wanted = _wanted(connection, filters)
    if not wanted:
        return []
    groups = group(_accounts(connection, filters.as_of, with_rejected=filters.with_rejected))
    chosen = [g for g in groups if any((a.document, a.event) in wanted for a in g.accounts)]
    tellings = _tellings(connection, (a for g in chosen for a in g.accounts))
    made = [_happening(g, [tellings[a.document, a.event] for a in g.accounts]) for g in chosen]
    return sorted(made, key=lambda h: (h.first_day is None, h.first_day or "", h.tellings[0].published or "", h.id))


def best_covered(found: Iterable[Happening]) -> list[Happening]:
    """The same, those with most reports first."""
    return sorted(found, key=lambda happening: (-happening.reports, -happening.sources))


def _wanted(connection: Connection, filters: Filters) -> set[tuple[str, str]]:
    query = select_records(schema.events, filters).with_only_columns(schema.events.c.document, schema.events.c.id)
    return {(row.document, row.id) for row in connection.execute(query.order_by(None))}


def _accounts(connection: Connection, as_of: str | None, *, with_rejected: bool) -> Iterator[Account]:
    events, places, documents = schema.events, schema.places, schema.documents
    is_placed = (places.c.document == events.c.document) & (places.c.id == events.c.place)
    known = select_records(events, Filters(as_of=as_of, with_rejected=with_rejected))
    query = known.order_by(None).outerjoin(places, is_placed)
    rows = connection.execute(
        query.with_only_columns(
            events.c.document, events.c.id, events.c.type, events.c.mode, events.c.modality, events.c.date,
            documents.c.published, places.c.name, places.c.kind, places.c.country, places.c.geonames,
        )
    ).all()  # fmt: skip
    parts = _parts(connection)
    roster = Roster.load(connection, as_of)
    for row in rows:
        roles = parts.get((row.document, row.id), {})
        doers, recipients = roles.get("actor", []), roles.get("recipient", [])
        told = _publication_day(row.published)
        days, is_dated = _days(row.date, told, row.modality)
        yield Account(
            document=row.document, event=row.id, type=row.type, mode=row.mode, modality=row.modality, days=days,
            told=told, is_dated=is_dated, doers=roster.sides(row.document, doers),
            recipients=roster.sides(row.document, recipients),
            persons=frozenset(_persons(roster, row.document, (*doers, *recipients))), place=_place(row),
        )  # fmt: skip


def _parts(connection: Connection) -> dict[tuple[str, str], dict[str, list[str]]]:
    link = schema.event_actors.c
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for document, event, actor, role in connection.execute(select(link.document, link.event, link.actor, link.role)):
        found.setdefault((document, event), {}).setdefault(role, []).append(actor)
    return found


def _persons(roster: Roster, document: str, actors: Iterable[str]) -> Iterator[tuple[str, str]]:
    for actor in actors:
        member = roster.get(document, actor)
        if member and member.is_person and member.side and member.side != member.id:
            yield member.side, member.id


def _days(value: str | None, told: date | None, modality: str) -> tuple[Days | None, bool]:
    """When it can have been, and whether its report says so or it only follows from when that was published."""
    own = bounds(value)
    if own:
        return (date.fromisoformat(own[0]), date.fromisoformat(own[1])), True
    if told is None or modality == "historical":
        return None, False
    return news_days(told), False


def _publication_day(published: str | None) -> date | None:
    """The day of publication; the first, where only a month or year is known."""
    days = bounds(published)
    told = date.fromisoformat(days[0]) if days else None
    # Days before and after it are asked for: the calendar must have them.
    return told if told and date.min.year < told.year < date.max.year else None


def _place(row: Any) -> Place | None:
    if row.name is None:
        return None
    key = str(row.geonames) if row.geonames is not None else fold(row.name)
    return Place(key, row.country, row.kind == "country")


def _tellings(connection: Connection, accounts: Iterable[Account]) -> dict[tuple[str, str], Telling]:
    wanted: dict[str, set[str]] = {}
    for account in accounts:
        wanted.setdefault(account.document, set()).add(account.event)
    events, documents = schema.events.c, schema.documents.c
    columns = (documents.published, documents.publisher_key, documents.host)
    query = select(events.document, events.id, events.json, *columns).join(
        schema.documents, documents.document == events.document
    )
    found: dict[tuple[str, str], Telling] = {}
    for document, ids in wanted.items():
        for row in connection.execute(query.where(events.document == document)):
            if row.id in ids:
                found[document, row.id] = Telling(
                    event=to_record(row.json),  # type: ignore[arg-type]  # of the table of events
                    document=document, published=row.published, source=independent_source(row),
                )  # fmt: skip
    return found


def _happening(found: Group, tellings: Sequence[Telling]) -> Happening:
    first = found.accounts[0]
    days = found.days
    ordered = sorted(tellings, key=lambda t: (t.published is None, t.published or "", t.document, t.event.evidence))
    return Happening(
        id=make_id("happening", first.document, first.event),
        type=first.type,
        mode=found.mode,
        sides=tuple(sorted(found.doers | found.recipients)),
        first_day=days[0].isoformat() if days else None,
        last_day=days[1].isoformat() if days else None,
        standing=standing_of({telling.event.modality for telling in ordered}),
        reports=len({telling.document for telling in ordered}),
        sources=len({telling.source for telling in ordered}),
        tellings=tuple(ordered),
    )
