"""Tables of facts: CSV and TOML files in `data/`, one fact a line, read with errors that name file, line and column.

CSV tables are UTF-8, comma-separated, with a header line; cells that hold several values part them with `|`.
"""

import csv
import hashlib
import io
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from legation.errors import KnowledgeError

PART = "|"


def data_text(name: str, folder: Path | None = None) -> str:
    """The text of `data/NAME`, or of NAME in `folder`. Raises KnowledgeError where it is missing or no UTF-8."""
    try:
        if folder is not None:
            return (folder / name).read_text("utf-8")
        return resources.files("legation.knowledge").joinpath("data", name).read_text("utf-8")
    except FileNotFoundError as error:
        raise KnowledgeError("this table is missing", path=name, mend="reinstall legation") from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"not UTF-8 at byte {error.start}", path=name, mend="save it as UTF-8") from error


def rows(name: str, columns: tuple[str, ...], *, folder: Path | None = None) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV table as (line number, cells by column), in order.

    `columns` are those the reader needs; a table may have more. Raises KnowledgeError for a missing column
    or a row with too many or too few cells.
    """
    reader = csv.DictReader(io.StringIO(data_text(name, folder), newline=""), restkey="", strict=True)
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise KnowledgeError(
            f"no column {missing[0]!r}", path=name, mend=f"the first line must have {','.join(columns)}"
        )
    try:
        for row in reader:
            if "" in row or None in row.values():
                raise KnowledgeError(
                    f"line {reader.line_num} has not {len(reader.fieldnames or ())} cells",
                    path=name,
                    mend="put cells with commas in double quotes",
                )
            yield reader.line_num, row
    except csv.Error as error:
        raise KnowledgeError(f"line {reader.line_num}: {error}", path=name, mend="mend the quotes") from error


def parts(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several: `a|b` is ("a", "b"), an empty cell ()."""
    return tuple(part for part in cell.split(PART) if part)


def one_of(value: str, allowed: Mapping[str, object] | frozenset[str], *, name: str, line: int, column: str) -> str:
    """`value`, if it is `allowed`; else a KnowledgeError that names the place."""
    if value not in allowed:
        raise KnowledgeError(
            f"line {line}, column {column}: {value!r} is not in the vocabulary",
            path=name,
            mend=f"use one of {', '.join(sorted(allowed)[:30])}",
        )
    return value


def toml(name: str, *, folder: Path | None = None) -> dict[str, Any]:
    """A TOML table. Raises KnowledgeError where it can't be parsed."""
    try:
        return tomllib.loads(data_text(name, folder))
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(str(error), path=name, mend="mend the TOML") from error


def compiled(*, folder: Path | None = None) -> list[str]:
    """The tables that go into the knowledge file, by name, as SOURCES.toml says."""
    return sorted(name for name, about in toml("SOURCES.toml", folder=folder)["tables"].items() if about["compiled"])


def digest(*, folder: Path | None = None) -> str:
    """A digest of all tables that go into the knowledge file: it tells when the file is out of date."""
    hashed = hashlib.sha256()
    for name in compiled(folder=folder):
        hashed.update(f"{name}\0{data_text(name, folder)}\0".encode())
    return hashed.hexdigest()
