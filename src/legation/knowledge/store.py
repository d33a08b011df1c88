"""The knowledge file: one read-only SQLite file that `tools/build_knowledge.py` compiles from the tables in `data/`."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.errors import KnowledgeError
from legation.knowledge.folding import fold
from legation.knowledge.offices import Holder, Office, composed, holder_rows, load_offices
from legation.knowledge.organisations import Body, Entry, Phrases, load_bodies
from legation.knowledge.own import SOURCE, Own
from legation.knowledge.places import SCALE, PlaceEntry
from legation.knowledge.states import State, load_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

SCHEMA = 2
_CACHED = 20_000
_MAPPED = 64 * 1024 * 1024  # bytes: more than the file has


class Knowledge:
    """What is known of the world, looked up by name. Safe to share between threads."""

    def __init__(self, path: Path, own: Own | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        if not path.is_file():
            raise KnowledgeError(
                "no such knowledge file", path=str(path), mend="build it: python tools/build_knowledge.py"
            )
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        # Mapped, not copied: all processes that read have the file in memory once.
        self._connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        try:
            (version,) = self._connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        except (sqlite3.DatabaseError, TypeError) as error:
            raise KnowledgeError("this is no knowledge file", path=str(path), mend="build it anew") from error
        if int(version) != SCHEMA:
            raise KnowledgeError(
                f"written for schema {version}, this needs {SCHEMA}", path=str(path), mend="build it anew"
            )
        self.states: Mapping[str, State] = load_states(self._connection)
        self._phrases = Phrases(self._connection)
        self._own_places: Mapping[str, tuple[PlaceEntry, ...]] = {}
        self._own_holders: Mapping[str, tuple[Holder, ...]] = {}
        self._own_people: frozenset[str] = frozenset()
        if own is not None:
            own.check(self.states)
            self._phrases.put(own.actors())
            self._own_places = own.places()
            self._own_holders, self._own_people = own.holders(self.offices)
        self._places = lru_cache(_CACHED)(self._find_places)
        self._holders = lru_cache(_CACHED)(self._find_holders)

    @staticmethod
    def open(path: Path | None = None) -> Knowledge:
        """The knowledge file at `path`, or the one that comes with the package; each is opened once a process.

        A path that ends in .toml is a user's own entries (see `own`), put before those of the package.
        """
        if path is not None and path.suffix == ".toml":
            return Knowledge(packaged(), Own(path))
        return _open(path or packaged())

    @property
    def tables(self) -> str:
        """The digest of the tables that the file was compiled from; `table.digest` gives that of the tables at hand."""
        (found,) = self._rows("SELECT value FROM meta WHERE key = 'tables'")[0]
        return str(found)

    @cached_property
    def as_of(self) -> date:
        """The last day that our own tables tell of: what an undated question is answered by."""
        from datetime import date

        (version,) = self._rows("SELECT version FROM source WHERE name = 'legation'")[0]
        year, month = (int(part) for part in version.split("-"))
        return date(year, month, 1)

    def named(self, phrase: str) -> tuple[Entry, ...]:
        """Every reading of an exact phrase (states, demonyms, organisations …; no persons), the most usual first."""
        return self._phrases.named(phrase)

    def phrases(self) -> Iterable[str]:
        """Every phrase that `named` knows, as written in the tables."""
        return iter(self._phrases)

    def people_named(self, name: str, on: date | None = None) -> tuple[Holder, ...]:
        """Who is or was called so, by full name or surname, those in office on the date first."""
        return _ranked(self._holders("key", fold(name)), on)

    def holders(self, country: str, role: str, on: date | None = None) -> tuple[Holder, ...]:
        """Who holds or held a role (`head_of_state`, `foreign_minister` …) in a state, the one of the date first."""
        return _ranked(self._holders("office", f"{country} {role}"), on)

    def places(self, name: str) -> tuple[PlaceEntry, ...]:
        """The places of that name or alternate name, accents and case aside, the most populous first."""
        return self._places(fold(name))

    def country_places(self, country: str) -> tuple[PlaceEntry, ...]:
        """The place that a state is, by its alpha-3 code; () for a code that isn't known."""
        state = self.states.get(country)
        found = self.places(state.name) if state else ()
        return tuple(place for place in found if place.kind == "country" and place.country == country)

    def areas_abbreviated(self, form: str) -> tuple[PlaceEntry, ...]:
        """The areas that an abbreviation stands for after a comma: "Ky." in "Paris, Ky."."""
        return self._places(f",{fold(form)}")

    def office(self, title: str) -> Office | None:
        """What a title means, in any spelling or number: "Defense Secretary", "foreign ministers"."""
        return self.offices.get(fold(title)) or composed(title)

    def body(self, phrase: str, country: str) -> Entry | None:
        """A state's body by its common noun: "army" of BRA is the Brazilian Armed Forces; a proper name comes first."""
        state, kind = self.states.get(country), self.bodies.get(fold(phrase))
        if state is None or kind is None:
            return None
        for adjective in state.adjectives:
            named = next((e for e in self._phrases.named(f"{adjective} {phrase}") if e.country == country), None)
            if named:
                return named
        return kind.of(state)

    @cached_property
    def bodies(self) -> Mapping[str, Body]:
        """Kinds of bodies that every state has ("army", "foreign ministry"), by folded phrase."""
        return load_bodies(self._connection)

    @cached_property
    def statuses(self) -> Mapping[str, str]:
        """Words that say how an office is held, to their status: "former", "ex-", "-elect", "acting" …

        A hyphen or space at the start of a word means that it follows the title; at its end, that it is joined to it.
        """
        (packed,) = self._connection.execute("SELECT value FROM meta WHERE key = 'statuses'").fetchone()
        found: dict[str, str] = json.loads(packed)
        return found

    @cached_property
    def offices(self) -> Mapping[str, Office]:
        """Offices by each folded form of their titles."""
        return load_offices(self._connection)

    @cached_property
    def role_sectors(self) -> Mapping[str, tuple[str, ...]]:
        """PLOVER sectors by role, as most of its titles have them: "party_leader" is PTY."""
        counts: dict[str, Counter[tuple[str, ...]]] = {}
        for office in self.offices.values():
            if office.sectors:
                counts.setdefault(office.role, Counter())[office.sectors] += 1
        return {role: max(sorted(of_role), key=lambda s: of_role[s]) for role, of_role in counts.items()}

    def _rows(self, query: str, *values: str) -> list[Any]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _find_places(self, key: str) -> tuple[PlaceEntry, ...]:
        if key in self._own_places:
            return self._own_places[key]
        return tuple(
            PlaceEntry(
                name=name, kind=kind, lat=lat / SCALE, lon=lon / SCALE, country=country, geonames=geonames,
                population=population, admin1=admin1, known=bool(known), source=source,
            )
            for name, kind, lat, lon, country, geonames, population, admin1, known, source in self._rows(_PLACES, key)
        )  # fmt: skip

    def _find_holders(self, by: str, key: str) -> tuple[Holder, ...]:
        found = holder_rows(self._rows(_HOLDERS[by], key))
        if not self._own_people:
            return found
        kept = tuple(holder for holder in found if fold(holder.person) not in self._own_people)
        return (*self._own_holders.get(key, ()), *kept)


