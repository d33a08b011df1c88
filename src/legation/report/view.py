"""The reading text: a report as one reads it, and the way back to the text as supplied.

Read blocks only, parted by blank lines; inside a block line wraps are single spaces, links in angle brackets are gone
and words glued to a link are parted. Every stretch of it can be carried back to spans of the document's own text.
See docs/decisions/0003-reading-view.md.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from legation.record import Span
from legation.report.document import READ_BLOCKS, Block, Document
from legation.report.glue import IsWord, glued_anywhere, glued_before
from legation.report.links import is_bracketed

BETWEEN_BLOCKS = "\n\n"
# White space, and characters that show as nothing: soft hyphen, zero-width space, word joiner, byte-order mark.
_GAP = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]+")
# The same but for single spaces, which are read as they are.
_ODD_GAP = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]{2,}|[^\S ]|[\u00ad\u200b\u2060\ufeff]")
# What stands close to the word before it, a link between them or not.
_CLOSE = re.compile(r"[,.;:!?)\]}%…”»]|['’](?:s|S)?(?!\w)")


class ReadBlock(NamedTuple):
    """A block with its `[start, end)` in the reading text."""

    start: int
    end: int
    block: Block


class _Piece(NamedTuple):
    """`length` code points that stand in both texts alike; `number` is that of their block in the document."""

    start: int
    source: int
    length: int
    number: int


@dataclass(slots=True)
class View:
    """One document as it is read. Immutable once made; `View.of` makes it in time linear in the text."""

    document: Document
    text: str
    blocks: tuple[ReadBlock, ...]
    _pieces: list[_Piece]
    _starts: list[int] = field(init=False)
    _sources: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = [piece.start for piece in self._pieces]
        self._sources = [piece.source for piece in self._pieces]

    @classmethod
    def of(cls, document: Document, *, is_word: IsWord | None = None) -> "View":
        """The view of a document. `is_word` tells words of its language; without it fewer glued words are parted."""
        return _Builder(document, is_word).build()

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The reading text's `[start, end)` as spans of `document.text`; empty if it holds white space only.

        A span begins and ends on characters that are read; it may cover wraps and links, never a block passed over.
        """
        start, end = max(start, 0), min(end, len(self.text))
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        found: list[Span] = []
        number = -2
        for piece in self._between(start, end):
            first = piece.source + max(start - piece.start, 0)
            last = piece.source + min(end - piece.start, piece.length)
            if found and piece.number - number <= 1:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
            number = piece.number
        return tuple(found)

    def to_reading(self, source_offset: int) -> int | None:
        """Where a character of `document.text` stands in the reading text; None if it isn't read."""
        at = bisect_right(self._sources, source_offset) - 1
        if at < 0:
            return None
        inside = source_offset - self._sources[at]
        return self._starts[at] + inside if inside < self._pieces[at].length else None

    def _between(self, start: int, end: int) -> Iterator[_Piece]:
        if start >= end:
            return
        at = max(bisect_right(self._starts, start) - 1, 0)
        for piece in self._pieces[at : bisect_left(self._starts, end)]:
            # A piece of a block's inner white space alone would stretch a span over nothing.
            if piece.start + piece.length > start:
                yield piece


class _Builder:
    """Walks the read blocks once and writes the reading text and its pieces."""

    def __init__(self, document: Document, is_word: IsWord | None) -> None:
        self.document = document
        self.source = document.text
        self.is_word = is_word
        self.parts: list[str] = []
        self.length = 0
        self.pieces: list[_Piece] = []
        self.links = [(link.start, link.end) for link in document.links if is_bracketed(self.source, link)]
        self.at = 0

    def build(self) -> View:
        read: list[ReadBlock] = []
        for number, block in enumerate(self.document.blocks):
            if block.kind not in READ_BLOCKS:
                continue
            mark = len(self.parts), self.length
            if read:
                self._insert(BETWEEN_BLOCKS)
            start = self.length
            self._block(block, number)
            if self.length == start:
                del self.parts[mark[0] :]
                self.length = mark[1]
            else:
                read.append(ReadBlock(start, self.length, block))
        return View(self.document, "".join(self.parts), tuple(read), self.pieces)

    def _insert(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _copy(self, start: int, end: int, number: int) -> None:
        if start < end:
            self.pieces.append(_Piece(self.length, start, end - start, number))
            self._insert(self.source[start:end])

    def _block(self, block: Block, number: int) -> None:
        begun = self.length
        at = block.start
        for start, end, joint in self._joints(block):
            self._copy(at, start, number)
            at = end
            # No space opens or closes a block.
            if self.length > begun and end < block.end:
                self._insert(joint)
        self._copy(at, block.end, number)

    def _joints(self, block: Block) -> Iterator[tuple[int, int, str]]:
        """Source stretches inside a block with what is read in their place; single spaces are left as they are."""
        links = self._links_in(block)
        cuts = self._cuts(block, links)
        gaps = self._gaps(block, links)
        # A link's own address is no place to part words.
        at = -1
        for start, end, joint in sorted([*gaps, *((cut, cut, " ") for cut in cuts)]):
            if start >= at:
                yield start, end, joint
                at = end

    def _links_in(self, block: Block) -> list[tuple[int, int]]:
        while self.at < len(self.links) and self.links[self.at][0] < block.start:
            self.at += 1
        first = self.at
        while self.at < len(self.links) and self.links[self.at][1] <= block.end:
            self.at += 1
        return self.links[first : self.at]

    def _cuts(self, block: Block, links: list[tuple[int, int]]) -> list[int]:
        cuts = set(glued_anywhere(self.source, block.start, block.end))
        floor = block.start
        for start, end in links:
            cuts.update(glued_before(self.source, floor, start, self.is_word))
            floor = end
        return sorted(cuts)

    def _gaps(self, block: Block, links: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
        """Maximal stretches of white space and links, with the space, or nothing, that is read for them."""
        at = block.start
        for first, (start, end) in enumerate(links):
            if start < at:
                continue
            yield from self._spaces(at, self._blank_before(at, start))
            opening, at = self._blank_before(at, start), end
            following = first + 1
            while following < len(links) and self._is_blank(at, links[following][0]):
                at = links[following][1]
                following += 1
            closing = _GAP.match(self.source, at, block.end)
            at = closing.end() if closing else at
            close = _CLOSE.match(self.source, at, block.end) is not None
            yield opening, at, "" if close else " "
        yield from self._spaces(at, block.end)

    def _spaces(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        for gap in _ODD_GAP.finditer(self.source, start, end):
            yield gap.start(), gap.end(), " " if any(c.isspace() for c in gap[0]) else ""

    def _blank_before(self, floor: int, end: int) -> int:
        """Where the blank stretch that ends at `end` begins."""
        start = end
        while start > floor and _GAP.fullmatch(self.source[start - 1]):
            start -= 1
        return start

    def _is_blank(self, start: int, end: int) -> bool:
        return start >= end or _GAP.fullmatch(self.source, start, end) is not None
