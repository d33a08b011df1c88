"""Web pages to raw reports: the report's own text with its headings, captions, promos and links, and its metadata.

What on the page is the report, trafilatura tells (its body tree); what each part of that is, and what stands between
the parts, the page's own tags and classes tell, in one walk that makes text, blocks and links together.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from legation.errors import FormatError
from legation.report import page
from legation.report.blocks import tell_blocks
from legation.report.dates import date_in_address
from legation.report.document import Block, BlockKind, Link
from legation.report.lines import trim
from legation.report.metadata import absolute, read_metadata
from legation.report.raw import RawReport

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w-]{2,40})", re.I
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"\s+")
# What XML can't hold: lxml refuses text with it.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# A shorter paragraph must be one of trafilatura's own, not merely part of one: "Home" stands in many sentences.
_SHORT = 40
_HEAD_BYTES = 4_096
# A paragraph from this length on is text if trafilatura says so, whatever the classes around it are called.
_LONG = 100
_LONGEST_ASIDE = 600
# A paragraph with this share of its words in links is a list of links or a promo.
_MOSTLY = 0.8
# The title stands at most so many paragraphs (byline, date, caption …) before the text.
_OPENING = 15
_BETWEEN = "\n\n"
_NAME_PARTS = re.compile(r"[\s_]+|--")
_SENTENCE = re.compile(r"[.!?…]['\"’”)]*\s*$")


@dataclass(slots=True)
class _Paragraph:
    """A stretch between block tags: its words, its links within them, and what the tags around it make of it."""

    kind: BlockKind | None
    parts: list[str] = field(default_factory=list)
    length: int = 0
    links: list[tuple[str, int, int]] = field(default_factory=list)
    is_title: bool = False

    @property
    def linked(self) -> float:
        """The share of its words that stand in links."""
        return sum(end - start for _, start, end in self.links) / max(self.length, 1)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page's head declares, None if it doesn't."""
    found = _CHARSET.search(data[:_HEAD_BYTES])
    return (found[1] or found[2]).decode("ascii") if found else None


def read_page(source: str, path: str | None = None, *, url: str | None = None) -> RawReport:
    """The report of a web page. Raises FormatError for a page without one; broken tags are read as browsers do.

    `url` is where it was found, for a page that doesn't say itself where it belongs.
    """
    root = _parse(source)
    if root is None:
        raise FormatError("no page in it", path=path, mend="save the page again, or its text as .txt")
    metadata = read_metadata(root)
    paragraphs = _of_report(list(_paragraphs(root)), _content(root))
    if not any(p.kind in {None, "heading"} for p in paragraphs):
        raise FormatError("no report in this page", path=path, mend="save the report's own page, or its text as .txt")
    text, pieces, links = _laid_out(paragraphs, metadata.url or url)
    return RawReport(
        text=text,
        url=metadata.url or url,
        title=metadata.title,
        publisher=metadata.publisher or host_of(url),
        byline=metadata.byline,
        published=metadata.published,
        published_basis="metadata" if metadata.published else None,
        path=path,
        blocks=tell_blocks(text, pieces),
        links=tuple(links),
    )


def read_fragment(source: str, base: str | None) -> tuple[str, tuple[Block, ...], tuple[Link, ...]]:
    """The text, blocks and links of a piece of a page, all of which is the report: what a feed brings of one."""
    root = _parse(f"<body>{source}</body>")
    text, pieces, links = _laid_out([] if root is None else list(_paragraphs(root)), base)
    return text, tell_blocks(text, pieces), tuple(links)


