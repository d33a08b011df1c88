"""A raw report as its document record: id, title, author and date of publication."""

import msgspec
import pytest

from legation.errors import FormatError
from legation.record import to_jsonl
from legation.report.layout import make_document
from legation.report.raw import RawReport

TEXT = "Norway warns\n\nBy Kari Lund\n\nOSLO, May 3, 2021 (NW) - Norway said it would wait.\n\nNo one knows why.\n"


def test_document_record() -> None:
    document = make_document(RawReport(text=TEXT))
    assert document.text == TEXT
    assert document.title == "Norway warns"
    assert document.byline == "Kari Lund"
    assert document.evidence == ((0, len(TEXT)),)
    assert document.id == document.document == make_document(RawReport(text=TEXT, path="b.txt")).id
    assert document.id.startswith("doc-")
    assert make_document(RawReport(text=TEXT + " ")).id != document.id


def test_what_is_given_stands() -> None:
    raw = RawReport(text=TEXT, id="r7", url="https://n.example/a", title="Given", publisher="Wire", byline="Jane Roe")
    document = make_document(raw)
    assert (document.id, document.document, document.title, document.byline) == ("r7", "r7", "Given", "Jane Roe")
    assert (document.url, document.publisher) == ("https://n.example/a", "Wire")


LINKS = "He spoke <https://n.example/2019/mar/02/a> and left <https://n.example/2019/feb/28/b>."
PUBLISHED = [  # text · what is given · day · basis
    (LINKS, {"published": "2018-01-01", "published_basis": "given"}, "2018-01-01", "given"),
    (LINKS, {"published": "2018-01-01T23:00:00-05:00", "published_basis": "metadata"}, "2018-01-01", "metadata"),
    (LINKS, {}, "2019-03-02", "link"),
    (LINKS, {"url": "https://n.example/2019/03/01/self"}, "2019-03-01", "link"),
    ("OSLO, 3 May 2021 (NW) - " + LINKS, {}, "2021-05-03", "dateline"),
    ("OSLO, March 4 (NW) - " + LINKS, {}, "2019-03-04", "dateline"),  # the year is that of the links
    ("OSLO, March 4 (NW) - He spoke.", {}, None, "unknown"),
    ("OSLO, November 4 (NW) - " + LINKS, {}, "2019-03-02", "link"),  # no link of that month
    ("He spoke on 3 May 2021.", {}, None, "unknown"),
]


@pytest.mark.parametrize(("text", "given", "day", "basis"), PUBLISHED)
def test_date_of_publication(text: str, given: dict[str, str], day: str | None, basis: str) -> None:
    document = make_document(RawReport(text=text, **given))
    assert (document.published, document.published_basis) == (day, basis)


@pytest.mark.parametrize("published", ["soon", "2016-13-01", "16/11/2016"])
def test_a_given_date_that_is_none_is_an_error(published: str) -> None:
    with pytest.raises(FormatError, match=rf"^a\.txt: published on '{published}': that is no date; write it as"):
        make_document(RawReport(text=LINKS, published=published, published_basis="given", path="a.txt"))


def test_date_from_outside_is_taken_where_the_report_brings_none() -> None:
    assert make_document(RawReport(text=LINKS), published="2020-01-01").published == "2020-01-01"
    raw = RawReport(text=LINKS, published="2019-05-05", published_basis="metadata")
    assert make_document(raw, published="2020-01-01").published_basis == "metadata"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("MINISTRY OF FISH\n\nPRESS RELEASE\n\nNorway signs\n\nThe minister signed on Monday.", "Norway signs"),
        ("MINISTRY OF FISH\n\nThe minister signed on Monday.", "MINISTRY OF FISH"),
        ("The minister signed.\n\nA heading below\n\nShe left.", None),
        ("Norway  signs\na pact\n\nThe minister signed on Monday and left for the coast.", "Norway signs a pact"),
    ],
)
def test_title_is_the_heading_above_the_text(text: str, title: str | None) -> None:
    assert make_document(RawReport(text=text)).title == title


def test_lone_surrogates_become_replacements_so_that_the_record_can_be_written() -> None:
    document = make_document(RawReport(text="Peru \ud83d waits."))
    assert document.text == "Peru \ufffd waits."
    assert msgspec.json.decode(to_jsonl([document]))["text"] == document.text
