"""The tables of arrangements, statuses, conditionals, shifts and treaties: sorted, in vocabulary, read as they say."""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from importlib import resources
from typing import get_args

import pytest

from factories import marks, overlap, read
from legation.errors import KnowledgeError
from legation.extract.commitment import CommitmentKind, Role, Status
from legation.extract.conditional import Form
from legation.extract.draft import Draft
from legation.extract.shift import Direction
from legation.knowledge import arrangements, conditionals, shifts, table, treaties
from legation.knowledge.states import State

TABLES = ["arrangements", "conditionals", "shifts", "status", "treaties", "word_classes"]
KINDS, ROLES, STATUSES = (frozenset(get_args(vocabulary)) for vocabulary in (CommitmentKind, Role, Status))
SLOTS = frozenset(
    {
        "owner",
        "other",
        "topic",
        "between",
        "among",
        "with",
        "of",
        "from",
        "by",
        "to",
        "for",
        "on",
        "over",
        "against",
        "in",
    }
    | {"into", "subject", "object", "dative", "location", "self", "appositive", "complement"}
)
FILLERS = frozenset({"subject", "partner", "sentence", "speaker", "addressee"})
NEEDS = frozenset(
    {
        "body",
        "fighter",
        "foreign",
        "hyphen",
        "location",
        "named",
        "quantity",
        "rate",
        "self",
        "state",
        "told",
        "via",
        "1",
        "2",
    }
)
SHAPES = frozenset(
    {"mark", "phrase", "until", "preposition", "inversion", "idiom", "event", "deictic", "effect", "entails", "quality"}
)


