"""Blocks of a plain text: what is running text, and what is a heading, a promo, a byline, a caption, boilerplate.

The text is cut at blank lines, at promos and at line ends that no wrapping explains; each piece is then told by the
cues of data/layout.toml and by its form. Every character that is not white space lies in exactly one block.
"""

import re
from collections.abc import Iterator, Sequence

from legation.report import cues
from legation.report.author import author_note
from legation.report.dateline import dateline_end, is_date_line
from legation.report.document import Block, BlockKind, Link
from legation.report.lines import Line, Shape, runs, shape_of, split_run, trim
from legation.report.promo import find_promos

# Longest text, in code points, that can still be the kind named; what is longer is running text whatever it says.
_HEADING = 140
_BYLINE = 120
_SHORT = 400
# How far from the end the closing matter of a report begins at most, and where its head ends, in blocks.
_CLOSING = 3_000
_TAIL = 700
_HEAD = 8
_FEET = 4

_CUED: tuple[cues.Place, ...] = ("label", "start", "end", "within")
_STOP = re.compile(r"[.!?…,;:]['\"’”»)\]]*$")
_RULE = re.compile(r"[\W_]*")
_FOOT = re.compile(r"[.!?…]['\"’”)]*\s+(?P<foot>•)")
_LAST_SENTENCE = re.compile(r"[.!?…]['\"’”)]*\s+(?P<last>[^.!?…]+[.!?…]?)\s*$")
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:[^\W\d_a-z][\w.'’-]*|\w{1,3}))*")


def find_blocks(text: str, links: Sequence[Link] = ()) -> tuple[Block, ...]:
    """The blocks of a plain text with the given links, in order; linear in the text."""
    return tell_blocks(text, list(_pieces(text, links)))


def tell_blocks(text: str, pieces: Sequence[tuple[int, int, BlockKind | None]]) -> tuple[Block, ...]:
    """The blocks of a text already cut up: pieces in order, each `(start, end, kind)`, trimmed, kind None to be told.

    A piece can fall into two blocks: a dateline and its paragraph, a paragraph and the note on its author.
    """
    blocks: list[Block] = []
    closed = False
    for number, (start, end, kind) in enumerate(pieces):
        if kind is None and len(text) - start <= _CLOSING and number and _opens_closing(text[start:end]):
            closed = True
        if closed:
            blocks.append(Block(kind="boilerplate", start=start, end=end))
        elif kind is None:
            blocks.extend(_told(text, start, end, first=not blocks, last=number == len(pieces) - 1, number=number))
        else:
            blocks.append(Block(kind=kind, start=start, end=end))
    return tuple(_with_tail(text, blocks))


def _pieces(text: str, links: Sequence[Link]) -> Iterator[tuple[int, int, BlockKind | None]]:
    """The stretches that will each be a block, trimmed; promos already told."""
    shape = shape_of(text, links)
    for run in runs(text, links):
        at = number = 0
        for promo in find_promos(text, run, links):
            before = []
            while run[number].end <= promo.start:
                before.append(Line(max(run[number].start, at), run[number].end))
                number += 1
            yield from _trimmed(text, before, shape)
            yield promo.start, promo.end, "promo"
            at = promo.end
            while number < len(run) and run[number].end <= at:
                number += 1
        rest = [Line(max(line.start, at), line.end) for line in run[number:]]
        yield from _trimmed(text, rest, shape)


def _trimmed(text: str, lines: Sequence[Line], shape: Shape) -> Iterator[tuple[int, int, BlockKind | None]]:
    for piece in split_run(text, lines, shape):
        start, end = trim(text, piece[0].start, piece[-1].end)
        if start < end:
            yield start, end, None


def _opens_closing(piece: str) -> bool:
    return len(piece) <= _SHORT and cues.load().kind_at("rest", piece.split("\n", 1)[0].strip()) is not None


def _told(text: str, start: int, end: int, *, first: bool, last: bool, number: int) -> Iterator[Block]:
    """The blocks of one piece: one, or a dateline and the paragraph it opens."""
    piece = text[start:end]
    kind = _cued(piece)
    opening = dateline_end(text, start, end) if kind is None and number < _HEAD else start
    if opening > start:
        yield Block(kind="dateline", start=start, end=opening)
        start, end = trim(text, opening, end)
        if start < end:
            yield Block(kind="paragraph", start=start, end=end)
    elif kind is None and number < _HEAD and _is_byline(piece):
        yield Block(kind="byline", start=start, end=end)
    elif kind is None and not last and _is_heading(piece, first=first):
        yield Block(kind="heading", start=start, end=end)
    else:
        yield Block(kind=kind or "paragraph", start=start, end=end)


def _cued(piece: str) -> BlockKind | None:
    """The kind that the words of a short piece give it; None if they give none."""
    if not any(c.isalnum() for c in piece[:_SHORT]) and _RULE.fullmatch(piece):
        return "boilerplate"
    if len(piece) > _SHORT:
        return None
    kinds = (cues.load().kind_at(place, piece) for place in _CUED)
    return next((kind for kind in kinds if kind and (kind != "dateline" or is_date_line(piece))), None)


def _is_byline(piece: str) -> bool:
    return len(piece) <= _BYLINE and not _STOP.search(piece) and _names_author(piece)


def _names_author(piece: str) -> bool:
    found = cues.load().patterns["name"].match(piece)
    if not found:
        return False
    names = _NAME.match(piece, found.end())
    return names is not None and len(names[0].split()) > 1


def _is_heading(piece: str, *, first: bool) -> bool:
    """A short line that begins like a sentence and doesn't end like one; the first may ask or exclaim."""
    if len(piece) > _HEADING or piece[:1].islower() or not any(c.isalpha() for c in piece):
        return False
    stop = _STOP.search(piece)
    return not stop or (first and stop[0] in "?!")


def _with_tail(text: str, blocks: list[Block]) -> Iterator[Block]:
    """The blocks, the closing matter inside the last read one (a note on the author, calls to readers) cut off."""
    at = max((n for n, block in enumerate(blocks) if block.kind == "paragraph"), default=-1)
    for number, block in enumerate(blocks):
        if number != at:
            yield block
            continue
        cut, kind = _tail(text, block)
        start, end = trim(text, block.start, cut)
        if start < end:
            yield Block(kind="paragraph", start=start, end=end)
        start, end = trim(text, cut, block.end)
        if start < end:
            yield Block(kind=kind, start=start, end=end)


def _tail(text: str, block: Block) -> tuple[int, BlockKind]:
    """Where the closing matter of a block begins (its end if nowhere) and what it is."""
    layout = cues.load()
    note = author_note(text, block.start, block.end)
    if note is not None:
        return note, "byline"
    floor = max(block.start, block.end - _TAIL)
    words = text[floor : block.end]
    found = layout.patterns["tail"].search(words)
    cuts = [floor + found.start("cue")] if found else []
    # Bullets after a full stop are notes at the foot of the text; a list has a colon before its first.
    feet = _FOOT.search(words)
    if feet and words.count("•", feet.start("foot")) <= _FEET:
        cuts.append(floor + feet.start("foot"))
    last = _LAST_SENTENCE.search(words)
    if last and layout.kind_at("within", last["last"]) == "boilerplate":
        cuts.append(floor + last.start("last"))
    cut = min(cuts, default=block.end)
    while cut > floor and (text[cut - 1].isspace() or text[cut - 1] in "•(["):
        cut -= 1
    return cut, "boilerplate"
