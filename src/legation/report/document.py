"""The `document` record: one report's text exactly as supplied, its layout and where it comes from."""

from typing import Literal, TypeAlias

import msgspec

from legation.record import Record

BlockKind: TypeAlias = Literal["paragraph", "heading", "promo", "caption", "byline", "dateline", "boilerplate"]
PublishedBasis: TypeAlias = Literal["given", "metadata", "dateline", "link", "unknown"]

# What a reader reads as the report's own words; promos, bylines and boilerplate are passed over.
READ_BLOCKS: frozenset[str] = frozenset({"paragraph", "heading", "caption", "dateline"})


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the text with one function; blocks don't overlap and stand in order."""

    kind: BlockKind
    start: int
    end: int


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link with its `[start, end)` in the text, angle brackets included, and the date its address holds."""

    url: str
    kind: Literal["inline", "promo"]
    date: str | None = None
    start: int
    end: int


class Document(Record, frozen=True, kw_only=True, tag="document"):
    """One report. `document` is its id: the one given, else a digest of the text."""

    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None  # ISO date
    published_basis: PublishedBasis = "unknown"
    language: str = "en"
    text: str
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
