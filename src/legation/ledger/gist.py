"""Gist: what a few words speak of, enough to tell whether two claims speak of the same: who, what act, which words.

No parse: who is named is looked up in the tables or known from the report; words are compared by their stems.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sqlalchemy import or_, select

from legation.knowledge.events import all_patterns, word_class
from legation.knowledge.folding import fold
from legation.knowledge.store import Knowledge
from legation.ledger import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from legation.knowledge.events import Pattern
    from legation.knowledge.organisations import Entry

Act: TypeAlias = tuple[str, str]  # PLOVER type and mode

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*\.?")
_LONGEST_NAME = 5  # words
_ANYTHING = "@any"
_PARTICLE = ":prt"
_EMPTY_WORDS = """
a about after all also an and any are as at be because been before being but by can could did do does either even for
from get had has have he her here him his how i if in into is it its just may me might more most much must my no nor
not now of off on only or other our out over own should she so some such than that the their them then there these they
this those through to too under until up upon us very was way we were what when where whether which while who whom why
will with without would you your unless
"""
# Words of every sentence, which make no two alike.
_EMPTY = frozenset(_EMPTY_WORDS.split())


class Gist(NamedTuple):
    """Who is spoken of (sides), the stems of what is said, and the acts told, where they are known."""

    sides: frozenset[str]
    stems: frozenset[str]
    acts: frozenset[Act] = frozenset()

    def shares(self, other: Gist) -> Gist:
        """What both speak of."""
        return Gist(self.sides & other.sides, self.stems & other.stems, self.acts & other.acts)

    def agrees(self, other: Gist) -> bool:
        """Whether both speak of the same ones, though one may leave some of them unsaid."""
        return self.sides <= other.sides or other.sides <= self.sides


def stems_of(texts: Sequence[str]) -> list[frozenset[str]]:
    """The stems of the words of each text, words of every sentence left out; Porter's, as SQLite has them."""
    found: dict[int, set[str]] = defaultdict(set)
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE said USING fts5(words, tokenize='porter unicode61 remove_diacritics 2')")
        database.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(said, instance)")
        full = [" ".join(w for w in _words(text) if w.casefold() not in _EMPTY) for text in texts]
        database.executemany("INSERT INTO said(rowid, words) VALUES (?, ?)", enumerate(full, start=1))
        for term, number in database.execute("SELECT term, doc FROM stems"):
            found[number].add(term)
    finally:
        database.close()
    return [frozenset(found[number]) for number in range(1, len(texts) + 1)]


def gist_of(connection: Connection, question: str) -> Gist:
    """The gist of a question as typed: "US withdraws from Japan" is about two states and a withdrawal."""
    sides, rest = _named(connection, _words(question))
    (stems,) = stems_of([" ".join(rest)])
    return Gist(sides, stems, frozenset(_acts({word.casefold() for word in rest}, stems)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _named(connection: Connection, words: list[str]) -> tuple[frozenset[str], list[str]]:
    """Who is named, the longest names first, and the words that are left."""
    sides: set[str] = set()
    rest: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            side = _side(connection, " ".join(words[at : at + length]))
            if side:
                sides.add(side)
                at += length
                break
        else:
            rest.append(words[at])
            at += 1
    return frozenset(sides), rest


def _side(connection: Connection, phrase: str) -> str | None:
    """The side that a phrase names: a state by name or adjective, else an actor of the ledger by its name."""
    if phrase.casefold() in _EMPTY and not phrase.isupper():
        return None
    known = Knowledge.open()
    entries = known.named(phrase) or (known.named(phrase.title()) if phrase.islower() else ())
    country = _country(entries[:1])
    if country:
        return country
    table = schema.appearances.c
    key = fold(phrase)
    called = or_(table.name == key, (table.family == "person") & (table.block == key))
    if not phrase[:1].isupper():
        return None
    found = set(connection.scalars(select(table.canonical).where(called)))
    return found.pop() if len(found) == 1 else None


def _country(entries: Iterable[Entry]) -> str | None:
    for entry in entries:
        if entry.kind in ("state", "people") and entry.country and (entry.certain or entry.role == "name"):
            return entry.country
    return None


def _acts(words: set[str], stems: frozenset[str]) -> Iterator[Act]:
    """The acts with a mode that words tell of by the patterns of events: "pulls out" is RETREAT/withdraw."""
    for pattern, head, objects in _told_by():
        after = (word.removesuffix(_PARTICLE) for word in pattern.after)
        if head <= stems and words.issuperset(after) and (not objects or objects & stems):
            yield pattern.type, pattern.mode or ""


@cache
def _told_by() -> list[tuple[Pattern, frozenset[str], frozenset[str]]]:
    """The patterns that tell a mode, each with the stems of its head and of the objects that it asks for."""
    wanted = [p for p in all_patterns() if p.mode and not p.complements and not p.before]
    heads = stems_of([p.head for p in wanted])
    objects = stems_of([" ".join(_objects(p)) for p in wanted])
    return [(p, head, some) for p, head, some in zip(wanted, heads, objects, strict=True) if head]


def _objects(pattern: Pattern) -> Iterator[str]:
    for cell in pattern.objects:
        if cell == _ANYTHING:
            continue
        if cell.startswith("@"):
            yield from sorted(word_class(cell[1:]))
        else:
            yield cell