def host_of(url: str | None) -> str | None:
    """The site that an address belongs to, without www; None where it has none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:  # a broken IPv6 address, say
        return None
    return host.removeprefix("www.") if host else None


def _parse(source: str) -> "_Element | None":
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        root: _Element | None = html.document_fromstring(_FORBIDDEN.sub("\ufffd", _DECLARATION.sub("", source)), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root


def _content(root: "_Element") -> "_Element | None":
    """trafilatura's body tree; None where it finds no report."""
    from copy import deepcopy

    from trafilatura import bare_extraction

    # Without a handler its warnings about odd pages would be printed.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        found = bare_extraction(
            deepcopy(root), include_comments=False, include_links=True, include_tables=True, with_metadata=False
        )
    except Exception:  # whatever an odd page does to it, the page's own tags are still there to read
        return None
    return getattr(found, "body", None)


def _paragraphs(root: "_Element") -> Iterator[_Paragraph]:
    """Every paragraph of the page in order, with the kind that its tags and classes give it."""
    tags = page.load().tags
    walk = _Walk()
    # Iterative: pages nest deeper than Python's stack goes.
    stack: list[tuple[str, _Element]] = [("open", root)]
    while stack:
        step, element = stack.pop()
        if step == "tail":
            walk.write(element.tail or "")
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if step == "close":
            walk.close(element, tag in tags.block)
        elif tag and tag not in tags.silent:
            walk.open(element, tag, tag in tags.block)
            walk.write(element.text or "")
            stack.append(("close", element))
            for child in reversed(element):
                stack.append(("tail", child))
                stack.append(("open", child))
        yield from walk.finished()
    walk.end()
    yield from walk.finished()


class _Walk:
    """The state of one walk: the open paragraph, the kinds and the link around it."""

    def __init__(self) -> None:
        self.kinds: list[BlockKind | None] = [None]
        self.done: list[_Paragraph] = []
        self.current = _Paragraph(None)
        self.anchors: list[tuple[str, int]] = []
        self.breaks = 0

    def open(self, element: "_Element", tag: str, is_block: bool) -> None:
        if tag == "br":
            self.breaks += 1
            if self.breaks == 2:
                self.end()
            else:
                self.write("\n")
            return
        kind = _kind_of(element, tag, self.kinds[-1])
        if is_block or kind != self.kinds[-1]:
            self.end(kind)
        self.current.is_title |= tag == "h1" and kind == "heading"
        self.kinds.append(kind)
        if tag == "a":
            self.anchors.append((element.get("href") or "", self.current.length))

    def close(self, element: "_Element", is_block: bool) -> None:
        if element.tag == "br":
            return
        if element.tag == "a" and self.anchors:
            href, start = self.anchors.pop()
            if href and start < self.current.length:
                self.current.links.append((href, start, self.current.length))
        kind = self.kinds.pop()
        if is_block or kind != self.kinds[-1]:
            self.end(self.kinds[-1])

    def write(self, text: str) -> None:
        """Add words, white space as browsers show it: one space, none at the head of a paragraph."""
        words = _SPACE.sub(" ", text)
        if words.startswith(" ") and (not self.current.parts or self.current.parts[-1].endswith(" ")):
            words = words[1:]
        if words:
            self.current.parts.append(words)
            self.current.length += len(words)
            self.breaks = 0 if words.strip() else self.breaks

    def end(self, kind: BlockKind | None = None) -> None:
        """Close the open paragraph and begin one of this kind.

        A link around whole paragraphs goes on; one that began amid the words of this one was left open by mistake.
        """
        if self.current.text.strip():
            for href, start in self.anchors:
                if href and start < self.current.length:
                    self.current.links.append((href, start, self.current.length))
            self.done.append(self.current)
        self.anchors = [("" if 0 < start < self.current.length else href, 0) for href, start in self.anchors]
        self.current = _Paragraph(kind)
        self.breaks = 0

    def finished(self) -> Iterator[_Paragraph]:
        yield from self.done
        self.done = []


