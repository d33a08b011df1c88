"""Turns: where one speaker's words on one arrangement changed from one report to a later one.

Nothing is claimed beyond the records: the same speaker is told to have reaffirmed or proposed it, and later to have
questioned, threatened or ended it, or the other way round. A mere mention of what is in force is no position; nor is
what somebody says of an arrangement of others, which is news of their doings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from legation.ledger import schema
from legation.ledger.history import Entry, History, find_histories_with
from legation.ledger.identity import find_named
from legation.ledger.query import Filters, first_day_of, last_day_of, select_records
from legation.ledger.who import country_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

Direction: TypeAlias = Literal["towards", "away"]

_FOR = frozenset({"reaffirmed", "proposed"})
_AGAINST = frozenset({"questioned", "threatened", "suspended", "abandoned", "ended"})


class Turn(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="turn"):
    """`speaker` (an id over all reports) held one thing of an arrangement `before`, and another `after`."""

    speaker: str
    side: str  # on whose side the speaker is: a party to the arrangement
    history: History
    before: Entry
    after: Entry
    direction: Direction


def find_turns(connection: Connection, filters: Filters) -> list[Turn]:
    """The turns that fit the filters of shifts, the earliest first.

    `since` and `until` bound the day of the later words. Raises LegationError for a day that can't be read or a filter
    that shifts don't take.
    """
    select_records(schema.shifts, filters)  # raises for what can't be asked of them
    concerned = [_meant(connection, who) for who in (filters.actor, *(filters.between or ())) if who]
    by = _meant(connection, filters.by) if filters.by else set()
    to = _meant(connection, filters.to) if filters.to else set()
    # Only these can have what is asked; they are looked for by who is in them.
    asked = [meant for meant in (*concerned, by, to) if meant]
    found = turns_in(find_histories_with(connection, asked, filters.as_of))
    if filters.source:
        query = select_records(schema.documents, Filters(source=filters.source))
        reports = set(connection.scalars(query.with_only_columns(schema.documents.c.document).order_by(None)))
        found = [turn for turn in found if {turn.before.document, turn.after.document} & reports]
    if filters.since:
        found = [turn for turn in found if (turn.after.day or "") >= first_day_of(filters.since)]
    if filters.until:
        found = [turn for turn in found if turn.after.day and turn.after.day <= last_day_of(filters.until)]
    for meant in concerned:
        found = [turn for turn in found if meant & _concerned(turn)]
    if by:
        found = [turn for turn in found if by & {turn.speaker, turn.side}]
    if to:
        found = [turn for turn in found if to & {*turn.history.sides} - {turn.side}]
    return found


def turns_in(histories: Iterable[History]) -> list[Turn]:
    """The turns in these histories, the earliest first."""
    turns = [turn for history in histories for turn in _turns(history)]
    return sorted(turns, key=lambda turn: (turn.after.day or "", turn.speaker, turn.history.id))


def _turns(history: History) -> Iterator[Turn]:
    held: dict[str, Entry] = {}
    for entry in history.entries:
        if entry.status not in _FOR | _AGAINST:
            continue
        for speaker, side in zip(entry.by, entry.voices, strict=True):
            if side not in history.sides:
                continue
            before = held.get(speaker)
            if before and _differ(before, entry):
                direction: Direction = "towards" if entry.status in _FOR else "away"
                yield Turn(
                    speaker=speaker, side=side, history=history, before=before, after=entry, direction=direction
                )  # fmt: skip
            held[speaker] = entry


def _differ(before: Entry, after: Entry) -> bool:
    """Whether they are for and against, in reports of which neither can be the earlier telling of the other."""
    if (before.status in _FOR) == (after.status in _FOR) or before.document == after.document:
        return False
    return (before.day, before.published) < (after.day, after.published) if _are_dated(before, after) else False


def _are_dated(*entries: Entry) -> bool:
    return all(entry.day and entry.published for entry in entries)


def _meant(connection: Connection, who: str) -> set[str]:
    """The sides and ids that a name, code or id stands for."""
    country = country_of(who)
    return {country} if country else {identity.id for identity in find_named(connection, who)} | {who}


def _concerned(turn: Turn) -> set[str]:
    return {turn.speaker, turn.side, *turn.history.sides}
