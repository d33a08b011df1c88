"""Feeds: which items are reports, and what they say of themselves."""

import gzip
from pathlib import Path

import pytest

from legation.errors import EmptyInput, FormatError
from legation.report.source import RawReport, read_inputs

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour Post</title><link>https://harbour.example/</link>
<item><title>Pact &amp;amp; port</title><link>https://harbour.example/pact</link><guid isPermaLink="false">hp-1</guid>
<pubDate>Wed, 16 Nov 2016 23:30:00 -0500</pubDate><dc:creator>Jane Roe</dc:creator>
<description>Short.</description>
<content:encoded><![CDATA[<p>Norway signed a <a href="/port">port</a> pact.</p>
<h2>Terms</h2><p>It runs for ten years.</p>]]></content:encoded>
</item>
<item><title>Plain</title><link>https://harbour.example/plain</link><dc:date>2016-11-17T08:00:00Z</dc:date>
<description>Peru thanked Chile.</description></item>
<item><title>Empty</title><link>https://harbour.example/empty</link></item>
</channel></rss>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Delta Wire</title>
<entry><id>tag:delta.example,2016:1</id><title>Talks</title><link href="https://delta.example/talks"/>
<updated>2016-11-20T00:00:00Z</updated><author><name>Ann Poe</name></author><author><name>Bo Lee</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Mali and Niger talked.</p></div></content></entry>
<entry><id>2</id><title>Dated</title><published>2016-11-19T00:00:00Z</published><summary>Mali waits.</summary></entry>
</feed>
"""


def read(path, data, name):
    file = path / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_inputs([file]))


@pytest.mark.parametrize("name", ["news.rss", "news.xml", "news"])
def test_rss_items_are_reports_with_the_longest_text_they_have(tmp_path: Path, name: str) -> None:
    first, second, third = read(tmp_path, RSS, name)
    assert isinstance(first, RawReport)
    assert first.text == "Norway signed a port pact.\n\nTerms\n\nIt runs for ten years."
    assert (first.id, first.url, first.title) == ("hp-1", "https://harbour.example/pact", "Pact & port")
    assert (first.publisher, first.byline, first.published) == ("Harbour Post", "Jane Roe", "2016-11-16")
    assert first.published_basis == "metadata"
    assert [block.kind for block in first.blocks] == ["paragraph", "heading", "paragraph"]
    (link,) = first.links
    assert first.text[link.start : link.end] == "port"
    assert link.url == "https://harbour.example/port"
    assert (second.text, second.id, second.published) == (
        "Peru thanked Chile.", "https://harbour.example/plain", "2016-11-17",
    )  # fmt: skip
    assert isinstance(third, EmptyInput)
    assert third.path == f"{tmp_path / name}:3"


def test_atom_entries_are_reports_and_a_change_is_no_publication(tmp_path: Path) -> None:
    first, second = read(tmp_path, gzip.compress(ATOM.encode()), "news.atom.gz")
    assert (first.text, first.id, first.publisher) == (
        "Mali and Niger talked.", "tag:delta.example,2016:1", "Delta Wire",
    )  # fmt: skip
    assert (first.published, first.published_basis, first.byline) == (None, None, "Ann Poe, Bo Lee")
    assert (second.text, second.published, second.url) == ("Mali waits.", "2016-11-19", None)


def test_a_feed_that_is_broken_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    cut = RSS[: RSS.index("<item><title>Empty")]
    assert [raw.title for raw in read(tmp_path, cut, "a.rss")] == ["Pact & port", "Plain"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("<rss version='2.0'><channel><title>Quiet</title></channel></rss>", EmptyInput),
        ("<rss version='2.0'><channel", FormatError),
    ],
)
def test_a_feed_without_items_is_told(tmp_path: Path, data: str, error: type) -> None:
    (found,) = read(tmp_path, data, "a.rss")
    assert type(found) is error