def _kind_of(element: "_Element", tag: str, around: BlockKind | None) -> BlockKind | None:
    """What an element holds, as its tag and classes say, or else what the element around it holds."""
    if tag in {"figcaption", "caption"}:
        return "caption"
    if tag == "footer":
        return "boilerplate"
    names = " ".join(element.get(name) or "" for name in ("class", "id", "role", "itemprop", "rel")).lower()
    if names.strip():
        words = frozenset(_NAME_PARTS.split(names))
        for kind, known in page.load().parts.items():
            if not words.isdisjoint(known):
                return kind
    if tag == "aside":
        return "promo"
    return "heading" if around is None and tag in page.load().tags.heading else around


class _Kept:
    """What trafilatura kept of a page, by its words without white space: it puts that right in its own way."""

    def __init__(self, body: "_Element | None") -> None:
        elements = [] if body is None else [_squeezed("".join(element.itertext())) for element in body.iter()]
        self.whole = elements[0] if elements else ""
        self.parts = frozenset(elements)

    def holds(self, paragraph: _Paragraph) -> bool:
        words = _squeezed(paragraph.text)
        return words in self.parts or (len(words) >= _SHORT and words[:_SHORT] in self.whole)


def _of_report(paragraphs: list[_Paragraph], body: "_Element | None") -> list[_Paragraph]:
    """The paragraphs of the report: those that trafilatura kept, and headings, captions and promos among them."""
    kept = _Kept(body)
    held = [kept.holds(paragraph) for paragraph in paragraphs]
    text = [n for n, paragraph in enumerate(paragraphs) if held[n] and _is_running(paragraph)]
    if not text:
        # A page too short or too odd for trafilatura: whatever ends like a sentence and is no list of links.
        held = [_is_running(p) and _SENTENCE.search(p.text) is not None for p in paragraphs]
        text = [n for n, is_held in enumerate(held) if is_held]
    if not text:
        return []
    first = next((n for n in range(text[0], max(text[0] - _OPENING, -1), -1) if paragraphs[n].is_title), text[0])
    found = []
    for number in range(first, text[-1] + 1):
        paragraph = paragraphs[number]
        if _belongs(paragraph, held=held[number], opening=number < text[0]):
            found.append(paragraph)
    return found


def _is_running(paragraph: _Paragraph) -> bool:
    """True for a paragraph that can be running text: not one of links only, nor a short one that classes call other."""
    if paragraph.kind not in {None, "caption", "heading"} and len(paragraph.text) >= _LONG:
        paragraph.kind = None
    return paragraph.kind is None and paragraph.linked < _MOSTLY


def _belongs(paragraph: _Paragraph, *, held: bool, opening: bool) -> bool:
    """True if a paragraph between the report's first and last stands in its text; a promo is then called one."""
    if paragraph.kind is None:
        if paragraph.linked >= _MOSTLY and not _SENTENCE.search(paragraph.text):
            paragraph.kind = "promo"
        return held
    if paragraph.kind in {"caption", "promo"}:
        return len(paragraph.text) <= _LONGEST_ASIDE
    if paragraph.kind in {"byline", "dateline"}:
        return opening or held
    return held or paragraph.is_title


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def _laid_out(
    paragraphs: list[_Paragraph], base: str | None
) -> tuple[str, list[tuple[int, int, BlockKind | None]], list[Link]]:
    """The paragraphs' words, parted by blank lines, with the stretch and kind of each, and their links."""
    parts: list[str] = []
    pieces: list[tuple[int, int, BlockKind | None]] = []
    links: list[Link] = []
    at = 0
    for paragraph in paragraphs:
        words = paragraph.text.rstrip()
        pieces.append((at, at + len(words), paragraph.kind))
        for href, start, end in paragraph.links:
            url = absolute(base, href)
            start, end = trim(words, start, min(end, len(words)))
            if url and start < end:
                links.append(Link(url=url, kind="inline", date=date_in_address(url), start=at + start, end=at + end))
        parts.append(words)
        at += len(words) + len(_BETWEEN)
    return _BETWEEN.join(parts), pieces, sorted(links, key=lambda link: (link.start, link.end))
