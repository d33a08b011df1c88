"""How English writes times: words, patterns, feasts and named periods, from `data/calendar.toml`.

A pattern is a row of words and classes; all patterns together are a trie that `extract.timex` walks along a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from types import MappingProxyType
from typing import Any

from legation.errors import KnowledgeError
from legation.knowledge.table import parts, toml

Value = int | str

# Classes that numbers and dates give, beside those of the table.
FIGURE_CLASSES = frozenset(
    {"NUM", "DAY", "DAYTH", "YEAR", "YY", "ORDINAL", "DECADE", "SHORTDECADE", "CLOCK", "CLOCKFACE", "HOURS", "ISO"},
)
_FILE = "calendar.toml"
# A feast's or war's name, cut as `language.lexeme` cuts a text.
_WORD = re.compile(r"\d+/\d+|'s\b|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to write a time: its form, how it is reckoned, what else its row says, and an example."""

    form: str
    reckoning: str
    options: Mapping[str, Any]
    example: str
    order: int  # the row's place in the table: of two patterns as long the first wins


@dataclass(slots=True)
class Node:
    """A place in the trie: where each word or class leads, and the pattern that ends here."""

    next: dict[str, Node] = field(default_factory=dict)
    pattern: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The compiled table. `classes` gives a lower-case word its classes with their values, itself included."""

    patterns: tuple[Pattern, ...]
    root: Node
    classes: Mapping[str, Mapping[str, Value]]
    proper: frozenset[str]
    pointed: frozenset[str]
    doubtful: frozenset[str]
    before: frozenset[tuple[str, ...]]
    ahead: frozenset[str]
    deferring: frozenset[str]
    granting: frozenset[str]
    implicative: frozenset[str]
    invariable: frozenset[str]


@cache
def calendar() -> Calendar:
    """The table, read and compiled once a process. Raises KnowledgeError for a broken row."""
    data = toml(_FILE)
    classes: dict[str, dict[str, Value]] = {}
    for name, words in data["classes"].items():
        for word, value in words.items():
            classes.setdefault(word, {})[name] = value
    known = FIGURE_CLASSES | set(data["classes"])
    patterns: list[Pattern] = []
    root = Node()
    for row in data["patterns"]:
        pattern = _pattern(row, len(patterns))
        patterns.append(pattern)
        for steps in _expand(pattern.form, known):
            _grow(root, steps, pattern)
    for table, reckoning in (("names", "fixed"), ("feasts", "feast")):
        for row in data[table]:
            for name in parts(row["names"]):
                pattern = _pattern({**row, "form": name, "as": reckoning, "basis": "name"}, len(patterns))
                patterns.append(pattern)
                words = tuple(_WORD.findall(name))
                _grow(root, words, pattern)
                if reckoning != "feast":
                    continue
                for nearness in ("LAST", "THIS", "NEXT"):
                    _grow(root, (nearness, *words), pattern)
                for year in (("YEAR",), (",", "YEAR"), ("of", "YEAR")):
                    _grow(root, (*words, *year), pattern)
                for stretch in ("week", "weekend"):
                    held = replace(pattern, options=MappingProxyType({**row, "weekend": stretch == "weekend"}))
                    _grow(root, (*words, stretch), held)
    for word in _literals(root):
        classes.setdefault(word, {})[word] = word
    return Calendar(
        patterns=tuple(patterns),
        root=root,
        classes=MappingProxyType({word: MappingProxyType(values) for word, values in classes.items()}),
        proper=frozenset(data["spelling"]["proper"]),
        pointed=frozenset(data["spelling"]["pointed"]),
        doubtful=frozenset(data["spelling"]["doubtful"]),
        before=frozenset(tuple(words.split()) for words in data["before"]),
        ahead=frozenset(data["direction"]["ahead"]),
        deferring=frozenset(data["direction"]["deferring"]),
        granting=frozenset(data["direction"]["granting"]),
        implicative=frozenset(data["direction"]["implicative"]),
        invariable=frozenset(data["direction"]["invariable"]),
    )


def _pattern(row: Mapping[str, Any], order: int) -> Pattern:
    """A row as a Pattern; what is no form, reckoning or example is an option."""
    missing = [key for key in ("form", "as", "example") if not row.get(key)]
    if missing:
        raise KnowledgeError(f"a row lacks {missing[0]!r}: {dict(row)}", path=_FILE, mend="add it")
    options = {key: value for key, value in row.items() if key not in {"form", "as", "example", "names"}}
    return Pattern(row["form"], row["as"], MappingProxyType(options), row["example"], order)


def _expand(form: str, known: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Every row of words and classes that the form allows, the empty one left out."""
    choices: list[tuple[str, ...]] = []
    for step in form.split():
        optional = step.endswith("?")
        alternatives = tuple(step.rstrip("?").split("|"))
        for name in alternatives:
            if name.isupper() and name.isalpha() and name not in known:
                raise KnowledgeError(f"form {form!r}: no class {name}", path=_FILE, mend="add it under [classes]")
        choices.append(("", *alternatives) if optional else alternatives)
    for steps in product(*choices):
        taken = tuple(step for step in steps if step)
        if taken:
            yield taken


def _grow(root: Node, steps: tuple[str, ...], pattern: Pattern) -> None:
    node = root
    for step in steps:
        node = node.next.setdefault(step, Node())
    if node.pattern is None:
        node.pattern = pattern


def _literals(root: Node) -> set[str]:
    """The words that stand for themselves in some pattern."""
    found: set[str] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        found.update(step for step in node.next if not (step.isupper() and step.isalpha()))
        stack.extend(node.next.values())
    return found
