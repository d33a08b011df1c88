"""Who a phrase names as a party, and where: the words before a noun, offices that stand for states, places.

A party is an actor that can owe or be owed something: who holds an office, a ministry or an army stands for its state
where the report names the state; media, unnamed people and private persons are none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from legation.language import clause
from legation.record import Record

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.place import Place
    from legation.extract.reading import Anchored, Reading

_R = TypeVar("_R", bound=Record)

_LEFT = frozenset(
    {"amod", "compound", "nmod", "nummod", "poss", "det", "advmod", "quantmod", "predet", "npadvmod", "punct"}
)
_LOOSE = frozenset({"advmod", "npadvmod", "punct"})  # "*particularly* the treaty": beside the phrase, not in it
_HYPHENS = frozenset("-–—/")
_STANDING_BODIES = frozenset({"government_body", "armed_force"})
_PUBLIC = frozenset({"GOV", "MIL"})
_PRIVATE = frozenset({"unnamed"})  # a party only through the state that they stand for
_STARTS = "legation.sentence_starts"
_LONGEST_PHRASE = 30  # words before a head noun that still belong to it
_LONGEST_RECORD = 400  # code points of a time or quantity; what begins further back covers nothing here
_LONGEST_NAME = 100  # code points of a place's name


@dataclass(frozen=True, slots=True)
class Named:
    """A word that fills a slot and the actors that it names; () for a place or thing that is no actor."""

    token: Token
    actors: tuple[str, ...]


def left_edge(head: Token) -> int:
    """The index of the first word of the phrase before its head noun."""
    edges = (child.left_edge.i for child in _lefts(head) if child.dep_ not in _LOOSE)
    return min(edges, default=head.i)


def _lefts(head: Token) -> Iterator[Token]:
    """The words that hang on a noun before it, without what the parser drags in from a list that ends in a possessor.

    Of "work in the sea and *Chad's* programme" it hangs the sea on the programme, or makes it the possessor.
    """
    for child in head.lefts:
        if child.dep_ not in _LEFT or head.i - child.left_edge.i > _LONGEST_PHRASE:
            continue
        if any(c.dep_ == "cc" for c in child.rights) and not any(c.dep_ == "case" for c in child.children):
            yield from (c for c in clause.conjuncts(child)[1:] if any(inner.dep_ == "case" for inner in c.children))
        else:
            yield child


def before(reading: Reading, head: Token) -> tuple[list[Named], list[Named]]:
    """The actors named before a noun: by a possessor, and by adjectives or names set before it."""
    possessors: list[Named] = []
    others: list[Named] = []
    for child in _lefts(head):
        if child.dep_ == "poss" or any(inner.dep_ == "case" for inner in child.children):
            possessors.extend(_named_within(reading, child))
        else:
            others.extend(_named_within(reading, child))
    return possessors, others


def _named_within(reading: Reading, word: Token) -> list[Named]:
    """The actor that a modifier names and those hyphenated to it; else those named deeper in it."""
    found: list[Named] = []
    mention = reading.cast.mention_at(word)
    if mention is not None and mention.root > word.i and mention.root in (word.head.i, word.head.head.i):
        # What a name tagger takes for a body, "the Chad-Libya pact", is the arrangement itself: its words name who.
        return _spelt(reading, word)
    actors = standing(reading, reading.cast.conjoined(word) if word.dep_ == "poss" else reading.actors_of(word))
    if actors:
        found.append(Named(word, actors))
    for child in word.children:
        is_listed = child.dep_ == "conj" and word.dep_ != "poss"
        if child.i > word.head.i or not (child.dep_ in _LEFT or is_listed):
            continue
        if not actors or _is_hyphenated(child):
            found.extend(n for n in _named_within(reading, child) if n.actors != actors)
    return sorted(found, key=lambda named: named.token.i)


def _spelt(reading: Reading, word: Token) -> list[Named]:
    """The states that the words of a modifier spell: each becomes a role of the cast, if it is none yet."""
    found: list[Named] = []
    for token in (t for t in word.subtree if t.is_alpha or "." in t.text):
        entries = (e for e in reading.knowledge.named(token.text) if e.kind == "state")
        entry = next((e for e in entries if e.certain or e.role == "capital"), None)
        if entry is None or entry.country is None:
            continue
        state = reading.cast.state(entry.country)
        reading.cast.mark(token.i, token.i + 1, "adjective", state)
        found.append(Named(token, (state,)))
    return found


def _is_hyphenated(token: Token) -> bool:
    doc = token.doc
    return any(
        0 <= at < len(doc) and doc[at].text in _HYPHENS and not doc[at].whitespace_ for at in (token.i + 1, token.i - 1)
    )


def standing(reading: Reading, actors: tuple[str, ...]) -> tuple[str, ...]:
    """The actors as parties: who holds office, a ministry, an army stand for the state, if the report names it."""
    found: dict[str, None] = {}
    for actor in actors:
        role = reading.cast.roles.get(actor)
        if role is None or role.kind == "media" or role.name.islower():
            continue
        if role.kind in _STANDING_BODIES:
            stands = True
        elif role.kind == "unnamed":
            stands = bool(_PUBLIC & set(role.sectors))  # "the Polish president"
        else:
            stands = role.kind == "person" and bool(role.offices or role.sectors or role.wikidata)
        state = state_of(reading, role.country) if stands else None
        if state is not None or (role.kind not in _PRIVATE and (role.kind != "person" or stands)):
            found[state or actor] = None
    return tuple(found)


def state_of(reading: Reading, country: str | None) -> str | None:
    """The id of the state with this alpha-3 code, if the report names it; the one of today before one of the past."""
    if country is None:
        return None
    known, named = reading.cast.roles, _mentioned(reading)
    found = [known[i] for i in known if known[i].kind == "state" and known[i].country == country and i in named]
    state = reading.knowledge.states.get(country)
    return next((r.id for r in found if state is not None and r.name == state.name), found[0].id if found else None)


def is_mentioned(reading: Reading, actor: str) -> bool:
    """True where some words of the report stand for the actor; the cast may know more."""
    return actor in _mentioned(reading)


_KEPT_AS = "legation.mentioned"


def _mentioned(reading: Reading) -> frozenset[str]:
    """The actors that some words of the report stand for, reckoned anew when mentions come in."""
    mentions = reading.cast.mentions
    kept: tuple[int, frozenset[str]] | None = reading.doc.user_data.get(_KEPT_AS)
    if kept is None or kept[0] != len(mentions):
        kept = len(mentions), frozenset(actor for mention in mentions for actor in mention.actors)
        reading.doc.user_data[_KEPT_AS] = kept
    return kept[1]


def sentence_of(token: Token) -> tuple[int, int]:
    """`[first, end)` of the token's sentence, as indices of tokens; reckoned once a report."""
    doc = token.doc
    starts: list[int] | None = doc.user_data.get(_STARTS)
    if starts is None:
        starts = doc.user_data[_STARTS] = [sentence.start for sentence in doc.sents]
    at = bisect_right(starts, token.i)
    return starts[at - 1], starts[at] if at < len(starts) else len(doc)


