"""A view as a file of a format that other tools read; each is opened by such a tool."""

import io
import json
from pathlib import Path

import icalendar
import networkx as nx
import pytest
from starlette.testclient import TestClient

import ledgers
from legation.web.app import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path: Path = ledgers.fill(tmp_path_factory.mktemp("downloads") / "ledger.db")
    return TestClient(create_app(path))


@pytest.mark.parametrize(
    ("page", "form", "media"),
    [
        ("/calendar", "ics", "text/calendar"),
        ("/map", "geojson", "application/geo+json"),
        ("/graph", "graphml", "application/graphml+xml"),
        ("/actor/JPN", "md", "text/markdown"),
        ("/pair/JPN/USA", "md", "text/markdown"),
    ],
)
def test_the_page_leads_to_it_and_it_is_a_file(client: TestClient, page: str, form: str, media: str) -> None:
    assert f'href="{page}.{form}?as_of=2019-05-20"' in client.get(f"{page}?as_of=2019-05-20").text
    answer = client.get(f"{page}.{form}")
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.headers["content-disposition"].endswith(f'.{form}"')
    assert client.get(f"{page}?format={form}").content == answer.content


def test_the_calendar_has_what_the_page_has_a_day_for(client: TestClient) -> None:
    read = icalendar.Calendar.from_ical(client.get("/calendar.ics").content)
    due = client.get("/calendar.json").json()["due"]
    assert len(read.walk("VEVENT")) == len([each for each in due if each["first_day"]]) > 0
    none = icalendar.Calendar.from_ical(client.get("/calendar.ics?actor=FRA").content)
    assert none.walk("VEVENT") == []


def test_the_map_has_the_places_of_the_page(client: TestClient) -> None:
    features = json.loads(client.get("/map.geojson").content)["features"]
    rows = client.get("/map.json").json()
    assert [feature["properties"] for feature in features] == rows
    assert [feature["geometry"]["coordinates"] for feature in features] == [[row["lon"], row["lat"]] for row in rows]


def test_the_graph_has_every_arrangement_of_the_page(client: TestClient) -> None:
    graph = nx.read_graphml(io.BytesIO(client.get("/graph.graphml").content))
    bonds = client.get("/graph.json").json()
    assert bonds
    for bond in bonds:
        ends = {f"{bond['one']}", f"{bond['other']}"}
        assert any({graph.nodes[a].get("label"), graph.nodes[b].get("label"), a, b} & ends for a, b in graph.edges())


def test_the_brief_is_of_who_the_page_is_of(client: TestClient) -> None:
    brief = client.get("/pair/JPN/USA.md").text
    assert brief.startswith("# Japan and United States")
    assert "alliance" in brief
    assert "2019-06" not in client.get("/actor/JPN.md?as_of=2019-05-07").text
    assert client.get("/actor/Okabe.md").text.startswith("# Hana Okabe")
