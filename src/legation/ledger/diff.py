"""Diff: what reports of some days have brought beyond all that was known before them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from legation.extract.event import Event
from legation.extract.shift import Shift
from legation.extract.statement import Statement
from legation.ledger import schema
from legation.ledger.happening import Happening, best_covered, find_happenings
from legation.ledger.history import Entry, History, find_histories, statuses_of
from legation.ledger.identity import batches
from legation.ledger.query import Filters, first_day_of, select_due, select_records
from legation.ledger.rows import TABLES, to_record
from legation.ledger.shifts import Turn, find_turns
from legation.record import Record

if TYPE_CHECKING:
    from sqlalchemy import Connection

R = TypeVar("R", bound=Record)

# Acts that commit, accuse or deny: what is said beside them is mostly comment.
_OF_NOTE = frozenset({"promise", "threaten", "deny", "accuse"})
_NEWS = frozenset({"told", "planned", "denied"})
_BACKGROUND = "historical"
_SHORTEST = 10  # code points: a single name says nothing


class Change(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="change"):
    """An arrangement that stood one way before, and the new entries that have it another way."""

    history: History
    before: tuple[str, ...]
    entries: tuple[Entry, ...]


class Diff(msgspec.Struct, frozen=True, kw_only=True):
    """What is new from `since` to `until`, both included, by day of publication."""

    since: str
    until: str | None
    reports: int
    happenings: tuple[Happening, ...]  # told for the first time, those with most reports first
    contradicted: tuple[Happening, ...]  # told by some and denied by others, at least one of them now
    arrangements: tuple[History, ...]  # told of for the first time
    changes: tuple[Change, ...]
    turns: tuple[Turn, ...]
    shifts: tuple[Shift, ...]
    statements: tuple[Statement, ...]  # promises, threats, denials and accusations of somebody named
    due: tuple[Event, ...]  # by day, from the end of the period on


def find_diff(
    connection: Connection,
    since: str,
    until: str | None = None,
    *,
    all_happenings: Sequence[Happening] | None = None,
    all_histories: Sequence[History] | None = None,
) -> Diff:
    """What has come since a day. Raises LegationError for a day that can't be read.

    `all_happenings`, `all_histories`: all that was known by `until`, where the asker has it already.
    """
    first = first_day_of(since)
    new = _reports(connection, since, until)
    known = Filters(as_of=until)
    told = find_happenings(connection, known) if all_happenings is None else all_happenings
    stood = find_histories(connection, known) if all_histories is None else all_histories
    happenings = [h for h in told if any(t.document in new for t in h.tellings)]
    fresh = [h for h in happenings if all(t.document in new for t in h.tellings) and _is_news(h)]
    histories = [h for h in stood if any(e.document in new for e in h.entries)]
    last = until or max(new.values(), default=first)
    return Diff(
        since=since,
        until=until,
        reports=len(new),
        happenings=tuple(best_covered(fresh)),
        contradicted=tuple(h for h in happenings if h.standing == "contradicted"),
        arrangements=tuple(h for h in histories if all(e.document in new for e in h.entries)),
        changes=tuple(change for h in histories if (change := _change(h, new))),
        turns=tuple(turn for turn in find_turns(histories) if turn.after.document in new),
        shifts=tuple(_of_reports(connection, Shift, new)),
        statements=tuple(s for s in _of_reports(connection, Statement, new) if _is_of_note(s)),
        due=tuple(_due(connection, last)),
    )


def _reports(connection: Connection, since: str, until: str | None) -> dict[str, str]:
    """The reports published in the period, with their day."""
    documents = schema.documents.c
    query = select_records(schema.documents, Filters(since=since, until=until))
    rows = connection.execute(query.with_only_columns(documents.document, documents.published))
    return {row.document: row.published for row in rows}


def _is_news(happening: Happening) -> bool:
    """Neither a mere possibility nor what is told of the past as background; contradictions stand apart."""
    return happening.standing in _NEWS and happening.modalities != {_BACKGROUND} and bool(happening.sides)


def _is_of_note(statement: Statement) -> bool:
    length = sum(end - start for start, end in statement.content)
    return statement.act in _OF_NOTE and bool(statement.speakers) and length >= _SHORTEST


def _change(history: History, new: dict[str, str]) -> Change | None:
    """How new entries differ from what the latest of the earlier ones have; None if they don't."""
    earlier = [entry for entry in history.entries if entry.document not in new]
    if not earlier:
        return None
    before = statuses_of(earlier)
    other = tuple(entry for entry in history.entries if entry.document in new and entry.status not in before)
    return Change(history=history, before=before, entries=other) if other else None


def _of_reports(connection: Connection, kind: type[R], reports: Iterable[str]) -> list[R]:
    """The records of one kind in these reports, by day."""
    table = TABLES[kind]
    ordered = select_records(table, Filters())
    found: list[R] = []
    for batch in batches(reports):
        records = map(to_record, connection.scalars(ordered.where(table.c.document.in_(batch))))
        found += (record for record in records if isinstance(record, kind))
    return found


def _due(connection: Connection, day: str) -> list[Event]:
    query = select_due(Filters(as_of=day))
    found = (to_record(json) for json in connection.scalars(query))
    return [event for event in found if isinstance(event, Event) and event.date]
