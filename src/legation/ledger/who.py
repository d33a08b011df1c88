"""Who is meant: a name, code, capital or abbreviation, to the state or the full name that it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from legation.knowledge.store import Knowledge

if TYPE_CHECKING:
    from legation.knowledge.organisations import Entry

_CODE = re.compile(r"[A-Z]{3}")
# Names of a state itself; its capital or a palace stands for it only where the word means nothing else.
_OWN = ("name", "abbreviation")
_STANDING_FOR = ("capital", "metonym")


def country_of(who: str) -> str | None:
    """The state that is meant, as ISO 3166-1 alpha-3: "Guinea" is GIN, "the Kremlin" RUS. None for anybody else.

    A code is taken at its word, whether the tables have it or not.
    """
    if _CODE.fullmatch(who) and not _readings(who):
        return who
    for entry in _readings(who)[:1]:
        if entry.kind == "state" and (entry.role in _OWN or (entry.role in _STANDING_FOR and entry.certain)):
            return entry.country
    return None


def full_name(who: str) -> str:
    """The canonical name of an organisation: "Nato" is North Atlantic Treaty Organization; else what was given."""
    return next((entry.name for entry in _readings(who) if entry.role in _OWN), who)


def _readings(who: str) -> tuple[Entry, ...]:
    knowledge = Knowledge.open()
    # "japan" and "russians": users type names as it comes.
    return knowledge.named(who) or knowledge.named(who.title())
