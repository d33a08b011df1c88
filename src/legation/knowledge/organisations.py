"""What a phrase can name: states, organisations, government bodies, forces, groups, media, peoples.

Sources: the tables that `data/SOURCES.toml` lists under `phrases`; sectors are PLOVER's (Open Event Data Alliance,
CC BY-SA 4.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from legation.knowledge.folding import fold, plain

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from legation.knowledge.states import State

EntryRole: TypeAlias = Literal["name", "adjective", "demonym", "capital", "metonym", "abbreviation"]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of a phrase: who is meant, in which role the phrase stands for them, and how surely."""

    name: str  # canonical: "United States", "North Atlantic Treaty Organization"
    kind: str  # as in the record contract: state, igo, organization, government_body, armed_force, …
    country: str | None = None  # ISO 3166-1 alpha-3
    sectors: tuple[str, ...] = ()  # PLOVER's, the main one first
    wikidata: str | None = None
    role: EntryRole = "name"
    certain: bool = True  # False where the phrase is also a common word, a person or another place
    source: str = ""


class Phrases:
    """All phrases and their readings, in memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._exact: dict[str, list[Entry]] = {}
        self._plain: dict[str, list[Entry]] = {}
        self._folded: dict[str, list[Entry]] = {}
        query = (
            "SELECT phrase, name, kind, country, sectors, wikidata, role, certain, source FROM phrase ORDER BY rowid"
        )
        for phrase, name, kind, country, sectors, wikidata, role, certain, source in connection.execute(query):
            entry = Entry(
                name=name,
                kind=kind,
                country=country,
                sectors=tuple(sectors.split()),
                wikidata=wikidata,
                role=role,
                certain=bool(certain),
                source=source,
            )
            indexes = [(self._exact, phrase), (self._plain, plain(phrase))]
            if " " in phrase or not phrase.isupper():  # "Who" is no WHO
                indexes.append((self._folded, fold(phrase)))
            for index, key in indexes:
                readings = index.setdefault(key, [])
                if not any(known.name == name and known.kind == kind for known in readings):
                    readings.append(entry)

    def put(self, own: Mapping[str, Entry]) -> None:
        """Let phrases stand for these alone; other phrases of the same canonical names stand for them too."""
        by_name = {entry.name: entry for entry in own.values()}
        for index in (self._exact, self._plain, self._folded):
            for readings in index.values():
                for at, entry in enumerate(readings):
                    if entry.name in by_name:
                        readings[at] = msgspec.structs.replace(by_name[entry.name], role=entry.role)
        for phrase, entry in own.items():
            self._exact[phrase] = [entry]
            self._plain[plain(phrase)] = [entry]
            if " " in phrase or not phrase.isupper():
                self._folded[fold(phrase)] = [entry]

    def __iter__(self) -> Iterator[str]:
        return iter(self._exact)

    def named(self, phrase: str) -> tuple[Entry, ...]:
        """The readings of a phrase, the most usual first; () if none.

        The case counts, but "SECURITY COUNCIL" and "Security council" are read as "Security Council". What is all
        lower case ("state department") is read only where it has two words or more, and is never certain.
        """
        phrase = " ".join(phrase.split())
        return self._read(phrase) or (self._read(phrase[4:]) if phrase[:4].lower() == "the " else ())

    def _read(self, phrase: str) -> tuple[Entry, ...]:
        found = self._exact.get(phrase) or self._plain.get(plain(phrase))
        if found:
            return tuple(found)
        folded = self._folded.get(fold(phrase), [])
        if phrase.islower():
            if " " not in phrase:
                return ()
            return tuple(msgspec.structs.replace(entry, certain=False) for entry in folded)
        if phrase.isupper() and len(phrase) <= _LONGEST_INITIALS:
            # "PAL" or "WHO" in capitals are initials, not "Pal" or "who"; "JAPAN" is a headline's Japan.
            return ()
        return tuple(folded)


_LONGEST_INITIALS = 3


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of body that every state has: what "army" or "foreign ministry" names beside a state's adjective."""

    name: str
    kind: str
    sectors: tuple[str, ...]

    def of(self, state: State) -> Entry:
        """The body of one state: "Brazilian Armed Forces"; a state without an adjective lends its name."""
        whose = state.adjectives[0] if state.adjectives else state.name
        return Entry(
            name=f"{whose} {self.name}",
            kind=self.kind,
            country=state.alpha3,
            sectors=self.sectors,
            source="legation",
        )


def load_bodies(connection: sqlite3.Connection) -> dict[str, Body]:
    """The kinds of bodies by folded phrase."""
    query = "SELECT phrase, name, kind, sectors FROM body ORDER BY phrase"
    return {
        fold(phrase): Body(name=name, kind=kind, sectors=tuple(sectors.split()))
        for phrase, name, kind, sectors in connection.execute(query)
    }
