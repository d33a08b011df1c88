"""Happenings: one event however many reports tell of it, with all accounts of it side by side.

What one report has as done, another as denied and a third as planned is one happening with three accounts; none of them
is taken for the truth. Which accounts belong together is `legation.ledger.grouping`'s to say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec
from sqlalchemy import select

from legation.extract.event import Event
from legation.ledger import schema
from legation.ledger.account import Account
from legation.ledger.copies import originals
from legation.ledger.grouping import Group, group
from legation.ledger.identity import batches
from legation.ledger.nearby import accounts_near
from legation.ledger.query import Filters, select_records
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

    Of one text that several publishers print, `row` is the one published first: all of them speak with its voice.
    """
    return str(row.publisher_key or row.host or row.document)


def find_happenings(
    connection: Connection, filters: Filters, *, documents: Collection[str] | None = None
) -> list[Happening]:
    """The happenings of which any account fits the filters, by day; accounts that don't fit stand beside it.

    They come out as from all that was published by `as_of`, whatever else is asked: a filter never changes what a
    happening is. `documents`: those alone that one of these reports tells of.
    """
    wanted = _wanted(connection, filters, documents)
    if not wanted:
        return []
    groups = group(accounts_near(connection, wanted, filters.as_of, with_rejected=filters.with_rejected))
    chosen = [g for g in groups if any((a.document, a.event) in wanted for a in g.accounts)]
    tellings = _tellings(connection, (a for g in chosen for a in g.accounts))
    made = [_happening(g, [tellings[a.document, a.event] for a in g.accounts]) for g in chosen]
    return sorted(made, key=lambda h: (h.first_day is None, h.first_day or "", h.tellings[0].published or "", h.id))


def best_covered(found: Iterable[Happening]) -> list[Happening]:
    """The same, those with most reports first."""
    return sorted(found, key=lambda happening: (-happening.reports, -happening.sources))


def _wanted(connection: Connection, filters: Filters, documents: Collection[str] | None) -> set[tuple[str, str]]:
    events = schema.events.c
    query = select_records(schema.events, filters).with_only_columns(events.document, events.id).order_by(None)
    if documents is None:
        return {(row.document, row.id) for row in connection.execute(query)}
    asked = (query.where(events.document.in_(batch)) for batch in batches(documents))
    return {(row.document, row.id) for each in asked for row in connection.execute(each)}


def _tellings(connection: Connection, accounts: Iterable[Account]) -> dict[tuple[str, str], Telling]:
    wanted: dict[str, set[str]] = {}
    for account in accounts:
        wanted.setdefault(account.document, set()).add(account.event)
    events, documents = schema.events.c, schema.documents.c
    columns = (documents.published, documents.publisher_key, documents.host)
    query = select(events.document, events.id, events.json, *columns).join(
        schema.documents, documents.document == events.document
    )
    first = originals(connection, wanted)
    found: dict[tuple[str, str], Telling] = {}
    for document, ids in wanted.items():
        for row in connection.execute(query.where(events.document == document)):
            if row.id in ids:
                found[document, row.id] = Telling(
                    event=to_record(row.json),  # type: ignore[arg-type]  # of the table of events
                    document=document, published=row.published,
                    source=independent_source(first.get(document, row)),
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
