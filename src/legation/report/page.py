"""The vocabulary of web pages, from data/pages.toml."""

import tomllib
from functools import cache
from importlib import resources

import msgspec

from legation.errors import KnowledgeError
from legation.report.document import BlockKind


class _Tags(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    silent: frozenset[str]
    block: frozenset[str]
    heading: frozenset[str]


class _Schema(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    types: frozenset[str]


class Pages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`meta[field]` are names of meta elements, best first; `parts[kind]` are words of classes and ids."""

    meta: dict[str, tuple[str, ...]]
    schema: _Schema
    parts: dict[BlockKind, frozenset[str]]
    tags: _Tags


@cache
def load() -> Pages:
    """The table, read once a process. Raises KnowledgeError if it is broken."""
    path = resources.files("legation.report").joinpath("data", "pages.toml")
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Pages)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise KnowledgeError(str(error), path="report/data/pages.toml", mend="install Legation again") from error
