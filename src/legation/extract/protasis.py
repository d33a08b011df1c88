"""Conditions that a subordinator, a preposition or an inversion opens, with what is said to follow.

A condition runs from its opener to the end of its clause, a consequence over the rest of the clause that it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from legation.knowledge.arrangements import word_classes
from legation.knowledge.conditionals import cues, openers
from legation.language import clause

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OPEN_MODALS = frozenset({"would", "will", "could", "can", "might", "may", "should", "shall", "must"})
_INVERTED = {"had": "had", "should": "should", "were": "were"}
_LONGEST = 80  # words of a clause; a longer one is a parser's mistake
_CLIMB = 12
_TRIMMED = frozenset({"cc", "punct"})
_OPENERS_ABOVE = frozenset({"that", "while", "although", "though"})  # of the clause around, no part of what follows
_CONJUNCTIONS = frozenset({"and", "but", "or", "so"})


@dataclass(frozen=True, slots=True)
class Found:
    """A conditional by its tokens: `root` is its word (if, without, would), `main` heads what follows."""

    condition: tuple[Token, ...]
    consequence: tuple[Token, ...]
    form: str
    shape: str
    root: Token
    main: Token


def find_protases(doc: Doc) -> Iterator[Found]:
    """The conditions of a parsed text with an opening word, in its order; linear in its words."""
    marks, untils, idioms = cues("mark"), cues("until"), openers("idiom")
    phrases, prepositions = openers("phrase"), openers("preposition")
    for token in doc:
        word = token.lower_
        if word in marks and not _is_idiom(token, idioms):
            yield from _clausal(token, _opened(token), token, marks[word], "mark")
        elif word in untils:
            yield from _until(token, untils[word])
        elif word in _INVERTED and _is_inverted(token):
            verb = token.head if token.dep_ in {"aux", "auxpass"} else token
            yield from _clausal(token, verb, token, cues("inversion")[word], "inversion")
        elif word in phrases or word in prepositions:
            phrase = _starts(token, phrases)
            if phrase is not None:
                last = doc[token.i + len(phrase) - 1]
                yield from _clausal(token, last.head, last, cues("phrase")[" ".join(phrase)], "phrase")
            else:
                phrase = _starts(token, prepositions)
                if phrase is not None:
                    yield from _prepositional(token, phrase)


def _starts(token: Token, phrases: object) -> tuple[str, ...] | None:
    """The phrase of a table that begins at the token, the longest one."""
    doc = token.doc
    for phrase in phrases.get(token.lower_, ()):  # type: ignore[attr-defined]
        if token.i + len(phrase) <= len(doc) and all(doc[token.i + n].lower_ == word for n, word in enumerate(phrase)):
            found: tuple[str, ...] = phrase
            return found
    return None


def _is_idiom(token: Token, idioms: object) -> bool:
    """True for "if any" and "as *if*"."""
    before = token.nbor(-1) if token.i else token
    phrase = _starts(before, idioms)
    return _starts(token, idioms) is not None or (phrase is not None and len(phrase) > 1)


def _opened(mark: Token) -> Token:
    """The verb of the clause that the word opens: "if" hangs on it, "provided" and "supposing" have it under them."""
    if mark.tag_.startswith("VB"):
        return next((c for c in mark.children if c.dep_ in {"ccomp", "pcomp"} and c.i > mark.i), mark)
    return mark.head


def _clausal(opener: Token, verb: Token, mark: Token, form: str, shape: str) -> Iterator[Found]:
    """A condition with a verb: the clause of `mark`."""
    if (verb.i == mark.i and shape != "inversion") or verb.i < opener.i:
        return
    if (
        mark.dep_ not in {"mark", "advmod", "aux", "prep", "auxpass"}
        and shape != "inversion"
        and not mark.tag_.startswith("VB")
    ):
        return
    if shape == "mark" and (_follows_doubt(opener) or _is_embedded_question(verb)):
        return
    doc = opener.doc
    condition = tuple(dict.fromkeys((*doc[opener.i : mark.i + 1], *_clause(verb, opener))))
    held = {t.i for t in condition}
    main = _main(verb, held)
    if main is None or (_is_even(opener) and not _is_open(main)) or clause.mark_of(main) == "whether":
        return  # "whether they would leave if it stopped" is asked, not claimed
    consequence = _rest(main, held, opener)
    if consequence:
        yield Found(condition, consequence, form, shape, opener, main)


def _is_even(opener: Token) -> bool:
    return opener.i > 0 and opener.nbor(-1).lower_ == "even"


def _is_open(main: Token) -> bool:
    """True for what has not come about: "is for it, even if it objects" concedes a fact, and sets no condition."""
    return bool(set(clause.modals(main)) & _OPEN_MODALS) or not clause.is_verb(main) or main.tag_ in {"VB", "VBG"}


def _is_embedded_question(verb: Token) -> bool:
    """True for "asked *if* they left": if is whether."""
    if verb.dep_ not in {"ccomp", "csubj", "pcomp", "acl"}:
        return False
    return verb.head.lemma_ in word_classes()["ask"] or verb.dep_ in {"csubj", "pcomp"}


def _follows_doubt(opener: Token) -> bool:
    """True for "it is unclear *if* they left", wherever the parser hangs the clause."""
    before = opener.nbor(-1) if opener.i else opener
    return opener.lower_ == "if" and before.pos_ == "ADJ" and before.lower_ in word_classes()["ask"]


def _clause(verb: Token, opener: Token) -> tuple[Token, ...]:
    return tuple(t for t in phrase_of(verb) if opener.i <= t.i < opener.i + _LONGEST)


def phrase_of(head: Token) -> list[Token]:
    """The head and what hangs on it, in the order of the text; no more than a clause can hold."""
    found: list[Token] = []
    stack = [head]
    while stack and len(found) < _LONGEST:
        token = stack.pop()
        found.append(token)
        stack.extend(reversed(list(islice(token.children, _LONGEST))))
    return sorted(found, key=lambda t: t.i)


def _main(verb: Token, held: set[int]) -> Token | None:
    """What the condition hangs on: the word above its verb, outside it."""
    token = verb
    for _ in range(_CLIMB):
        if token.head.i == token.i:
            return None
        token = token.head
        if token.i not in held:
            break
    else:
        return None
    if token.pos_ in {"ADP", "SCONJ", "ADV", "PART"} and token.head.i != token.i:
        token = token.head
    return _told(token, verb)


def _told(main: Token, verb: Token) -> Token:
    """What follows is what is said, not that it is said: the clause under a verb of saying, if it is the nearer one."""
    if not clause.is_verb(main):
        return main
    said = [c for c in main.children if c.dep_ == "ccomp" and c.i != verb.i]
    if said and main.lemma_ in word_classes()["say"]:
        return said[0]
    return main


def _rest(main: Token, held: set[int], opener: Token) -> tuple[Token, ...]:
    """The clause of `main` without the condition, other subordinate clauses and coordinated clauses of their own."""
    found: list[Token] = []
    stack = [main]
    while stack and len(found) < _LONGEST:
        token = stack.pop()
        if token.i in held:
            continue
        found.append(token)
        for child in islice(token.children, _LONGEST):
            if child.dep_ in {"advcl", "parataxis", "meta"} and _is_condition(child):
                continue
            if token is main and child.dep_ == "conj" and _has_own_subject(child):
                continue
            if child.dep_ == "ccomp" and token is main and main.lemma_ in word_classes()["say"]:
                continue
            stack.append(child)
    words = sorted(found, key=lambda t: t.i)
    return tuple(t for t in words if t.i < opener.i or t.i > max(held) or t.i not in held)


def _is_condition(verb: Token) -> bool:
    return clause.mark_of(verb) in cues("mark")


def _has_own_subject(verb: Token) -> bool:
    return any(child.dep_ in clause.SUBJECTS for child in verb.children)


def _until(token: Token, form: str) -> Iterator[Found]:
    """ "will stay until it stops" is a condition, "stayed until it stopped" is a time."""
    inner = next((c for c in token.children if c.tag_ in {"VBZ", "VBP", "VBD"}), None)
    verb = token.head if inner is None else inner
    if token.dep_ not in {"mark", "prep"} or verb.i < token.i or not (inner or clause.is_verb(verb)):
        return
    main = _main(verb, {t.i for t in _clause(verb, token)})
    if main is None or not clause.is_verb(main):
        return
    ahead = set(clause.modals(main)) & _OPEN_MODALS or (clause.negation(main) is not None and _is_present(main))
    if ahead:
        condition = tuple(dict.fromkeys((token, *_clause(verb, token))))
        consequence = _rest(main, {t.i for t in condition}, token)
        if consequence:
            yield Found(condition, consequence, form, "until", token, main)


def _is_present(verb: Token) -> bool:
    return clause.tense_aspect(verb).tense != "past"


def _is_inverted(token: Token) -> bool:
    """ "*Had* the talks failed, …": an auxiliary before its subject, opening a clause that hangs on a later one."""
    verb = token.head if token.dep_ in {"aux", "auxpass"} else token
    if not clause.is_verb(verb) or (verb is token and token.lower_ != "were") or token.tag_ == "VBN":
        return False
    subject = next((c for c in verb.children if c.dep_ in clause.SUBJECTS), None)
    is_first = token.i == verb.left_edge.i or all(t.is_punct or t.is_space for t in verb.subtree if t.i < token.i)
    hangs = verb.dep_ == "advcl" or (verb.dep_ in {"ccomp", "csubj"} and verb.head.i > verb.i)
    return hangs and is_first and subject is not None and token.i < subject.left_edge.i and clause.mark_of(verb) is None


def _prepositional(token: Token, phrase: tuple[str, ...]) -> Iterator[Found]:
    """ "*Without a truce* the city will fall": a noun, no manner, and a consequence that has not come yet."""
    last = token.doc[token.i + len(phrase) - 1]
    noun = next((c for c in last.children if c.dep_ in {"pobj", "dobj"} and c.pos_ in {"NOUN", "PROPN", "PRON"}), None)
    if noun is None and len(phrase) == 1:
        noun = token.head if token.dep_ == "amod" else None
    if noun is None or noun.i < token.i:
        return
    condition = tuple(t for t in phrase_of(noun) if t.i > last.i)
    condition = tuple(token.doc[i] for i in range(token.i, last.i + 1)) + condition
    held = {t.i for t in condition}
    main = _main(noun, held)
    if main is None or not clause.is_verb(main):
        return
    is_before = token.i < main.i and not any(c.dep_ in clause.SUBJECTS and c.i < token.i for c in main.children)
    is_denied = clause.negation(main) is not None
    if not set(clause.modals(main)) & _OPEN_MODALS or not (is_before or is_denied or "have" in _helpers(main)):
        return
    consequence = _rest(main, held, token)
    if consequence:
        yield Found(condition, consequence, cues("preposition")[" ".join(phrase)], "preposition", token, main)


def _helpers(verb: Token) -> set[str]:
    return {helper.lemma_ for helper in clause.auxiliaries(verb)}


def runs(tokens: Iterable[Token]) -> tuple[tuple[int, int], ...]:
    """Tokens as stretches of the reading text, one a run of neighbours, without marks and conjunctions at its ends."""
    found: list[tuple[int, int]] = []
    run: list[Token] = []
    for token in [*sorted(tokens, key=lambda t: t.i), None]:
        if run and (token is None or token.i != run[-1].i + 1):
            trimmed = _trim(run)
            if trimmed:
                found.append((trimmed[0].idx, trimmed[-1].idx + len(trimmed[-1])))
            run = []
        if token is not None:
            run.append(token)
    return tuple(found)


def _trim(run: list[Token]) -> list[Token]:
    first, last = 0, len(run)
    while first < last and _is_outer(run[first]):
        first += 1
    while last > first and _is_outer(run[last - 1]):
        last -= 1
    return run[first:last]


def _is_outer(token: Token) -> bool:
    if token.dep_ == "mark" and token.lower_ in _OPENERS_ABOVE:
        return True
    return token.is_space or token.is_punct or (token.dep_ in _TRIMMED and token.lower_ in _CONJUNCTIONS)
