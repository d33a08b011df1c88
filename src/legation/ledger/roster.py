"""The roster: for each report's actors, who they are over all reports and whose side they are on.

A side is a state, for all that speak and act for it (its government, its forces, whoever holds an office), else the
actor itself. One report has "Ankara", another its president, a third its army: on their side they meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sqlalchemy import func, select

from legation.knowledge.store import Knowledge
from legation.ledger import schema
from legation.ledger.identity import find_identities

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
    def load(cls, connection: Connection, documents: Iterable[str] | None = None) -> Roster:
        """The roster of these reports; of all for None."""
        actors, table = schema.actors.c, schema.appearances.c
        joined = schema.actors.outerjoin(schema.appearances, actors.appearance == table.appearance)
        own = func.coalesce(table.canonical, actors.id)
        query = select(
            actors.document, actors.id, own, table.canonical, actors.kind, actors.country, actors.sectors, actors.name
        ).select_from(joined)
        if documents is not None:
            query = query.where(actors.document.in_(sorted(documents)))
        return cls(
            {
                (document, id_): Member(canonical, _side(named, kind, country, sectors), name, kind == "person")
                for document, id_, canonical, named, kind, country, sectors, name in connection.execute(query)
            }
        )

    def get(self, document: str, actor: str) -> Member | None:
        """One actor of one report."""
        return self._members.get((document, actor))

    def sides(self, document: str, actors: Iterable[str]) -> frozenset[str]:
        """The sides of some actors of one report; those who have none are left out."""
        return frozenset(m.side for a in actors if (m := self.get(document, a)) and m.side)


def _side(canonical: str | None, kind: str, country: str | None, sectors: str) -> str | None:
    if country and (kind in _STATE_KINDS or any(sector in sectors for sector in _STATE_SECTORS)):
        return country
    return canonical


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
