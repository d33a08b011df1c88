"""Actors: who a report speaks of, each once, with every mention of them.

Vocabulary: kinds as in the record contract, sectors and countries as in PLOVER 2.0 (Open Event Data Alliance,
CC BY-SA 4.0) with ISO 3166-1 alpha-3 codes.
"""

from typing import Literal, TypeAlias

import msgspec

from legation.record import Record, Spans

ActorKind: TypeAlias = Literal[
    "state", "person", "organization", "igo", "government_body", "armed_force",
    "armed_group", "company", "media", "people", "unnamed",
]  # fmt: skip


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is: `title` ("prime minister"), `of` (the state or body, as named), and how we know."""

    title: str
    of: str | None = None
    status: Literal["incumbent", "elect", "acting", "former"] = "incumbent"
    basis: Literal["text", "data"] = "text"


class Actor(Record, frozen=True, kw_only=True, tag="actor"):
    """One actor of one report. `evidence` is the first mention by name, `mentions` all of them."""

    name: str
    kind: ActorKind
    country: str | None = None  # ISO 3166-1 alpha-3
    sectors: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    wikidata: str | None = None
    mentions: Spans = ()
