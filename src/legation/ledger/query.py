"""Queries: the filters that Python, the command's options and a page's address share, and the answers to them.

actor     who has a part in it: a name ("Abe", "Japan"), an ISO 3166-1 alpha-3 code, a Wikidata or actor id.
          A state, by name or code, stands for all that belongs to it: its government, its people, its forces
by, to    the same, for who does or says it, and whom it is done or said to
about     the same, for whom a statement speaks of: who is named in what is said
between   two of them, both with a part in it
since     from this day, month or year on: what happened, was said or stands, else what was told then
until     up to its end
as_of     only what was published by its end; a report without a date was not known to be
kind      event type, with a mode if need be ("SANCTION", "ASSAULT/aerial"); kind of commitment, actor, place
act       of a statement: "promise", "deny" …
modality  of an event: "occurred", "future" …
status    of a commitment: "in_force", "questioned" …
source    publisher, host of the address, or id of the report
name      an actor's
with_rejected  also what people have rejected
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, or_, select, tuple_

from legation.errors import LegationError
from legation.knowledge.folding import fold
from legation.ledger import schema
from legation.ledger.period import OPEN_END, bounds
from legation.ledger.rows import TABLES, to_record
from legation.ledger.who import country_of, full_name
from legation.record import Record
from legation.views import AnswerViews

if TYPE_CHECKING:
    from legation.ledger.store import Ledger

R = TypeVar("R", bound=Record)

# An actor's id over all reports: of Wikidata, else the key of an appearance.
_CANONICAL = re.compile(r"Q[1-9][0-9]*|(?:person|state|people|body):.*:.*:.*")
_ACTOR_ID = re.compile(r"actor-[0-9a-f]{16}")


class FilterArguments(TypedDict, total=False):
    """The filters, as keyword arguments; the module's head says what each means."""

    actor: str | None
    by: str | None
    to: str | None
    about: str | None
    between: tuple[str, str] | None
    since: str | None
    until: str | None
    as_of: str | None
    kind: str | None
    act: str | None
    modality: str | None
    status: str | None
    source: str | None
    name: str | None
    with_rejected: bool


class Filters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The filters of one question; None: not asked."""

    actor: str | None = None
    by: str | None = None
    to: str | None = None
    about: str | None = None
    between: tuple[str, str] | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    kind: str | None = None
    act: str | None = None
    modality: str | None = None
    status: str | None = None
    source: str | None = None
    name: str | None = None
    with_rejected: bool = False

    def asked(self) -> dict[str, Any]:
        """The filters that are set."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built


_COMMON = ("as_of", "source")
# What can be asked of each kind; anything else is a mistake that must not pass as "no filter".
TAKES: dict[Table, tuple[str, ...]] = {
    schema.documents: ("since", "until", *_COMMON),
    schema.actors: ("name", "actor", "kind", *_COMMON),
    schema.places: ("kind", *_COMMON),
    schema.times: ("since", "until", *_COMMON),
    schema.quantities: _COMMON,
    schema.statements: ("actor", "by", "to", "about", "between", "since", "until", "act", *_COMMON),
    schema.events: ("actor", "by", "to", "between", "since", "until", "kind", "modality", *_COMMON),
    schema.commitments: ("actor", "between", "since", "until", "kind", "status", *_COMMON),
    schema.conditionals: ("actor", "by", "between", "since", "until", *_COMMON),
    schema.shifts: ("actor", "by", "to", "between", "since", "until", *_COMMON),
}


class Answer(AnswerViews, Generic[R]):
    """The records that fit a question, fetched when they are asked for: `for`, `len`, `answer[0]`, `bool`.

    It is a view: asked again after something was added, it holds that too. Order: by day, then by report; the same
    whatever order the reports were added in.
    """

    def __init__(self, ledger: "Ledger", query: "Select[Any]", table: str) -> None:
        self.ledger = ledger
        self.table = table  # the kind of its records, as the ledger's tables are called
        self._query = query

    def _run(self, query: "Select[Any]") -> Iterator[Any]:
        return self.ledger.run(query)

    def __iter__(self) -> Iterator[R]:
        for (json,) in self._run(self._query):
            yield to_record(json)  # type: ignore[misc]  # the table decides which kind stands in its rows

    def __len__(self) -> int:
        ((count,),) = self._run(select(func.count()).select_from(self._query.subquery()))
        return int(count)

    def __repr__(self) -> str:
        return f"<Answer: {len(self)} {self.table}>"

    def __bool__(self) -> bool:
        return any(True for _ in self._run(self._query.limit(1)))

    def __getitem__(self, index: int) -> R:
        if index < 0:
            index += len(self)
        for (json,) in self._run(self._query.limit(1).offset(max(index, 0))):
            if index >= 0:
                return to_record(json)  # type: ignore[return-value]  # as above
        raise IndexError(index)

    def page(self, *, limit: int, offset: int = 0) -> list[R]:
        """`limit` records from the one at `offset` on."""
        # Of an answer itself `list` would first ask how long it is: one more query.
        return list(iter(Answer(self.ledger, self._query.limit(limit).offset(offset), self.table)))


