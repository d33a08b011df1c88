"""A user's own knowledge: actors, places and offices in one TOML file, which go before the tables of the package.

    [[actor]]
    name = "Dawn Army"
    also = ["Jaysh al-Fajr"]
    kind = "armed_group"
    country = "SYR"
    sectors = ["REB"]

    [[place]]
    name = "Tal Amal"
    kind = "city"
    lat = 36.1
    lon = 37.2
    country = "SYR"

    [[office]]
    person = "Ana Silva"
    title = "foreign minister"
    state = "PRY"
    start = 2018-08-15

A phrase of an actor or a place then stands for that one alone; an actor by a canonical name that the tables have takes
its place under all its names. Whoever is named in an office has the offices of the file and no others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from legation.errors import KnowledgeError
from legation.knowledge.folding import fold
from legation.knowledge.offices import Holder, Office
from legation.knowledge.organisations import Entry
from legation.knowledge.places import PlaceEntry
from legation.knowledge.states import State

SOURCE = "own"

OwnKind = Literal[
    "state", "organization", "igo", "government_body", "armed_force", "armed_group", "company", "media", "people",
]  # fmt: skip


class OwnActor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body by its canonical name and its other names."""

    name: str
    kind: OwnKind
    also: tuple[str, ...] = ()
    country: str | None = None  # ISO 3166-1 alpha-3
    sectors: tuple[str, ...] = ()  # PLOVER's
    wikidata: str | None = None


class OwnPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place by its names; degrees (WGS 84)."""

    name: str
    kind: str
    lat: float
    lon: float
    also: tuple[str, ...] = ()
    country: str | None = None
    geonames: int | None = None
    population: int = 0


class OwnOffice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person in an office for a time; `of` is the body where it is none of a state."""

    person: str
    title: str
    also: tuple[str, ...] = ()
    state: str | None = None
    of: str | None = None
    start: date | None = None
    end: date | None = None
    gender: Literal["m", "f"] | None = None
    wikidata: str | None = None


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    actor: tuple[OwnActor, ...] = ()
    place: tuple[OwnPlace, ...] = ()
    office: tuple[OwnOffice, ...] = ()


class Own:
    """The file's entries, ready to be looked up. `digest` tells one file from another."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises KnowledgeError with the field that is wrong."""
        try:
            packed = path.read_bytes()
        except OSError as error:
            raise KnowledgeError("no such file", path=str(path), mend="name a TOML file") from error
        try:
            self._file = msgspec.toml.decode(packed, type=_File)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            raise KnowledgeError(str(error), path=str(path), mend="see docs/knowledge.md, Your own entries") from error
        self._path = path
        self.digest = hashlib.sha256(packed).hexdigest()

    def check(self, states: Mapping[str, State]) -> None:
        """Raise KnowledgeError for a country that there is not, or coordinates off the map."""
        named = [(actor.name, actor.country) for actor in self._file.actor]
        named += [(place.name, place.country) for place in self._file.place]
        named += [(term.person, term.state) for term in self._file.office]
        for name, country in named:
            if country is not None and country not in states:
                raise KnowledgeError(
                    f"{name!r}: there is no country {country!r}", path=str(self._path), mend="use ISO 3166-1 alpha-3"
                )
        for place in self._file.place:
            if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
                raise KnowledgeError(
                    f"{place.name!r}: no such coordinates: {place.lat}, {place.lon}", path=str(self._path)
                )

    def actors(self) -> dict[str, Entry]:
        """Actors by each of their names as written."""
        return {
            phrase: Entry(
                name=actor.name,
                kind=actor.kind,
                country=actor.country,
                sectors=actor.sectors,
                wikidata=actor.wikidata,
                source=SOURCE,
            )
            for actor in self._file.actor
            for phrase in (actor.name, *actor.also)
        }

    def places(self) -> dict[str, tuple[PlaceEntry, ...]]:
        """Places by each folded name, in the order of the file."""
        found: dict[str, tuple[PlaceEntry, ...]] = {}
        for place in self._file.place:
            entry = PlaceEntry(
                name=place.name, kind=place.kind, lat=place.lat, lon=place.lon, country=place.country,
                geonames=place.geonames, population=place.population, known=True, source=SOURCE,
            )  # fmt: skip
            for key in dict.fromkeys(fold(name) for name in (place.name, *place.also)):
                found[key] = (*found.get(key, ()), entry)
        return found

    def holders(self, offices: Mapping[str, Office]) -> tuple[dict[str, tuple[Holder, ...]], frozenset[str]]:
        """Terms by each folded name, surname, and "state role"; and the folded names of all who are in the file."""
        found: dict[str, tuple[Holder, ...]] = {}
        for term in self._file.office:
            office = offices.get(fold(term.title))
            holder = Holder(
                person=term.person, office=term.title, role=office.role if office is not None else "other",
                state=term.state, of=term.of, start=term.start, end=term.end, wikidata=term.wikidata,
                gender=term.gender, source=SOURCE,
            )  # fmt: skip
            names = [fold(name) for name in (term.person, *term.also)]
            keys = dict.fromkeys((*names, *(name.split()[-1] for name in names), f"{term.state} {holder.role}"))
            for key in keys:
                found[key] = (*found.get(key, ()), holder)
        people = frozenset(fold(name) for term in self._file.office for name in (term.person, *term.also))
        return found, people
