"""The pages over HTTP: what they show, how they link, and that a report's text is never markup."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import factories
from legation.errors import LedgerError
from legation.ledger.store import Ledger
from legation.report.document import Link
from legation.web.app import create_app

TEXT = (
    "Japan thanked France <https://news.example/2016/11/15/aid>. "
    "“Aid <script>alert(1)</script> will follow,” Aoki said."
)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    link = Link(url="https://news.example/2016/11/15/aid", kind="inline", start=21, end=58)
    document = factories.document(
        TEXT, links=(link,), title="Thanks & <b>aid</b>", publisher="Northwire", url="https://news.example/1"
    )
    japan = factories.actor(document, "Japan", country="JPN")
    france = factories.actor(document, "France", country="FRA")
    aoki = factories.actor(document, "Aoki", kind="person", country="JPN", office="minister")
    promise = factories.statement(
        document, "Aid <script>alert(1)</script> will follow", aoki, act="promise", cue="said"
    )
    thanks = factories.event(document, "SUPPORT", "Japan thanked France", by=(japan,), to=(france,))
    aid = factories.event(document, "AGREE", "Aid", by=(japan,), modality="future", claimed_by=promise.id)
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.add(factories.report(document, japan, france, aoki, promise, thanks, aid))
    with TestClient(create_app(path)) as opened:
        yield opened


def ids_of(client: TestClient, kind: str) -> list[str]:
    return [r["id"] for r in client.get("/report/r1.json").json() if r["record"] == kind]


def test_the_reports_are_listed(client: TestClient) -> None:
    page = client.get("/reports")
    assert page.status_code == 200
    assert 'href="/report/r1"' in page.text
    assert "Thanks &amp; &lt;b&gt;aid&lt;/b&gt;" in page.text
    assert client.get("/reports.json").json()[0]["id"] == "r1"


def test_a_report_shows_its_text_as_text(client: TestClient) -> None:
    page = client.get("/report/r1").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'href="https://news.example/2016/11/15/aid"' in page


def test_a_record_leads_to_its_words_and_back(client: TestClient) -> None:
    (thanks,) = [i for i in ids_of(client, "event") if "SUPPORT" in client.get(f"/record/{i}.json").text]
    page = client.get("/report/r1").text
    assert f'id="{thanks}"' in page
    assert f"/report/r1?record={thanks}#words" in page
    chosen = client.get(f"/report/r1?record={thanks}").text
    assert 'id="words"' in chosen
    # The other way round: the words list what stands on them, and nothing else.
    at = TEXT.index("thanked")
    listed = client.get(f"/report/r1?at={at}").text
    assert f'id="{thanks}"' in listed
    assert not [i for i in ids_of(client, "statement") if f'id="{i}"' in listed]


def test_each_record_has_an_address(client: TestClient) -> None:
    for record in client.get("/report/r1.json").json()[1:]:
        assert client.get(f"/record/{record['id']}.json").json() == record
        page = client.get(f"/record/{record['id']}")
        assert page.status_code == 200
        # It leads to its words in its report.
        assert f'href="/report/r1?record={record["id"]}#words"' in page.text
    led = client.get("/record/r1", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, "/report/r1")


def test_kinds_can_be_shown_alone(client: TestClient) -> None:
    page = client.get("/report/r1?kind=statement").text
    assert all(f'id="{i}"' in page for i in ids_of(client, "statement"))
    assert not [i for i in ids_of(client, "event") if f'id="{i}"' in page]


def test_a_claim_names_who_makes_it(client: TestClient) -> None:
    page = client.get("/report/r1?kind=event").text
    (statement,) = ids_of(client, "statement")
    assert "on the word of" in page
    assert f"record={statement}" in page


@pytest.mark.parametrize("path", ["/report/none", "/record/none", "/nowhere", "/report/none.json", "/static/../app.py"])
def test_what_is_not_there_says_so(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "query", ["at=x", "at=-1", "at=99999999999999999999", "kind=nonsense", "record=nonsense", "at=٣"]
)
def test_odd_queries_are_no_errors(client: TestClient, query: str) -> None:
    assert client.get(f"/report/r1?{query}").status_code == 200


def test_nothing_comes_from_other_hosts_and_nothing_runs(client: TestClient) -> None:
    answer = client.get("/report/r1")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert 'src="http' not in answer.text
    assert " on" + "click=" not in answer.text


def test_another_hosts_name_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_an_address_that_runs_is_no_link(tmp_path: Path) -> None:
    document = factories.document("Japan thanked France.", url="javascript:alert(1)")
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.add(factories.report(document, factories.actor(document, "Japan")))
    with TestClient(create_app(tmp_path / "l.db")) as client:
        assert "javascript:" not in client.get("/report/r1").text


def test_ids_with_slashes_and_blanks_have_pages(tmp_path: Path) -> None:
    document = factories.document(id="https://news.example/a b?c=d#e")
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.add(factories.report(document, factories.actor(document, "Japan")))
    with TestClient(create_app(tmp_path / "l.db")) as client:
        (row,) = client.get("/reports.json").json()
        from legation.web import urls

        assert client.get(urls.report(row["id"])).status_code == 200


def test_no_ledger_is_an_error_with_its_mend(tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        create_app(tmp_path / "none.db")


def test_an_empty_ledger_tells_how_to_fill_it(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    Ledger(path).close()
    with TestClient(create_app(path)) as client:
        assert "legation read" in client.get("/").text
