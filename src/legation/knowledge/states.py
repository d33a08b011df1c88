"""States and territories: what they are called, who lives there, where their government sits.

Sources: `data/states.csv`, `data/state_names.csv`, `data/demonyms.csv` (ISO 3166-1 and names from
datasets/country-codes, PDDL; the rest our own).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import sqlite3


class State(msgspec.Struct, frozen=True, kw_only=True):
    """One state or territory with an ISO 3166-1 code (and Kosovo, XKX)."""

    alpha3: str
    alpha2: str
    name: str  # short English name, as news writes it: "South Korea", "Turkey"
    names: tuple[str, ...]  # every name, formal and former ones and abbreviations included
    adjectives: tuple[str, ...]  # "Turkish"; "American", "US", "U.S."
    demonym_nouns: tuple[str, ...]  # "Turk", "Turks"
    capital: str | None
    wikidata: str | None
    geonames: int | None
    lat: float
    lon: float


def load_states(connection: sqlite3.Connection) -> dict[str, State]:
    """All states by alpha-3, in that order."""
    called: dict[str, list[tuple[str, str]]] = {}
    for phrase, country, form in connection.execute("SELECT phrase, alpha3, form FROM state_phrase ORDER BY rowid"):
        called.setdefault(country, []).append((form, phrase))
    states = {}
    query = "SELECT alpha3, alpha2, name, capital, wikidata, geonames, lat, lon FROM state ORDER BY alpha3"
    for alpha3, alpha2, name, capital, wikidata, geonames, lat, lon in connection.execute(query):
        forms = called.get(alpha3, [])
        states[alpha3] = State(
            alpha3=alpha3,
            alpha2=alpha2,
            name=name,
            names=tuple(p for form, p in forms if form == "name"),
            adjectives=tuple(p for form, p in forms if form == "adjective"),
            demonym_nouns=tuple(p for form, p in forms if form == "noun"),
            capital=capital,
            wikidata=wikidata,
            geonames=geonames,
            lat=lat,
            lon=lon,
        )
    return states
