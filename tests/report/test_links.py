"""Links in plain text and the dates in their addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.report.dates import date_in_address, parse_iso, written_date
from legation.report.document import Block
from legation.report.links import find_links, is_bracketed, mark_promos

FOUND = [  # text, where [ ] stand around each link · addresses
    ("talks in Oslo [<https://news.example/oslo>] ended", ["https://news.example/oslo"]),
    ("on the lake\n[<https://news.example/a/b>]\n, officials said", ["https://news.example/a/b"]),
    ("the army [<https://news.example/army>]’s new chief", ["https://news.example/army"]),
    (
        "wrapped [<https://news.example/2016/nov/16/a-very-\nlong-name>] on",
        ["https://news.example/2016/nov/16/a-very-long-name"],
    ),
    ("wrapped [<https://news.example/\r\n  name>].", ["https://news.example/name"]),
    ("two [<http://a.example>] [<http://b.example>]", ["http://a.example", "http://b.example"]),
    ("see [https://news.example/bare], he wrote", ["https://news.example/bare"]),
    ("([https://news.example/a_(b)]", ["https://news.example/a_(b"]),
    ("spaced [< https://news.example/x >]", ["https://news.example/x"]),
]
NOT_FOUND = ["", "a < b and b > c", "<b>bold</b>", "<https broken", "1 <2> 3", "www", "user@host.example"]


@pytest.mark.parametrize(("marked", "urls"), FOUND)
def test_links_are_found_where_they_stand(marked: str, urls: list[str]) -> None:
    text = marked.replace("[", "").replace("]", "")
    links = find_links(text)
    assert [link.url for link in links] == urls
    stretches = [part.split("]")[0] for part in marked.split("[")[1:]]
    assert [text[link.start : link.end].rstrip(")") for link in links] == [s.rstrip(")") for s in stretches]
    assert {link.kind for link in links} == {"inline"}


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_no_link_is_passed_over(text: str) -> None:
    assert find_links(text) == ()


def test_bare_addresses_are_told_from_bracketed_ones() -> None:
    text = "<https://a.example> https://b.example"
    assert [is_bracketed(text, link) for link in find_links(text)] == [True, False]


def test_links_in_promo_blocks_are_promos() -> None:
    text = "<http://a.example> <http://b.example> <http://c.example>"
    links = mark_promos(
        find_links(text), [Block(kind="promo", start=19, end=37), Block(kind="paragraph", start=38, end=56)]
    )
    assert [link.kind for link in links] == ["inline", "promo", "inline"]


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://n.example/world/2016/nov/16/talks", "2016-11-16"),
        ("https://n.example/world/2016/11/16/talks", "2016-11-16"),
        ("https://n.example/world/2016/1/6/talks", "2016-01-06"),
        ("https://n.example/talks-2016-11-16.html", "2016-11-16"),
        ("https://n.example/news/20161116-talks", "2016-11-16"),
        ("https://n.example/news/2016/1116/talks", "2016-11-16"),
        ("https://n.example/nov-16-2016/talks", "2016-11-16"),
        ("https://n.example/16-november-2016", "2016-11-16"),
        ("https://n.example/a?d=2016-11-16", "2016-11-16"),
        ("https://n.example/2016/nov/31/no-such-day", None),
        ("https://n.example/2016/nov/talks", None),
        ("https://2016-11-16.example/talks", None),
        ("https://n.example/id/120161116123", None),
        ("https://n.example/3016/11/16", None),
        ("", None),
    ],
)
def test_date_in_address(url: str, day: str | None) -> None:
    assert date_in_address(url) == day


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2016-11-16", "2016-11-16"),
        ("2016-11-16T23:30:00-05:00", "2016-11-16"),  # the day of the publisher's own clock
        ("20161116", "2016-11-16"),
        ("20161116T101500Z", "2016-11-16"),
        ("2016-02-30", None),
        ("2016-11", None),
        ("soon", None),
        (None, None),
    ],
)
def test_iso_days(written: str | None, day: str | None) -> None:
    assert parse_iso(written) == day


@pytest.mark.parametrize(
    ("written", "near", "day"),
    [
        ("Wed, 16 Nov 2016 10:00:00 GMT", None, "2016-11-16"),
        ("November 16th, 2016", None, "2016-11-16"),
        ("Nov. 16 2016", None, "2016-11-16"),
        ("16th of November 2016", None, "2016-11-16"),
        ("OSLO, Nov 16", "2016-11-18", "2016-11-16"),
        ("OSLO, Dec 30", "2017-01-02", "2016-12-30"),
        ("OSLO, Nov 16", "2016-03-01", None),
        ("OSLO, Nov 16", None, None),
        ("in November", "2016-11-18", None),
        ("31 February 2016", None, None),
    ],
)
def test_written_days(written: str, near: str | None, day: str | None) -> None:
    assert written_date(written, near=near) == day


@given(st.text(alphabet="<>htps:/w.a \n\r\tx2016-1", max_size=200))
def test_links_lie_in_the_text_in_order(text: str) -> None:
    at = 0
    for link in find_links(text):
        assert at <= link.start < link.end <= len(text)
        assert link.url
        assert not any(c.isspace() for c in link.url)
        at = link.end
