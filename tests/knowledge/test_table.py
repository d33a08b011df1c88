"""Tables: how they are read, what is refused, and that ours are in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.errors import KnowledgeError
from legation.knowledge import table
from legation.knowledge.toponyms import cues

COMPILED = table.compiled()
TABLES = table.toml("SOURCES.toml")["tables"]
SOURCES = table.toml("SOURCES.toml")["sources"]


def write(folder: Path, text: str, name: str = "t.csv") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


def test_rows_come_with_their_lines(tmp_path: Path) -> None:
    rows = list(table.rows("t.csv", ("a",), folder=write(tmp_path, 'a,b\n1,"x, y"\n2,\n')))
    assert rows == [(2, {"a": "1", "b": "x, y"}), (3, {"a": "2", "b": ""})]


WRONG = [
    ("a,b\n1\n", "line 2 has not 2 cells"),
    ("a,b\n1,2,3\n", "line 2 has not 2 cells"),
    ("b\n1\n", "no column 'a'"),
    ('a,b\n"1,2\n', "line"),
    ("", "no column 'a'"),
]


@pytest.mark.parametrize(("text", "reason"), WRONG)
def test_a_broken_table_is_named_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(KnowledgeError, match=reason) as caught:
        list(table.rows("t.csv", ("a",), folder=write(tmp_path, text)))
    assert caught.value.path == "t.csv"


def test_a_missing_table_is_named() -> None:
    with pytest.raises(KnowledgeError, match="missing"):
        table.data_text("none.csv")


def test_a_table_must_be_utf8(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"a\n\xff\n")
    with pytest.raises(KnowledgeError, match="UTF-8"):
        table.data_text("t.csv", tmp_path)


def test_a_value_outside_the_vocabulary_is_named() -> None:
    with pytest.raises(KnowledgeError, match="line 7, column kind: 'x'"):
        table.one_of("x", frozenset({"y"}), name="t.csv", line=7, column="kind")


def test_broken_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        table.toml("t.toml", folder=write(tmp_path, "a = [", "t.toml"))
    assert caught.value.path == "t.toml"


@pytest.mark.parametrize("name", [name for name in COMPILED if name.endswith(".csv")])
def test_a_compiled_table_is_sorted_and_says_its_sources(name: str) -> None:
    columns = tuple(TABLES[name]["columns"].split("|"))
    rows = [row for _, row in table.rows(name, columns)]
    lines = [tuple(row[column] for column in columns) for row in rows]
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    assert len(set(lines)) == len(lines), "a line is doubled"
    assert {part for row in rows for part in row["source"].split(";")} <= set(SOURCES)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_source_says_what_it_is(name: str) -> None:
    assert {"title", "version", "licence", "url"} <= set(SOURCES[name])
    assert SOURCES[name]["licence"]


def test_cue_words_are_in_small_letters_and_sorted_where_long() -> None:
    for words in (cues().common, cues().locatives, cues().generic, cues().titles):
        assert all(word == word.lower() for word in words)


def test_every_table_stands_among_the_sources() -> None:
    folder = Path(table.__file__).parent / "data"
    files = {path.name for path in folder.iterdir() if path.suffix in {".csv", ".json", ".toml"}} - {"SOURCES.toml"}
    assert files == set(TABLES), "add the table to SOURCES.toml"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_says_its_sources(name: str) -> None:
    about = TABLES[name]
    if "source" not in about.get("columns", "").split("|"):
        assert set(about["sources"].split(";")) <= set(SOURCES)
