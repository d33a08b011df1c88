"""Sentence bounds that the parser must respect: paragraph ends, quotation marks, full stops inside quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from legation.language.quotation import find_quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from thinc.types import Ints2d

_CLOSING = frozenset(")]}")
_OPENING = frozenset("([{")
_START, _NO_START, _OPEN = 1, -1, 0  # spaCy's SENT_START: begins a sentence, does not, the parser decides
_FINAL = frozenset({".", "!", "?", "…", "..."})


def mark_boundaries(doc: Doc) -> Doc:
    """Mark where a sentence must and must not begin, before the parser decides on the rest.

    A paragraph begins a sentence. A closing mark never does, nor what follows an opening one, nor anything in lower
    case: what the parser otherwise does with a wrapped or quoted sentence is cut it in two.
    """
    import numpy as np
    from spacy.attrs import SENT_START

    quotations = find_quotations(doc.text)
    opening = {q.start for q in quotations}
    closing = {q.inner_end for q in quotations if q.closed}
    before: list[Token] = []  # the last three words or marks
    after_break = True
    marks = [_OPEN] * len(doc)
    for token in doc:
        if token.is_space:
            marks[token.i] = _NO_START
            after_break = after_break or "\n" in token.text
            continue
        starts = True if after_break else _starts_sentence(token, before, opening, closing)
        if starts is not None:
            marks[token.i] = _START if starts else _NO_START
        before = [*before[-2:], token]
        after_break = False
    if marks:
        # All at once: spaCy checks the whole parse again at each mark that is set by itself.
        columns = np.array([marks], dtype=np.int64).astype(np.uint64).T
        doc.from_array([SENT_START], cast("Ints2d", columns))  # the stub knows signed numbers only
    return doc


def _starts_sentence(token: Token, before: list[Token], opening: set[int], closing: set[int]) -> bool | None:
    """True, False, or None where the parser knows better. `before` holds the words before, the nearest last."""
    last = before[-1]
    if token.idx in closing or last.idx in opening:
        return False
    after_closing = last.idx in closing
    # The mark that matters stands inside the closing one: “… great start.” They … / “… too late,” Abe …
    sign = before[-2] if after_closing and len(before) > 1 else last
    if token.idx in opening:
        return sign.text in _FINAL and (bool(last.whitespace_) or after_closing)
    if token.text[0].islower() or token.text[0] in _CLOSING or (token.is_punct and token.text[0] not in _OPENING):
        return False
    if not after_closing:
        return None
    if sign.text in {",", ";", ":", "–", "—"}:
        return False
    # After ? and ! the speaker may follow: “When?” Abe asked.
    return True if sign.text == "." else None
