"""Selections: which reports and records of a ledger an export takes, and what its formats ask of each.

Each kind of record is asked by those filters that it takes, as `legation events` and its like are. What a chosen record
refers to (its actors, place, amounts, the statement it stands in) comes along, so that no id leads nowhere.

Formats that have no room for who claims what, or for what has not happened, take `events`: what occurred or is going
on, at a confidence of 0.5 or more, `everything` lifts that; and what a source only claims only with `claims`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, Unpack

import msgspec

from legation.export.describe import Names
from legation.extract.actor import Actor
from legation.extract.commitment import Commitment, Party
from legation.extract.event import Event
from legation.ledger import schema
from legation.ledger.query import TAKES, FilterArguments, Filters, select_records
from legation.ledger.rows import TABLES
from legation.ledger.standing import is_rejected
from legation.record import Record
from legation.report.document import Document

if TYPE_CHECKING:
    from sqlalchemy import Table

    from legation.ledger.happening import Happening, Telling
    from legation.ledger.history import Entry, History
    from legation.ledger.store import Ledger

R = TypeVar("R", bound=Record)
Key = tuple[str, str]  # of a report, and of a record in it

_HAPPENED = frozenset({"occurred", "ongoing"})
_LIKELY = 0.5
_REJECTED = "with_rejected"  # which every kind can be asked
# Asked of these, a report is taken with all its records: what stands in it is not narrowed.
_WHOLE = frozenset({"as_of", "source", "with_rejected"})


class Options(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What formats leave out unless they are told otherwise."""

    everything: bool = False  # whatever its modality and confidence
    claims: bool = False  # what a source only claims, in formats that have no room to say so
    with_text: bool = False  # the reports' whole text, in formats that can do without


class Told:
    """One report with those of its records that were asked for."""

    def __init__(
        self, document: Document, records: Sequence[Record], chosen: frozenset[str] | None, known: Sequence[Record]
    ) -> None:
        self.document = document
        # What people have rejected is no record of the report, but others may still name it.
        self.names = Names(known, document)
        self._chosen = chosen
        self._records = records

    def get(self, id_: str | None) -> Record | None:
        """The record of that id, asked for or not."""
        return self.names.get(id_)

    @cached_property
    def records(self) -> list[Record]:
        """The records asked for and all that they refer to, in the order of the contract; the document's first."""
        if self._chosen is None:
            return list(self._records)
        kept = self._closed(self._chosen)
        return [record for record in self._records if record.id in kept or isinstance(record, Document)]

    def of(self, kind: type[R]) -> list[R]:
        """The records of one kind among them."""
        return [record for record in self.records if isinstance(record, kind)]

    def is_asked(self, record: Record) -> bool:
        """Whether a record was asked for itself, and does not only come along."""
        return self._chosen is None or record.id in self._chosen

    def asked(self, kind: type[R]) -> list[R]:
        """The records of one kind that were asked for themselves."""
        return [record for record in self.of(kind) if self.is_asked(record)]

    def actors(self, ids: Iterable[str]) -> list[Actor]:
        """The actors of these ids."""
        return self.names.actors_of(ids)

    def _closed(self, chosen: frozenset[str]) -> set[str]:
        kept: set[str] = set()
        todo = list(chosen)
        while todo:
            id_ = todo.pop()
            record = self.get(id_)
            if record is not None and id_ not in kept:
                kept.add(id_)
                todo += _references(record)
        return kept


