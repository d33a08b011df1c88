"""Web archives (WARC, ISO 28500) to raw reports: each page that was fetched whole, each text made of one.

The day of a crawl is no day of publication, so `WARC-Date` is passed over: the page says it or nobody does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from legation.errors import FormatError, InputError
from legation.report import html
from legation.report.decode import MAX_BYTES, decode
from legation.report.raw import RawReport

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

# `conversion` is text that somebody has made of a page; `request`, `metadata` and `revisit` hold none.
_WITH_A_BODY = frozenset({"response", "resource", "conversion"})
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_FETCHED = "200"


def read_warc(stream: IO[bytes], path: str) -> Iterator[RawReport | InputError]:
    """Yield the reports of an archive, or why a page holds none; pictures, scripts and failed fetches are passed over.

    Memory holds one page at a time. `path:12` is the twelfth record of the archive, whatever kinds stand before it.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(stream), 1):  # named in the error below
            media = _media_type(record)
            if media in _PAGES or media == "text/plain":
                yield _read_record(record, media, f"{path}:{number}")
    except (ArchiveLoadFailed, ValueError) as error:
        said = " ".join(str(error).split())
        yield FormatError(
            f"a damaged web archive ({said})", path=f"{path}:{number + 1}", mend="fetch it again; all before was read"
        )


def _media_type(record: ArcWarcRecord) -> str | None:
    """What a record's body is, as `text/html`; None for one that is not to be read."""
    if record.rec_type not in _WITH_A_BODY:
        return None
    http = record.http_headers
    if http is not None and http.get_statuscode() != _FETCHED:
        return None
    said = (http.get_header("Content-Type") if http is not None else record.content_type) or ""
    return said.partition(";")[0].strip().lower()


def _read_record(record: ArcWarcRecord, media: str, path: str) -> RawReport | InputError:
    url = record.rec_headers.get_header("WARC-Target-URI")
    url = url.strip("<>") if url else None
    data = record.content_stream().read(MAX_BYTES + 1)
    try:
        if media in _PAGES:
            declared = _charset(record) or html.declared_encoding(data)
            return html.read_page(decode(data, path=path, declared=declared), path, url=url)
        raw = RawReport(text=decode(data, path=path, declared=_charset(record)), url=url, path=path)
    except InputError as error:
        return error
    return replace(raw, publisher=html.host_of(url))


def _charset(record: ArcWarcRecord) -> str | None:
    """The encoding that the server gave, which goes before the page's own word."""
    said = (record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type) or ""
    for part in said.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None
