"""Common nouns for people, bodies and forces: what "officials", "warships" or "the ministry" are as actors.

Source: `data/actor_nouns.csv` (our own); sectors are PLOVER's.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, TypeAlias, cast

import msgspec

from legation.knowledge import table

NounKind: TypeAlias = Literal["unnamed", "armed_force", "government_body", "organization", "company", "state"]


class ActorNoun(msgspec.Struct, frozen=True, kw_only=True):
    """One noun, singular: the kind of actor it makes, and what the body is called together with its country."""

    noun: str
    kind: NounKind  # `state`: with a country it is the state itself ("the Danish government")
    body: str | None  # "Navy" for "warship"; None where there is no one body behind the noun
    sectors: tuple[str, ...]


@cache
def load_actor_nouns() -> dict[str, ActorNoun]:
    """Nouns by their singular in lower case; those of two or more words too."""
    columns = ("noun", "kind", "body", "sectors", "example")
    return {
        row["noun"].lower(): ActorNoun(
            noun=row["noun"],
            kind=cast(NounKind, row["kind"]),
            body=row["body"] or None,
            sectors=table.parts(row["sectors"]),
        )
        for _, row in table.rows("actor_nouns.csv", columns)
    }
