"""What a web page says of itself: JSON-LD first, then OpenGraph and other meta elements, then its visible parts."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from legation.report import cues, page
from legation.report.dates import parse_iso, written_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
# What parts a headline from the name of its site: " | The Delta Post".
_SITE = re.compile(r"\s+[|–—-]\s+(?=[^|–—]*$)")
_DEEPEST = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Metadata:
    """What a page says of itself; `published` is an ISO day."""

    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None


def read_metadata(root: "_Element") -> Metadata:
    """The metadata of a parsed page; raises nothing, whatever its scripts hold."""
    article = _article(root)
    meta = _meta(root)
    url = _first(_canonical(root), meta.get("url", ()), _addresses(article))
    site = urlsplit(url).hostname if url else None
    publisher = _first(_names(article.get("publisher")), meta.get("publisher", ()))
    return Metadata(
        url=url,
        title=_first(
            _strings(article.get("headline")), meta.get("title", ()), _headings(root), _title(root, publisher)
        ),
        publisher=publisher or (site.removeprefix("www.") if site else None),
        byline=_byline(article, meta),
        published=_first(_days(_strings(article.get("datePublished"))), _days(meta.get("published", ())), _times(root)),
    )


def _first(*sources: Iterable[str]) -> str | None:
    """The first words that any of the sources has, white space put right."""
    return next((words for source in sources for value in source if (words := " ".join(value.split()))), None)


def _article(root: "_Element") -> dict[str, Any]:
    """The JSON-LD object of the report: the first of an article's type, else empty."""
    known = page.load().schema.types
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for item in _objects(_parse_lenient(script.text or ""), 0):
            types = item.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and (name in known or name.endswith("Article")) for name in names):
                return item
    return {}


def _parse_lenient(text: str) -> Any:
    """JSON as pages write it: in comments, with line breaks, bad escapes and commas too many; None if hopeless."""
    text = _COMMENT.sub("", text)
    mended = _TRAILING_COMMA.sub("", _BAD_ESCAPE.sub(r"\\\\", text))
    for attempt in (text, mended):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD value that can be the report: itself, in a list, in a graph, as the main entity."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _strings(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item


def _names(value: Any) -> list[str]:
    """The names of persons or organisations in JSON-LD: a string, an object with `name`, or a list of them."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        found.extend(_strings(name))
    return found


def _addresses(article: dict[str, Any]) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage"):
        value = article.get(key)
        yield from (s for s in _strings(value.get("@id") if isinstance(value, dict) else value) if "://" in s)


def _meta(root: "_Element") -> dict[str, list[str]]:
    """The contents of the meta elements that say something of each field, the best first."""
    said: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = element.get("content") or ""
        for attribute in ("name", "property", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content.strip():
                said.setdefault(name, []).append(content)
    return {
        field: [content for name in names for content in said.get(name, ())]
        for field, names in page.load().meta.items()
    }


def _canonical(root: "_Element") -> Iterator[str]:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and "://" in (link.get("href") or ""):
            yield link.get("href") or ""


def _headings(root: "_Element") -> Iterator[str]:
    for heading in root.iter("h1"):
        yield "".join(heading.itertext())


def _title(root: "_Element", publisher: str | None) -> Iterator[str]:
    for title in root.iter("title"):
        words = " ".join("".join(title.itertext()).split())
        site = _SITE.search(words)
        is_site = site and publisher and words[site.end() :].casefold() in publisher.casefold()
        yield words[: site.start()] if site and is_site else words


def _byline(article: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    authors = _names(article.get("author")) or meta.get("byline", [])[:1]
    opening = cues.load().patterns["name"]
    named = (" ".join(opening.sub("", author).split()) for author in authors)
    # OpenGraph's article:author is often the address of a profile.
    return ", ".join(dict.fromkeys(name for name in named if name and "://" not in name)) or None


def _days(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        if day := parse_iso(value) or written_date(value):
            yield day


def _times(root: "_Element") -> Iterator[str]:
    """The days of the page's time elements, those marked as the publication's before the rest."""
    marked: list[str] = []
    others: list[str] = []
    for element in root.iter("time"):
        is_published = "published" in (element.get("itemprop") or "").lower() or element.get("pubdate") is not None
        (marked if is_published else others).extend(_days([element.get("datetime") or ""]))
    yield from marked
    yield from others


def absolute(base: str | None, address: str) -> str | None:
    """An address made absolute; None for one that leads to no page (`#top`, `javascript:`)."""
    try:
        url = urljoin(base or "", address.strip())
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None
