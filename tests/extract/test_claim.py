"""On whose word a word stands: the statement whose content holds it, seen through records that carry the claim."""

from types import SimpleNamespace
from typing import Any

import pytest
import spacy

from legation.extract.claim import claimed_by

TEXT = "Oslo said Rome, which Kyiv called a friend, had agreed. Nobody paid."


def reading(*contents: tuple[str, str]) -> Any:
    """A reading of TEXT with statements (id, content) as the finder would leave them."""
    doc = spacy.blank("en")(TEXT)
    found = []
    for name, words in contents:
        start = TEXT.index(words)
        spans = ((start, start + len(words)),)
        statement = SimpleNamespace(record=SimpleNamespace(id=name), spans=spans, start=start, end=start + len(words))
        found.append(statement)
    return SimpleNamespace(doc=doc, statements=found)


def claim_of(read: Any, word: str) -> str | None:
    return claimed_by(read, next(token for token in read.doc if token.text == word))


@pytest.mark.parametrize(
    ("word", "claim"),
    [("Oslo", None), ("said", None), ("Rome", "outer"), ("friend", "inner"), ("agreed", "outer"), ("paid", None)],
)
def test_the_innermost_statement_counts(word: str, claim: str | None) -> None:
    outer = ("outer", "Rome, which Kyiv called a friend, had agreed")
    inner = ("inner", "a friend")
    for order in ((outer, inner), (inner, outer)):
        assert claim_of(reading(*order), word) == claim


def test_without_statements_all_stands_in_the_reports_own_voice() -> None:
    assert claim_of(reading(), "Rome") is None


def test_statements_found_later_are_seen() -> None:
    read = reading()
    assert claim_of(read, "Rome") is None
    read.statements = reading(("late", "Rome")).statements
    assert claim_of(read, "Rome") == "late"
