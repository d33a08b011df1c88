"""The verb and what belongs to it: voice, tense, aspect, modals, negation, over a dependency parse.

Pure functions over spaCy tokens with the labels of the ClearNLP scheme; see `clause`, which offers them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_CLIMB = 12  # coordinated verbs looked back over for what they share
_FINITE_HELPERS = frozenset({"MD", "VBD", "VBZ", "VBP"})
_NEGATIVE_DETERMINERS = frozenset({"no", "neither"})
_NEGATIVE_PRONOUNS = frozenset({"nobody", "none", "nothing", "neither"})


@dataclass(frozen=True, slots=True)
class TenseAspect:
    """Tense and aspect of a finite verb group; tense is None where there is no finite form ("to go", "going")."""

    tense: Literal["past", "present", "future"] | None
    perfect: bool = False
    progressive: bool = False


def is_verb(token: Token) -> bool:
    """True for a token that can head a clause."""
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass"}


def is_passive(verb: Token) -> bool:
    """True for a passive verb: "was seized", "seized by rebels", "the ship seized in May", "was held and tried"."""
    for _ in range(_CLIMB):
        if verb.tag_ not in {"VBN", "VBD"}:
            return False
        labels = {child.dep_ for child in verb.children}
        if labels & {"auxpass", "nsubjpass", "agent"}:
            return True
        if verb.dep_ == "acl":
            return verb.tag_ == "VBN" and "aux" not in labels
        if verb.dep_ == "advcl" and verb.tag_ == "VBN":
            return not labels & {"aux", "nsubj", "dobj"}
        if verb.dep_ == "amod":
            return verb.tag_ == "VBN"
        if verb.dep_ != "conj" or labels & {"aux", "nsubj", "dobj"}:
            return False
        # No past tense stands under a modal: "would be welcomed and *regretted*", whatever the tagger says.
        if verb.tag_ != "VBN" and not any(child.tag_ == "MD" for child in verb.head.children):
            return False
        verb = verb.head
    return False


def is_infinitive(verb: Token) -> bool:
    """True for "to go"; bare infinitives ("let them go") are none."""
    return any(child.tag_ == "TO" for child in verb.children)


def is_finite(verb: Token) -> bool:
    """True for a verb with a finite form in its group: "left", "has left", "would leave"."""
    if verb.tag_ in {"VBD", "VBZ", "VBP"}:
        return True
    return any(child.dep_ in {"aux", "auxpass"} and child.tag_ in _FINITE_HELPERS for child in verb.children)


def negation(token: Token) -> Token | None:
    """The word that denies the verb or noun: "not", "never", "no talks", "nobody left", "without leaving"; or None."""
    for child in token.children:
        if child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ in _NEGATIVE_DETERMINERS):
            return child
        if child.dep_ in SUBJECTS or child.dep_ == "dobj":
            if child.lower_ in _NEGATIVE_PRONOUNS:
                return child
            for inner in child.children:
                if inner.dep_ == "det" and inner.lower_ in _NEGATIVE_DETERMINERS:
                    return inner
    if token.dep_ in {"pcomp", "pobj"} and token.head.lower_ == "without":
        return token.head
    return None


def auxiliaries(verb: Token) -> list[Token]:
    """The verb's auxiliaries in order, those shared with a coordinated verb before it included."""
    for _ in range(_CLIMB):
        found = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
        shares = verb.dep_ == "conj" and verb.tag_ in {"VB", "VBN", "VBG"} and is_verb(verb.head)
        if found or not shares or any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children):
            return found
        verb = verb.head
    return []


def modals(verb: Token) -> tuple[str, ...]:
    """The modal verbs over a verb in lower case, contractions written out: ("will",), ("could",) …"""
    return tuple(_MODAL_FORMS.get(a.lower_, a.lower_) for a in auxiliaries(verb) if a.tag_ == "MD")


_MODAL_FORMS = {"'ll": "will", "’ll": "will", "wo": "will", "ca": "can", "'d": "would", "’d": "would"}


def tense_aspect(verb: Token) -> TenseAspect:
    """Tense, perfect and progressive of a verb with its auxiliaries."""
    helpers = auxiliaries(verb)
    lemmas = [helper.lemma_ for helper in helpers if helper.tag_ != "TO"]
    perfect = "have" in lemmas or "'ve" in lemmas
    progressive = (verb.tag_ == "VBG" and "be" in lemmas) or any(h.tag_ == "VBG" for h in helpers)
    finite = next((h for h in helpers if h.tag_ in _FINITE_HELPERS), verb)
    if finite.tag_ == "MD":
        is_future = _MODAL_FORMS.get(finite.lower_, finite.lower_) in {"will", "shall"}
        return TenseAspect("future" if is_future else "present", perfect, progressive)
    if finite.tag_ == "VBD":
        return TenseAspect("past", perfect, progressive)
    if finite.tag_ in {"VBZ", "VBP"}:
        return TenseAspect("present", perfect, progressive)
    is_to = any(helper.tag_ == "TO" for helper in helpers)  # "is to be released"
    if finite.tag_ == "VBN" and finite is verb and not is_to and is_passive(verb):
        return TenseAspect("past", perfect, progressive)
    return TenseAspect(None, perfect, progressive)
