"""Words that tell a change of position, with what must hang on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.extract.naming import left_edge
from legation.knowledge.arrangements import ANY, word_classes
from legation.knowledge.shifts import shift_cues
from legation.language import clause

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from legation.knowledge.arrangements import Link
    from legation.knowledge.shifts import ShiftCue

_UNREAL_MODALS = frozenset({"would", "could", "might", "may", "should", "must", "can", "ought", "need"})
_UNREAL_MARKS = frozenset({"if", "unless", "whether", "until"})
_CLIMB = 4
_LABELS = {
    "particle": frozenset({"prt", "advmod", "npadvmod"}),
    "adverb": frozenset({"advmod", "npadvmod"}),
    "prep": frozenset({"prep", "advmod", "prt", "agent"}),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A cue of change: its head, `[start, end)` of the cue with its parts in the reading text, and which way."""

    head: Token
    start: int
    end: int
    direction: str
    is_leaving: bool = False  # a bloc's member turns its back on it, a person may just go home


def find_turns(doc: Doc) -> Iterator[Turn]:
    """The changes of position that a parsed text tells as made or announced, in its order; linear in its words."""
    table = shift_cues()
    for token in doc:
        pos = (
            "verb"
            if clause.is_verb(token) or token.tag_ == "VBG"
            else "noun"
            if token.pos_ in {"NOUN", "PROPN"}
            else None
        )
        for cue in table.get((pos, _written(token)), ()) if pos else ():
            turn = _turn(token, cue)
            if turn is not None:
                yield turn
                break


def _written(token: Token) -> str:
    """The lemma, with what is hyphenated before it: "u-turn", "about-face"."""
    lemma = token.lemma_.lower()
    if token.i > 1 and token.nbor(-1).text in {"-", "‑"} and not token.nbor(-1).whitespace_:
        return f"{token.nbor(-2).lower_}-{lemma}"
    return lemma


def _turn(head: Token, cue: ShiftCue) -> Turn | None:
    words = [head]
    for part in cue.parts:
        found = _part(head, part)
        if found is None:
            return None
        words += found
    is_denied = clause.negation(head) is not None and not any(part.how == "longer" for part in cue.parts)
    if is_denied or not _is_made(head):
        return None
    words.sort(key=lambda t: t.i)
    first = words[0]
    start = head.doc[left_edge(first)].idx if first.pos_ in {"NOUN", "PROPN"} else first.idx
    if clause.is_verb(head):
        start = min([start, *(helper.idx for helper in clause.auxiliaries(head) if helper.tag_ != "TO")])
    is_leaving = any(part.how == "leaving" for part in cue.parts)
    return Turn(head, start, words[-1].idx + len(words[-1]), cue.direction, is_leaving)


def _part(head: Token, part: Link) -> list[Token] | None:
    """The words that make a part of a cue, or None where it is missing."""
    if part.how == "object":
        return _first(part, (c for met in clause.sufferers(head) for c in clause.conjuncts(met)))
    if part.how == "own":
        return _first(
            part,
            (met for met in clause.objects(head) if not any(c.dep_ == "case" for p in met.lefts for c in p.children)),
        )
    if part.how in _LABELS:
        after = [head.nbor(1)] if part.how == "prep" and head.i + 1 < len(head.doc) else []
        return _first(part, (c for c in (*head.children, *after) if c.dep_ in _LABELS[part.how]), lower=True)
    if part.how == "longer":
        longer = next((c for c in head.children if c.lower_ == "longer"), None)
        return [longer] if longer is not None and head.doc[longer.i - 1].lower_ == "no" else None
    if part.how == "modifier":
        return _first(part, head.doc[left_edge(head) : head.i], lower=True)
    if part.how in {"infinitive", "leaving"}:
        found = (c for c in head.children if c.dep_ in {"xcomp", "acl", "ccomp", "relcl"} and _is_infinitive(c))
        # To leave is to change one's position only where something is left: a bloc, not the room.
        return _first(part, (c for c in found if part.how == "infinitive" or clause.objects(c)))
    if part.how == "after":
        return _refused_before(head, part)
    # The parser hangs "a break with the past" on the verb as often as on the noun: what follows directly counts.
    after = [head.nbor(1)] if head.i + 1 < len(head.doc) else []
    holders = [head, *(c for c in head.children if c.dep_ in {"prt", "advmod"})]
    direct = (c for word in after if word.lower_ == part.how for c in word.children if c.dep_ == "pobj")
    return _first(part, (word for holder in holders for word in clause.prep_objects(holder, part.how))) or _first(
        part, direct
    )


def _first(part: Link, words: object, *, lower: bool = False) -> list[Token] | None:
    for word in words:  # type: ignore[attr-defined]
        form = word.lower_ if lower else word.lemma_.lower()
        if part.words == ANY or form in part.words or word.lower_ in part.words:
            return [word]
    return None


def _is_infinitive(verb: Token) -> bool:
    return any(child.tag_ == "TO" for child in verb.children)


def _refused_before(head: Token, part: Link) -> list[Token] | None:
    """ "agreed *after refusing* for years": what was refused before is granted now."""
    for child in head.children:
        if child.lower_ in {"after", "despite", "having"}:
            if any(inner.lemma_ in part.words for inner in child.children):
                return []
        elif (
            child.dep_ == "advcl"
            and child.lemma_ in part.words
            and clause.mark_of(child) in {"after", "although", "though"}
        ):
            return []
    return None


def _is_made(head: Token) -> bool:
    """True where the change is told as made, under way or announced, not urged, feared, denied or supposed."""
    token = head
    for _ in range(_CLIMB):
        if clause.is_verb(token):
            if set(clause.modals(token)) & _UNREAL_MODALS or clause.mark_of(token) in _UNREAL_MARKS:
                return False
            if token.i != head.i and (clause.negation(token) is not None or token.lemma_ in word_classes()["prospect"]):
                return token.lemma_ in word_classes()["undertake"] and clause.negation(token) is None
            if token.dep_ == "xcomp" and _is_infinitive(token) and token.head.lemma_ not in word_classes()["undertake"]:
                return False
            has_own_tense = token.dep_ == "conj" and clause.tense_aspect(token).tense is not None
            if has_own_tense or token.dep_ not in {"xcomp", "pcomp", "conj"}:
                return True
        elif token.i != head.i and token.pos_ == "NOUN" and token.lemma_ in word_classes()["prospect"]:
            return False
        elif token.dep_ not in {"pobj", "prep", "dobj", "attr", "pcomp"}:
            return True
        if token.head.i == token.i:
            return True
        token = token.head
    return True
