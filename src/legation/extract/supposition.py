"""Conditionals without "if": an event that has not come, as the subject of what it would bring.

"*A withdrawal of the troops* would destabilise the region." What is only said to be to come ("he said the visit would
go well") is none: the predicate must be an effect or a judgement, the subject an event, or point back to one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from legation.extract.protasis import Found, phrase_of
from legation.knowledge.conditionals import cues
from legation.language import clause

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MODALS = frozenset({"would", "could", "might"})
_SUPPOSING = frozenset({"any", "such", "either"})
_POINTING = frozenset({"any", "such", "either", "this", "that", "these", "those", "neither", "another", "both"})
_LOOSE = frozenset({"a", "an", "any", "such", "either"})
_DEICTICS = frozenset({"that", "this", "either", "neither"})
_FORM = "would"


def find_suppositions(doc: Doc) -> Iterator[Found]:
    """Conditionals with a nominal or gerund subject, in the order of the text; linear in its words."""
    entails = cues("entails")
    for token in doc:
        if token.tag_ == "MD" and token.dep_ == "aux":
            modal = clause.modals(token.head)
            if modal and (modal[0] in _MODALS or modal[0] in {"will", "can"}):
                yield from _supposed(token, token.head, is_ahead=modal[0] not in _MODALS)
        elif token.lemma_ in entails and clause.is_verb(token) and token.tag_ in {"VBZ", "VBP"}:
            yield from _entailed(token)


def _supposed(modal: Token, verb: Token, *, is_ahead: bool) -> Iterator[Found]:
    subject = next((c for c in verb.children if c.dep_ in clause.SUBJECTS), None)
    if subject is None or subject.i > modal.i or _has_condition(verb) or _is_asked(verb):
        return
    kind = _event(subject)
    if kind is None or not _has_effect(verb, bare=kind == "supposing"):
        return
    # "The war will cause a famine" foretells; "any war will cause a famine" supposes.
    if is_ahead and kind != "supposing" and not (kind == "loose" and not _is_bare_be(verb)):
        return
    yield Found(_subject_words(subject), _predicate(verb, subject), _FORM, "would", modal, verb)


def _entailed(verb: Token) -> Iterator[Found]:
    """ "*A refusal* means war": no modal, but an event that has not come."""
    subject = next((c for c in verb.children if c.dep_ in clause.SUBJECTS), None)
    if subject is not None and not _has_condition(verb) and _event(subject) in {"loose", "supposing", "gerund"}:
        yield Found(_subject_words(subject), _predicate(verb, subject), _FORM, "entails", verb, verb)


def _has_condition(verb: Token) -> bool:
    return any(c.dep_ == "advcl" and clause.mark_of(c) in {*cues("mark"), *cues("until")} for c in verb.children)


def _is_asked(verb: Token) -> bool:
    """True for "whether a deal would help", "how an attack could succeed": nothing is said to follow."""
    return any(c.lower_ == "whether" or c.tag_ in {"WRB", "WP"} for c in verb.children)


def _event(subject: Token) -> str | None:
    """How it names an event: `supposing` ("any attack"), `loose` ("an attack"), `definite`, `gerund`, `deictic`."""
    if subject.dep_ in {"csubj", "csubjpass"} or (subject.tag_ == "VBG" and subject.dep_ == "nsubj"):
        return "gerund" if subject.tag_ == "VBG" or any(c.tag_ == "TO" for c in subject.children) else None
    if subject.pos_ in {"PRON", "DET"}:
        return "deictic" if subject.lower_ in _DEICTICS and subject.tag_ != "WDT" else None
    determiners = {c.lower_ for c in subject.children if c.dep_ in {"det", "predet", "amod"}}
    lemma = subject.lemma_.lower()
    if lemma in cues("deictic") and determiners & _POINTING:
        return "supposing" if determiners & _SUPPOSING else "deictic"
    if lemma not in cues("event"):
        return None
    if determiners & _SUPPOSING:
        return "supposing"
    return (
        "loose" if determiners & _LOOSE or not any(c.dep_ in {"det", "poss"} for c in subject.children) else "definite"
    )


def _has_effect(verb: Token, *, bare: bool) -> bool:
    """True where the predicate is an effect or a judgement; with `bare`, anything but mere being will do."""
    verbs = [verb, *(c for c in verb.children if c.dep_ == "conj" and clause.is_verb(c))]
    if any(v.lemma_ in cues("effect") for v in verbs):
        return True
    if verb.lemma_ == "be" or not _is_bare_be(verb):
        complements = [c for c in verb.children if c.dep_ in {"acomp", "attr", "oprd"}]
        if any(c.lemma_.lower() in cues("quality") for c in complements):
            return True
    return bare and not _is_bare_be(verb)


def _is_bare_be(verb: Token) -> bool:
    return verb.lemma_ == "be"


def _subject_words(subject: Token) -> tuple[Token, ...]:
    return tuple(phrase_of(subject))


def _predicate(verb: Token, subject: Token) -> tuple[Token, ...]:
    """The verb with what hangs on it behind the subject, without asides and coordinated clauses of their own."""
    found = [verb]
    for child in verb.children:
        is_aside = (child.dep_ in {"parataxis", "advcl"} and child.i < verb.i) or child.lower_ == "according"
        if child.i > subject.i and not is_aside and not (child.dep_ == "conj" and _has_own(child)):
            found += phrase_of(child)
    held = {t.i for t in phrase_of(subject)}
    return tuple(sorted((t for t in found if t.i not in held), key=lambda t: t.i))


def _has_own(verb: Token) -> bool:
    return any(c.dep_ in clause.SUBJECTS for c in verb.children)
