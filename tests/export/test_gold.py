"""Gold: reviewed records as annotation, in the words of the report and never by ids."""

import json

import pytest

from factories import actor, commitment, conditional, document, event, quantity, report, shift, statement, time
from legation.export.formats import export
from legation.export.gold import file_name
from legation.ledger.store import Ledger

TEXT = (
    "Kenya’s envoy Asha Odhiambo said Kenya will pay Cuba $5m in May if the pact holds. She had been against it. "
    "Kenya left."
)
REVIEWED = {"by": "R. Vega", "reason": "read twice"}


def made(id_="march"):
    about = document(TEXT, id=id_, published="2020-03-05")
    kenya, cuba = actor(about, "Kenya", country="KEN"), actor(about, "Cuba", country="CUB")
    envoy = actor(about, "Asha Odhiambo", kind="person", country="KEN", office="envoy")
    money = quantity(about, 5e6, "USD", "$5m")
    said = statement(about, "Kenya will pay Cuba", envoy, act="promise", cue="said", to=(cuba,))
    nobody = statement(about, "against it")
    pays = event(about, "AID", "will pay", by=(kenya,), to=(cuba,), modality="future", date="2020-05")
    owes = commitment(about, "payment", "pay", (kenya, "payer"), (cuba, "payee"), quantities=(money.id,))
    follows = conditional(about, "the pact holds", "Kenya will pay Cuba", claimed_by=said.id)
    moved = shift(about, envoy, "against it", about=(owes.id,), direction="towards")
    may = time(about, "2020-05", "in May")
    left = event(about, "RETREAT", "left", by=(kenya,))
    return report(about, kenya, cuba, envoy, money, said, nobody, pays, left, owes, follows, moved, may)


@pytest.fixture
def exported(ledger: Ledger, tmp_path):
    """What is written once everything but the last event is confirmed, and that rejected."""
    found = made()
    ledger.add(found)
    ledger.add(made("another"))
    (left,) = ledger.events(source="march", kind="RETREAT")
    for record in (found.document, *found.found):
        ledger.review(record.id, "reject" if record.id == left.id else "confirm", **REVIEWED)
    manifest = export(ledger, "gold", tmp_path / "gold")
    (file,) = [path for path in (tmp_path / "gold").iterdir() if path.name != "manifest.json"]
    return json.loads(file.read_text("utf-8")), file.name, manifest


def test_only_what_was_reviewed_is_written(exported):
    gold, name, manifest = exported
    assert (name, gold["report"]) == ("march.json", "march")
    assert [item["type"] for item in gold["rejected"]] == [["RETREAT"]]
    assert {item["record"] for item in gold["items"]} == {
        "document", "actor", "quantity", "statement", "event", "commitment", "conditional", "shift", "time"
    }  # fmt: skip
    assert manifest.left_out == {"named by nobody, so that it can't be scored": 1}
    assert manifest.records["event"] == 2


ITEMS = [
    ("document", {"published": "2020-03-05", "published_basis": "given"}),
    ("quantity", {"evidence": "$5m", "value": 5e6, "unit": "USD", "qualifier": "exactly", "per": None}),
    ("statement", {"speaker": "Asha Odhiambo", "content": "Kenya will pay Cuba", "directness": "indirect",
                   "channel": None, "act": ["promise"], "addressee": "CUB"}),
    ("event", {"type": ["AID"], "actors": ["KEN"], "recipients": ["CUB"], "date": "2020-05", "modality": "future",
               "evidence": "will pay"}),
    ("commitment", {"kind": ["payment"], "parties": {"payer": "KEN", "payee": "CUB"}, "evidence": "pay",
                    "quantity": 5e6, "status": "in_force"}),
    ("conditional", {"condition": "the pact holds", "consequence": "Kenya will pay Cuba"}),
    ("shift", {"speaker": "Asha Odhiambo", "evidence": "against it"}),
    ("time", {"evidence": "in May", "value": "2020-05"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "says"), ITEMS, ids=[kind for kind, _ in ITEMS])
def test_each_kind_is_told_in_words(exported, kind, says):
    (item,) = [item for item in exported[0]["items"] if item["record"] == kind]
    assert {name: item[name] for name in says} == says
    assert item["why"] == "read twice (R. Vega)"


def test_people_are_told_with_their_office(exported):
    people = [item for item in exported[0]["items"] if item.get("kind") == "person"]
    assert [(item["name"], item["country"], item["office"]) for item in people] == [("Asha Odhiambo", "KEN", "envoy")]


@pytest.mark.parametrize("id_", ["../../etc/passwd", "https://a.example/b?c", "", "..", "a/b", "x" * 300, ".hidden"])
def test_a_reports_id_is_never_a_path(id_):
    name = file_name(id_)
    assert "/" not in name
    assert not name.startswith(".")
    assert name != file_name(f"{id_}.")
    assert len(name) < 100
