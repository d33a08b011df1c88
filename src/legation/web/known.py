"""What is known over all reports as of a day, worked out once and kept while the ledger stays as it is.

The answers are the ledger's own (`happenings`, `history`, `diff`); here a filter chooses among them rather than have
them worked out again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

import msgspec
from sqlalchemy import func, select

from legation.export.reports import Reports
from legation.knowledge.store import Knowledge
from legation.ledger import identity, schema
from legation.ledger.diff import find_diff
from legation.ledger.query import FilterArguments, Filters, select_records
from legation.ledger.shifts import Turn, turns_in
from legation.web.cache import Cache, Version

if TYPE_CHECKING:
    from sqlalchemy import Table

    from legation.export.describe import Names
    from legation.extract.statement import Statement
    from legation.ledger.diff import Diff
    from legation.ledger.happening import Happening
    from legation.ledger.history import History
    from legation.ledger.identity import Identity
    from legation.ledger.query import Answer
    from legation.ledger.store import Ledger
    from legation.report.document import Document

# What is kept of answers as large as the ledger, four to a day that is asked for: all happenings of 250 reports take
# some 10 MB. And of which records fit a question, and what a search has found: up to 1 MB each.
_MOST_BY_DAY = 32
_MOST_QUESTIONS = 80
# Reports whose records are kept ready; one takes some 50 kB.
_MOST_REPORTS = 400


class SharedReports(Reports):
    """The reports for several threads at once."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger, most=_MOST_REPORTS)
        self._lock = RLock()

    def _of(self, id_: str) -> tuple[Names, Document]:
        with self._lock:
            return super()._of(id_)


class Spot(NamedTuple):
    """A place on the map that events have."""

    key: str
    name: str
    kind: str
    country: str | None
    lat: float
    lon: float


class Said(NamedTuple):
    """Statements that fit, by day, those without one last; how many, and how many have a day."""

    total: int
    dated: int
    answer: Answer[Statement]

    def latest(self, most: int, offset: int = 0) -> list[Statement]:
        """So many, the latest first, those without a day after all others; the first `offset` are passed over."""
        end = max(0, self.dated - offset)
        first = max(0, end - most)
        found = self.answer.page(limit=end - first, offset=first)[::-1] if end else []
        left = min(most - len(found), self.total - max(offset, self.dated))
        return found + (self.answer.page(limit=left, offset=max(offset, self.dated)) if left > 0 else [])