@cache
def lines(name: str) -> list[dict[str, str]]:
    text = resources.files("legation.knowledge").joinpath("data", f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def examples(name: str, *label: str) -> list[object]:
    return [
        pytest.param(row, id=f"{number}-" + "-".join(row[column] for column in label))
        for number, row in enumerate(lines(name), 2)
    ]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_sorted_and_no_line_is_doubled(name: str) -> None:
    rows = [tuple(row.values()) for row in lines(name)]
    # Names are for people to look through, so their case does not part them.
    expected = sorted(rows, key=lambda row: (row[0].casefold(), row[0])) if name == "treaties" else sorted(rows)
    assert rows == expected
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("row", examples("arrangements", "kind", "head"))
def test_an_arrangement_is_read_as_its_line_says(row: dict[str, str]) -> None:
    text, evidence, _ = marks(row["example"])
    found = [c for c in read(text).commitments if overlap(c.evidence, evidence)]
    assert row["kind"] in {c.kind for c in found}, found


@pytest.mark.parametrize("row", examples("status", "cue", "kinds"))
def test_a_status_cue_is_read_as_its_line_says(row: dict[str, str], drafts_of: object) -> None:
    text, evidence, cue = marks(row["example"])
    found = [d for d in drafts_of(text) if overlap([(d.start, d.end)], evidence)]  # type: ignore[operator]
    assert any(tells(draft, cue, row) for draft in found), found


def tells(draft: Draft, cue: list[tuple[int, int]], row: dict[str, str]) -> bool:
    word = draft.condition.cue
    told = {row["real"], row["unreal"], row["negated"], "questioned"}
    return word is not None and overlap([(word.idx, word.idx + len(word))], cue) and draft.condition.status in told


@pytest.fixture
def drafts_of(monkeypatch: pytest.MonkeyPatch) -> object:
    """Reads a text and gives the drafts that its commitments are made of."""
    from legation.extract import commitment

    seen: list[Draft] = []
    find = commitment.find_drafts

    def spy(reading: object) -> list[Draft]:
        seen[:] = find(reading)  # type: ignore[arg-type]
        return list(seen)

    monkeypatch.setattr(commitment, "find_drafts", spy)

    def drafts(text: str) -> list[Draft]:
        read(text)
        return list(seen)

    return drafts


@pytest.mark.parametrize("row", examples("conditionals", "shape", "cue"))
def test_a_conditional_cue_is_read_as_its_line_says(row: dict[str, str]) -> None:
    text, condition, consequence = marks(row["example"])
    found = read(text).conditionals
    if row["shape"] == "idiom":
        assert found == []
    else:
        assert row["form"] in {
            c.form for c in found if overlap(c.condition, condition) and overlap(c.consequence, consequence)
        }


@pytest.mark.parametrize("row", examples("shifts", "cue", "parts"))
def test_a_shift_cue_is_read_as_its_line_says(row: dict[str, str]) -> None:
    text, evidence, _ = marks(row["example"])
    assert row["direction"] in {shift.direction for shift in read(text).shifts if overlap(shift.evidence, evidence)}


def test_arrangements_keep_to_the_vocabulary() -> None:
    for row in lines("arrangements"):
        assert row["kind"] in KINDS, row
    for found in arrangements.patterns().values():
        for pattern in found:
            assert {role for _, role in (*pattern.roles, *pattern.fillers)} <= ROLES, pattern
            assert {slot for slot, _ in pattern.roles} <= SLOTS, pattern
            assert {slot for slot, _ in pattern.fillers} <= FILLERS, pattern
            assert pattern.need <= NEEDS | ROLES, pattern


def test_statuses_keep_to_the_vocabulary() -> None:
    for row in lines("status"):
        assert {row["real"], row["unreal"], row["negated"]} <= STATUSES, row
        assert row["link"] in {"object", "subject", "modifier"}, row
        assert row["form"] in {"verb", "noun", "adjective", "predicate"}, row
        assert set(table.parts(row["kinds"])) <= KINDS, row


def test_conditionals_and_shifts_keep_to_the_vocabulary() -> None:
    for row in lines("conditionals"):
        assert row["form"] in get_args(Form), row
        assert row["shape"] in SHAPES, row
        assert row["cue"] in conditionals.cues(row["shape"])
    for row in lines("shifts"):
        assert row["direction"] in get_args(Direction), row
        assert (row["pos"], row["cue"]) in shifts.shift_cues()


def test_every_class_of_words_is_used() -> None:
    cells = [cell for name in ("arrangements", "shifts") for row in lines(name) for cell in row.values()]
    named = {found for cell in cells for found in re.findall(r"@(\w+)", cell)}
    in_code = {"agreement", "announce", "ask", "body", "edge", "ground", "plain", "prospect", "say", "undertake"}
    assert set(arrangements.word_classes()) == named | in_code


def test_treaties_keep_to_the_vocabulary(states: dict[str, State]) -> None:
    assert len(treaties.treaties()) >= 150
    for treaty in treaties.treaties():
        assert treaty.kind in KINDS, treaty
        assert treaty.source, treaty
        for day in (treaty.signed, treaty.ended):
            assert day is None or date.fromisoformat(day)
        assert treaty.signed is None or treaty.ended is None or treaty.signed < treaty.ended, treaty
        codes = [party for party in treaty.parties if len(party) == 3 and party.isupper()]
        assert set(codes) <= set(states), treaty
        assert list(treaty.parties) == sorted(codes) + sorted(set(treaty.parties) - set(codes)), treaty


@pytest.fixture(scope="module")
def states() -> dict[str, State]:
    from legation.knowledge.store import Knowledge

    return dict(Knowledge.open().states)


def test_a_name_means_one_treaty() -> None:
    for treaty in treaties.treaties():
        for name in (treaty.name, *treaty.aliases):
            text = f"They spoke of {name} at length."
            found = [(text[start:end], meant.name) for start, end, meant in treaties.find_names(text)]
            assert found == [(name, treaty.name)] or name.endswith((".", ")")), (name, found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Trans-Pacific\nPartnership", ["Trans-Pacific Partnership"]),
        ("the U.S.-Japan Security Treaty", ["Security Treaty between the United States and Japan"]),
        ("Oslo Peace Accords", ["Oslo Accords"]),
        ("new START talks", ["START I"]),
        ("they start again", []),
        ("START was signed. START II was not.", ["START I", "START II"]),
        ("the Minsk. Agreements were kept", []),
        ("", []),
        ("quadratic " * 2000, []),
    ],
)
def test_names_are_found_as_written(text: str, names: list[str]) -> None:
    assert [treaty.name for _, _, treaty in treaties.find_names(text)] == names


def test_an_unknown_class_is_named_with_its_line() -> None:
    with pytest.raises(KnowledgeError, match="line 7: no class '@ghosts'"):
        arrangements.words(("@ghosts",), name="arrangements.csv", line=7)
