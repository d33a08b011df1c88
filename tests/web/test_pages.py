"""Every page over a ledger made by hand: what it shows, its data at the same address, and the day that it is as of."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import ledgers
from legation.ledger.store import Ledger
from legation.web.app import create_app

LINK = re.compile(r'href="(/[^"#]*)')
# Pages that need no id; each must have what stands behind it on it.
PAGES = [
    ("/", "Told differently"),
    ("/reports", "Old friends meet in Osaka"),
    ("/events", "Libya accused Chad"),
    ("/events?standing=contradicted", "Chad attacked Libya"),
    ("/events?quad=4&actor=TCD", "Chad attacked Libya"),
    ("/events?place=2436400", "Events at Aouzou"),
    ("/commitments", "Japan → United States · payment"),
    ("/statements?act=threaten", "Hana Okabe"),
    ("/actors", "Hana Okabe"),
    ("/actors?name=Okabe", "Hana Okabe"),
    ("/actor/JPN", "What stands"),
    ("/actor/Hana%20Okabe", "has moved away from"),
    ("/pair/JPN/USA", "JPY 200bn a year"),
    ("/calendar", "June 2019"),
    ("/map", "Aouzou"),
    ("/map?region=africa", "Aouzou"),
    ("/graph", "Japan and United States"),
    ("/search?q=alliance", "alliance"),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ledgers.fill(tmp_path_factory.mktemp("pages") / "ledger.db")


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(path)) as opened:
        yield opened


def one(client: TestClient, address: str, **fields: object) -> dict[str, object]:
    """The one row of a JSON list that has these values."""
    (found,) = [row for row in client.get(address).json() if all(row[k] == v for k, v in fields.items())]
    return dict(found)


@pytest.mark.parametrize(("address", "shown"), PAGES)
def test_a_page_shows_what_stands_behind_it(client: TestClient, address: str, shown: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert shown in page.text
    assert page.text.count("<h1") == 1
    assert "style=" not in page.text  # the policy forbids it


@pytest.mark.parametrize("address", [address for address, _ in PAGES])
def test_a_page_has_its_data_at_the_same_address(client: TestClient, address: str) -> None:
    path, _, query = address.partition("?")
    ending = client.get(f"{'/desk' if path == '/' else path}.json?{query}")
    assert ending.headers["content-type"] == "application/json"
    asked = client.get(f"{path}?{query}&format=json")
    preferred = client.get(address, headers={"accept": "application/json"})
    assert ending.json() == asked.json() == preferred.json()
    assert client.get(address, headers={"accept": "text/html,application/json"}).text.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("/reports.csv", 5), ("/events.csv", 9), ("/commitments.csv", 3), ("/statements.csv", 5), ("/calendar.csv", 3),
        ("/map.csv", 3), ("/graph.csv", 1), ("/actors.csv?country=JPN", 2), ("/search.csv?q=aouzou&kind=report", 3),
    ],
)  # fmt: skip
def test_tables_can_be_taken_away(client: TestClient, address: str, rows: int) -> None:
    answer = client.get(address)
    name = address.partition("?")[0].strip("/")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    header, *found = list(csv.reader(io.StringIO(answer.text)))
    assert len(found) == rows
    assert all(len(row) == len(header) for row in found)


@pytest.mark.parametrize("address", ["/events.jsonl", "/commitments.jsonl", "/statements.jsonl", "/desk.jsonl"])
def test_json_lines_are_a_value_a_line(client: TestClient, address: str) -> None:
    lines = client.get(address).text.splitlines()
    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_links_of_a_page_lead_somewhere(client: TestClient) -> None:
    found = {link: address for address, _ in PAGES for link in LINK.findall(client.get(address).text)}
    for link, address in found.items():
        assert client.get(link.replace("&amp;", "&")).status_code == 200, (address, link)


# The day as of which a page is asked


def test_as_of_a_day_nothing_later_is_known(client: TestClient) -> None:
    assert "questioned" not in client.get("/pair/JPN/USA?as_of=2019-05-06").text
    assert "questioned" in client.get("/pair/JPN/USA").text
    assert client.get("/events.json?standing=contradicted&as_of=2019-05-10").json() == []
    assert len(client.get("/reports.json?as_of=2019-05").json()) == 5
    assert len(client.get("/reports.json?as_of=2018").json()) == 1


def test_the_day_travels_with_every_link(client: TestClient) -> None:
    page = client.get("/actor/JPN?as_of=2019-05-10").text
    links = [link for link in LINK.findall(page) if not link.startswith("/static")]
    plain = [link for link in links if "as_of=2019-05-10" not in link]
    assert plain == ["/actor/JPN"]  # which leads back to today


@pytest.mark.parametrize("address", ["/", "/events", "/actor/JPN", "/report/osaka", "/calendar", "/search?q=x&"])
def test_what_is_no_day_is_said_to_be_none(client: TestClient, address: str) -> None:
    answer = client.get(address, params={"as_of": "someday"})
    assert answer.status_code == 400
    assert "is no date" in answer.text
    assert client.get("/events?since=never").status_code == 400


def test_the_desk_is_that_of_the_newest_report(client: TestClient) -> None:
    assert "The desk, 12 May 2019" in client.get("/").text
    week = client.get("/desk.json").json()
    assert (week["since"], week["until"], week["reports"]) == ("2019-05-06", "2019-05-12", 4)
    day = client.get("/desk.json?since=2019-05-12").json()
    assert day["reports"] == 1


# One thing by itself


def test_a_happening_has_all_accounts_of_it(client: TestClient) -> None:
    happening = one(client, "/events.json", standing="contradicted")
    page = client.get(f"/happening/{happening['id']}").text
    assert "Second thoughts" not in page
    assert "Evening Courier" in page
    assert "did not happen" in page
    for telling in happening["tellings"]:  # type: ignore[attr-defined]  # JSON
        led = client.get(f"/happening/{telling['event']['id']}")
        assert led.url.path == f"/happening/{happening['id']}"
        assert f"/report/{telling['document']}?record={telling['event']['id']}#words" in page


def test_a_commitment_has_every_entry_in_order(client: TestClient) -> None:
    history = one(client, "/commitments.json", kind="alliance")
    page = client.get(f"/commitment/{history['id']}").text
    assert page.index("6 May 2019") < page.index("10 May 2019")
    for entry in history["entries"]:  # type: ignore[attr-defined]  # JSON
        assert f'id="{entry["commitment"]["id"]}"' in page  # where the drawing's points lead
        assert f'href="#{entry["commitment"]["id"]}"' in page


def test_a_record_says_whose_word_it_is_and_what_it_is_part_of(client: TestClient) -> None:
    history = one(client, "/commitments.json", kind="alliance")
    record = history["entries"][0]["commitment"]  # type: ignore[index]  # JSON
    page = client.get(f"/record/{record['id']}").text
    assert "<mark" in page
    assert f'href="/record/{record["claimed_by"]}"' in page
    assert f'href="/commitment/{history["id"]}"' in page
    assert 'href="/actor/JPN"' in page or "actor" in page


@pytest.mark.parametrize(
    ("given", "leads"),
    [
        ("/actor/Japan", "/actor/JPN"),
        ("/actor/Tokyo", "/actor/JPN"),
        ("/actor/Okabe", "/actor/person%3Ahana%20okabe%3AJPN%3A"),
        ("/pair/Japan/the%20United%20States", "/pair/JPN/USA"),
        ("/actor/Japan.json", "/actor/JPN.json"),
    ],
)
def test_names_lead_to_the_one_address(client: TestClient, given: str, leads: str) -> None:
    led = client.get(given, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, leads)
    assert client.get(leads).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/actor/Nobody", "/pair/JPN/Nobody", "/happening/none", "/commitment/none", "/actor/actor-0000000000000000"],
)
def test_who_and_what_is_not_there_says_so(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404
    problem = client.get(f"{address}.json").json()["error"]
    assert problem["status"] == 404


def test_ids_with_slashes_have_pages(tmp_path: Path) -> None:
    import factories
    from legation.web import urls

    document = factories.document("The AC/DC Board met the 50% Club.")
    one, other = (factories.actor(document, name, kind="organization") for name in ("AC/DC Board", "50% Club"))
    met = factories.event(document, "CONSULT", "met", by=(one, other))
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.add(factories.report(document, one, other, met))
    with TestClient(create_app(tmp_path / "l.db")) as client:
        ids = [row["id"] for row in client.get("/actors.json").json()]
        for id_ in ids:
            page = client.get(urls.actor(id_))
            assert (page.status_code, page.history) == (200, [])
            (data,) = re.findall(r'href="([^"]*\.json)"', page.text)
            assert client.get(data).json()["id"] == id_
        pair = client.get(urls.pair(*ids))
        assert (pair.status_code, pair.history) == (200, [])
        assert pair.text.count("held talks") == 1
        assert client.get(urls.pair(*ids) + "?format=json").json()["between"] == ids


def test_a_name_of_several_leads_to_the_list_of_them(client: TestClient) -> None:
    led = client.get("/actor/Chadian%20army", follow_redirects=False)
    assert led.status_code == 303  # to the one that is called so
    assert client.get("/actors?country=TCD").text.count("<tr>") == 1 + 2


def test_facets_narrow_and_let_go(client: TestClient) -> None:
    every = client.get("/search.json?q=aouzou").json()
    told = client.get("/search.json?q=aouzou&source=Evening Courier&year=2019&kind=report").json()
    assert 0 < told["total"] < every["total"]
    assert every["facets"]["Publisher"]["Evening Courier"] > 0
    page = client.get("/search?q=aouzou&kind=report").text
    assert 'href="/search?q=aouzou"' in page  # the facet that is set leads back


def test_pages_of_a_list_hold_all_of_it_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.web.statements.PAGE", 2)
    seen: list[str] = []
    address = "/statements?format=json"
    for number in range(3):
        seen += [row["id"] for row in client.get(f"{address}&page={number}").json()]
    assert len(seen) == len(set(seen)) == 5
    assert client.get(f"{address}&page=99").json() == client.get(f"{address}&page=2").json()


def test_a_page_knows_of_a_report_as_soon_as_it_is_read(tmp_path: Path) -> None:
    import factories

    path = ledgers.fill(tmp_path / "ledger.db")
    with TestClient(create_app(path)) as client:
        before = len(client.get("/events.json").json())
        document = factories.document("Peru thanked Cuba.", id="new", published="2019-05-13")
        peru, cuba = factories.actor(document, "Peru", country="PER"), factories.actor(document, "Cuba", country="CUB")
        thanks = factories.event(document, "SUPPORT", "thanked", by=(peru,), to=(cuba,))
        with Ledger(path) as ledger:
            ledger.add(factories.report(document, peru, cuba, thanks))
        assert len(client.get("/events.json").json()) == before + 1
        assert "The desk, 13 May 2019" in client.get("/").text
        with Ledger(path) as ledger:
            ledger.remove("new")
        assert len(client.get("/events.json").json()) == before


@pytest.mark.parametrize(
    "address",
    ["/", "/reports", "/events", "/commitments", "/statements", "/calendar", "/map", "/graph", "/search", "/actors"],
)
def test_an_empty_ledger_has_all_pages(tmp_path: Path, address: str) -> None:
    Ledger(tmp_path / "empty.db").close()
    with TestClient(create_app(tmp_path / "empty.db")) as client:
        assert client.get(address).status_code == 200
        assert client.get(f"{address}?format=json").status_code == 200
