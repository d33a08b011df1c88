"""Cues in a parsed report: which words of it say that somebody said, wrote, thought or wanted something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.knowledge import cues as table
from legation.language.clause import agent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

# Words of a phrase may stand this far apart: "made it perfectly clear", "accused by some of".
_WIDEST_GAP = 4


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue of the table where it stands: its words in order of the text, and the one that the clause hangs on."""

    row: table.Cue
    head: Token
    words: tuple[Token, ...]

    @property
    def tail(self) -> Token:
        """The last word of the phrase as the table has it: "on" of "call on"."""
        return self.words[-1]


def find_cues(doc: Doc) -> Iterator[FoundCue]:
    """Yield the cues of the whole text in its order, one a head word, the longest phrase that fits."""
    rows = table.cues_by_word()
    forms = table.verb_forms()
    fixed = table.fixed_phrases()
    for token in doc:
        if token.is_space or token.is_punct:
            continue
        if token.lower_ in fixed:
            found = _fixed(token, rows[token.lower_])
            if found:
                yield found
                continue
        if token.pos_ in {"VERB", "AUX"}:
            if token.dep_ in {"aux", "auxpass", "amod", "compound", "prep"}:
                continue
            if token.tag_ == "VBN" and token.dep_ not in {"acl", "relcl"} and agent(token) is None:
                # "were worried that", "is opposed to": a state, though it has a verb's form.
                found = _longest(token, rows.get(token.lower_, ()), _ADJECTIVAL) if _is_state(token) else None
                if found:
                    yield found
                    continue
            # The tagger's lemma of a regular form can be wrong ("hoping" is no hopping); a table's form is not.
            lemma = token.lemma_.lower()
            for candidate in dict.fromkeys((forms.get(token.lower_, lemma), lemma)):
                found = _longest(token, rows.get(candidate, ()), _VERBAL)
                if found:
                    yield found
                    break
        elif token.pos_ == "NOUN":
            found = _longest(token, rows.get(token.lemma_.lower(), ()), _NOMINAL)
            if found:
                yield found
        elif token.pos_ == "ADJ":
            found = _longest(token, rows.get(token.lower_, ()), _ADJECTIVAL)
            if found:
                yield found


def is_support(verb: Token) -> bool:
    """True for a verb that only lends a noun its subject: "*made* a promise", "*issued* a warning"."""
    forms, rows = table.verb_forms(), table.cues_by_word()
    lemma = forms.get(verb.lower_, verb.lemma_.lower())
    return any(row.pos == "support" for row in rows.get(lemma, ()))


def _is_state(participle: Token) -> bool:
    return participle.dep_ == "acomp" or any(c.dep_ == "auxpass" and c.lemma_ == "be" for c in participle.children)


_VERBAL = frozenset({"verb", "multiword"})
_NOMINAL = frozenset({"noun"})
_ADJECTIVAL = frozenset({"adjective"})


def _longest(token: Token, rows: tuple[table.Cue, ...], kinds: frozenset[str]) -> FoundCue | None:
    for row in rows:
        if row.pos not in kinds:
            continue
        words = _phrase(token, row.words)
        if words:
            return FoundCue(row, token, words)
    return None


def _phrase(head: Token, wanted: tuple[str, ...]) -> tuple[Token, ...]:
    """The words of the phrase from its head on, each hanging on one before it; () if they don't stand here."""
    words = [head]
    doc = head.doc
    for word in wanted[1:]:
        last = words[-1].i
        for token in doc[last + 1 : last + 2 + _WIDEST_GAP]:
            if token.lower_ != word and token.lemma_.lower() != word:
                continue
            if token.head in words or token.head.head in words:
                words.append(token)
                break
        else:
            return ()
    return tuple(words)


def _fixed(token: Token, rows: tuple[table.Cue, ...]) -> FoundCue | None:
    """A prepositional phrase word for word: "according to", "in the words of"."""
    doc = token.doc
    for row in rows:
        words = doc[token.i : token.i + len(row.words)]
        if row.pos == "preposition" and [word.lower_ for word in words] == list(row.words):
            return FoundCue(row, token, tuple(words))
    return None
