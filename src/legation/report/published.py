"""When a report came out, and how we know: given, from its page, from its dateline, from the dates of its links."""

from collections.abc import Sequence

from legation.report.dates import date_in_address, parse_iso, written_date
from legation.report.document import Block, Link, PublishedBasis


def find_published(
    text: str,
    *,
    given: str | None = None,
    given_basis: PublishedBasis = "given",
    url: str | None = None,
    blocks: Sequence[Block] = (),
    links: Sequence[Link] = (),
) -> tuple[str | None, PublishedBasis]:
    """The ISO day of publication and its basis; (None, "unknown") if nothing tells it.

    A report can't link to what is not yet out, so the newest dated link is the latest day before it or its own day.
    """
    if day := parse_iso(given):
        return day, given_basis
    own = date_in_address(url) if url else None
    newest = own or max((link.date for link in links if link.date), default=None)
    if day := _dateline_day(text, blocks, newest):
        return day, "dateline"
    return (newest, "link") if newest else (None, "unknown")


def _dateline_day(text: str, blocks: Sequence[Block], near: str | None) -> str | None:
    datelines = (text[block.start : block.end] for block in blocks if block.kind == "dateline")
    return next((day for line in datelines if (day := written_date(line, near=near))), None)
