"""The API: the same answers as the ledger's, described by a document that holds, and errors of one shape."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from starlette.testclient import TestClient

import factories
from factories import HandReader
from legation.ledger.store import Ledger
from legation.web.app import create_app
from legation.web.reading import SharedReader
from legation.web.verbs import SAYS, VERBS, Verb

TEXT = "Kenya’s envoy Asha Odhiambo said Kenya will pay Cuba $5m in May if the pact holds, and so keeps it."
ROOT = "/api/v1"


def made(id_: str, published: str) -> factories.HandReport:
    about = factories.document(TEXT, id=id_, published=published, publisher="Harbour News")
    kenya, cuba = factories.actor(about, "Kenya", country="KEN"), factories.actor(about, "Cuba", country="CUB")
    envoy = factories.actor(about, "Asha Odhiambo", kind="person", country="KEN", office="envoy")
    money = factories.quantity(about, 5e6, "USD", "$5m")
    said = factories.statement(about, "Kenya will pay Cuba", envoy, act="promise", cue="said")
    pays = factories.event(
        about, "AID", "will pay", by=(kenya,), to=(cuba,), modality="future", date="2020-05", claimed_by=said.id
    )
    owes = factories.commitment(about, "payment", "pay", (kenya, "payer"), (cuba, "payee"), quantities=(money.id,))
    follows = factories.conditional(about, "the pact holds", "Kenya will pay Cuba", claimed_by=said.id)
    moved = factories.shift(about, envoy, "keeps", about=(owes.id,), direction="towards")
    return factories.report(about, kenya, cuba, envoy, money, said, pays, owes, follows, moved)


@pytest.fixture
def where(tmp_path: Path) -> Path:
    path = tmp_path / "l.db"
    with Ledger(path) as ledger:
        ledger.add(made("march", "2020-03-05"))
        ledger.add(made("https://harbour.example/april?a=1", "2020-04-05"))
    return path


@pytest.fixture
def client(where: Path) -> TestClient:
    reader = SharedReader(HandReader)  # type: ignore[arg-type]  # reads "Peru thanked Cuba."
    return TestClient(create_app(where, reader=reader))


@pytest.fixture
def ledger(where: Path) -> Iterator[Ledger]:
    with Ledger(where) as opened:
        yield opened


def get(client: TestClient, path: str, **asked: Any) -> Any:
    answer = client.get(ROOT + path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


# The document


def test_the_document_is_valid_openapi(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert len({o["operationId"] for path in document["paths"].values() for o in path.values()}) == len(VERBS)


def test_every_parameter_is_told_of() -> None:
    assert {name for verb in VERBS for name in verb.takes} <= SAYS.keys()
    assert all(set(verb.needs) <= set(verb.takes) for verb in VERBS)


def test_the_api_has_the_verbs_of_the_command() -> None:
    paths = {verb.path.removeprefix("/").partition("/")[0] for verb in VERBS} | {
        verb.path.rpartition("/")[2] for verb in VERBS
    }
    asked = {"read", "brief", "commitments", "events", "statements", "shifts", "calendar", "what-if", "actor", "search",
             "diff", "explain", "reviews", "reports", "happenings"}  # fmt: skip
    assert asked <= paths


ASKED: dict[str, dict[str, Any]] = {
    "brief": {"who": ["Kenya", "Cuba"]},
    "whatIf": {"question": "the pact holds"},
    "actor": {"name": "Kenya"},
    "search": {"words": "pact"},
    "diff": {"since": "2020"},
}


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb.name != "explain"], ids=lambda verb: verb.name)
def test_every_answer_is_as_the_document_says(client: TestClient, ledger: Ledger, verb: Verb) -> None:
    event = ledger.events()[0].id
    document = client.get("/api/openapi.json").json()
    path = ROOT + verb.path.replace("{id}", "march" if verb.path.startswith("/reports") else event)
    if verb.name == "review":
        answer = client.post(path, json={"verdict": "confirm", "by": "A"})
    elif verb.name == "read":
        answer = client.post(path, json={"reports": [{"text": "Peru thanked Cuba."}, {"text": "refuse"}]})
    else:
        if "review" in verb.name.casefold():
            ledger.review(event, "confirm", by="A")
        answer = client.get(path, params=ASKED.get(verb.name, {}))
    assert answer.status_code == 200, answer.text
    operation = document["paths"][ROOT + verb.path][verb.method.casefold()]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": document["components"]}
    jsonschema.Draft202012Validator(whole).validate(answer.json())
    if verb.is_list:
        assert answer.json()["items"], "an answer that is empty shows nothing"


# The same answers


@pytest.mark.parametrize(
    ("path", "asked", "ask"),
    [
        ("/events", {"actor": "Kenya"}, lambda ledger: ledger.events(actor="Kenya")),
        ("/events", {"between": ["KEN", "CUB"], "as_of": "2020-03"},
         lambda ledger: ledger.events(between=("KEN", "CUB"), as_of="2020-03")),
        ("/statements", {"by": "Odhiambo", "act": "promise"}, lambda ledger: ledger.statements(by="Odhiambo")),
        ("/commitments", {"source": "march"}, lambda ledger: ledger.commitments(source="march")),
        ("/shifts", {}, lambda ledger: ledger.shifts()),
        ("/conditionals", {}, lambda ledger: ledger.conditionals()),
        ("/calendar", {"as_of": "2020-04-30"}, lambda ledger: ledger.calendar(as_of="2020-04-30")),
        ("/reports", {"since": "2020-04"}, lambda ledger: ledger.documents(since="2020-04")),
        ("/actors", {"name": "Cuba"}, lambda ledger: ledger.actors(name="Cuba")),
        ("/reports/march/records", {}, lambda ledger: ledger.records("march")),
    ],
)  # fmt: skip
def test_answers_are_the_ledgers(
    client: TestClient, ledger: Ledger, path: str, asked: dict[str, Any], ask: Any
) -> None:
    expected = [record.to_dict() for record in ask(ledger)]
    assert expected
    assert get(client, path, **asked)["items"] == json.loads(json.dumps(expected))


def test_a_report_is_found_by_an_id_with_slashes(client: TestClient) -> None:
    from urllib.parse import quote

    id_ = "https://harbour.example/april?a=1"
    assert get(client, f"/reports/{quote(id_, safe='')}")["document"] == id_
    assert get(client, f"/reports/{quote(id_, safe='')}/records")["total"] == 10


def test_pages_follow_one_another_to_the_end(client: TestClient, ledger: Ledger) -> None:
    ids, address, pages = [], f"{ROOT}/actors?limit=4&kind=state", 0
    while address:
        page = client.get(address).json()
        ids += [item["id"] for item in page["items"]]
        assert page["total"] == 4
        address, pages = page["next"], pages + 1
    assert pages == 1
    ids, address = [], f"{ROOT}/actors?limit=4"
    while address:
        page = client.get(address).json()
        ids += [item["id"] for item in page["items"]]
        address = page["next"]
    assert ids == [actor.id for actor in ledger.actors()]
    assert len(ids) == 6
    assert get(client, "/actors", offset=100)["items"] == []


# Reviewing and reading


def test_reviews_go_in_and_come_out(client: TestClient, ledger: Ledger) -> None:
    id_ = ledger.events()[0].id
    sent = {"verdict": "correct", "by": "R. Vega", "reason": "it says so", "changes": {"modality": "occurred"}}
    answer = client.post(f"{ROOT}/records/{id_}/reviews", json=sent)
    assert answer.status_code == 200
    assert answer.json()["review"]["was"] == {"modality": "future"}
    assert get(client, "/events", modality="occurred")["items"][0]["id"] == id_
    (past,) = get(client, f"/records/{id_}/reviews")["items"]
    assert (past["by"], past["changes"]) == ("R. Vega", {"modality": "occurred"})
    rejected = {"verdict": "reject", "by": "R. Vega", "reason": "no"}
    assert client.post(f"{ROOT}/records/{id_}/reviews", json=rejected).status_code == 200
    assert get(client, "/events")["total"] == 1
    assert get(client, "/events", with_rejected="true")["total"] == 2
    assert get(client, "/reviews")["total"] == 2


def test_reading_keeps_only_what_it_is_told_to(client: TestClient, ledger: Ledger) -> None:
    sent = {"reports": [{"text": "Peru thanked Cuba.", "id": "new", "title": "Thanks"}, {"text": " "}]}
    one, other = client.post(f"{ROOT}/read", json=sent).json()
    assert (one["outcome"], one["document"]) == ("read", "new")
    assert [record["record"] for record in one["records"]] == ["document", "actor", "actor", "event"]
    assert other["outcome"] == "failed"
    assert other["reason"]
    assert "new" not in ledger
    assert [r["outcome"] for r in client.post(f"{ROOT}/read", json=sent | {"keep": True}).json()] == ["added", "failed"]
    assert "new" in ledger


def test_a_ledger_that_is_only_shown_reads_but_keeps_nothing(where: Path) -> None:
    reader = SharedReader(HandReader)  # type: ignore[arg-type]  # as above
    client = TestClient(create_app(where, reader=reader, read_only=True))
    sent: dict[str, Any] = {"reports": [{"text": "Peru thanked Cuba."}]}
    assert client.post(f"{ROOT}/read", json=sent).status_code == 200
    assert client.post(f"{ROOT}/read", json=sent | {"keep": True}).status_code == 403
    with Ledger(where) as ledger:
        id_ = ledger.events()[0].id
    assert client.post(f"{ROOT}/records/{id_}/reviews", json={"verdict": "confirm", "by": "A"}).status_code == 403


def test_explain_says_which_words_and_rule(where: Path) -> None:
    client = TestClient(create_app(where))
    text = "Brazil condemned the attack on Peru on Monday."
    (read,) = client.post(
        f"{ROOT}/read", json={"reports": [{"text": text, "published": "2020-05-04"}], "keep": True}
    ).json()
    (event,) = [record for record in read["records"] if record["record"] == "event" and record["type"] == "ACCUSE"]
    told = get(client, f"/records/{event['id']}/explain")
    assert told["record"] == event["id"]
    assert told["steps"]


# What can't be answered

WRONG: list[tuple[str, dict[str, Any], int, str]] = [
    ("/nowhere", {}, 404, "there is no"),
    ("/records/none", {}, 404, "no record none"),
    ("/records/none/reviews", {}, 404, "no record none"),
    ("/records/none/explain", {}, 404, "no record none"),
    ("/reports/none", {}, 404, "no report none"),
    ("/reports/none/records", {}, 404, "no report none"),
    ("/events", {"colour": "red"}, 400, "takes no colour"),
    ("/events", {"since": "soon"}, 400, "is no date"),
    ("/events", {"between": "Kenya"}, 400, "between is given 1 times"),
    ("/events", {"actor": ["Kenya", "Cuba"]}, 400, "actor is given 2 times"),
    ("/events", {"limit": "0"}, 400, "no number from 1"),
    ("/events", {"limit": "1001"}, 400, "no number from 1"),
    ("/events", {"limit": "٣"}, 400, "no number from 1"),
    ("/events", {"offset": "-1"}, 400, "no number from 0"),
    ("/events", {"with_rejected": "perhaps"}, 400, "neither true nor false"),
    ("/brief", {}, 400, "needs who"),
    ("/brief", {"who": ["a", "b", "c"]}, 400, "who is given 3 times"),
    ("/search", {}, 400, "needs words"),
    ("/search", {"words": "pact", "kind": "poem"}, 400, "can't be searched"),
    ("/diff", {"since": "2020-99"}, 400, "is no date"),
]


@pytest.mark.parametrize(("path", "asked", "status", "reason"), WRONG)
def test_what_is_asked_wrongly_is_said_in_one_shape(
    client: TestClient, path: str, asked: dict[str, Any], status: int, reason: str
) -> None:
    answer = client.get(ROOT + path, params=asked)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert reason in told["detail"]
    assert {"type", "title", "status", "detail"} <= told.keys() <= {"type", "title", "status", "detail", "mend"}


@pytest.mark.parametrize(
    ("sent", "media", "status"),
    [
        (b'{"verdict": "confirm", "by": "A"}', "text/plain", 415),
        (b"verdict=confirm&by=A", "application/x-www-form-urlencoded", 415),
        (b'{"verdict": "confirm"}', "application/json", 400),
        (b'{"verdict": "burn", "by": "A"}', "application/json", 400),
        (b'{"verdict": "confirm", "by": "A", "colour": 1}', "application/json", 400),
        (b'{"verdict": "confirm", "by": ""}', "application/json", 400),
        (b"\xff\xfe{", "application/json", 400),
        (b"", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
    ],
)
def test_what_is_sent_wrongly_is_refused(
    client: TestClient, ledger: Ledger, sent: bytes, media: str, status: int
) -> None:
    path = f"{ROOT}/records/{ledger.events()[0].id}/reviews"
    answer = client.post(path, content=sent, headers={"content-type": media})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert ledger.reviews() == []


def test_another_method_is_told_which_are_answered(client: TestClient) -> None:
    answer = client.delete(f"{ROOT}/events")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert client.get(f"{ROOT}/read").status_code == 405


@given(
    name=st.sampled_from(sorted(SAYS)), value=st.text(max_size=30),
    verb=st.sampled_from([verb for verb in VERBS if verb.sends is None and verb.name != "explain"]),
)  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_whatever_is_asked_is_answered_or_refused(client: TestClient, name: str, value: str, verb: Verb) -> None:
    answer = client.get(ROOT + verb.path.replace("{id}", "march"), params={**ASKED.get(verb.name, {}), name: value})
    assert answer.status_code in (200, 400, 404)
    assert "Traceback" not in answer.text


def test_every_verb_is_in_the_documentation() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")
    assert [verb.path for verb in VERBS if f"{verb.path}`" not in page] == []
