"""Feeds (RSS 0.9 to 2.0, RDF, Atom) to raw reports: each item with as much of its text as the feed brings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

from legation.errors import EmptyInput, FormatError, InputError, LegationError
from legation.report import html
from legation.report.dates import parse_iso, written_date
from legation.report.decode import MAX_BYTES, check_size
from legation.report.raw import RawReport

_MARKUP = frozenset({"text/html", "application/xhtml+xml"})


def read_feed(stream: IO[bytes], path: str) -> Iterator[RawReport | InputError]:
    """Yield a report for each item of a feed, the text whole where the feed has it, else its summary.

    An item's `guid` or Atom id is the report's id, so that a corrected item takes the place of the first one. Broken
    XML is read as far as it goes.
    """
    import feedparser

    data = stream.read(MAX_BYTES + 1)
    try:
        check_size(len(data), MAX_BYTES, path)
    except LegationError as error:
        yield FormatError(error.reason, path=path, mend="split the feed")
        return
    # From a stream of bytes it never opens an address. Its own cleaning is not needed: only words are taken.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False)
    if not feed.entries:
        if feed.get("bozo"):
            yield FormatError("a broken feed without an item", path=path, mend="fetch it again")
        else:
            yield EmptyInput("a feed without an item", path=path, mend="fetch it when there is news")
    for number, entry in enumerate(feed.entries, 1):
        yield _read_entry(entry, feed, f"{path}:{number}")


def _read_entry(entry: Any, feed: Any, path: str) -> RawReport | InputError:
    link = entry.get("link") or ""
    url = link if "://" in link else None  # an id that is no address is given as one too
    source, media = _body(entry)
    if media in _MARKUP or "<" in source or "&" in source:
        text, blocks, links = html.read_fragment(source, url)
    else:
        text, blocks, links = source, None, None
    if not text.strip():
        return EmptyInput("an item without text", path=path, mend="read the page that it leads to")
    published = _published(entry, feed.get("version") or "")
    return RawReport(
        text=text,
        id=entry.get("id") or url,
        url=url,
        title=_words(entry.get("title")),
        publisher=_words(entry.get("source", {}).get("title")) or _words(feed.feed.get("title")) or html.host_of(url),
        byline=_byline(entry),
        published=published,
        published_basis="metadata" if published else None,
        path=path,
        blocks=blocks,
        links=links,
    )


def _body(entry: Any) -> tuple[str, str]:
    """The longest text that the item has, and of which kind it is."""
    bodies = [*entry.get("content", ()), entry.get("summary_detail", {})]
    found = [(body.get("value") or "", body.get("type") or "") for body in bodies]
    return max(found, key=lambda body: len(body[0]))


def _published(entry: Any, version: str) -> str | None:
    """The day as written, in the publisher's own offset. `updated` alone is no day of publication, but in RSS it is
    dc:date, which is.
    """
    said = entry.get("published")
    if not said and version.startswith("rss"):
        said = entry.get("updated")
    return (parse_iso(said) or written_date(said)) if said else None


def _byline(entry: Any) -> str | None:
    names = (_words(author.get("name")) for author in entry.get("authors", ()))
    return ", ".join(dict.fromkeys(name for name in names if name)) or _words(entry.get("author"))


def _words(value: str | None) -> str | None:
    """A field without the tags and entities that feeds put into titles."""
    if value and ("<" in value or "&" in value):
        value = html.read_fragment(value, None)[0]
    return " ".join((value or "").split()) or None
