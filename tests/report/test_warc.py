"""Web archives: which records are reports, and what they say of themselves."""

import gzip
import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from legation.errors import FormatError
from legation.report.source import RawReport, read_inputs

PAGE = "<html><body><h1>Pact signed</h1><p>Norway and Sweden signed a fishing pact in Łódź on Monday.</p></body></html>"
URL = "https://www.harbour.example/pact"


def archive(*records, compressed=False):
    """A web archive of (kind, url, media type, body, status) records."""
    written = io.BytesIO()
    writer = WARCWriter(written, gzip=compressed)
    for kind, url, media, body, status in records:
        head = StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1") if status else None
        options = {"http_headers": head} if head else {"warc_content_type": media}
        writer.write_record(writer.create_warc_record(url, kind, payload=io.BytesIO(body), **options))
    return written.getvalue()


RECORDS = (
    ("response", "https://www.harbour.example/logo.png", "image/png", b"\x89PNG\x00\x01", "200 OK"),
    ("response", URL, "text/html; charset=iso-8859-2", PAGE.encode("iso-8859-2"), "200 OK"),
    ("response", "https://www.harbour.example/gone", "text/html", b"<p>Not here.</p>", "404 Not Found"),
    ("conversion", URL, "text/plain", b"Norway and Sweden signed a pact.", None),
    ("response", "https://www.harbour.example/", "text/html", b"<html><body></body></html>", "200 OK"),
)


def read(path: Path, data: bytes, name: str) -> list:
    file = path / name
    file.write_bytes(data)
    return list(read_inputs([file]))


@pytest.mark.parametrize(
    ("name", "compressed"), [("a.warc", False), ("a.warc.gz", True), ("archive", False), ("archive", True)]
)
def test_pages_and_texts_are_reports_and_the_rest_is_passed_over(tmp_path: Path, name: str, compressed: bool) -> None:
    page, text, error = read(tmp_path, archive(*RECORDS, compressed=compressed), name)
    assert isinstance(page, RawReport)
    assert page.text == "Pact signed\n\nNorway and Sweden signed a fishing pact in Łódź on Monday."
    assert (page.url, page.title, page.publisher) == (URL, "Pact signed", "harbour.example")
    assert page.published is None  # the day of the crawl is not that of publication
    assert (text.text, text.url, text.publisher) == ("Norway and Sweden signed a pact.", URL, "harbour.example")
    assert isinstance(error, FormatError)
    assert (page.path, text.path, error.path) == tuple(f"{tmp_path / name}:{number}" for number in (2, 4, 5))


def test_a_damaged_archive_gives_all_before_the_damage(tmp_path: Path) -> None:
    whole = archive(RECORDS[1], RECORDS[3])
    page, error = read(tmp_path, whole[: whole.rindex(b"WARC/1.0")] + b"rubbish\r\n\r\n", "a.warc")
    assert isinstance(page, RawReport)
    assert isinstance(error, FormatError)
    cut = gzip.compress(whole)[:-20]
    *_, last = read(tmp_path, cut, "b.warc.gz")
    assert isinstance(last, FormatError)
    assert "damaged" in last.reason
