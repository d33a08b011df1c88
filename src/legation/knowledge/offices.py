"""Offices, and who holds them when.

Sources: `data/offices.toml` (our own) for titles; for holders The World Factbook (CIA, public domain) 2015–2026,
REIGN (Bell 2016, to March 2021) and `data/leaders.csv` (our own).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from legation.knowledge.folding import fold

if TYPE_CHECKING:
    import sqlite3


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """What a title means, whoever holds it."""

    title: str  # canonical, in British spelling: "defence minister"
    role: str  # id shared by the titles of one office: "defence_minister"; "other" where holders aren't kept
    sectors: tuple[str, ...] = ()  # PLOVER's, the main one first
    heads: str | None = None  # what it heads: state, government, ministry, party, army, …
    forms: tuple[str, ...] = ()  # other ways to write it: "minister of defence"
    plurals: tuple[str, ...] = ()  # for several persons: "defence ministers"
    gender: Literal["m", "f"] | None = None
    country: str | None = None  # where a title has only one state: "taoiseach"
    of: str | None = None  # the body a title alone implies: "foreign ministry"


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """A person in an office for a time; open ends are None."""

    person: str  # natural order and case: "Shinzo Abe"
    office: str  # "prime minister"
    role: str  # "head_of_government"
    state: str | None  # ISO 3166-1 alpha-3; None for heads of international organisations
    of: str | None = None  # the organisation, where it is none of a state
    start: date | None = None
    end: date | None = None
    wikidata: str | None = None
    gender: Literal["m", "f"] | None = None
    source: str = ""

    def fit(self, on: date | None) -> int:
        """Days between `on` and the term, 0 inside it; without a date, days since the term began, by today's order."""
        if on is None:
            return -(self.start.toordinal() if self.start else 0)
        if self.start and on < self.start:
            return (self.start - on).days
        if self.end and on > self.end:
            return (on - self.end).days
        return 0


def holder_rows(rows: list[tuple[str | None, ...]]) -> tuple[Holder, ...]:
    """Rows of the holder table as holders."""
    return tuple(
        msgspec.convert(
            {
                "person": person, "office": office, "role": role, "state": state, "of": of,
                "start": start, "end": end, "wikidata": wikidata, "gender": gender, "source": source,
            },
            Holder,
        )
        for person, office, role, state, of, start, end, wikidata, gender, source in rows
    )  # fmt: skip


def load_offices(connection: sqlite3.Connection) -> dict[str, Office]:
    """All offices by each folded form of their titles."""
    offices: dict[str, Office] = {}
    for (packed,) in connection.execute("SELECT packed FROM office ORDER BY rowid"):
        office = msgspec.json.decode(packed, type=Office)
        for form in (office.title, *office.forms, *office.plurals):
            offices.setdefault(fold(form), office)
    return offices


def composed(title: str) -> Office | None:
    """The office of a minister or official for something that no table has: "housing minister"."""
    words = title.casefold().split()
    for last, role in _COMPOSED.items():
        if len(words) > 1 and words[-1] in (last, f"{last}s"):
            return Office(title=" ".join([*words[:-1], last]), role=role, sectors=("GOV",))
        if len(words) > 2 and words[0] in (last, f"{last}s") and words[1] in ("of", "for"):
            return Office(title=" ".join([last, *words[1:]]), role=role, sectors=("GOV",))
    return None


_COMPOSED = {"minister": "minister", "ambassador": "ambassador", "spokesman": "spokesperson", "official": "official"}
