"""Words that decide who a phrase means.

Sources: `data/coreference.toml`, `data/definites.csv`, `data/given_names.csv` and `data/honorifics.csv`, our own.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, TypeAlias, cast

import msgspec

from legation.errors import KnowledgeError
from legation.knowledge import table
from legation.knowledge.folding import fold

Words: TypeAlias = frozenset[str]

# What a definite noun can stand for; the kinds of the record contract, but for peoples and the unnamed.
_KINDS = frozenset(
    {"state", "person", "organization", "igo", "government_body", "armed_force", "armed_group", "company", "media"}
    | {"people"}
)


@cache
def word_list(name: str) -> Words:
    """A list of `coreference.toml`, in lower case. Raises KnowledgeError for a name it doesn't have."""
    lists = _lists()
    if name not in lists:
        raise KnowledgeError(f"there is no list {name!r}", path="coreference.toml")
    return lists[name]


@cache
def _lists() -> dict[str, Words]:
    return {name: frozenset(about["words"]) for name, about in table.toml("coreference.toml").items()}


class Definite(msgspec.Struct, frozen=True, kw_only=True):
    """A common noun that can stand for an actor once named."""

    kinds: tuple[str, ...]  # of the record contract, the likeliest first
    only: tuple[str, ...]  # canonical names, where the noun means these alone


@cache
def definites() -> dict[str, Definite]:
    """Singular common nouns that stand for actors named before: "the bloc", "the militants"."""
    found: dict[str, Definite] = {}
    for line, row in table.rows("definites.csv", ("noun", "kinds", "only", "example")):
        kinds = table.parts(row["kinds"])
        for kind in kinds:
            table.one_of(kind, _KINDS, name="definites.csv", line=line, column="kinds")
        found[row["noun"]] = Definite(kinds=kinds, only=table.parts(row["only"]))
    return found


def may_mean(noun: str, kind: str) -> bool:
    """True if the noun can stand for an actor of the kind."""
    definite = definites().get(noun)
    return definite is not None and kind in definite.kinds


class Honorific(msgspec.Struct, frozen=True, kw_only=True):
    """A word before a person's name: what it tells of the person."""

    gender: Literal["m", "f"] | None
    title: str | None
    sectors: tuple[str, ...]


@cache
def honorifics() -> dict[str, Honorific]:
    """Honorifics and ranks by their written form ("Mr", "Gen.")."""
    columns = ("form", "gender", "title", "sectors", "example")
    return {
        row["form"]: Honorific(
            gender=cast(Literal["m", "f"], row["gender"]) if row["gender"] else None,
            title=row["title"] or None,
            sectors=table.parts(row["sectors"]),
        )
        for _, row in table.rows("honorifics.csv", columns)
    }


@cache
def given_names() -> dict[str, Literal["m", "f"]]:
    """Folded given names to the gender that nearly all who bear them have."""
    columns = ("name", "gender")
    rows = table.rows("given_names.csv", columns)
    return {fold(row["name"]): cast(Literal["m", "f"], row["gender"]) for _, row in rows}


@cache
def full_names() -> dict[str, frozenset[str]]:
    """Folded short forms of given names to the names that they are short for: Jim to James."""
    rows = table.rows("short_names.csv", ("short", "full"))
    return {fold(row["short"]): frozenset(map(fold, table.parts(row["full"]))) for _, row in rows}
