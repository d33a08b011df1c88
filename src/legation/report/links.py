"""Links in plain text: `<https://…>` after its anchor, also wrapped over lines, and bare addresses."""

import re
from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from legation.report.dates import date_in_address
from legation.report.document import Block, Link

# An address in angle brackets may be broken over lines, never by a blank line; a `<` inside means it was none.
_BRACKETED = r"<\s*(?P<wrapped>(?:https?://|www\.|mailto:)[^<>\s]*(?:[ \t]*(?:\r\n|[\n\r])[ \t]*[^<>\s]+)*)\s*>"
_BARE = r"(?<![\w@/.])(?P<bare>https?://[^\s<>\"“”]+)"
_LINK = re.compile(f"{_BRACKETED}|{_BARE}", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def find_links(text: str) -> tuple[Link, ...]:
    """Every link of a plain text, in order; all of kind `inline` until `mark_promos` has seen the blocks.

    The span of a bracketed link includes its brackets. A bare address ends before the punctuation after it.
    """
    return tuple(_link(found) for found in _LINK.finditer(text))


def _link(found: re.Match[str]) -> Link:
    start, end = found.span()
    if found["wrapped"]:
        url = _SPACE.sub("", found["wrapped"])
    else:
        url = found["bare"].rstrip(".,;:!?)]}'’*_")
        end = start + len(url)
    return Link(url=url, kind="inline", date=date_in_address(url), start=start, end=end)


def mark_promos(links: Sequence[Link], blocks: Sequence[Block]) -> tuple[Link, ...]:
    """The links, those that stand in a promo block being of kind `promo`."""
    promos = [block for block in blocks if block.kind == "promo"]
    marked = []
    at = 0
    for link in links:
        while at < len(promos) and promos[at].end <= link.start:
            at += 1
        inside = at < len(promos) and promos[at].start <= link.start
        marked.append(msgspec.structs.replace(link, kind="promo") if inside else link)
    return tuple(marked)


def links_between(links: Sequence[Link], start: int, end: int) -> Sequence[Link]:
    """The links that begin in `[start, end)`."""
    first = bisect_left(links, start, key=lambda link: link.start)
    return links[first : bisect_left(links, end, lo=first, key=lambda link: link.start)]


def is_bracketed(text: str, link: Link) -> bool:
    """True if the link is written out in angle brackets, so that a reader reads past it."""
    return text[link.start : link.start + 1] == "<" and text[link.end - 1 : link.end] == ">"
