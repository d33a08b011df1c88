"""Words around a name that tell whether it is a place, and which. Source: `data/toponym_cues.toml`, our own."""

from functools import cache

import msgspec

from legation.knowledge import table


class ToponymCues(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Word lists, all in small letters; the table says what each is for."""

    locatives: frozenset[str]
    generic: frozenset[str]
    suffixes: frozenset[str]
    links: frozenset[str]
    articles: frozenset[str]
    titles: frozenset[str]
    compass: frozenset[str]
    institutions: frozenset[str]
    firm_locatives: frozenset[str]
    streets: frozenset[str]
    common: frozenset[str]
    initials: frozenset[str]
    officials: frozenset[str]
    foreign_of: frozenset[str]
    residents: frozenset[str]


@cache
def cues() -> ToponymCues:
    """The word lists. Raises KnowledgeError for a table that can't be parsed."""
    return msgspec.convert(table.toml("toponym_cues.toml"), ToponymCues)
