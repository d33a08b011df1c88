"""Which names of a report are one person: a longer name, and what shortens it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from legation.knowledge.coreference import full_names, given_names, honorifics
from legation.knowledge.folding import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from legation.knowledge.offices import Holder


@dataclass(slots=True)
class Person:
    """One person of a report: the longest name, every stretch of tokens that names them, and what tables know."""

    name: str
    places: list[tuple[int, int]] = field(default_factory=list)
    terms: tuple[Holder, ...] = ()

    @property
    def words(self) -> list[str]:
        return fold(self.name).split()


def clusters(doc: Doc, spans: list[tuple[int, int]], *, introduced: frozenset[int]) -> list[Person]:
    """One person for each name and what shortens it; a short name means the last one fully named before it.

    Of `introduced` names (by their first tokens) a short one is nobody introduced in full later on: after "Gov Lund"
    comes no "Mayor Ana Lund" who is the same.
    """
    people: list[Person] = []
    for first, end in sorted(spans, key=lambda s: (s[1] - s[0] == 1, s)):
        name = doc[first:end].text
        told = _honorific_gender(doc, first)
        person = _namesake([p for p in people if _may_be(p, told)], name, first, introduced)
        if person is None:
            person = Person(name)
            people.append(person)
        elif len(fold(name)) > len(fold(person.name)):
            person.name = name
        person.places.append((first, end))
    return people


def _honorific_gender(doc: Doc, first: int) -> str | None:
    """What "Mr", "Mrs" … before a name say."""
    before = doc[first - 1].text if first else ""
    before = doc[first - 2].text + before if before == "." and first > 1 else before
    known = honorifics().get(before)
    return known.gender if known is not None else None


def _may_be(person: Person, gender: str | None) -> bool:
    """False for a "Mr" before the surname of an Anna."""
    own = given_names().get(person.words[0]) if len(person.words) > 1 else None
    return gender is None or own is None or own == gender


def merged(people: list[Person]) -> list[Person]:
    """The persons with those made one whom the tables know as one: James and Jim."""
    by_holder: dict[str, Person] = {}
    kept: list[Person] = []
    for person in people:
        known = by_holder.setdefault(person.terms[0].person, person) if person.terms else person
        if known is person:
            kept.append(person)
        else:
            known.places = sorted((*known.places, *person.places))
    return kept


def _namesake(people: list[Person], name: str, at: int, introduced: frozenset[int]) -> Person | None:
    """Whose name this can be short or long for; of several the one named last before it."""
    words = fold(name).split()
    if not words:
        return None
    fitting = [person for person in people if _are_same(words, person.words)]
    before = [person for person in fitting if person.places[0][0] <= at]
    if before:
        return max(before, key=lambda p: max(first for first, _ in p.places if first <= at))
    if at in introduced:
        fitting = [person for person in fitting if min(person.places)[0] not in introduced]
    return fitting[0] if fitting else None


def _are_same(a: list[str], b: list[str]) -> bool:
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) > 1 and shorter[-1] == longer[-1] and _in_full(shorter[0]) & _in_full(longer[0]):
        shorter, longer = shorter[1:], longer[1:]  # "Jim Lund" is James Lund
    if not set(shorter) <= set(longer):
        return False
    return shorter[-1] == longer[-1] or (len(shorter) == 1 and shorter[0] == longer[0] and len(longer) > 1)


def _in_full(name: str) -> frozenset[str]:
    """A given name, and what it may be short for."""
    return full_names().get(name, frozenset()) | {name}
