"""Reviewing on a record's page: a form that works without a script."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import factories
from legation.ledger.correction import as_typed, correctable, corrected
from legation.ledger.store import Ledger
from legation.web.app import create_app

TEXT = "Japan thanked France. “Aid will follow,” Aoki said. Japan owes France 5 billion yen."
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    document = factories.document(TEXT, title="Thanks", publisher="Northwire")
    japan = factories.actor(document, "Japan", country="JPN")
    france = factories.actor(document, "France", country="FRA")
    aoki = factories.actor(document, "Aoki", kind="person", country="JPN", office="minister")
    odd = factories.actor(document, "A; =B", "yen", kind="unnamed")
    promise = factories.statement(document, "Aid will follow", aoki, act="promise", cue="said")
    thanks = factories.event(document, "SUPPORT", "thanked", by=(japan, odd), to=(france,), claimed_by=promise.id)
    owes = factories.commitment(document, "payment", "owes", (japan, "payer"), (france, "payee"))
    money = factories.quantity(document, 5e9, "JPY", "5 billion yen")
    where = tmp_path / "l.db"
    with Ledger(where) as ledger:
        ledger.add(factories.report(document, japan, france, aoki, odd, promise, thanks, owes, money))
    return where


@pytest.fixture
def client(path: Path) -> TestClient:
    return TestClient(create_app(path), headers={"origin": "http://testserver"}, follow_redirects=False)


def event_of(path: Path) -> str:
    with Ledger(path) as ledger:
        return ledger.events()[0].id


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send if nobody touched the form."""
    from html import unescape

    found = dict(re.findall(r'<input[^>]* name="([^"]*)"[^>]* value="([^"]*)"', page))
    for name, inside in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r"<option[^>]* selected>([^<]*)", inside)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items()}


def test_the_form_corrects_and_leads_back(client: TestClient, path: Path) -> None:
    id_ = event_of(path)
    page = client.get(f"/record/{id_}/review").text
    fields = fields_of(page) | {"by": "R. Vega", "reason": "it says will", "action": "correct"}
    fields |= {"set.modality": "future", "set.recipients": "Aoki"}
    answer = client.post(f"/record/{id_}/review", data=fields)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/record/{id_}#review"
    with Ledger(path) as ledger:
        found = ledger.get(id_)
        assert (found.modality, found.review.by, set(found.review.was)) == (
            "future", "R. Vega", {"modality", "recipients"}
        )  # fmt: skip
    shown = client.get(f"/record/{id_}/review").text
    assert "Corrected by R. Vega: it says will" in shown
    assert "France" in shown.partition("As it was read:")[2].partition("</dl>")[0]
    told = client.get(f"/record/{id_}/review.json").json()
    assert told["reviews"][0]["changes"]["modality"] == "future"


@pytest.mark.parametrize(("action", "stands"), [("confirm", 1), ("reject", 0)])
def test_the_buttons_do_what_they_say(client: TestClient, path: Path, action: str, stands: int) -> None:
    id_ = event_of(path)
    fields = fields_of(client.get(f"/record/{id_}/review").text) | {"by": "A", "reason": "so", "action": action}
    assert client.post(f"/record/{id_}/review", data=fields).status_code == 303
    with Ledger(path) as ledger:
        assert len(ledger.events()) == stands
    fields = fields_of(client.get(f"/record/{id_}/review").text) | {"by": "A", "action": "withdraw"}
    assert client.post(f"/record/{id_}/review", data=fields).status_code == 303
    with Ledger(path) as ledger:
        assert len(ledger.events()) == 1
        assert [past.verdict for past in ledger.reviews()] == [action, "withdraw"]


def test_a_form_nobody_touched_changes_nothing(client: TestClient, path: Path) -> None:
    with Ledger(path) as ledger:
        ids = [record.id for record in ledger.records("r1")]
    for id_ in ids:
        fields = fields_of(client.get(f"/record/{id_}/review").text) | {"by": "A", "reason": "so", "action": "correct"}
        answer = client.post(f"/record/{id_}/review", data=fields)
        assert answer.status_code == 400, id_
        assert "nothing is set to correct" in answer.text


