"""Reports that would break a page if they could: their text stands there as text, and the page can still be used."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import factories
from legation.ledger.store import Ledger
from legation.record import Record
from legation.report.document import Block, Document, Link
from legation.web.app import create_app
from legation.web.highlight import passages
from legation.web.marks import Marker

SCRIPT = "<script>alert(1)</script>"
TAG = re.compile(r"<[^>]*>")
ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)

Open = Callable[..., TestClient]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """A client over a ledger of one report."""

    def open_(document: Document, *records: Record) -> TestClient:
        with Ledger(tmp_path / "ledger.db") as ledger:
            ledger.add(factories.report(document, *records))
        return TestClient(create_app(tmp_path / "ledger.db"))

    return open_


def text_of(page: str) -> str:
    """The words of a report's page, as its reader has them."""
    (article,) = ARTICLE.findall(page)
    return html.unescape(TAG.sub("", article)).strip("\n")


EVERYWHERE = ("/", "/reports", "/report/r1", "/events", "/actors", "/statements", "/commitments", "/calendar", "/graph",
              "/map", "/search?q=alert", "/search?q=%3Cscript%3E")  # fmt: skip


def test_markup_in_every_field_is_text_on_every_page(opened: Open) -> None:
    text = f"{SCRIPT} met {SCRIPT}x. {SCRIPT} pays 5 {SCRIPT}y. He said: {SCRIPT}z in {SCRIPT}land."
    document = factories.document(
        text, title=f"{SCRIPT}<b>&amp;", publisher=f'"onmouseover="{SCRIPT}', byline=SCRIPT, url="javascript:alert(1)"
    )
    one = factories.actor(document, SCRIPT, SCRIPT, kind="person", country="<b>", office=SCRIPT, wikidata='Q1"><i>')
    other = factories.actor(document, f"{SCRIPT}x", f"{SCRIPT}x", kind="organization")
    where = factories.place(document, f"{SCRIPT}land", lat=1.0, lon=2.0)
    count = factories.quantity(document, 5, f"{SCRIPT}y", f"5 {SCRIPT}y")
    said = factories.statement(document, f"{SCRIPT}z", one, act="promise", to=(other,), date="2016-11-17")
    met = factories.event(document, "CONSULT", f"{SCRIPT} met", by=(one, other), place=where.id, modality="future",
                          date="2016-12-01", claimed_by=said.id)  # fmt: skip
    pays = factories.commitment(document, "payment", f"{SCRIPT} pays", (one, "payer"), (other, "payee"),
                                quantities=(count.id,), name=SCRIPT)  # fmt: skip
    shift = factories.shift(document, one, "He said", about=(pays.id,))
    client = opened(document, one, other, where, count, said, met, pays, shift)
    records = [f"/record/{record.id}" for record in (one, other, where, count, said, met, pays, shift)]
    histories = [f"/commitment/{history['id']}" for history in client.get("/commitments.json").json()]
    happenings = [f"/happening/{happening['id']}" for happening in client.get("/events.json").json()]
    identities = [f"/actor/{one['id']}" for one in client.get("/actors.json").json()]
    for address in (*EVERYWHERE, *records, *histories, *happenings, *identities):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "<script>alert" not in page.text, address
        assert 'onmouseover="<' not in page.text, address
        assert "javascript:" not in page.text, address
    assert text_of(client.get("/report/r1").text) == text


def test_right_to_left_marks_are_kept_and_fenced_in(opened: Open) -> None:
    text = "\u202eThe minister\u202c said \u2067אלום\u2069 and مرحبا left."
    document = factories.document(text, title="\u202eesrever")
    one = factories.actor(document, "\u202eThe minister\u202c", kind="person")
    page = opened(document, one, factories.statement(document, "אלום", one)).get("/report/r1").text
    assert text_of(page) == text
    # What turns the direction of the text that follows it ends with the element that it stands in.
    assert page.count('dir="auto"') >= 5


def test_ten_thousand_mentions_stand_on_one_page(opened: Open) -> None:
    text = "Japan met Peru. " * 5_000
    document = factories.document(text)
    japan = factories.actor(document, "Japan", mentions=factories.mentions(document, "Japan"), country="JPN")
    peru = factories.actor(document, "Peru", mentions=factories.mentions(document, "Peru"), country="PER")
    client = opened(document, japan, peru)
    page = client.get("/report/r1").text
    assert page.count("data-records=") == 10_000
    assert text_of(page) == text
    assert len(page) < 4_000_000
    assert client.get(f"/record/{japan.id}").status_code == 200
    assert len(client.get("/actor/JPN").text) < 200_000


