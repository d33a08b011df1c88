"""What stands in quotation marks: which quotations are somebody's sentences, and which only a few borrowed words."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from legation.language.quotation import Quotation

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STOPS = (".", ",", "!", "?", "…", "—", "–", "-", ";", "'", "’")


class Quoted:
    """The outermost quotations of a parsed report, found by place."""

    def __init__(self, doc: Doc, quotations: tuple[Quotation, ...]) -> None:
        self.doc = doc
        self._text = doc.text  # spaCy joins it anew at each asking
        self.outer = tuple(q for q in quotations if q.depth == 0)
        self._starts = [q.start for q in self.outer]
        self._paragraphs = _paragraph_starts(doc)
        self._full: dict[int, bool] = {}

    def at(self, offset: int) -> Quotation | None:
        """The outermost quotation around a reading offset, its marks included."""
        found = bisect_right(self._starts, offset) - 1
        return self.outer[found] if found >= 0 and offset < self.outer[found].end else None

    def holding(self, token: Token) -> Quotation | None:
        """The outermost quotation around a token."""
        return self.at(token.idx)

    def between(self, start: int, end: int) -> list[Quotation]:
        """The outermost quotations that touch `[start, end)`."""
        first = max(0, bisect_right(self._starts, start) - 1)
        found = []
        for quotation in self.outer[first:]:
            if quotation.start >= end:
                break
            if quotation.end > start:
                found.append(quotation)
        return found

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph that holds a reading offset."""
        return bisect_right(self._paragraphs, offset)

    def opens_paragraph(self, quotation: Quotation) -> bool:
        """True if nothing stands before the quotation in its paragraph."""
        return quotation.start in self._paragraphs

    def tokens(self, quotation: Quotation) -> list[Token]:
        """The words inside a quotation."""
        held = self.doc.char_span(quotation.inner_start, quotation.inner_end, alignment_mode="contract")
        return [t for t in held or () if not t.is_space]

    def is_full(self, quotation: Quotation) -> bool:
        """True for a quotation that can stand for itself: with a finite verb, and closed by a stop as a sentence is."""
        known = self._full.get(quotation.start)
        if known is None:
            known = self._full[quotation.start] = self._is_full(quotation)
        return known

    def _is_full(self, quotation: Quotation) -> bool:
        words = self.tokens(quotation)
        if not words or not any(t.tag_ in _FINITE for t in words):
            return False
        if not quotation.closed:
            return True
        text = self._text
        inner = text[quotation.inner_start : quotation.inner_end].rstrip()
        after = text[quotation.end : quotation.end + 1]
        return inner.endswith(_STOPS) or (after in {",", ".", ""} and words[0].text[:1].isupper() and len(words) > 3)


def _paragraph_starts(doc: Doc) -> list[int]:
    """Reading offsets of the first word of each paragraph."""
    starts, fresh = [], True
    for token in doc:
        if token.is_space:
            fresh = fresh or "\n" in token.text
        elif fresh:
            starts.append(token.idx)
            fresh = False
    return starts
