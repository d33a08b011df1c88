"""Parties: the commitments that actors on some sides are party to or speak of, without reading any others.

What comes out may be more than was asked for, never less: whose side somebody is on is the roster's to say, when the
rows are read (`legation.ledger.roster`). Cost: the reports that name these sides, however many others there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import func, select, tuple_

from legation.knowledge.folding import fold
from legation.ledger import schema
from legation.ledger.identity import batches

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

Key: TypeAlias = tuple[str, str]  # of a report, and of a commitment in it


def of_sides(connection: Connection, sides: Iterable[str], kinds: Collection[str] | None = None) -> set[Key]:
    """The commitments, of these kinds if any are given, to which somebody on one of these sides is a party."""
    return _found(connection, (_of_parties(actors, kinds) for actors in _actors_on_any(sides)))


def spoken_by(connection: Connection, sides: Iterable[str]) -> set[Key]:
    """The commitments that stand in the words of somebody on one of these sides, or of one with such an id."""
    return _found(connection, (_spoken(actors) for actors in _actors_on_any(sides)))


def of_names(connection: Connection, named: Iterable[tuple[str, str]]) -> set[Key]:
    """The commitments with one of these kinds and names, the names folded."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, name in named:
        by_kind[kind].add(name)
    return {key for kind, names in by_kind.items() for key in _called(connection, kind, names)}


def rarest(connection: Connection, groups: Iterable[tuple[str, ...]]) -> set[str]:
    """Of each group of sides the one that fewest records of actors are on: who is looked for where all must be."""
    found = set(groups)
    counts = {side: _count(connection, side) for side in {side for group in found for side in group}}
    return {min(group, key=lambda side: (counts[side], side)) for group in found}


def _called(connection: Connection, kind: str, names: set[str]) -> Iterator[Key]:
    table = schema.commitments.c
    of_kind = table.kind == kind, table.name.is_not(None)
    # Each spelling once: there are far fewer of them than records.
    spelt = [name for name in connection.scalars(select(table.name).where(*of_kind).distinct()) if fold(name) in names]
    query = select(table.document, table.id).where(table.kind == kind)
    for batch in batches(spelt):
        yield from ((row.document, row.id) for row in connection.execute(query.where(table.name.in_(batch))))


def _of_parties(actors: Select[Any], kinds: Collection[str] | None = None) -> Select[Any]:
    link, table = schema.commitment_parties.c, schema.commitments.c
    query = select(link.document, link.commitment).where(tuple_(link.document, link.actor).in_(actors))
    if kinds is None:
        return query
    is_it = (table.document == link.document) & (table.id == link.commitment)
    return query.join(schema.commitments, is_it).where(table.kind.in_(sorted(kinds)))


def _spoken(actors: Select[Any]) -> Select[Any]:
    table, link = schema.commitments.c, schema.statement_actors.c
    claims = (table.document == link.document) & (table.claimed_by == link.statement)
    query = select(table.document, table.id).join(schema.statement_actors, claims)
    return query.where(link.role == "speaker", tuple_(link.document, link.actor).in_(actors))


def _found(connection: Connection, queries: Iterable[Select[Any]]) -> set[Key]:
    return {(row[0], row[1]) for query in queries for row in connection.execute(query)}


def _actors_on_any(sides: Iterable[str]) -> Iterator[Select[Any]]:
    return (actors for side in sorted(set(sides)) for actors in _actors_on(side))


def _actors_on(side: str) -> Iterator[Select[Any]]:
    """(document, id) of the actors that may be on a side, in several ways, each by an index of its own."""
    actors, table = schema.actors.c, schema.appearances.c
    found = select(actors.document, actors.id)
    # Whom any report gives an office of the state: a person without a country in another report is on its side too.
    joined = schema.actors.join(schema.appearances, actors.appearance == table.appearance)
    serving = select(table.canonical).select_from(joined).where(actors.country == side)
    served = _appearances(table.canonical.in_(serving))
    yield found.where(actors.country == side)
    yield found.where(actors.appearance.in_(_appearances(table.canonical == side)))
    yield found.where(actors.appearance.in_(served), actors.kind == "person", actors.country.is_(None))
    yield found.where(actors.id == side)


def _appearances(condition: ColumnElement[bool]) -> Select[Any]:
    return select(schema.appearances.c.appearance).where(condition)


def _count(connection: Connection, side: str) -> int:
    actors, table = schema.actors.c, schema.appearances.c
    named = select(table.appearance).where(table.canonical == side)
    ways = actors.country == side, actors.appearance.in_(named)
    return sum(connection.scalar(select(func.count()).select_from(schema.actors).where(way)) or 0 for way in ways)