def between(items: list[Anchored[_R]], start: int, end: int) -> Iterator[Anchored[_R]]:
    """Those of `items`, in the order of the text, that overlap `[start, end)`; logarithmic in their number."""
    at = bisect_left(items, start - _LONGEST_RECORD, key=lambda item: item.start)
    while at < len(items) and items[at].start < end:
        if items[at].end > start:
            yield items[at]
        at += 1


def country_at(reading: Reading, token: Token) -> str | None:
    """The alpha-3 code of the place that the phrase headed by the token names, or None."""
    first = token.doc[left_edge(token)].idx
    inside = _places_in(reading, first, token.idx + len(token))
    return next((place.country for place in inside if place.country is not None), None)


def is_place(reading: Reading, token: Token) -> bool:
    """True where the token stands in the name of a place."""
    return any(True for _ in _places_in(reading, token.idx, token.idx + len(token)))


_PLACED = "legation.placed"


def _places_in(reading: Reading, start: int, end: int) -> Iterator[Place]:
    """The places named in `[start, end)`: a record has all its mentions, which may lie far apart."""
    kept: list[tuple[int, int, Place]] | None = reading.doc.user_data.get(_PLACED)
    if kept is None:
        kept = sorted(((*span, found.record) for found in reading.places for span in found.spans), key=lambda p: p[:2])
        reading.doc.user_data[_PLACED] = kept
    at = bisect_left(kept, start - _LONGEST_NAME, key=lambda p: p[0])
    for first, last, place in kept[at:]:
        if first >= end:
            return
        if last > start:
            yield place
