"""Where a content begins and ends in the text: trimmed of punctuation, cut before the next cue, snapped to marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set

    from spacy.tokens import Doc, Token

    from legation.extract.content import Content, TokenRange
    from legation.extract.cue import FoundCue
    from legation.extract.quoted import Quoted

_LOOSE = frozenset({",", ";", ":", "–", "—", "-", "--", ".", "…", "?", "!", "..."})
# Words looked through for the next cue: longer sentences are no prose, and must not cost their square.
_WINDOW = 200
_HELD_BY_SPEAKER = frozenset({"speech", "writing", "attitude"})


def escapes(cue: FoundCue, content: Content, cues: dict[int, FoundCue], quoted: Quoted) -> Token | None:
    """The next cue that a parser hung into this content though it is the same speaker's: ", adding", "and warned".

    A participle after a comma belongs to who speaks; so does a coordinated past tense where what is said stands in
    another tense ("said the port *would* reopen and *thanked* the crew").
    """
    if content.frame == "clause" or not content.ranges:
        return None
    doc, (first, end) = cue.head.doc, content.ranges[-1]
    if first < cue.head.i:
        return None
    begin = max(first, content.head.i) + 1
    for token in doc[begin : min(end, begin + _WINDOW)]:
        other = cues.get(token.i)
        if other is None or other.row.sense not in _HELD_BY_SPEAKER or quoted.holding(token) is not None:
            continue
        if other.row.pos not in {"verb", "multiword"} or token.i == first:
            continue
        before = doc[token.i - 1]
        if token.tag_ == "VBG" and before.text == "," and token.dep_ in {"advcl", "acl", "conj", "dep", "ccomp"}:
            return token
        if token.dep_ == "conj" and token.tag_ == cue.head.tag_ and before.lower_ in {"and", "but"} and _is_odd(token):
            return token
    return None


def _is_odd(token: Token) -> bool:
    """True for a coordinated verb unlike the one it hangs on: without a subject, and in another form."""
    if token.tag_ not in {"VBD", "VBG", "VBZ"} or any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in token.children):
        return False
    helpers = [c for c in token.head.children if c.dep_ in {"aux", "auxpass"}]
    return token.head.tag_ != token.tag_ or bool(helpers)


def cut_before(content: Content, token: Token) -> None:
    """End the content before `token` and the comma or "and" that leads to it."""
    end = token.i
    doc = token.doc
    while end > 0 and (doc[end - 1].text in _LOOSE or doc[end - 1].lower_ in {"and", "but"} or doc[end - 1].is_space):
        end -= 1
    content.ranges = [(a, min(b, end)) for a, b in content.ranges if a < end]


def trimmed(doc: Doc, words: TokenRange) -> TokenRange | None:
    """The range without loose punctuation and blanks at its ends; None if nothing is left."""
    first, end = words
    while first < end and (doc[first].is_space or doc[first].text in _LOOSE):
        first += 1
    while end > first and (doc[end - 1].is_space or doc[end - 1].text in _LOOSE):
        end -= 1
    return (first, end) if first < end else None


def stretches(doc: Doc, content: Content, quoted: Quoted, cue_words: Set[int]) -> list[tuple[int, int]]:
    """The content's stretches in the reading text; a quotation that it touches is in it wholly."""
    found: list[tuple[int, int]] = []
    for words in content.ranges:
        held = trimmed(doc, words)
        if held is None:
            continue
        start, end = doc[held[0]].idx, doc[held[1] - 1].idx + len(doc[held[1] - 1])
        touched = quoted.between(start, end)
        # A clause that opens inside a quotation ends with it: what follows is the reporter's again.
        if touched and touched[0].start <= start and quoted.is_full(touched[0]) and len(touched) == 1:
            start, end = touched[0].start, touched[0].end
        behind = quoted.at(end + 1)
        if behind is not None and behind.start == end + 1 and not quoted.is_full(behind):
            # "the land “that time forgot”": what the parser cut off is still the same phrase.
            touched = [*touched, behind]
        for quotation in touched:
            if any(quotation.start <= doc[i].idx < quotation.end for i in cue_words):
                continue
            start, end = min(start, quotation.start), max(end, quotation.end)
        found.append((start, end))
    return join(found)


def join(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, overlapping ones made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
