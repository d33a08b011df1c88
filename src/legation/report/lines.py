"""Lines of a plain text, runs of them between blank lines, and the pieces of a run that wrapping doesn't join."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from legation.report.document import Link

_BREAK = re.compile(r"\r\n|[\n\r\x0c\x85\u2028\u2029]")
_TERMINAL = re.compile(r"[.!?…:]['\"’”»)\]]*$")
_BULLET = re.compile(r"[•*‣▪]\s|[-–—]\s+[^\W\d_a-z]|\d{1,2}[.)]\s")
_INDENT = re.compile(r"(?:\t| {2})[ \t]*\S")
# A text with a line longer than this was not wrapped: mail, terminals and editors wrap at 72 to 120.
_WRAPPED = 160
# A wrapped line fills at least this share of the widest one unless a paragraph ends in it.
_FULL = 0.6


class Line(NamedTuple):
    """A line's `[start, end)`, its terminator left out."""

    start: int
    end: int


def runs(text: str, links: Sequence[Link] = ()) -> Iterator[list[Line]]:
    """The lines between blank lines; an address broken over lines counts as part of the line that it begins in."""
    run: list[Line] = []
    for line in _lines(text, links):
        if text[line.start : line.end].isspace() or line.start == line.end:
            if run:
                yield run
            run = []
        else:
            run.append(line)
    if run:
        yield run


def _lines(text: str, links: Sequence[Link]) -> Iterator[Line]:
    start = 0
    at = 0
    for found in _BREAK.finditer(text):
        while at < len(links) and links[at].end <= found.start():
            at += 1
        if at < len(links) and links[at].start < found.start():
            continue
        yield Line(start, found.start())
        start = found.end()
    yield Line(start, len(text))


class Shape(NamedTuple):
    """What a text's lines look like: the longest one without its links and indent, whether an indent says something
    (it doesn't where most lines have one), and the offsets where links begin and end."""

    width: int
    is_indent_mark: bool
    link_bounds: frozenset[int]


def shape_of(text: str, links: Sequence[Link] = ()) -> Shape:
    """The shape of a whole text; links are not counted, for they stand out of a wrapped text."""
    width = indented = count = at = 0
    for line in _lines(text, links):
        words = text[line.start : line.end]
        length = len(words.strip())
        while at < len(links) and links[at].start < line.end:
            length -= links[at].end - links[at].start
            at += 1
        width = max(width, length)
        count += bool(words.strip())
        indented += _INDENT.match(words) is not None
    bounds = frozenset(offset for link in links for offset in (link.start, link.end))
    return Shape(width, 2 * indented < count, bounds)


def split_run(text: str, lines: Sequence[Line], shape: Shape) -> Iterator[list[Line]]:
    """The pieces of a run: all of it where the text is wrapped, else each line; links never part a piece."""
    piece: list[Line] = []
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        piece.append(line)
        if following is None or _parts(text, line, following, shape, is_head=len(piece) == 1):
            yield piece
            piece = []


def _parts(text: str, line: Line, following: Line, shape: Shape, *, is_head: bool) -> bool:
    """True if a block ends between the two lines."""
    words, after = text[line.start : line.end], text[following.start : following.end]
    begins = after.lstrip()
    if line.start + len(words.rstrip()) in shape.link_bounds or following.end - len(begins) in shape.link_bounds:
        return False
    if begins[:1].islower():
        return False
    if shape.width > _WRAPPED or _BULLET.match(begins) or (shape.is_indent_mark and _INDENT.match(after)):
        return True
    length = len(words.strip())
    # Short lines from the head of a run on are a letterhead or a list; one amid full lines is a ragged margin.
    if is_head and length <= _FULL * shape.width:
        return True
    # The next word would have fitted: the writer ended the line, and the sentence with it.
    fits = length + 1 + len(begins.split(None, 1)[0]) < shape.width
    return fits and _TERMINAL.search(words.rstrip()) is not None


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` without the white space at either side; `start == end` if there is nothing else."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())
