"""What the statement tagger is shown of each word: its pieces, and what parse, quotation marks and rules say of it.

`training/` builds the same features for what the tagger learns from, so a change here asks for a new training.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from legation.extract.speaker import source_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc, Token

    from legation.extract.attribution import Attribution
    from legation.extract.cue import FoundCue
    from legation.extract.quoted import Quoted
    from legation.extract.wordpiece import WordPiece
    from legation.language.quotation import Quotation

# The parser's labels in the order of their numbers; 0 is any other.
TAGS: Final = (
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "HYPH", "IN", "JJ", "JJR",
    "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP",
    "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "XX", "``",
)  # fmt: skip
DEPS: Final = (
    "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark", "meta",
    "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss",
    "preconj", "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
)  # fmt: skip
# Size of each feature's vocabulary, in the order of the columns.
COLUMNS: Final = {
    "tag": len(TAGS) + 1,
    "dep": len(DEPS) + 1,
    "head": len(TAGS) + 1,
    "rule": 7,
    "quoted": 4,
    "edge": 4,
    "case": 4,
}

_NONE, _B_SOURCE, _I_SOURCE, _CUE, _B_CONTENT, _I_CONTENT, _TABLE_CUE = range(7)
_TAG = {label: number for number, label in enumerate(TAGS, 1)}
_DEP = {label: number for number, label in enumerate(DEPS, 1)}
_CLAUSES = frozenset(
    _DEP[label] for label in ("ccomp", "xcomp", "acl", "relcl", "advcl", "pcomp", "parataxis", "csubj")
)


@dataclass(frozen=True, slots=True)
class Features:
    """A parsed report as the tagger is shown it: n words (no blanks), their pieces, and an n × 7 table of numbers."""

    words: list[Token]
    pieces: list[tuple[int, ...]]
    columns: NDArray[np.int64]
    paragraphs: list[int]  # where in `words` each paragraph begins
    sentences: list[int]  # and each sentence, the paragraphs' first ones too


def find_features(
    doc: Doc, quoted: Quoted, quotations: Sequence[Quotation], cues: Iterable[FoundCue],
    attributions: Iterable[Attribution], wordpiece: WordPiece,
) -> Features:  # fmt: skip
    """The features of a parsed report; linear in its words."""
    import numpy as np

    marks = _marks(quotations)
    tags, deps, heads = _labels(doc)
    edges = _edges(doc, deps)
    rules = _rules(doc, cues, attributions)
    words: list[Token] = []
    pieces: list[tuple[int, ...]] = []
    rows: list[tuple[int, ...]] = []
    paragraphs: list[int] = []
    sentences: list[int] = []
    is_fresh = True
    inside = _Inside(quoted, quotations)
    for index, token in enumerate(doc):
        text = token.text
        if text.isspace():
            is_fresh = is_fresh or "\n" in text
            continue
        if is_fresh or token.is_sent_start:
            sentences.append(len(words))
        if is_fresh:
            paragraphs.append(len(words))
            is_fresh = False
        offset = token.idx
        words.append(token)
        pieces.append(wordpiece.pieces(marks.get(offset, text)))
        rows.append((
            tags[index], deps[index], tags[heads[index]], rules[index], inside.level(offset), edges[index], _case(text),
        ))  # fmt: skip
    return Features(
        words, pieces, np.array(rows, dtype=np.int64).reshape(len(words), len(COLUMNS)), paragraphs, sentences
    )


def _labels(doc: Doc) -> tuple[list[int], list[int], list[int]]:
    """Numbers of each token's tag and dependency label, and the token that it hangs on."""
    import numpy as np

    table = doc.to_array(["TAG", "DEP", "HEAD"])
    strings = doc.vocab.strings
    tags = {strings[label]: number for label, number in _TAG.items()}
    deps = {strings[label]: number for label, number in _DEP.items()}
    heads = table[:, 2].astype(np.int64) + np.arange(len(table))
    return (
        [tags.get(label, 0) for label in table[:, 0].tolist()],
        [deps.get(label, 0) for label in table[:, 1].tolist()],
        heads.tolist(),
    )


def _marks(quotations: Iterable[Quotation]) -> dict[int, str]:
    """Where quotation marks stand, with the marks that the tagger knows: one pair for all houses."""
    found: dict[int, str] = {}
    for quotation in quotations:
        opening, closing = "“”" if quotation.depth == 0 else "‘’"
        found[quotation.start] = opening
        if quotation.closed:
            found[quotation.inner_end] = closing
    return found


class _Inside:
    """Whether a word stands within quotation marks; asked for in the order of the text."""

    def __init__(self, quoted: Quoted, quotations: Sequence[Quotation]) -> None:
        self._quoted = quoted
        self._inner = [q for q in quotations if q.depth == 1]
        self._outer = quoted.outer
        self._at = self._inner_at = 0

    def level(self, offset: int) -> int:
        """0 outside, 1 within sentences quoted, 2 within a few words quoted, 3 within a quotation in another."""
        while self._at < len(self._outer) and self._outer[self._at].end <= offset:
            self._at += 1
        if self._at == len(self._outer) or offset < self._outer[self._at].start:
            return 0
        while self._inner_at < len(self._inner) and self._inner[self._inner_at].end <= offset:
            self._inner_at += 1
        if self._inner_at < len(self._inner) and self._inner[self._inner_at].start <= offset:
            return 3
        return 1 if self._quoted.is_full(self._outer[self._at]) else 2


def _edges(doc: Doc, deps: Sequence[int]) -> list[int]:
    """For each token: 1 where a subordinate clause begins, 2 where one ends, 3 where both do."""
    edges = [0] * len(doc)
    for index, dep in enumerate(deps):
        if dep in _CLAUSES:
            token = doc[index]
            edges[token.left_edge.i] |= 1
            edges[token.right_edge.i] |= 2
    return edges


def _rules(doc: Doc, cues: Iterable[FoundCue], attributions: Iterable[Attribution]) -> list[int]:
    """What the rules take each token for."""
    marked = [_NONE] * len(doc)
    for cue in cues:
        for word in cue.words:
            marked[word.i] = _TABLE_CUE
    made = list(attributions)
    for attribution in made:
        for start, end in attribution.spans:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                marked[span.start : span.end] = [_B_CONTENT, *[_I_CONTENT] * (len(span) - 1)]
    for attribution in made:
        if attribution.source is not None:
            first, end = source_range(attribution.source)
            marked[first:end] = [_B_SOURCE, *[_I_SOURCE] * (end - first - 1)]
    for attribution in made:
        for word in attribution.cue.words:
            marked[word.i] = _CUE
    return marked


def _case(text: str) -> int:
    """0 lower case, 1 with a capital, 2 all capitals, 3 no letters."""
    if text.islower():
        return 0
    if text.isupper():
        return 2 if len(text) > 1 else 1
    return 1 if text[:1].isupper() else 3 if not any(c.isalpha() for c in text) else 0
