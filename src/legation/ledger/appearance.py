"""Appearances: the names that actors have over many reports, and which of them are one actor.

An appearance is what a record says of itself without its report: family, name, state, Wikidata id. Which appearances
are one actor follows from all of them together and from what people have judged, never from the order of adding.
After nomenklatura's resolver: a judgement joins or parts, and nothing is overwritten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from legation.extract.actor import Actor
from legation.knowledge.folding import fold

Pair: TypeAlias = tuple[str, str]

_OWN_FAMILY = frozenset({"person", "state", "people"})


class Appearance(NamedTuple):
    """One name under which an actor appears; `offices` are the folded titles that reports give it."""

    key: str
    family: str  # person, state, people; body: whatever can act as an organisation
    name: str  # folded
    country: str | None
    wikidata: str | None
    offices: frozenset[str] = frozenset()

    @property
    def block(self) -> str:
        """What two appearances must share to be compared at all: persons a surname, others a whole name."""
        return self.words[-1] if self.family == "person" else self.name

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name."""
        return tuple(self.name.split()) or ("",)


def appearance_of(actor: Actor) -> Appearance | None:
    """How an actor appears; None for whoever has no name ("three men", "the villagers"): they are of their report."""
    if actor.kind == "unnamed" or not _is_name(actor):
        return None
    family = actor.kind if actor.kind in _OWN_FAMILY else "body"
    name = fold(actor.name)
    key = ":".join((family, name, actor.country or "", actor.wikidata or ""))
    return Appearance(key, family, name, actor.country, actor.wikidata)


def office_key(actor: Actor) -> str | None:
    """The title that helps to tell one person from another: of the first office, folded."""
    return fold(actor.offices[0].title) if actor.kind == "person" and actor.offices else None


def _is_name(actor: Actor) -> bool:
    """Names have capitals; a person's surname has ("Harbour spokesperson" is a description)."""
    words = actor.name.split()[-1:] if actor.kind == "person" else [actor.name]
    return any(char.isupper() for word in words for char in word) and bool(fold(actor.name))


def resolve(found: Iterable[Appearance], *, same: Iterable[Pair] = (), apart: Iterable[Pair] = ()) -> dict[str, str]:
    """For the key of each appearance that of its actor: the Wikidata id, else the key of the fullest appearance.

    In this order: what people judged the same; one Wikidata id; one name with states that agree; one surname, state,
    office and initial ("Jim", "James"); a part of a name beside the whole one. Where two would fit, none is taken.
    What people judged apart is never joined.
    """
    appearances = sorted(set(found))
    joined = _Joined([a.key for a in appearances], apart)
    known = {a.key: a for a in appearances}
    for one, other in sorted(same):
        if one in known and other in known:
            joined.join(one, other)
    for group in _grouped(appearances, lambda a: a.wikidata):
        joined.join_all(a.key for a in group)
    for group in _grouped(appearances, lambda a: (a.family, a.name)):
        _join_namesakes(group, joined)
    for group in _grouped(appearances, lambda a: a.block if a.family == "person" else None):
        _join_short_forms(group, joined, known)
    fullest = {group: _fullest(known[key] for key in group) for group in {joined.members(a.key) for a in appearances}}
    # Of two whom people judged apart, one Wikidata id cannot name both.
    ids = Counter(appearance.wikidata for appearance in fullest.values())
    return {a.key: _id(fullest[joined.members(a.key)], ids) for a in appearances}


def _grouped(appearances: Iterable[Appearance], key: Callable[[Appearance], object]) -> Iterator[list[Appearance]]:
    groups: dict[object, list[Appearance]] = defaultdict(list)
    for appearance in appearances:
        if (of := key(appearance)) is not None:
            groups[of].append(appearance)
    return iter(groups.values())


class _Joined:
    """Sets of keys that grow together; a pair judged apart never ends up in one."""

    def __init__(self, keys: Iterable[str], apart: Iterable[Pair]) -> None:
        self._set_of = {key: frozenset({key}) for key in keys}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def members(self, key: str) -> frozenset[str]:
        """The keys that are one actor with this one."""
        return self._set_of[key]

    def join(self, one: str, other: str) -> None:
        """Make two one, unless that is forbidden."""
        left, right = self._set_of[one], self._set_of[other]
        if left is right or any(self._apart[key] & right for key in left if key in self._apart):
            return
        together = left | right
        for key in together:
            self._set_of[key] = together

    def join_all(self, keys: Iterable[str]) -> None:
        """Make several one."""
        first, *others = keys
        for key in others:
            self.join(first, key)


def _join_namesakes(group: list[Appearance], joined: _Joined) -> None:
    """Those of one name: of each state those that no two Wikidata ids part; without a state, if but one is left."""
    by_country: dict[str | None, list[Appearance]] = defaultdict(list)
    for appearance in group:
        by_country[appearance.country].append(appearance)
    for namesakes in by_country.values():
        if len({a.wikidata for a in namesakes if a.wikidata}) < 2:
            joined.join_all(a.key for a in namesakes)
    stateless = by_country.pop(None, [])
    others = {joined.members(a.key) for namesakes in by_country.values() for a in namesakes}
    if len(others) == 1:
        (only,) = others
        if len({a.wikidata for a in group if a.wikidata}) < 2:
            joined.join_all([min(only), *(a.key for a in stateless)])


def _join_short_forms(group: list[Appearance], joined: _Joined, known: dict[str, Appearance]) -> None:
    """Persons of one surname: other forms of a first name in the same office, then parts of a whole name."""
    longest_first = sorted(group, key=lambda a: (-len(a.words), a.key))
    for fits in (_is_another_form, _is_part):
        for appearance in longest_first:
            own = joined.members(appearance.key)
            if any(fits(appearance, known[key]) for key in own - {appearance.key}):
                continue  # whose it is has been settled
            others = {joined.members(a.key) for a in group if fits(appearance, a)} - {own}
            fitting = [other for other in others if _agree(own, other, known)]
            if len(fitting) == 1:
                joined.join(appearance.key, min(fitting[0]))


def _is_another_form(one: Appearance, other: Appearance) -> bool:
    """ "Jim" and "James" of one surname, state and office."""
    return (
        len(one.words) > 1
        and len(other.words) > 1
        and one.words[0][0] == other.words[0][0]
        and one.country is not None
        and one.country == other.country
        and bool(one.offices & other.offices)
    )


def _is_part(one: Appearance, other: Appearance) -> bool:
    return len(one.words) < len(other.words) and set(one.words) < set(other.words)


def _agree(one: Iterable[str], other: Iterable[str], known: dict[str, Appearance]) -> bool:
    """Whether nothing speaks against two being one: neither another state nor another Wikidata id."""
    together = [known[key] for key in (*one, *other)]
    return len({a.country for a in together} - {None}) < 2 and len({a.wikidata for a in together} - {None}) < 2


def _fullest(members: Iterable[Appearance]) -> Appearance:
    return min(members, key=lambda a: (a.wikidata is None, a.wikidata, -len(a.words), a.country is None, a.key))


def _id(fullest: Appearance, ids: Counter[str | None]) -> str:
    return fullest.wikidata if fullest.wikidata is not None and ids[fullest.wikidata] == 1 else fullest.key