def select_records(table: Table, filters: Filters) -> "Select[Any]":
    """The query for the records of one kind. Raises LegationError for a filter that doesn't fit the kind or a day
    that can't be read.
    """
    asked = filters.asked()
    with_rejected = asked.pop("with_rejected", False)
    unfit = sorted(asked.keys() - set(TAKES[table]))
    if unfit:
        raise LegationError(
            f"{table.name} can't be asked by {', '.join(unfit)}", mend=f"they take {', '.join(TAKES[table])}"
        )
    query = select(table.c.json)
    if table is not schema.documents:
        query = query.join(schema.documents, schema.documents.c.document == table.c.document)
        if not with_rejected:
            query = query.where(is_live(table))
    for name, value in asked.items():
        query = query.where(_CONDITIONS[name](table, value))
    return query.order_by(*_order(table))


def is_live(table: Table) -> ColumnElement[bool]:
    """Whether nobody has rejected the record in a row of a kind's table."""
    reviewed = schema.reviewed.c
    here = reviewed.document == table.c.document, reviewed.id == table.c.id
    # Looked up row by row, by the table's key: of "not in", SQLite would go through the whole list for each.
    return ~exists().where(*here, reviewed.verdict == "reject").correlate(table)


def _order(table: Table) -> list[ColumnElement[Any]]:
    published = schema.documents.c.published
    first = table.c.first_day if "first_day" in table.c else published
    # Undated things last, on SQLite and PostgreSQL alike.
    order: list[ColumnElement[Any]] = [first.is_(None), first, published.is_(None), published, table.c.document]
    return [*order, table.c.position, table.c.id] if "position" in table.c else order


def latest_first(query: "Select[Any]") -> "Select[Any]":
    """The reports from the newest back, those without a date last."""
    documents = schema.documents.c
    order = documents.published.is_(None), documents.published.desc(), documents.document
    return query.order_by(None).order_by(*order)


def select_due(filters: Filters) -> "Select[Any]":
    """The events still to come, the soonest first: all that is told as future and, with `as_of`, not over by then."""
    query = select_records(schema.events, msgspec.structs.replace(filters, modality="future"))
    if filters.as_of:
        query = query.where(schema.events.c.last_day >= _day(filters.as_of, 0))
    return query.order_by(None).order_by(
        # What has no date of its own is open-ended and comes after all that has one.
        func.coalesce(schema.events.c.last_day, OPEN_END) == OPEN_END,
        *_order(schema.events),
    )


def _day(value: str, end: int) -> str:
    """The first (`end` 0) or last (1) day of what the user wrote."""
    days = bounds(value)
    if days is None:
        raise LegationError(f"{value!r} is no date", mend="write 2016-11-17, 2016-11 or 2016")
    return days[end]


def first_day_of(value: str) -> str:
    """The first day of what a user wrote. Raises LegationError where that is no date."""
    return _day(value, 0)


def last_day_of(value: str) -> str:
    """The last day of it."""
    return _day(value, 1)


def _is_since(table: Table, value: str) -> ColumnElement[bool]:
    last = table.c.last_day if "last_day" in table.c else schema.documents.c.published
    return last >= _day(value, 0)


def _is_until(table: Table, value: str) -> ColumnElement[bool]:
    first = table.c.first_day if "first_day" in table.c else schema.documents.c.published
    return first <= _day(value, 1)


def _is_as_of(_: Table, value: str) -> ColumnElement[bool]:
    return schema.documents.c.published <= _day(value, 1)


def _is_source(_: Table, value: str) -> ColumnElement[bool]:
    documents = schema.documents.c
    return or_(
        documents.document == value,
        documents.publisher_key == fold(value),
        documents.host == value.casefold().removeprefix("www."),
    )


def _is_kind(table: Table, value: str) -> ColumnElement[bool]:
    if table is not schema.events:
        return table.c.kind == value.casefold().replace(" ", "_").replace("-", "_")
    kind, _, mode = value.partition("/")
    is_type = table.c.type == kind.upper()
    return and_(is_type, table.c.mode == mode.casefold()) if mode else is_type


def _is_value_of(column: str) -> "Callable[[Table, str], ColumnElement[bool]]":
    return lambda table, value: table.c[column] == value.casefold().replace(" ", "_")


def matching_actors(who: str) -> "Select[Any]":
    """(document, id) of the actors that `who` names."""
    actors = schema.actors
    return select(actors.c.document, actors.c.id).where(_names(who), is_live(actors))


