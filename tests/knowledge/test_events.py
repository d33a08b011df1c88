"""The event tables: sorted, in vocabulary, no line doubled; faults named by file, line and column."""

import csv
from importlib import resources
from pathlib import Path

import pytest

from legation.errors import KnowledgeError
from legation.knowledge import events, modality, table

TABLES = (
    "contexts.csv", "event_words.csv", "events.csv", "idle.csv", "lemmas.csv", "modality.csv", "modes.csv",
    "reproaches.csv",
)  # fmt: skip
WITH_EXAMPLES = ("contexts.csv", "events.csv", "idle.csv", "modality.csv", "modes.csv", "reproaches.csv")


def lines(name: str) -> list[list[str]]:
    text = resources.files("legation.knowledge").joinpath("data", name).read_text("utf-8")
    return list(csv.reader(text.splitlines()))[1:]


@pytest.mark.parametrize("name", TABLES)
def test_lines_are_sorted_and_none_is_doubled(name: str) -> None:
    rows = lines(name)
    assert rows == sorted(rows)
    assert len({tuple(row) for row in rows}) == len(rows)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_each_line_has_an_example_of_its_own(name: str) -> None:
    examples = [row[-1] for row in lines(name)]
    assert all(example.strip() for example in examples)
    if name == "events.csv":
        assert len(set(examples)) == len(examples)


def test_all_sixteen_types_are_told_of() -> None:
    told = {pattern.type for pattern in events.all_patterns()}
    assert told == set(events.plover_types())
    assert len(events.all_patterns()) >= 450


def test_every_mode_has_words() -> None:
    told = {(p.type, p.mode) for p in events.all_patterns()}
    told |= {(cue.type, cue.mode) for cues in events.mode_cues().values() for cue in cues}
    known = {(name, mode) for name, entry in events.plover_types().items() for mode in entry.modes}
    assert known <= told


def test_every_context_has_cues() -> None:
    told = {context for cues in events.context_cues().values() for _, context in cues}
    assert told == set(events.plover()["contexts"])


def test_every_class_that_patterns_name_has_words() -> None:
    named = {word[1:] for p in events.all_patterns() for word in p.objects if word.startswith("@")}
    assert all(events.word_class(name) for name in named - events.ASKED_CLASSES)


def test_cameo_codes_are_known_and_lead_back_to_the_type() -> None:
    cameo = events.plover()["cameo"]
    for pattern in events.all_patterns():
        assert pattern.cameo is None or pattern.cameo in cameo, pattern.line


@pytest.mark.parametrize(
    ("type_", "mode", "own", "code"),
    [
        ("ASSAULT", None, None, None),
        ("ACCUSE", None, None, None),
        ("ASSAULT", "aerial", "190", "195"),
        ("SANCTION", "discontinue", "163", "163"),
        ("AID", None, "072", "072"),
        ("SUPPORT", None, None, "050"),
        ("REQUEST", "assist", None, "101"),
        ("REQUEST", None, "020", "020"),
        ("REQUEST", "yield", "020", "025"),
        ("REQUEST", "assist", "023", "023"),
    ],
)
def test_cameo_of_an_event(type_: str, mode: str | None, own: str | None, code: str | None) -> None:
    assert events.cameo_of(type_, mode, own) == code


def test_modality_cues_are_read() -> None:
    assert {cue.form for cue in modality.modality_cues()} >= {"verb", "noun", "adjective", "subordinator"}


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("PRAISE,,verb,laud,,doer,object,both,,Norway lauded Fiji.", "type"),
        ("SUPPORT,loud,verb,laud,,doer,object,both,,Norway lauded Fiji.", "mode"),
        ("SUPPORT,,adverb,laud,,doer,object,both,,Norway lauded Fiji.", "form"),
        ("SUPPORT,,verb,laud,@nonsense,doer,object,both,,Norway lauded Fiji.", "object"),
        ("SUPPORT,,verb,laud,,everybody,object,both,,Norway lauded Fiji.", "slot"),
        ("SUPPORT,,verb,laud,,doer,object,all,,Norway lauded Fiji.", "needs"),
    ],
)
def test_a_fault_in_a_line_is_named(cell: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "events.csv").write_text(",".join(events.COLUMNS) + "\n" + cell + "\n", "utf-8")
    read = table.rows
    monkeypatch.setattr(
        events, "rows", lambda name, columns: read(name, columns, folder=tmp_path if name == "events.csv" else None)
    )
    events.patterns.cache_clear()
    try:
        with pytest.raises(KnowledgeError, match=f"line 2.*{fault}"):
            events.patterns()
    finally:
        events.patterns.cache_clear()
