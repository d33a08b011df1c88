"""Treaties that a report names, and the descriptions that stand with a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from legation.extract.draft import Draft, balanced
from legation.extract.naming import is_mentioned, is_place, left_edge, state_of
from legation.extract.status import condition_of
from legation.knowledge.treaties import find_names

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from legation.extract.reading import Reading
    from legation.knowledge.treaties import Treaty

_GAP = 2  # code points between a name and what belongs to it: a space and a bracket
_BOTH_SIDES = 2
_WITHIN = frozenset({"compound", "nmod", "amod", "appos", "poss"})


def find_named(reading: Reading) -> list[Draft]:
    """The treaties of the table that the report names, in the order of the text; linear in its words."""
    found = []
    for start, end, treaty in find_names(reading.view.text):
        span = reading.doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            _note_states(reading, span, treaty)
        parties = _known_parties(reading, treaty)
        # "the Riyadh agreement" in a report that names none of its parties is another one.
        if span is not None and (parties or not treaty.parties):
            found.append(_of_treaty(reading, span.root, start, end, treaty, parties))
    return found


def _note_states(reading: Reading, name: Span, treaty: Treaty) -> None:
    """A party that the name spells, "the *Iran* deal", is one that the report names."""
    for token in name:
        entry = next((e for e in reading.knowledge.named(token.text) if e.kind == "state" and e.certain), None)
        if entry is not None and entry.country in treaty.parties and state_of(reading, entry.country) is None:
            reading.cast.mark(token.i, token.i + 1, "adjective", reading.cast.state(entry.country))


def _of_treaty(
    reading: Reading, head: Token, start: int, end: int, treaty: Treaty, parties: tuple[tuple[str, str], ...]
) -> Draft:
    condition = condition_of(head, treaty.kind)
    published = reading.published.isoformat() if reading.published else None
    if condition.cue is None and published is not None:
        # What the table knows gives way to what the text says.
        if treaty.ended is not None and treaty.ended <= published:
            condition = replace(condition, status="ended")
        elif (treaty.signed is not None and treaty.signed > published) or treaty.signed is None:
            condition = replace(condition, status="proposed")
    return Draft(
        kind=treaty.kind, name=treaty.name, head=head, start=start, end=end,
        parties=parties, condition=condition, rule="treaty", treaty=treaty,
    )  # fmt: skip


def _known_parties(reading: Reading, treaty: Treaty) -> tuple[tuple[str, str], ...]:
    """The parties that the table knows, as far as the report names them itself."""
    wanted = set(treaty.parties)
    found = []
    for actor, role in reading.cast.roles.items():
        is_state = role.kind == "state" and role.country in wanted and actor == state_of(reading, role.country)
        is_body = role.kind not in {"person", "state"} and role.name in wanted and is_mentioned(reading, actor)
        if is_state or is_body:
            found.append((actor, "member"))
    return tuple(found)


def join(named: list[Draft], described: list[Draft]) -> list[Draft]:
    """A name and the description around it are one: "the Trans-Pacific Partnership (TPP) free trade pact"."""
    found: list[Draft] = []
    for draft in named:
        if found and found[-1].treaty is draft.treaty and draft.start - found[-1].end <= _GAP:
            # The initials in brackets behind a name say the same again.
            text = draft.head.doc.text
            found[-1] = replace(found[-1], end=balanced(text, found[-1].start, draft.end)[1])
            continue
        found.append(draft)
    by_head = {other.head.i: other for other in described}
    for i, draft in enumerate(found):
        other = next((by_head[at] for at in _phrase(draft) if at in by_head), None)
        if other is not None:
            del by_head[other.head.i]
            found[i] = _united(draft, other)
    return [*found, *by_head.values()]


def own_name(reading: Reading, head: Token) -> str | None:
    """What an agreement is called by: "Treaty of Mutual Defence", "Timor Sea gas treaty"; None for "the treaty"."""
    if head.pos_ == "PROPN" and head.text[0].isupper():
        return _capitalised(head)
    return _by_place(reading, head)


def _capitalised(head: Token) -> str | None:
    """The capitalised phrase around a capitalised head."""
    doc, first, last = head.doc, head.i, head.i
    while first > left_edge(head) and (doc[first - 1].text[0].isupper() or doc[first - 1].text in "-–—'’"):
        first -= 1
    while last + 2 < len(doc) and doc[last + 1].lower_ in {"of", "on"} and doc[last + 2].text[0].isupper():
        last += 2
        while last + 1 < len(doc) and doc[last + 1].text[0].isupper() and doc[last + 1].pos_ == "PROPN":
            last += 1
    if first == last:
        return None
    return " ".join(doc[first : last + 1].text.split())


def _by_place(reading: Reading, head: Token) -> str | None:
    """The head with the place that sets it apart, and what stands between: "*Timor Sea gas* treaty".

    Not with a state's or a bloc's name alone: "the Peru deal" says who is party to it, or what it is about.
    """
    if not any(child.dep_ == "det" and child.lower_ == "the" for child in head.children):
        return None
    doc, first = head.doc, head.i
    while first > left_edge(head) and doc[first - 1].is_alpha and doc[first - 1].pos_ in {"NOUN", "PROPN", "ADJ"}:
        first -= 1
    while first < head.i and doc[first].pos_ != "PROPN":
        first += 1
    names = [token for token in doc[first : head.i] if token.pos_ == "PROPN"]
    if not names or not any(is_place(reading, token) for token in names):
        return None
    if all(_is_party(reading, token) for token in names):
        return None
    return " ".join(doc[first : head.i + 1].text.split())


def _is_party(reading: Reading, token: Token) -> bool:
    return bool(reading.actors_of(token)) or any(e.kind == "state" for e in reading.knowledge.named(token.text))


def _phrase(named: Draft) -> Iterator[int]:
    """Indices of the words that may head a description of what is named: in the name, above it, behind it."""
    inside = named.head.doc.char_span(named.start, named.end, alignment_mode="expand")
    yield from (token.i for token in inside or ())
    if named.head.dep_ in _WITHIN:
        yield named.head.head.i
    yield from (child.i for child in named.head.children if child.dep_ == "appos")


def _united(named: Draft, described: Draft) -> Draft:
    told = described.parties if not described.is_echo else ()
    condition = named.condition if named.condition.cue is not None else described.condition
    if condition.cue is None:
        condition = named.condition
    is_near = described.start <= named.end + _GAP and named.start <= described.end + _GAP
    is_known = bool(named.parties and named.treaty is not None and named.treaty.parties)
    return replace(
        named,
        start=min(named.start, described.start) if is_near else named.start,
        end=max(named.end, described.end) if is_near else named.end,
        # Who the text calls parties counts, unless the table knows that they are none.
        parties=told if len(told) >= _BOTH_SIDES and not is_known else named.parties or told,
        condition=condition,
    )
