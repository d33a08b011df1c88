"""Every word of the record contract's vocabularies has a label, and no label is without its word."""

import tomllib
from importlib import resources
from typing import get_args, get_type_hints

import pytest

from legation.errors import KnowledgeError
from legation.extract.actor import ActorKind, Office
from legation.extract.commitment import CommitmentKind, Role, Status
from legation.extract.conditional import Conditional
from legation.extract.event import Modality
from legation.extract.quantity import Qualifier
from legation.extract.shift import Shift
from legation.extract.statement import Act, Channel, Statement
from legation.knowledge import labels as module
from legation.knowledge.labels import labels
from legation.report.document import PublishedBasis

VOCABULARIES = {
    "modality": Modality,
    "act": Act,
    "channel": Channel,
    "commitment": CommitmentKind,
    "role": Role,
    "status": Status,
    "actor": ActorKind,
    "qualifier": Qualifier,
    "basis": PublishedBasis,
    "form": get_type_hints(Conditional)["form"],
    "direction": get_type_hints(Shift)["direction"],
    "directness": get_type_hints(Statement)["directness"],
    "office_status": get_type_hints(Office)["status"],
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_has_a_label_for_each_word(name):
    assert set(getattr(labels(), name)) == set(get_args(VOCABULARIES[name]))


def test_rows_are_sorted_and_none_is_doubled():
    keys = [(label.type, label.mode or "") for label in labels().events]
    assert keys == sorted(set(keys))
    table = tomllib.loads(resources.files("legation.knowledge").joinpath("data", "labels.toml").read_text("utf-8"))
    for name in ("act", "channel", "commitment", "role", "status", "actor", "sector", "direction"):
        assert list(table[name]) == sorted(table[name]), name


def test_an_event_is_called_by_its_mode_else_by_its_type_else_by_its_bare_name():
    assert labels().event("CONSULT", "phone").noun == "telephone call"
    assert labels().event("CONSULT", "pigeon").noun == labels().event("CONSULT", None).noun == "talks"
    assert labels().event("DANCE", None).noun == "dance"


def test_a_broken_table_is_told(monkeypatch):
    labels.cache_clear()
    monkeypatch.setattr(module, "toml", lambda _: {"events": [{"type": "AID"}]})
    with pytest.raises(KnowledgeError, match="noun") as raised:
        labels()
    assert raised.value.path == "labels.toml"