def test_ten_thousand_records_are_a_page_as_well(opened: Open) -> None:
    text = "Japan met Peru. " * 5_000
    document = factories.document(text)
    japan = factories.actor(document, "Japan", country="JPN")
    met = [
        factories.event(document, "CONSULT", None, by=(japan,), evidence=((start, end),))
        for start, end in factories.mentions(document, "met Peru")
    ]
    client = opened(document, japan, *met)
    page = client.get("/report/r1?kind=event").text
    assert page.count('class="card') == 5_000


def test_a_paragraph_of_a_megabyte_is_a_page(opened: Open) -> None:
    text = "x" * 500_000 + " Japan thanked Peru " + "word " * 100_000
    document = factories.document(text)
    japan, peru = factories.actor(document, "Japan", country="JPN"), factories.actor(document, "Peru", country="PER")
    thanks = factories.event(document, "SUPPORT", "thanked", by=(japan,), to=(peru,))
    client = opened(document, japan, peru, thanks)
    assert text_of(client.get("/report/r1").text) == text
    for address in ("/", "/reports", f"/record/{thanks.id}", "/events", "/search?q=thanked", "/actor/JPN"):
        # Wherever but on its own page a report is quoted, and no more than quoted.
        assert len(client.get(address).text) < 60_000, address


@pytest.mark.parametrize("address", ["/search?q=%22", "/search?q=*", "/search?q=AND+OR+NOT", "/search?q=a%00b",
                                     "/events?kind=%27%3B--", "/events?actor=%25", "/actors?name=%00",
                                     "/map?region=../..", "/calendar?actor=%F0%9F%92%A9", "/graph?kind=x&status=y",
                                     "/reports?page=999999999", "/search?q=x&page=-1",
                                     "/events?quad=9&place=%22"])  # fmt: skip
def test_odd_questions_are_questions(opened: Open, address: str) -> None:
    document = factories.document()
    client = opened(document, factories.actor(document, "Japan", country="JPN"))
    assert client.get(address).status_code == 200


def test_a_year_at_the_edge_of_the_calendar_is_a_day_like_others(opened: Open) -> None:
    document = factories.document("Japan thanked France.", published="0001-01-01")
    japan = factories.actor(document, "Japan", country="JPN")
    france = factories.actor(document, "France", country="FRA")
    late = factories.event(document, "SUPPORT", "thanked", by=(japan,), to=(france,), modality="future", date="9999-12")
    stands = factories.commitment(document, "alliance", None, (japan, "member"), (france, "member"), as_of="0001")
    client = opened(document, japan, france, late, stands)
    for address in ("/", "/calendar", "/actor/JPN", "/pair/JPN/FRA", "/events", "/map", "/?as_of=0001", "/?as_of=9999"):
        assert client.get(address).status_code == 200, address


@given(
    st.text(min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
    st.sampled_from([None, "a&b", 'a"b']),
)
def test_marks_never_change_the_words(text: str, pairs: list[tuple[int, int]], chosen: str | None) -> None:
    document = factories.document(text, blocks=(Block(kind="paragraph", start=0, end=len(text)),))
    ids = ["a&b", 'a"b', "<c>", "d", "e", "f"]
    spans = {
        id_: [(min(pair), max(pair))]
        for id_, pair in zip(ids, pairs, strict=False)
        if min(pair) < min(max(pair), len(text))
    }
    marker = Marker(dict.fromkeys(ids, "event"), "/report/r1?at=", "#records", frozenset(), chosen)
    made = "".join(marker.to_html(passage) for passage in passages(document, spans))
    assert html.unescape(TAG.sub("", made)) == text
    assert made.count(' id="words"') == (1 if chosen in spans else 0)


def test_a_link_is_followed_only_where_that_is_safe() -> None:
    text = "See <https://news.example/?a=1&b=2> and <javascript:alert(1)>."
    links = tuple(
        Link(url=found[1:-1], kind="inline", start=text.index(found), end=text.index(found) + len(found))
        for found in ("<https://news.example/?a=1&b=2>", "<javascript:alert(1)>")
    )
    document = factories.document(text, links=links)
    marker = Marker({}, "", "", frozenset({"https://news.example/?a=1&b=2"}))
    made = "".join(marker.to_html(passage) for passage in passages(document, {}))
    assert 'href="https://news.example/?a=1&amp;b=2"' in made
    assert "javascript" not in made
