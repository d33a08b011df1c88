"""A raw report put in order: its document record, with blocks, links, date of publication and id."""

import hashlib
import re

from legation.errors import FormatError
from legation.report.author import author_named
from legation.report.blocks import find_blocks
from legation.report.dates import parse_iso
from legation.report.document import Block, Document
from legation.report.links import find_links, mark_promos
from legation.report.published import find_published
from legation.report.source import RawReport

# 64 bits keep a million reports apart.
_ID_DIGITS = 16
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def make_document(raw: RawReport, *, published: str | None = None) -> Document:
    """The document record of a raw report; `published` (ISO) is taken if the report doesn't bring its own day.

    A title that is not given is the first heading. What the container knew of the layout (HTML) is kept as it is.
    Raises FormatError for a date of publication that is none: to go on without would leave the report undated unseen.
    """
    given = raw.published or published
    if given and parse_iso(given) is None:
        raise FormatError(f"published on {given[:40]!r}: that is no date", path=raw.path, mend="write it as 2016-11-16")
    # JSON can bring lone surrogates, which no encoding can carry on; a replacement keeps every offset.
    text = _SURROGATE.sub("\ufffd", raw.text)
    links = find_links(text) if raw.links is None else raw.links
    blocks = find_blocks(text, links) if raw.blocks is None else raw.blocks
    links = mark_promos(links, blocks)
    day, basis = find_published(
        text,
        given=given,
        given_basis=(raw.published_basis if raw.published else None) or "given",
        url=raw.url,
        blocks=blocks,
        links=links,
    )
    name = raw.id or _digest(text)
    return Document(
        id=name,
        document=name,
        url=raw.url,
        title=raw.title or _title(text, blocks),
        publisher=raw.publisher,
        byline=raw.byline or _author(text, blocks),
        published=day,
        published_basis=basis,
        text=text,
        blocks=blocks,
        links=links,
        evidence=((0, len(text)),),
        confidence=1.0,
    )


def _digest(text: str) -> str:
    return "doc-" + hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]


def _title(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The first heading above the text; one in capitals only (a letterhead, a section) if there is no other."""
    headings = []
    for block in blocks:
        if block.kind == "paragraph":
            break
        if block.kind == "heading":
            headings.append(_words(text, block))
    return next((heading for heading in headings if not heading.isupper()), next(iter(headings), None))


def _author(text: str, blocks: tuple[Block, ...]) -> str | None:
    byline = next((block for block in blocks if block.kind == "byline"), None)
    return author_named(_words(text, byline)) if byline else None


def _words(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())
