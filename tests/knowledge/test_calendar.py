"""The table of times: every row is in the vocabulary, and its example is read by it."""

from collections import Counter

import pytest

from legation.errors import KnowledgeError
from legation.extract.reckon import KNOWN
from legation.extract.timex import find_matches
from legation.knowledge import calendar as module
from legation.knowledge.calendar import Pattern, calendar
from legation.knowledge.table import toml

PATTERNS = calendar().patterns
TABLE = toml("calendar.toml")


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{pattern.form} ({pattern.reckoning})")
def test_a_rows_example_is_read_by_a_row_that_reckons_alike(pattern: Pattern) -> None:
    assert pattern.reckoning in KNOWN
    symbols, matches = find_matches(pattern.example)
    read = {match.pattern.reckoning for match in matches}
    if pattern.reckoning == "none":
        assert not read
    else:
        assert read == {pattern.reckoning}, symbols


def test_no_form_stands_twice() -> None:
    assert [form for form, count in Counter(pattern.form for pattern in PATTERNS).items() if count > 1] == []


@pytest.mark.parametrize("table", ["names", "feasts"])
def test_names_are_sorted_and_lower_case(table: str) -> None:
    names = [row["names"] for row in TABLE[table]]
    assert names == sorted(names)
    assert all(name == name.lower() for name in names)


@pytest.mark.parametrize("name", ["ahead", "deferring", "granting", "implicative", "invariable"])
def test_lists_of_direction_are_sorted(name: str) -> None:
    assert TABLE["direction"][name] == sorted(set(TABLE["direction"][name]))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"form": "last BLUEMOON", "as": "unit", "example": "last blue moon"}, "BLUEMOON"),
        ({"form": "last UNIT", "as": "unit"}, "example"),
    ],
)
def test_a_broken_row_is_named(row: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "toml", lambda _: {**TABLE, "patterns": [row]})
    with pytest.raises(KnowledgeError, match=said):
        calendar.__wrapped__()
