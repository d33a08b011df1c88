"""The roster: for each report's actors, who they are over all reports and whose side they are on.

A side is a state, for all that speak and act for it (its government, its forces, whoever holds an office), else the
actor itself. One report has "Ankara", another its president, a third its army: on their side they meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sqlalchemy import select

from legation.knowledge.store import Knowledge
from legation.ledger import schema
from legation.ledger.identity import find_identities
from legation.ledger.query import is_live, last_day_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

Key: TypeAlias = tuple[str, str]  # of a report, and of a record in it

_STATE_KINDS = frozenset({"state", "government_body", "armed_force"})
# PLOVER's sectors of those who act for a state.
_STATE_SECTORS = ('"GOV"', '"MIL"')


class Member(NamedTuple):
    """An actor as the roster has it: its id over all reports, its side, its name in its report."""

    id: str
    side: str | None  # None for whoever has neither a name nor a state
    name: str
    is_person: bool


class Roster:
    """The actors of a ledger, or of some of its reports, by report and id."""

    def __init__(self, members: dict[Key, Member]) -> None:
        self._members = members

    @classmethod
    def load(cls, connection: Connection, as_of: str | None = None) -> Roster:
        """The roster of all reports, or of those published by the end of `as_of`.

        One report that gives a person an office tells for all whose side they are on.
        """
        actors, table = schema.actors.c, schema.appearances.c
        joined = schema.actors.outerjoin(schema.appearances, actors.appearance == table.appearance)
        query = select(
            actors.document, actors.id, table.canonical, actors.kind, actors.country, actors.sectors, actors.name
        ).select_from(joined).where(is_live(schema.actors))  # fmt: skip
        if as_of:
            known = select(schema.documents.c.document).where(schema.documents.c.published <= last_day_of(as_of))
            query = query.where(actors.document.in_(known))
        rows = connection.execute(query).all()
        states: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.canonical and row.country and _acts_for_a_state(row):
                states[row.canonical].add(row.country)
        return cls({(row.document, row.id): _member(row, states) for row in rows})

    def get(self, document: str, actor: str) -> Member | None:
        """One actor of one report."""
        return self._members.get((document, actor))

    def sides(self, document: str, actors: Iterable[str]) -> frozenset[str]:
        """The sides of some actors of one report; those who have none are left out."""
        return frozenset(m.side for a in actors if (m := self.get(document, a)) and m.side)


def _member(row: Any, states: dict[str, set[str]]) -> Member:
    id_ = row.canonical or row.id
    served = states.get(id_, set())
    if row.country and _acts_for_a_state(row):
        side = row.country
    elif row.kind == "person" and len(served) == 1 and row.country in (None, *served):
        (side,) = served
    else:
        side = row.canonical
    return Member(id_, side, row.name, row.kind == "person")


def _acts_for_a_state(row: Any) -> bool:
    return row.kind in _STATE_KINDS or any(sector in row.sectors for sector in _STATE_SECTORS)


def side_names(connection: Connection, sides: Iterable[str]) -> dict[str, str]:
    """What sides are called: states by their name, others as most reports call them."""
    wanted = set(sides)
    states = Knowledge.open().states
    found = {side: states[side].name for side in wanted & states.keys()}
    others = wanted - found.keys()
    found |= {identity.id: identity.name for identity in find_identities(connection, sorted(others))}
    actors = schema.actors.c
    for side in others - found.keys():  # without a name of its own: as its report has it
        found[side] = connection.scalar(select(actors.name).where(actors.id == side).limit(1)) or side
    return found
