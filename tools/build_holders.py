"""Who held which office when, for the knowledge file: our own table first, then the Factbook's, then REIGN's.

A term that an earlier table has is not taken from a later one, whose spelling of the name is kept as another key.
"""

import sqlite3
from dataclasses import dataclass, field
from datetime import date

from legation.knowledge import table
from legation.knowledge.folding import fold
from legation.knowledge.store import packaged

DATA = packaged().parent
# Where the family name comes first, or the first name is the one that a person goes by.
FAMILY_FIRST = frozenset({"CHN", "HKG", "KHM", "KOR", "PRK", "TWN", "VNM"})
BY_FIRST_NAME = frozenset({"ERI", "ETH"})
PARTICLES = frozenset("al bin bint da dal de del den der di dos du el la le ould ter van von zu".split())  # noqa: SIM905
SUFFIXES = frozenset({"jr", "sr", "i", "ii", "iii", "iv", "v", "vi", "x", "xiv", "xvi"})
# Territories of which the Factbook gives the United States' president and vice-president as their own.
TERRITORIES = frozenset({"ASM", "GUM", "MNP", "PRI", "VIR"})
OF_WHOLE_STATES = frozenset({"head_of_state", "vice_president"})
# How far apart in days two sources may put the start of one term.
SAME_TERM = 120


@dataclass
class Person:
    """One person, by every spelling."""

    name: str
    gender: str = ""
    wikidata: str = ""
    also: dict[str, None] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)


@dataclass
class Term:
    """One person in one office."""

    person: Person
    office: str
    role: str
    state: str
    of: str
    start: str
    end: str
    source: str


def add_holders(connection: sqlite3.Connection) -> None:
    """Holders with the keys that they are found under."""
    people = read_people()
    terms = own_terms(people)
    for name in ("leaders_factbook.csv", "leaders_reign.csv"):
        terms += other_terms(name, people, terms)
    for number, term in enumerate(terms, 1):
        person = term.person
        connection.execute(
            "INSERT INTO holder VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [number, person.name, term.office, term.role, term.state or None, term.of or None, first_day(term.start),
             last_day(term.end), person.wikidata or None, person.gender or None, term.source],
        )  # fmt: skip
        for key in sorted(keys(person, term.state)):
            connection.execute("INSERT INTO holder_key VALUES (?, ?)", [key, number])


def read_people() -> dict[str, Person]:
    """Persons by each folded spelling; a spelling that two share stands for neither."""
    people: dict[str, Person] = {}
    shared: set[str] = set()
    for _, row in table.rows("people.csv", ("person", "also", "gender", "wikidata", "source"), folder=DATA):
        also = dict.fromkeys(table.parts(row["also"]))
        person = Person(row["person"], row["gender"], row["wikidata"], also)
        for spelling in (person.name, *also):
            if people.setdefault(fold(spelling), person) is not person and spelling != person.name:
                shared.add(fold(spelling))
        people[fold(person.name)] = person
    return {key: person for key, person in people.items() if key not in shared or fold(person.name) == key}


def own_terms(people: dict[str, Person]) -> list[Term]:
    """The terms of leaders.csv."""
    terms = []
    columns = ("person", "office", "role", "state", "of", "start", "end", "source")
    for line, row in table.rows("leaders.csv", columns, folder=DATA):
        table.one_of(fold(row["person"]), people, name="leaders.csv", line=line, column="person")
        person = people[fold(row["person"])]
        person.states.add(row["state"])
        terms.append(Term(person, **{key: row[key] for key in columns[1:]}))
    return terms


def other_terms(name: str, people: dict[str, Person], known: list[Term]) -> list[Term]:
    """The terms of a cleaned table that are not known yet."""
    by_state: dict[str, list[Term]] = {}
    for term in known:
        by_state.setdefault(term.state, []).append(term)
    terms = []
    columns = ("person", "also", "office", "role", "state", "start", "end", "gender", "source")
    for _, row in table.rows(name, columns, folder=DATA):
        if row["state"] in TERRITORIES and row["role"] in OF_WHOLE_STATES:
            continue
        there = by_state.get(row["state"], [])
        spellings = [row["person"], *table.parts(row["also"])]
        person = known_person(spellings, row["state"], people, there)
        person.gender = person.gender or row["gender"]
        person.also.update(dict.fromkeys(s for s in spellings if s != person.name))
        person.states.add(row["state"])
        for spelling in spellings:
            people.setdefault(fold(spelling), person)
        term = Term(person, row["office"], row["role"], row["state"], "", row["start"], row["end"], row["source"])
        if not any(is_same(term, other) for other in there):
            terms.append(term)
    return terms


def known_person(spellings: list[str], state: str, people: dict[str, Person], there: list[Term]) -> Person:
    """The person of one of the spellings, or who has all of its name in the state; else a new one."""
    for spelling in spellings:
        found = people.get(fold(spelling))
        if found and (state in found.states or not found.states):
            return found
        words = set(fold(spelling).split())
        for term in there:
            name = set(fold(term.person.name).split())
            if len(name & words) > 1 and (name <= words or words <= name):
                return term.person
    return Person(spellings[0])


def is_same(term: Term, other: Term) -> bool:
    """True for one term in two sources."""
    apart = abs(ordinal(term.start) - ordinal(other.start))
    if term.person is other.person:
        unspecific = term.role == "leader" or term.role == other.role
        return unspecific and (
            apart < SAME_TERM or (other.start <= term.start and (not other.end or term.start < other.end))
        )
    # Another person in the same office on the same days is another spelling that could not be told.
    return (
        term.role in {other.role, "leader"}
        and apart < SAME_TERM
        and surname(term.person.name, term.state) == surname(other.person.name, other.state)
    )


def keys(person: Person, state: str) -> set[str]:
    """The folded names under which a person is found: each spelling, and the family name of each."""
    found = set()
    for spelling in (person.name, *person.also):
        found.add(fold(spelling))
        words = [word for word in fold(spelling).split() if word not in SUFFIXES]
        if len(words) < 2 or fold(spelling).startswith(("king ", "pope ", "queen ", "prince ", "sultan ", "sheikh ")):
            continue
        found.add(surname(spelling, state))
        if "bin" not in words:
            found.add(words[0] if state in FAMILY_FIRST else words[-1])
    return found


def surname(name: str, state: str) -> str:
    """The folded family name, with its particles: "von der leyen", "kim"."""
    words = [word for word in fold(name).split() if word not in SUFFIXES] or [fold(name)]
    if state in FAMILY_FIRST or state in BY_FIRST_NAME:
        return words[0]
    at = len(words) - 1
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
    return " ".join(words[at:])


def ordinal(day: str) -> int:
    """A date of any precision as a day number, 0 if there is none."""
    return date.fromisoformat(first_day(day) or "0001-01-01").toordinal()


def first_day(day: str) -> str | None:
    """The first day that a date of any precision may mean: "2016-11" is 2016-11-01."""
    return (day + "-01-01"[len(day) - 4 :])[:10] if len(day) in (4, 7) else day or None


def last_day(day: str) -> str | None:
    """The last day that a date of any precision may mean."""
    if len(day) == 4:
        return f"{day}-12-31"
    if len(day) == 7:
        year, month = int(day[:4]), int(day[5:])
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1).isoformat()
    return day or None
