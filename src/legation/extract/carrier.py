"""What carries an act that a noun or an infinitive tells: "*held* talks", "*planned* a visit", "a *threat* to leave".

The words are the cues of `modality.csv`; who is their subject does the act or not, as the table says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.knowledge.events import PREPOSITIONS, Form, lemma_corrections, word_class
from legation.knowledge.modality import CueForm, ModalityCue, cues_of
from legation.language.clause import is_infinitive, is_verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

FORM_OF: dict[str, Form] = {"VERB": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}


def lemma_of(token: Token) -> str:
    """The lemma in lower case, where the parser's tables are wrong the right one."""
    return lemma_corrections().get(token.lower_) or token.lemma_.lower()


def british(lemma: str) -> str:
    """The spelling that the tables use: "mobilise" for "mobilize"; other words are themselves."""
    return lemma[:-2] + "se" if lemma.endswith(("ize", "yze")) else lemma


def support_of(noun: Token) -> tuple[Token | None, ModalityCue | None]:
    """The verb whose subject does what the noun says, with its cue in `modality.csv`: "*held* talks"; or (None, None).

    A noun may carry another: "Chad's *plans* for talks".
    """
    for governor, path in governors(noun):
        cue = cue_at(governor, path)
        if cue is not None:
            return (governor, cue) if cue.doer_is_subject else (None, None)
        if is_verb(governor):
            return None, None
    return None, None


# A noun under another's "of" may still be what the verb is about: "a series of talks".
_TRANSPARENT = frozenset({"of"})
_REACH = 4  # nouns between a trigger and the verb that carries it


def governors(token: Token) -> Iterator[tuple[Token, tuple[str, ...]]]:
    """Up from a noun or non-finite verb: each governing noun, verb or adjective, with the words on the way to it."""
    path: tuple[str, ...] = ()
    at = token
    for _ in range(_REACH * 2):
        if at.dep_ == "conj" and at.head.pos_ in {"NOUN", "PROPN", "VERB"} and at.head.pos_ == at.pos_:
            at = at.head
            continue
        if at.head.i == at.i or (at.dep_ in {"nsubj", "csubj", "advcl", "relcl", "npadvmod", "appos", "poss"}):
            return
        label, head = at.dep_, at.head
        if head.pos_ == "ADP" or label in {"pobj", "pcomp"}:
            path = (head.lower_, *path)
            at = head
            continue
        if label == "nsubjpass":
            yield head, path
            return
        if head.pos_ == "ADV":
            at = head  # "held *back* from leaving"
            continue
        yield head, path
        if head.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            return
        path = (lemma_of(head), *path)
        at = head


def cue_at(governor: Token, path: tuple[str, ...]) -> ModalityCue | None:
    """The cue that a governor is for what stands below it by way of `path` (particles, prepositions, nouns)."""
    form = FORM_OF.get(governor.pos_)
    if form is None:
        return None
    particles = {child.lower_ for child in governor.children if child.dep_ in {"prt", "advmod"}}
    if any(child.dep_ in {"xcomp", "advcl", "ccomp"} and is_infinitive(child) for child in governor.children):
        particles.add("to")  # "went on *to* shell" is not "went on shelling"
    forms: tuple[CueForm, ...] = (form,)
    if governor.tag_ == "VBN":
        # "is set to visit" is no setting.
        passive = any(child.dep_ == "auxpass" for child in governor.children)
        forms = ("adjective", "verb") if passive else ("verb", "adjective")
    for kind in forms:
        by_word = cues_of(kind)
        keys = (governor.lower_,) if kind == "adjective" else (lemma_of(governor), british(lemma_of(governor)))
        for key in keys:
            for cue in by_word.get(key, ()):
                if _path_fits(cue.words[1:], path, particles, kind):
                    return cue
    return None


def _path_fits(wanted: tuple[str, ...], path: tuple[str, ...], particles: set[str], kind: str) -> bool:
    rest = tuple(word for word in wanted if word not in particles or word in path)
    if not rest:
        # "planned a visit" and "plan for talks", but not "met in the war": a bare verb takes its object only.
        # Of what stands under an object only what it is a part or a number of: "made no mention of the attack".
        outer = path[:1] if path and path[0] not in PREPOSITIONS else ()
        is_through = all(word in word_class("partitive") for word in outer)
        is_object = not [word for word in path if word in PREPOSITIONS and word not in _TRANSPARENT]
        return kind != "verb" or (is_object and is_through)
    return path[: len(rest)] == rest