class Known:
    """The answers over all reports of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        version = Version(ledger)
        self.cache = Cache(version)
        self.questions = Cache(version, most=_MOST_QUESTIONS)
        self.days = Cache(version, most=_MOST_BY_DAY)

    @property
    def reports(self) -> Reports:
        """The reports with what their actors are called."""
        return self.cache.get("reports", lambda: SharedReports(self.ledger))

    def happenings(self, **filters: Unpack[FilterArguments]) -> list[Happening]:
        """As `Ledger.happenings`."""
        as_of = filters.get("as_of")
        known = self.days.get(("happenings", as_of), lambda: self.ledger.happenings(as_of=as_of))
        if not _asks(filters):
            return known
        wanted = self._fitting(schema.events, filters)
        return [h for h in known if any((t.document, t.event.id) in wanted for t in h.tellings)]

    def turns(self, as_of: str | None) -> list[Turn]:
        """As `Ledger.turns`."""
        return self.days.get(("turns", as_of), lambda: turns_in(self.histories(as_of=as_of)))

    def happening(self, id_: str, as_of: str | None) -> Happening | None:
        """The happening with that id, or that has the event with that id."""
        known = self.days.get(("by id", as_of), lambda: self._by_id(as_of))
        return known.get(id_)

    def _by_id(self, as_of: str | None) -> dict[str, Happening]:
        found = self.happenings(as_of=as_of)
        return {t.event.id: h for h in found for t in h.tellings} | {h.id: h for h in found}

    def histories(self, **filters: Unpack[FilterArguments]) -> list[History]:
        """As `Ledger.history`."""
        as_of = filters.get("as_of")
        known = self.days.get(("histories", as_of), lambda: self.ledger.history(as_of=as_of))
        if not _asks(filters):
            return known
        wanted = self._fitting(schema.commitments, filters)
        return [h for h in known if any((e.document, e.commitment.id) in wanted for e in h.entries)]

    def history(self, id_: str, as_of: str | None) -> History | None:
        """The arrangement with that id."""
        return next((history for history in self.histories(as_of=as_of) if history.id == id_), None)

    def histories_of(self, commitment: str, as_of: str | None) -> list[History]:
        """The arrangements that a record is an entry of."""
        return [h for h in self.histories(as_of=as_of) if any(e.commitment.id == commitment for e in h.entries)]

    def diff(self, since: str, until: str) -> Diff:
        """As `Ledger.diff`."""
        return self.cache.get(("diff", since, until), lambda: self._diff(since, until))

    def _diff(self, since: str, until: str) -> Diff:
        happenings, histories = self.happenings(as_of=until), self.histories(as_of=until)
        with self.ledger.connected() as connection:
            return find_diff(connection, since, until, all_happenings=happenings, all_histories=histories)

    def statements(self, **filters: Unpack[FilterArguments]) -> Said:
        """As `Ledger.statements`, with how many there are counted once."""
        found = self._fitting(schema.statements, filters)
        return Said(len(found), len(found - self._undated()), self.ledger.statements(**filters))

    def _undated(self) -> set[tuple[str, str]]:
        """The statements that have no day, for want of their report's."""

        def find() -> set[tuple[str, str]]:
            said = schema.statements.c
            with self.ledger.connected() as connection:
                rows = connection.execute(select(said.document, said.id).where(said.first_day.is_(None)))
                return {(row.document, row.id) for row in rows}

        return self.cache.get("undated", find)

    def _fitting(self, table: Table, filters: FilterArguments) -> set[tuple[str, str]]:
        asked = Filters(**filters)

        def find() -> set[tuple[str, str]]:
            query = select_records(table, asked).with_only_columns(table.c.document, table.c.id).order_by(None)
            with self.ledger.connected() as connection:
                return {(row.document, row.id) for row in connection.execute(query)}

        return self.questions.get((table.name, asked), find)

    # Who and where

    def names(self, sides: Iterable[str]) -> dict[str, str]:
        """What sides and actors over all reports are called; a name that is kept is not asked for again."""
        kept: dict[str, str] = self.cache.get("names", dict)
        wanted = set(sides)
        missing = wanted - kept.keys()
        if missing:
            kept.update(self.ledger.side_names(missing))
        return {side: kept[side] for side in wanted}

    def identity(self, id_: str) -> Identity | None:
        """The actor over all reports with that id, by any of its appearances or by a record's id."""
        return self.cache.get(("identity", id_), lambda: self._identity(id_))

    def _identity(self, id_: str) -> Identity | None:
        table, actors = schema.appearances.c, schema.actors.c
        own = select(actors.appearance).where(actors.id == id_)
        with self.ledger.connected() as connection:
            query = select(table.canonical).where(
                (table.canonical == id_) | (table.appearance == id_) | table.appearance.in_(own)
            )
            canonical = connection.scalar(query.limit(1))
            return next(iter(identity.find_identities(connection, [canonical])), None) if canonical else None

    def identities(self) -> list[Identity]:
        """All actors over all reports, those in most reports first."""
        return self.cache.get("identities", self._identities)

    def _identities(self) -> list[Identity]:
        with self.ledger.connected() as connection:
            canonical = connection.scalars(select(schema.appearances.c.canonical).distinct()).all()
            return identity.find_identities(connection, canonical)

    def is_state(self, who: str) -> bool:
        """Whether an id is a state's code."""
        return who in Knowledge.open().states

    def spots(self) -> dict[tuple[str, str], Spot]:
        """Where each event is that has a place on the map, by report and id."""
        return self.cache.get("spots", self._spots)

    def _spots(self) -> dict[tuple[str, str], Spot]:
        events, places = schema.events.c, schema.places.c
        joined = schema.events.join(schema.places, (places.document == events.document) & (places.id == events.place))
        columns = (places.name, places.kind, places.country, places.geonames, places.lat, places.lon)
        query = select(events.document, events.id, *columns).select_from(joined).where(places.lat.is_not(None))
        with self.ledger.connected() as connection:
            return {(row.document, row.id): _spot(row) for row in connection.execute(query)}

    # When

    def last_day(self) -> str:
        """The day that the desk is of, unless another is asked for: that of the newest report, never one to come."""
        today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
        return self.cache.get(("last day", today), lambda: self._last_day(today))

    def _last_day(self, today: str) -> str:
        published = schema.documents.c.published
        with self.ledger.connected() as connection:
            return connection.scalar(select(func.max(published)).where(published <= today)) or today

    def period(self) -> tuple[str, str]:
        """The first and the last day of publication."""
        return self.cache.get("period", self._period)

    def _period(self) -> tuple[str, str]:
        published = schema.documents.c.published
        with self.ledger.connected() as connection:
            first, last = connection.execute(select(func.min(published), func.max(published))).one()
        return first or self.last_day(), last or self.last_day()

    def publishers(self) -> list[tuple[str, int]]:
        """Who publishes the reports, with how many, the most first."""
        return self.cache.get("publishers", self._publishers)

    def _publishers(self) -> list[tuple[str, int]]:
        documents = schema.documents.c
        query = select(documents.publisher, func.count()).group_by(documents.publisher)
        with self.ledger.connected() as connection:
            rows = connection.execute(query.where(documents.publisher.is_not(None))).all()
        return sorted(((str(name), int(count)) for name, count in rows), key=lambda pair: (-pair[1], pair[0]))


def _asks(filters: FilterArguments) -> dict[str, Any]:
    """What is asked beside the day."""
    asked: dict[str, Any] = msgspec.structs.asdict(Filters(**filters))
    return {name: value for name, value in asked.items() if value is not None and name != "as_of"}


def _spot(row: Any) -> Spot:
    key = str(row.geonames) if row.geonames is not None else f"{row.name}, {row.country or ''}"
    return Spot(key, row.name, row.kind, row.country, row.lat, row.lon)