def _names(who: str) -> ColumnElement[bool]:
    actors, words = schema.actors, schema.actor_words
    if _CANONICAL.fullmatch(who):
        return or_(
            actors.c.wikidata == who, actors.c.appearance.in_(_appearances_of(schema.appearances.c.canonical == who))
        )
    if _ACTOR_ID.fullmatch(who):
        return actors.c.id == who
    country = country_of(who)
    if country:
        return actors.c.country == country
    asked = sorted(set(fold(who).split()))
    called = (
        select(words.c.document, words.c.actor)
        .where(words.c.word.in_(asked))
        .group_by(words.c.document, words.c.actor)
        .having(func.count() == len(asked))
    )
    # Whoever asks for Nato means what reports may spell out.
    named = or_(actors.c.name_key == fold(full_name(who)), tuple_(actors.c.document, actors.c.id).in_(called))
    # And whoever asks for one name of an actor means those that other reports have for it.
    canonical = schema.appearances.c.canonical.in_(
        select(schema.appearances.c.canonical).where(
            schema.appearances.c.appearance.in_(select(actors.c.appearance).where(named))
        )
    )
    return or_(named, actors.c.appearance.in_(_appearances_of(canonical)))


def _appearances_of(condition: ColumnElement[bool]) -> "Select[Any]":
    return select(schema.appearances.c.appearance).where(condition)


# Which link table and roles stand for taking part, doing and being done to.
_PARTS: dict[Table, tuple[Table, str, tuple[str, ...], tuple[str, ...]]] = {
    schema.statements: (schema.statement_actors, "statement", ("speaker",), ("addressee",)),
    schema.events: (schema.event_actors, "event", ("actor",), ("recipient",)),
    schema.commitments: (schema.commitment_parties, "commitment", (), ()),
}


def _has_part(table: Table, who: str, part: str = "actor") -> ColumnElement[bool]:
    """Whether `who` has a part (`actor`: any; `by`; `to`; `about`) in the row."""
    if table is schema.actors:
        return _names(who)
    if table is schema.conditionals:
        return _has_part_in_conditional(who, part)
    if table is schema.shifts:
        return _has_part_in_shift(who, part)
    return tuple_(table.c.document, table.c.id).in_(_linked(table, who, part))


def _linked(table: Table, who: str, part: str) -> "Select[Any]":
    """(document, id) of the rows of `table` that are linked to `who` in that part."""
    link, owner, does, is_done_to = _PARTS[table]
    linked = select(link.c.document, link.c[owner]).where(
        tuple_(link.c.document, link.c.actor).in_(matching_actors(who))
    )
    roles = {"actor": does + is_done_to, "by": does, "to": is_done_to, "about": ("about",)}[part]
    return linked.where(link.c.role.in_(roles)) if roles else linked


def _has_part_in_conditional(who: str, part: str) -> ColumnElement[bool]:
    """Whose claim it is or, for any part, who acts in what it describes."""
    table, link = schema.conditionals, schema.conditional_events
    claims = tuple_(table.c.document, table.c.claimed_by).in_(_linked(schema.statements, who, "by"))
    if part == "by":
        return claims
    acts = select(link.c.document, link.c.conditional).where(
        tuple_(link.c.document, link.c.event).in_(_linked(schema.events, who, "actor"))
    )
    return or_(claims, tuple_(table.c.document, table.c.id).in_(acts))


def _has_part_in_shift(who: str, part: str) -> ColumnElement[bool]:
    """Who has shifted, and whom it is about: by name, or as a party to a commitment."""
    table, link = schema.shifts, schema.shift_subjects
    moves = tuple_(table.c.document, table.c.speaker).in_(matching_actors(who))
    subject = tuple_(link.c.document, link.c.subject)
    about = exists().where(
        link.c.document == table.c.document,
        link.c.shift == table.c.id,
        or_(subject.in_(matching_actors(who)), subject.in_(_linked(schema.commitments, who, "actor"))),
    )
    return {"actor": or_(moves, about), "by": moves, "to": about}[part]


def _is_between(table: Table, pair: tuple[str, str]) -> ColumnElement[bool]:
    return and_(*(_has_part(table, who) for who in pair))


_CONDITIONS: "dict[str, Callable[[Table, Any], ColumnElement[bool]]]" = {
    "actor": _has_part,
    "by": lambda table, who: _has_part(table, who, "by"),
    "to": lambda table, who: _has_part(table, who, "to"),
    "about": lambda table, who: _has_part(table, who, "about"),
    "between": _is_between,
    "since": _is_since,
    "until": _is_until,
    "as_of": _is_as_of,
    "kind": _is_kind,
    "act": _is_value_of("act"),
    "modality": _is_value_of("modality"),
    "status": _is_value_of("status"),
    "source": _is_source,
    "name": lambda table, who: _has_part(table, who),
}


def find_by_id(connection: Connection, id_: str) -> Record | None:
    """The record with that id, or the document record of the report that is called so."""
    for table in TABLES.values():
        is_called = table.c.id == id_
        if table is schema.documents:
            is_called = or_(is_called, table.c.document == id_)
        json = connection.scalar(select(table.c.json).where(is_called).order_by(table.c.document).limit(1))
        if json is not None:
            return to_record(json)
    return None
