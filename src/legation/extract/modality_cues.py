"""Cues of `modality.csv` around a word: over its clause, before its phrase, beside it, above it as a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.carrier import british, lemma_of
from legation.knowledge.modality import CueForm, ModalityCue, cues_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST_CUE = 6  # tokens of the longest preposition or subordinator: "in the run-up to" has six


def subordinator(verb: Token) -> ModalityCue | None:
    """The cue over the clause: its mark with the words before it ("as long as", "even if")."""
    for child in verb.children:
        if child.dep_ not in {"mark", "advmod", "prep"} or child.i > verb.i:
            continue
        for back in range(3):
            first = child.i - back
            if first < 0:
                break
            for cue in cues_of("subordinator").get(verb.doc[first].lower_, ()):
                if _stands_at(verb.doc, first, cue.words) and first + len(cue.words) > child.i:
                    return cue
    return words_before(verb, "subordinator") if verb.dep_ == "advcl" else None


def _stands_at(doc: object, first: int, words: tuple[str, ...]) -> bool:
    return tuple(token.lower_ for token in doc[first : first + len(words)]) == words  # type: ignore[index]


def words_before(token: Token, form: CueForm) -> ModalityCue | None:
    """The cue that ends right before the phrase: "ahead of the talks", "in the run-up to his visit"."""
    first = token.left_edge.i
    doc = token.doc
    if token.dep_ == "pcomp":
        first = min(first, token.i)
    for length in range(_LONGEST_CUE, 0, -1):
        start = first - length
        if start < 0:
            continue
        for cue in cues_of(form).get(doc[start].lower_, ()):
            if len(cue.words) == length and _stands_at(doc, start, cue.words):
                return cue
    return None


def attributive(noun: Token) -> ModalityCue | None:
    """The cue among a noun's modifiers: "the *planned* visit"."""
    for child in noun.children:
        if child.dep_ in {"amod", "advmod", "compound"}:
            for cue in cues_of("adjective").get(child.lower_, ()):
                if cue.modality != "inherit":
                    return cue
    return None


def about_subject(verb: Token) -> ModalityCue | None:
    """The cue of a verb that says of its subject that it takes place, goes on, is coming."""
    if verb.lemma_ == "be":
        # "talks are possible", "the visit is due in May"
        said = (cue for c in verb.children if c.dep_ == "acomp" for cue in cues_of("adjective").get(c.lower_, ()))
        return next((cue for cue in said if cue.modality != "inherit" and len(cue.words) == 1), None)
    near = {word for child in verb.children for word in (child.lower_, lemma_of(child))}
    for key in (lemma_of(verb), british(lemma_of(verb))):
        for cue in cues_of("subject").get(key, ()):
            if near.issuperset(cue.words[1:]):
                return cue
    return None
