"""In what condition an arrangement is, by the words that govern or modify it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.knowledge.arrangements import status_cues, word_classes
from legation.language import clause

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.knowledge.arrangements import StatusCue

_CLIMB = 7  # from an arrangement to a cue above it: "doubts about the future of its part in the pact"
_BESIDE = 6  # words behind a cue in which the rest of it may stand: "put the whole pact at risk"
_SUBJECTS = frozenset({"nsubj", "csubj"})
# Prepositions that tie what follows to the word before; not "deals *like* it", "*after* the pact".
_LEADING = frozenset(
    {
        "of",
        "on",
        "to",
        "from",
        "in",
        "into",
        "about",
        "over",
        "for",
        "with",
        "against",
        "out",
        "by",
        "at",
        "towards",
        "toward",
    }
)
_PARTICLE = frozenset({"prt", "advmod", "npadvmod"})
_PARTICLES = frozenset({"in", "on", "out", "over", "by"})  # of those, what may also belong to the verb: "roll over"
_UNREAL_MARKS = frozenset({"if", "unless", "whether", "until", "should"})
_UNREAL_MODALS = frozenset({"would", "could", "might", "may", "should", "must", "can", "will", "shall", "ought"})
# What could be ended is in question; what will or would be ended is threatened.
_MERELY_POSSIBLE = frozenset({"could", "may", "might"})
_REAL_ABOVE = frozenset({"have", "begin", "start", "continue", "help", "manage", "keep", "move", "proceed", "finish"})


@dataclass(frozen=True, slots=True)
class Condition:
    """A status, the cue's head word (None for the default) and the verb whose clause dates it."""

    status: str
    cue: Token | None = None
    verb: Token | None = None
    is_real: bool = True


def condition_of(head: Token, kind: str) -> Condition:
    """The status that the words around an arrangement's head give it, the nearest cue first; `in_force` if none do.

    Where a verb is the head ("joined NATO"), it tells the status itself.
    """
    if clause.is_verb(head):
        return _of_verb(head, kind)
    for word, link, path in _around(head):
        cues = status_cues()
        for cue in (*cues.get(word.lemma_.lower(), ()), *cues.get(word.lower_, ())):
            if cue.fits(kind) and _fits(cue, word, link, path):
                return _weighed(cue, word)
    return Condition("in_force", None, clause.governing_verb(head))


def _of_verb(head: Token, kind: str) -> Condition:
    for cue in status_cues().get(head.lemma_.lower(), ()):
        if cue.pos == "verb" and cue.link == "object" and len(cue.words) == 1 and cue.fits(kind):
            return _weighed(cue, head)
    is_real = is_realised(head)
    return Condition("in_force" if is_real else "proposed", None, head, is_real=is_real)


def _weighed(cue: StatusCue, word: Token) -> Condition:
    verb = word if clause.is_verb(word) else clause.governing_verb(word)
    if clause.negation(word) is not None or (cue.pos == "predicate" and clause.negation(word.head) is not None):
        return Condition(cue.negated, word, verb, is_real=False)
    is_real = is_realised(word)
    told = cue.real if is_real else cue.unreal
    if told == "threatened" and verb is not None and set(clause.modals(verb)) & _MERELY_POSSIBLE:
        told = "questioned"
    return Condition(told, word, verb, is_real=is_real)


def is_realised(word: Token) -> bool:
    """True where what the verb or noun says is told as done or under way, not wanted, planned, feared or supposed."""
    token = word
    for _ in range(_CLIMB):
        if clause.is_verb(token):
            if token.i != word.i and word.tag_ == "VBG" and clause.negation(token) is not None:
                # "would never sell out by *letting* them in": what is forsworn has been done.
                return True
            if set(clause.modals(token)) & _UNREAL_MODALS or clause.mark_of(token) in _UNREAL_MARKS:
                return False
            if any(child.dep_ == "advcl" and clause.mark_of(child) in _UNREAL_MARKS for child in token.children):
                return False
            is_infinitive = any(child.tag_ == "TO" for child in token.children)
            if token.dep_ in {"acl", "relcl"} and not is_infinitive:
                return True
            if token.dep_ == "xcomp" and is_infinitive and token.head.lemma_ not in _REAL_ABOVE:
                return False
            if is_infinitive and token.dep_ in {"acl", "advcl", "ccomp", "relcl"}:
                return False
            if token.dep_ not in {"xcomp", "pcomp", "conj", "prep"}:
                return token.dep_ != "pcomp"
            if token.dep_ == "conj" and clause.subject(token) is not None and token.tag_ in {"VBD", "VBZ", "VBP"}:
                return True
        elif token.pos_ in {"NOUN", "PROPN"} and token.i != word.i and token.lemma_ in _prospects():
            return False
        if token.head.i == token.i:
            return True
        above = token.head
        if clause.is_verb(above) and above.lemma_ in _prospects() and token.dep_ in {"dobj", "prep", "xcomp", "pcomp"}:
            return False
        token = above
    return True