class Selection:
    """What of a ledger is exported; iterated, it gives one report after the other, by date."""

    def __init__(self, ledger: Ledger, options: Options | None = None, **filters: Unpack[FilterArguments]) -> None:
        self.ledger = ledger
        self.options = options or Options()
        self.filters = Filters(**filters)
        self.counts: Counter[str] = Counter()  # what was written, by kind; each format counts its own
        self.left_out: Counter[str] = Counter()  # what was not, by reason
        self._ids: dict[Table, dict[str, set[str]]] = {}

    def __iter__(self) -> Iterator[Told]:
        chosen = self._chosen
        whole = self._asked(_WHOLE)
        for id_ in self._reports(whole):
            found = None if chosen is None else frozenset(chosen.get(id_, ()))
            if found is None or found:
                yield from self._told(id_, found)

    def reports(self) -> Iterator[Told]:
        """The reports asked for as wholes, with all their records: of that time, and telling of that actor."""
        telling = self._telling
        for id_ in self._reports(self._asked(frozenset({*TAKES[schema.documents], _REJECTED}))):
            if telling is None or id_ in telling:
                yield from self._told(id_, None)

    def is_taken(self, event: Event) -> bool:
        """Whether a format that tells only of what happened takes an event."""
        return self.options.everything or (event.modality in _HAPPENED and event.confidence >= _LIKELY)

    def is_vouched(self, event: Event | Commitment) -> bool:
        """Whether a format takes it that has no room to say that somebody claims it."""
        return event.claimed_by is None or self.options.claims

    def tellings(self, happening: Happening) -> Sequence[Telling]:
        """The accounts of a happening that were asked for themselves; the others only stand beside them."""
        return [t for t in happening.tellings if self._is_among(schema.events, t.document, t.event.id)]

    def entries(self, history: History) -> Sequence[Entry]:
        """The same for the entries of an arrangement."""
        return [e for e in history.entries if self._is_among(schema.commitments, e.document, e.commitment.id)]

    def events(self, told: Told) -> Iterator[Event]:
        """The events of a report for a format that tells only of what happened; what it leaves out is counted."""
        for event in told.asked(Event):
            if self.is_taken(event):
                yield event
            else:
                self.left_out["not told as having happened"] += 1

    def count(self, record: Record) -> None:
        """Count a record as written."""
        self.counts[record.kind_name()] += 1

    @cached_property
    def read_at(self) -> dict[str, str]:
        """When each report was read (UTC, ISO 8601), for those that the journal tells of."""
        return self.ledger.journal.read_at()

    def _reports(self, asked: FilterArguments) -> list[str]:
        """The ids of reports, by date. All at once: an answer that is still being fetched would hold the ledger."""
        query = select_records(schema.documents, Filters(**asked))
        with self.ledger.connected() as connection:
            return list(connection.scalars(query.with_only_columns(schema.documents.c.document)))

    def _told(self, id_: str, chosen: frozenset[str] | None) -> Iterator[Told]:
        """A report, unless it was removed meanwhile."""
        known = self.ledger.records(id_, with_rejected=True)
        if known and isinstance(known[0], Document):
            records = [r for r in known if self.filters.with_rejected or not is_rejected(r)]
            yield Told(known[0], records, chosen, known)

    def _asked(self, names: frozenset[str]) -> FilterArguments:
        asked = self.filters.asked()
        return {name: value for name, value in asked.items() if name in names}  # type: ignore[return-value]

    def _is_among(self, table: Table, document: str, id_: str) -> bool:
        # What was known by a day is all that there is of a happening on that day.
        return self.filters.asked().keys() <= {"as_of", _REJECTED} or id_ in self._by_table(table).get(document, ())

    def _by_table(self, table: Table) -> dict[str, set[str]]:
        """The ids of one kind asked for, by report."""
        if table not in self._ids:
            found = self._ids[table] = {}
            query = select_records(table, self.filters).with_only_columns(table.c.document, table.c.id)
            with self.ledger.connected() as connection:
                for document, id_ in connection.execute(query.order_by(None)):
                    found.setdefault(document, set()).add(id_)
        return self._ids[table]

    @cached_property
    def _chosen(self) -> dict[str, set[str]] | None:
        """The ids asked for, by report; None where whole reports are."""
        asked = self.filters.asked()
        if asked.keys() <= _WHOLE:
            return None
        found: dict[str, set[str]] = {}
        for table in TABLES.values():
            # A kind that can't be asked so says nothing about it; it comes along where it is referred to.
            if table is not schema.documents and asked.keys() <= {*TAKES[table], _REJECTED}:
                for document, ids in self._by_table(table).items():
                    found.setdefault(document, set()).update(ids)
        return found

    @cached_property
    def _telling(self) -> set[str] | None:
        """The reports that tell of the actor asked for."""
        if not self.filters.actor:
            return None
        with self.ledger.connected() as connection:
            query = select_records(schema.actors, Filters(actor=self.filters.actor))
            return set(connection.scalars(query.with_only_columns(schema.actors.c.document).order_by(None)))


def _references(record: Record) -> Iterator[str]:
    """All that may be an id among the fields of a record."""
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if name in ("id", "document"):
            continue
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, str):
                yield part
            elif isinstance(part, Party):
                yield part.actor
