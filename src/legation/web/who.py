"""Who is meant: what stands in an address, to a state, or to the one actor over all reports that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from legation.knowledge.folding import fold
from legation.knowledge.labels import labels
from legation.knowledge.store import Knowledge
from legation.ledger.who import country_of

if TYPE_CHECKING:
    from legation.ledger.identity import Identity
    from legation.web.known import Known


@dataclass(frozen=True, slots=True)
class Who:
    """A state, with all who act for it, or one actor over all reports."""

    id: str  # a state's code, else an id over all reports: a filter takes either
    name: str
    kind: str
    country: str | None
    identity: Identity | None  # None for a state

    @property
    def is_state(self) -> bool:
        """Whether it is a state."""
        return self.identity is None

    @property
    def is_person(self) -> bool:
        """Whether it is one person."""
        return self.identity is not None and self.identity.kind == "person"


def who_is(known: Known, given: str) -> Who | None:
    """The one who is meant by an id, a code or a name; None for nobody in the ledger, and where it may be several."""
    states = Knowledge.open().states
    if given in states:
        return _state(given)
    identity = known.identity(given)
    if identity is None and (code := country_of(given)) and code in states:
        return _state(code)
    if identity is None:
        named = known.ledger.identities(given)
        # Of several who have the name as part of theirs, the one who is called just that.
        called = [one for one in named if fold(given) in map(fold, one.names)]
        identity = next((group[0] for group in (called, named) if len(group) == 1), None)
    if identity is None:
        return None
    if identity.kind == "state" and identity.country is not None and identity.country in states:
        return _state(identity.country)
    return Who(identity.id, identity.name, labels().actor[identity.kind], identity.country, identity)


def _state(code: str) -> Who:
    return Who(code, Knowledge.open().states[code].name, labels().actor["state"], code, None)


def found(known: Known, given: str) -> Who:
    """The same. Raises HTTPException, 404, where nobody or more than one is meant."""
    who = who_is(known, given)
    if who is None:
        raise HTTPException(404, f"No one actor called {given} in this ledger")
    return who