def _prospects() -> frozenset[str]:
    """Words above which nothing is done yet; what is announced or decided among them."""
    return word_classes()["prospect"] | word_classes()["announce"]


def _around(head: Token) -> Iterator[tuple[Token, str, list[Token]]]:
    """Words that may tell the status, with how the arrangement hangs on each and the words between, nearest first."""
    for child in head.children:
        if child.dep_ in {"acl", "relcl"}:
            link = "object" if clause.is_passive(child) or _is_its_object(child) else "subject"
            yield child, link, []
            yield from ((c, link, []) for c in child.conjuncts if c.i > child.i)
    for child in head.lefts:
        if child.dep_ in {"amod", "compound", "nmod"}:
            yield child, "modifier", []
    path = [clause.first_conjunct(head)]
    for _ in range(_CLIMB):
        below = path[-1]
        above = below.head
        if above.i == below.i:
            return
        if above.dep_ == "agent" or (above.pos_ in {"ADP", "SCONJ"} and above.lower_ not in _LEADING):
            return
        if above.pos_ not in {"ADP", "SCONJ"}:
            link = _link(below, above)
            yield above, link, path
            if above.lemma_ == "be":
                yield from ((c, "subject", path) for c in above.children if c.dep_ in {"acomp", "attr", "prep"})
        if clause.is_verb(above) and not _leads_on(above, below):
            return
        path = [*path, above]


def _is_its_object(relative: Token) -> bool:
    """True where the noun that a relative clause hangs on is the object in it: "the pact that Peru left"."""
    for child in relative.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            return clause.antecedent(child).i == child.i
    return False


def _link(below: Token, above: Token) -> str:
    if below.dep_ in _SUBJECTS and not clause.is_passive(above):
        return "subject"
    return "object"


def _leads_on(verb: Token, below: Token) -> bool:
    """A verb that says nothing itself leads on to the one above: "wants to *remain in*", "is expected to *end*"."""
    return verb.dep_ in {"xcomp", "pcomp"} and below.dep_ in {"dobj", "prep", "xcomp", "pcomp", "attr"}


def _fits(cue: StatusCue, word: Token, link: str, path: list[Token]) -> bool:
    if cue.link != link or not _has_shape(cue.pos, word):
        return False
    rest = cue.words[1:]
    if not rest:
        return cue.pos in {"adjective", "predicate", "noun"} or link == "subject" or _is_direct(path)
    steps = [step.lower_ for step in reversed(path) if step.pos_ in {"ADP", "PART", "SCONJ"}]
    under = next((n for n in range(len(rest), 0, -1) if list(rest[-n:]) == steps[:n]), 0)
    if under:
        rest = rest[:-under]
    elif rest[-1] in _LEADING - _PARTICLES:
        return False
    elif len(rest) == 1 and cue.pos != "predicate":
        # "ordered its troops *out* of Peru": the particle may look like a preposition.
        shapes = _PARTICLE | {"prep"} if _is_direct(path) else _PARTICLE
        return any(c.lower_ == rest[0] and c.dep_ in shapes for c in word.children)
    beside = {token.lower_ for token in word.doc[word.i + 1 : word.i + 1 + _BESIDE]}
    return all(part in beside for part in rest)


def _is_direct(path: list[Token]) -> bool:
    """True where the cue's verb has the arrangement, or a noun that names a part of it, for its object."""
    return not path or path[-1].dep_ in {"dobj", "nsubjpass", "nsubj", "attr", "oprd"}


def _has_shape(pos: str, word: Token) -> bool:
    if pos == "verb":
        return word.pos_ in {"VERB", "AUX"} or word.tag_.startswith("VB")
    if pos == "noun":
        return word.pos_ in {"NOUN", "PROPN"}
    if pos == "adjective":
        return word.dep_ in {"amod", "compound", "nmod"}
    return word.pos_ in {"ADJ", "ADP", "ADV", "VERB"}