def test_what_is_typed_back_is_what_stands(path: Path) -> None:
    with Ledger(path) as ledger:
        records = ledger.records("r1")
    for record in records:
        typed = {name: as_typed(record, name, records) for name in correctable(type(record))}
        assert corrected(record, typed, records) == record


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client: TestClient, path: Path) -> None:
    id_ = event_of(path)
    fields = fields_of(client.get(f"/record/{id_}/review").text) | {
        "by": HOSTILE, "reason": HOSTILE, "set.actors": HOSTILE, "action": "correct"
    }  # fmt: skip
    answer = client.post(f"/record/{id_}/review", data=fields)
    assert answer.status_code == 400
    assert "has no actor called" in answer.text
    assert HOSTILE not in answer.text
    assert answer.text.count("&lt;script&gt;") >= 4


def test_who_was_quicker_is_told_and_nothing_is_lost(client: TestClient, path: Path) -> None:
    id_ = event_of(path)
    first = fields_of(client.get(f"/record/{id_}/review").text) | {"by": "A", "action": "confirm"}
    second = {**first, "by": "B", "reason": "so", "action": "reject"}
    assert client.post(f"/record/{id_}/review", data=first).status_code == 303
    answer = client.post(f"/record/{id_}/review", data=second)
    assert answer.status_code == 400
    assert "A has reviewed this record meanwhile" in answer.text
    with Ledger(path) as ledger:
        assert [past.by for past in ledger.reviews()] == ["A"]


def test_hostile_words_show_as_text(client: TestClient, path: Path) -> None:
    id_ = event_of(path)
    fields = fields_of(client.get(f"/record/{id_}/review").text) | {
        "by": HOSTILE, "reason": f"\u202e{HOSTILE}\x1b[31m", "action": "confirm"
    }  # fmt: skip
    assert client.post(f"/record/{id_}/review", data=fields).status_code == 303
    page = client.get(f"/record/{id_}/review").text
    assert HOSTILE not in page
    assert "\x1b" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize(
    "fields", [{"action": "burn"}, {"action": "confirm", "by": ""}, {"seen": "x", "action": "confirm"}]
)
def test_odd_forms_are_refused(client: TestClient, path: Path, fields: dict[str, str]) -> None:
    id_ = event_of(path)
    sent = fields_of(client.get(f"/record/{id_}/review").text) | {"by": "A"} | fields
    assert client.post(f"/record/{id_}/review", data=sent).status_code == 400
    with Ledger(path) as ledger:
        assert ledger.reviews() == []


def test_there_is_a_form_for_every_kind_and_for_the_report(client: TestClient, path: Path) -> None:
    with Ledger(path) as ledger:
        records = ledger.records("r1")
    for record in records:
        page = client.get(f"/record/{record.id}/review")
        assert page.status_code == 200
        for name in correctable(type(record)):
            assert f'name="set.{name}"' in page.text
            assert f'for="set-{name}"' in page.text
    assert client.get("/record/none/review").status_code == 404


def test_the_next_form_has_the_name_and_errors_speak_of_the_form(client: TestClient, path: Path) -> None:
    id_ = event_of(path)
    fields = fields_of(client.get(f"/record/{id_}/review").text)
    refused = client.post(f"/record/{id_}/review", data=fields | {"by": "Renée V;=", "action": "reject"})
    assert "to reject a record needs a reason; say why" in refused.text
    assert "--" not in refused.text.partition('role="alert">')[2].partition("<")[0]
    assert "<details>" in refused.text  # what is wrong is not in there
    assert client.post(f"/record/{id_}/review", data=fields | {"by": "Renée V;=", "action": "confirm"}).is_redirect
    assert fields_of(client.get(f"/record/{id_}").text)["by"] == "Renée V;="
