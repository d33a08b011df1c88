"""What must be known of an arrangement before its description makes a record.

The needs of a pattern: a number of parties, a role that is filled, `quantity`, `rate`, `location`, `foreign`, `body`,
`via`, `named`, `hyphen`, `told`, `state`, `fighter`, `self`. All must be met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.extract.naming import Named, between, country_at
from legation.knowledge.arrangements import word_classes

if TYPE_CHECKING:
    from legation.extract.draft import Draft
    from legation.extract.parties import Surroundings
    from legation.knowledge.arrangements import Pattern

# Slots outside the phrase that names the arrangement.
BESIDE = frozenset({"subject", "partner", "sentence", "speaker", "addressee", "appositive"})
_SENDERS = frozenset({"state", "igo"})
_CODE = 3  # letters of an ISO 4217 code


@dataclass(frozen=True, slots=True)
class Filling:
    """A word that fills a slot, and the role that who it names plays."""

    slot: str
    role: str
    named: Named


class Needs:
    """The checks on one draft."""

    def __init__(self, around: Surroundings, draft: Draft, filled: list[Filling]) -> None:
        self.reading, self.around, self.draft, self.filled = around.reading, around, draft, filled
        self.roles = {role for _, role in draft.parties}
        self.kinds = [self.reading.cast.roles[actor].kind for actor, _ in draft.parties]

    def are_met(self, pattern: Pattern) -> bool:
        """True where all needs of the pattern are met."""
        checks: dict[str, Callable[[], bool]] = {
            "body": self._has_body,
            "fighter": lambda: any(kind != "igo" for kind in self.kinds),
            "foreign": self._is_abroad,
            "hyphen": lambda: all(f.slot == "owner" and f.named.token.dep_ != "poss" for f in self.filled),
            "location": lambda: self._has_slot("location") or "host" in self.roles,
            "named": lambda: self.draft.name is not None,
            "quantity": lambda: any(unit.isupper() and len(unit) == _CODE for unit, _ in self._amounts()),
            "rate": lambda: any(per is not None for _, per in self._amounts()),
            "self": lambda: self._has_slot("self"),
            "state": lambda: "state" in self.kinds,
            # Who signs or wants "a peace settlement" need not be party to it.
            "told": lambda: any(f.slot not in BESIDE for f in self.filled),
            "via": lambda: bool(self.around.governors),
        }
        for need in pattern.need:
            if need.isdigit():
                met = len(self.draft.parties) >= int(need)
            else:
                met = checks[need]() if need in checks else need in self.roles
            if not met:
                return False
        return True

    def _has_slot(self, slot: str) -> bool:
        return any(f.slot == slot for f in self.filled)

    def _has_body(self) -> bool:
        roles = self.reading.cast.roles
        return any(role == "host" and roles[actor].kind == "igo" for actor, role in self.draft.parties)

    def _amounts(self) -> list[tuple[str, str | None]]:
        found = between(self.reading.quantities, self.draft.start, self.draft.end)
        return [(quantity.record.unit, quantity.record.per) for quantity in found]

    def _is_abroad(self) -> bool:
        """True where a state or an organisation of states is the sender, and what it sends stands outside it."""
        roles, parties = self.reading.cast.roles, self.draft.parties
        senders = [roles[actor] for actor, role in parties if role in {"sender", "payer"}]
        if not any(sender.kind in _SENDERS for sender in senders):
            return False
        located = [f.named for f in self.filled if f.slot == "location"]
        # Who stands at the Peruvian border is not yet in Peru.
        inside = [named for named in located if named.token.lemma_.lower() not in word_classes()["edge"]]
        countries = {roles[actor].country for actor, role in parties if role in {"host", "payee"}}
        if located and not inside and not countries:
            return False
        countries |= {country_at(self.reading, named.token) for named in inside}
        countries |= {roles[actor].country for named in inside for actor in named.actors}
        countries.discard(None)
        return not countries & {sender.country for sender in senders}