_PLACES = """SELECT place.name, kind, lat, lon, country, geonames, population, admin1.name, known, source.name
    FROM place_key JOIN place ON place.id = place_key.place LEFT JOIN admin1 ON admin1.id = place.admin1
    JOIN source ON source.id = place.source
    WHERE key = ? ORDER BY population DESC, place.id"""
_HOLDERS = {
    "key": """SELECT person, office, role, state, of, start, "end", wikidata, gender, source
        FROM holder_key JOIN holder ON holder.id = holder_key.holder WHERE key = ? ORDER BY holder.id""",
    "office": """SELECT person, office, role, state, of, start, "end", wikidata, gender, source
        FROM holder WHERE state || ' ' || role = ? ORDER BY id""",
}


_RANKS = {SOURCE: 0, "legation": 1}


def packaged() -> Path:
    """The knowledge file that comes with the package."""
    return Path(str(resources.files("legation.knowledge").joinpath("data", "knowledge.sqlite")))


@lru_cache(4)
def _open(path: Path) -> Knowledge:
    return Knowledge(path)


def _ranked(holders: tuple[Holder, ...], on: date | None) -> tuple[Holder, ...]:
    """By fit to the date, well-known offices first; one entry for a person whose office has two roles."""
    distinct: dict[tuple[str, str, date | None], Holder] = {}
    for holder in holders:
        distinct.setdefault((holder.person, holder.office, holder.start), holder)

    def order(holder: Holder) -> tuple[bool, int, int]:
        fit = holder.fit(on)
        return fit > 0, _RANKS.get(holder.source, len(_RANKS)), fit

    return tuple(sorted(distinct.values(), key=order))
