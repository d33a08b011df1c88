"""Briefs to print: HTML that holds all it needs, in which nothing that a report says is markup."""

import re

import pytest

from exported import made
from factories import actor, document, event, report
from legation.export import html, markdown
from legation.export.selection import Selection
from outline import outline


def page(ledger, format_=html, **filters):
    return b"".join(piece for _, piece in format_.pieces(Selection(ledger, **filters))).decode()


def test_a_page_holds_all_it_needs(ledger):
    ledger.add(made("r1"))
    ledger.add(made("r2", url="javascript:alert(1)"))
    text = page(ledger)
    read = outline(text)
    assert read.tags.count("article") == read.tags.count("h1") == 2
    assert set(read.links) == {"https://harbour.example/r1"}  # what is no address of the web is no link
    assert not {"script", "link", "img", "iframe"} & set(read.tags)
    assert "@media print" in text
    assert "prefers-color-scheme: dark" in text
    assert not re.search(r"url\(|@import", text)
    assert "Amina Odhiambo (president, KEN) and Cuba talked by telephone" in "".join(read.words)


HOSTILE = '<script>alert("1")</script> & <b>\u202eevil\u2066 \x1b[31m'


def test_what_a_report_says_is_words(ledger):
    doc = document(f"{HOSTILE} thanked Peru.", title=HOSTILE, publisher=HOSTILE, byline=HOSTILE)
    one = actor(doc, HOSTILE, kind="organization")
    ledger.add(report(doc, one, event(doc, "SUPPORT", "thanked", by=(one,))))
    read = outline(page(ledger))
    assert "script" not in read.tags
    assert "b" not in read.tags
    words = "".join(read.words)
    assert '<script>alert("1")</script> & <b>evil [31m' in words
    assert not set("\u202e\u2066\x1b") & set(words)


@pytest.mark.parametrize("filters", [{"actor": "Kenya"}, {"actor": "Kenya", "source": "r1", "since": "2020-03"}])
def test_on_an_actor_there_is_one_brief(ledger, filters):
    ledger.add(made("r1"))
    read = outline(page(ledger, **filters))
    assert read.tags.count("article") == 1
    assert "Kenya" in read.words
    assert page(ledger, markdown, **filters).startswith("# Kenya\n")


def test_the_same_as_markdown(ledger):
    ledger.add(made("r1"))
    ledger.add(made("r2"))
    assert page(ledger, markdown).count("\n# A call; \\#1 of \\| two\n") == 1
    assert page(ledger, markdown).startswith("# A call; ")
