"""Arrangements as a report describes them, before it is settled which of them are the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from legation.extract.draft import Draft, balanced, is_definite
from legation.extract.naming import Named, country_at, left_edge, sentence_of, standing, state_of
from legation.extract.needs import BESIDE, Filling, Needs
from legation.extract.parties import Surroundings, linked
from legation.extract.status import condition_of
from legation.extract.treaty import find_named, join, own_name
from legation.knowledge.arrangements import patterns, status_cues, word_classes
from legation.language import clause

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.reading import Reading
    from legation.knowledge.arrangements import Pattern

# A foundation or a firm may pay, be paid or be a member; it sends no troops and guarantees nobody's borders.
_PRIVATE = frozenset({"organization", "company"})
_PUBLIC_ROLES = frozenset({"sender", "host", "guarantor", "imposer", "claimant"})
_BOTH_SIDES = 2
_LONGEST_SENTENCE = 80  # words on either side of a head that may name the other party
_NEAR = 4  # drafts that may begin between one and what it holds


def find_drafts(reading: Reading) -> list[Draft]:
    """Every description and name of an arrangement in a report, in the order of the text; linear in its words."""
    found = sorted(join(find_named(reading), list(_described(reading))), key=lambda d: (d.start, -d.end, d.kind))
    return [draft for at, draft in enumerate(found) if not _is_inside(draft, found[:at][-_NEAR:])]


def _is_inside(draft: Draft, earlier: list[Draft]) -> bool:
    """True for "an American base" in "hosts an American base": one arrangement, told by verb and noun."""
    return any(other.kind == draft.kind and draft.end <= other.end for other in earlier)


def _described(reading: Reading) -> Iterator[Draft]:
    table = patterns()
    for token in reading.doc:
        pos = "noun" if token.pos_ in {"NOUN", "PROPN"} else "verb" if clause.is_verb(token) else None
        # The word as written too, where the parser's lemma is another word's: "bases".
        fitting = (table.get((pos, token.lemma_.lower())) or table.get((pos, token.lower_))) if pos else None
        if fitting and token.dep_ not in {"compound", "amod"}:
            draft = _first_that_holds(reading, token, fitting)
            if draft is not None:
                yield draft


def _first_that_holds(reading: Reading, head: Token, fitting: tuple[Pattern, ...]) -> Draft | None:
    """The heaviest pattern whose needs are met; else what the head may point back to."""
    words = _modifiers(head)
    echo = None
    for pattern in fitting:
        if not _agrees(pattern, words):
            continue
        link = linked(head, pattern.complements) if pattern.complements else None
        if pattern.complements and link is None:
            continue
        draft = _draft(reading, head, pattern, link[1] if link else None)
        if draft is not None and not draft.is_echo:
            return draft
        echo = echo or draft
    return echo


def _modifiers(head: Token) -> frozenset[str]:
    found: set[str] = set()
    if head.pos_ in {"NOUN", "PROPN"}:
        first = left_edge(head.head) if head.dep_ == "appos" and head.head.i < head.i else left_edge(head)
        for token in head.doc[first : head.i]:
            found.update((token.lower_, token.lemma_.lower()))
    return frozenset(found)


def _apart(head: Token, pattern: Pattern) -> tuple[str, ...]:
    """Adjectives and nouns before the head beside those that make it one of its kind: "the *coalition* agreement"."""
    words = (t for t in head.doc[left_edge(head) : head.i] if t.dep_ in {"amod", "compound", "nmod"} and t.is_alpha)
    known = pattern.modifiers
    return tuple(t.lower_ for t in words if t.lower_ not in known and t.lemma_ not in known and not _is_counted(t))


def _is_counted(token: Token) -> bool:
    """True for the unit in "a *12-nation* pact", and for initials in brackets."""
    if token.i and token.nbor(-1).text == "(":
        return True
    return token.i > 1 and token.nbor(-1).text == "-" and token.nbor(-2).like_num


def _agrees(pattern: Pattern, words: frozenset[str]) -> bool:
    if pattern.modifiers and not pattern.modifiers & words:
        return False
    if pattern.together and not words.issuperset(pattern.together):
        return False
    return not pattern.without & words


def _draft(reading: Reading, head: Token, pattern: Pattern, complement: Token | None) -> Draft | None:
    if pattern.pos == "verb" and clause.negation(head) is not None and not status_cues().get(head.lemma_.lower()):
        return None
    around = Surroundings(reading, head, pattern, complement)
    filled = _filled(around, pattern)
    parties = _parties(reading, pattern.kind, filled)
    grounds = [filling.named.token for filling in filled if filling.slot == "location"]
    parties = _with_host(reading, parties, grounds)
    start, end = balanced(reading.view.text, *_extent(head, filled, complement))
    draft = Draft(
        kind=pattern.kind,
        name=own_name(reading, head) if head.lemma_.lower() in word_classes()["agreement"] else None,
        head=head,
        start=start,
        end=end,
        parties=parties,
        condition=condition_of(head, pattern.kind),
        rule=f"{pattern.kind}_{pattern.pos}",
        is_placed=any(ground.pos_ == "PROPN" or not is_definite(ground) for ground in around.grounds()),
        modifiers=_apart(head, pattern) if pattern.pos == "noun" else (),
    )
    if Needs(around, draft, filled).are_met(pattern):
        return draft
    return replace(draft, is_echo=True, rule="echo") if is_definite(head) else None


def _filled(around: Surroundings, pattern: Pattern) -> list[Filling]:
    """Slot, role and word of each party; fillers are asked while there are fewer than two."""
    found = [Filling(slot, role, named) for slot, role in pattern.roles for named in around.fill(slot)]
    for slot, role in pattern.fillers:
        have = {actor for filling in found for actor in filling.named.actors}
        if len(have) >= _BOTH_SIDES:
            break
        found += [Filling(slot, role, named) for named in _asked(around, slot, role, found)]
    return found


def _asked(around: Surroundings, slot: str, role: str, found: list[Filling]) -> Iterator[Named]:
    if slot == "subject":
        yield from around.any_subject()
    elif slot == "partner":
        # "seeks an alliance with Peru": who seeks is the other side, but only where one side is told by a preposition.
        if any(filling.slot == "with" for filling in found):
            yield from around.any_subject()
    elif slot == "sentence":
        is_told = any(filling.role == role for filling in found) or around.has_object("against", "on", "of")
        if role == "claimant" or not is_told:
            have = {actor for filling in found for actor in filling.named.actors}
            yield from _sole_other_state(around, have, is_ahead=role == "target")
    elif slot in {"speaker", "addressee"}:
        yield from _of_statement(around, slot)


def _sole_other_state(around: Surroundings, have: set[str], *, is_ahead: bool) -> Iterator[Named]:
    """The one state beside those known that the sentence names before the head, or behind it; which first is told."""
    reading, head = around.reading, around.head
    first, end = sentence_of(head)
    parts = [
        head.doc[max(first, head.i - _LONGEST_SENTENCE) : head.i],
        head.doc[head.i : min(end, head.i + _LONGEST_SENTENCE)],
    ]
    for part in reversed(parts) if is_ahead else parts:
        states: dict[str, Token] = {}
        for token in part:
            if around.complement is not None and around.complement.is_ancestor(token):
                continue
            for actor in reading.actors_of(token):
                role = reading.cast.roles[actor]
                state = state_of(reading, role.country)
                if state is not None and state not in have and role.kind in {"state", "government_body"}:
                    states.setdefault(state, token)
        if len(states) == 1:
            ((state, token),) = states.items()
            yield Named(token, (state,))
        if states:
            return


def _of_statement(around: Surroundings, slot: str) -> Iterator[Named]:
    """Between speaker and hearer: "told her he would keep the arrangements"."""
    statement = around.reading.statement_at(around.head.idx)
    if statement is None or not statement.record.addressees:
        return
    ids = statement.record.speakers if slot == "speaker" else statement.record.addressees
    actors = standing(around.reading, ids)
    if actors:
        yield Named(around.head, actors)


def _parties(reading: Reading, kind: str, filled: list[Filling]) -> tuple[tuple[str, str], ...]:
    """Each actor once, in the role that it was first named in."""
    roles: dict[str, str] = {}
    for filling in filled:
        role = filling.role
        for actor in filling.named.actors:
            who = reading.cast.roles[actor].kind
            barred = (who in _PRIVATE and role in _PUBLIC_ROLES) or (role == "host" and who != "state")
            if kind == "membership" or not barred:
                roles.setdefault(actor, role)
    return tuple(roles.items())


def _with_host(
    reading: Reading, parties: tuple[tuple[str, str], ...], grounds: list[Token]
) -> tuple[tuple[str, str], ...]:
    """The parties, with the state that a place lies in for host: "soldiers in Narva" in a report that names Estonia."""
    roles = {role for _, role in parties}
    if "sender" not in roles or "host" in roles:
        return parties
    have = {reading.cast.roles[actor].country for actor, _ in parties}
    inside = [ground for ground in grounds if ground.lemma_.lower() not in word_classes()["edge"]]
    countries = {country_at(reading, ground) for ground in inside} - {None}
    if len(countries) != 1 or countries & have:
        return parties
    state = state_of(reading, countries.pop())
    return (*parties, (state, "host")) if state is not None else parties


def _extent(head: Token, filled: list[Filling], complement: Token | None) -> tuple[int, int]:
    """`[start, end)` of the phrase: from its first modifier to the end of the last phrase behind it that was used."""
    start = head.idx if clause.is_verb(head) else head.doc[left_edge(head)].idx
    end, (_, last) = head.idx + len(head), sentence_of(head)
    used = [word for f in filled if f.slot not in BESIDE for word in clause.conjuncts(f.named.token)]
    for token in used + ([complement] if complement is not None else []):
        if head.i < token.i < last:
            end = max(end, clause.phrase_span(token)[1])
    if clause.is_verb(head):
        for met in clause.objects(head):
            if met.i > head.i:
                end = max(end, clause.phrase_span(met)[1])
    return start, end
