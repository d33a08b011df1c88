"""The tables that coreference reads: in order, within their vocabulary, borne out by their examples."""

import re
from typing import Any

import pytest

from legation.errors import KnowledgeError
from legation.extract.actor import ActorKind
from legation.knowledge import table
from legation.knowledge.actor_nouns import load_actor_nouns
from legation.knowledge.coreference import definites, full_names, given_names, honorifics, may_mean, word_list

LISTS: dict[str, Any] = table.toml("coreference.toml")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("actor_nouns.csv", "noun"),
        ("definites.csv", "noun"),
        ("honorifics.csv", "form"),
        ("given_names.csv", "name"),
        ("short_names.csv", "short"),
    ],
)
def test_rows_stand_in_order_and_once(name: str, key: str) -> None:
    keys = [row[key] for _, row in table.rows(name, (key,))]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("name", "key"), [("actor_nouns.csv", "noun"), ("definites.csv", "noun"), ("honorifics.csv", "form")]
)
def test_example_holds_its_word(name: str, key: str) -> None:
    for line, row in table.rows(name, (key, "example")):
        word = row[key].lower()
        stem = re.sub(r"(man|y|e)$", "", word.split()[-1])
        assert stem in row["example"].lower(), f"{name}, line {line}: {word} is not in its example"


@pytest.mark.parametrize("name", sorted(LISTS))
def test_list_has_an_example_with_a_word_of_it(name: str) -> None:
    shown = " ".join(re.findall(r"\*([^*]+)\*", LISTS[name]["example"])).lower()
    assert any(word.partition("=")[0] in shown for word in LISTS[name]["words"])
    assert len(set(LISTS[name]["words"])) == len(LISTS[name]["words"])


def test_kinds_are_those_of_the_contract() -> None:
    from typing import get_args

    kinds = set(get_args(ActorKind))
    assert {noun.kind for noun in load_actor_nouns().values()} <= kinds
    assert {kind for definite in definites().values() for kind in definite.kinds} <= kinds


def test_a_short_name_is_short_for_names_that_are_not_short_themselves() -> None:
    assert all(full and short not in full for short, full in full_names().items())
    assert "james" in full_names()["jim"]


def test_look_ups() -> None:
    assert may_mean("country", "state")
    assert not may_mean("country", "person")
    assert not may_mean("teapot", "state")
    assert honorifics()["Gov."].title == "governor"
    assert given_names()["erik"] == "m"
    assert "erstwhile" in word_list("former")


def test_unknown_list_is_an_error() -> None:
    with pytest.raises(KnowledgeError, match="teapots"):
        word_list("teapots")
