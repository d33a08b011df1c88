"""Amounts in English: number words, scales, hedges, periods, currencies and units of measure.

Tables: `data/units.toml` (own), `data/currencies.csv` (ISO 4217 codes; names and symbols from CLDR and own).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from legation.errors import KnowledgeError
from legation.knowledge.table import parts, rows, toml

QUALIFIERS = frozenset({"exactly", "about", "nearly", "at_least", "at_most", "more_than", "less_than"})


@dataclass(frozen=True, slots=True)
class Units:
    """The tables of `units.toml`, keys in lower case; `currencies` and `symbols` from `currencies.csv`."""

    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    fractions: Mapping[str, int]  # "third", "quarters": how many make a whole
    scales: Mapping[str, float]
    short_scales: Mapping[str, float]
    collectives: Mapping[str, int]
    indefinite: Mapping[str, float]
    hedges: Mapping[tuple[str, ...], str]  # words before the number to the qualifier
    hedges_after: Mapping[tuple[str, ...], str]
    periods: Mapping[str, str]
    rates: Mapping[str, str]
    measures: Mapping[tuple[str, ...], str]
    subunits: Mapping[str, tuple[str, float]]  # "pence": the currency's code and the share of its unit
    currencies: Mapping[tuple[str, ...], str]  # a name in words ("us", "dollars") to the code
    symbols: Mapping[str, str]  # "us$", "£", "rs", "eur" to the code
    shared: Mapping[str, tuple[tuple[str, str], ...]]  # "pesos", "¥": whose ("mexican") and the code, for each owner
    plurals: Mapping[str, str]
    places: Mapping[str, str]  # "turkey" to "turkish": places that tell whose a shared currency is
    persons: frozenset[str]
    casualties: frozenset[str]
    numbering: frozenset[str]
    liquids: frozenset[str]
    letter_symbols: frozenset[str]
    taken_up: frozenset[str]
    uncounted: frozenset[str]
    invariant: frozenset[str]
    labels: frozenset[str]
    hyphenated_names: frozenset[str]
    word_codes: frozenset[str]


@cache
def units() -> Units:
    """The tables, read once a process. Raises KnowledgeError for a broken table."""
    data = toml("units.toml")
    before: dict[tuple[str, ...], str] = {}
    after: dict[tuple[str, ...], str] = {}
    for hedge in data["hedges"]:
        if hedge["qualifier"] not in QUALIFIERS:
            raise KnowledgeError(
                f"hedge {hedge['words']!r}: {hedge['qualifier']!r} is no qualifier",
                path="units.toml",
                mend=f"use one of {', '.join(sorted(QUALIFIERS))}",
            )
        (after if hedge.get("after") else before)[tuple(hedge["words"].split())] = hedge["qualifier"]
    names, symbols, shared = _currencies()
    shared.update({symbol: tuple(sorted(owners.items())) for symbol, owners in data["shared_symbols"].items()})
    return Units(
        cardinals=MappingProxyType(data["cardinals"]),
        ordinals=MappingProxyType(data["ordinals"]),
        fractions=MappingProxyType(data["fractions"]),
        scales=MappingProxyType(data["scales"]),
        short_scales=MappingProxyType(data["short_scales"]),
        collectives=MappingProxyType(data["collectives"]),
        indefinite=MappingProxyType(data["indefinite"]),
        hedges=MappingProxyType(before),
        hedges_after=MappingProxyType(after),
        periods=MappingProxyType(data["periods"]),
        rates=MappingProxyType(data["rates"]),
        measures=MappingProxyType({tuple(name.split()): unit for name, unit in data["measures"].items()}),
        subunits=MappingProxyType({name: (part["code"], part["worth"]) for name, part in data["subunits"].items()}),
        currencies=MappingProxyType(names),
        symbols=MappingProxyType(symbols),
        shared=MappingProxyType(shared),
        plurals=MappingProxyType(data["plurals"]),
        places=MappingProxyType(data["places"]),
        persons=frozenset(data["persons"]),
        casualties=frozenset(data["casualties"]),
        numbering=frozenset(data["numbering"]),
        liquids=frozenset(data["liquids"]),
        letter_symbols=frozenset(data["letter_symbols"]),
        taken_up=frozenset(data["taken_up"]),
        uncounted=frozenset(data["uncounted"]),
        invariant=frozenset(data["invariant"]),
        labels=frozenset(data["labels"]),
        hyphenated_names=frozenset(data["hyphenated_names"]),
        word_codes=frozenset(data["word_codes"]),
    )


def _currencies() -> tuple[dict[tuple[str, ...], str], dict[str, str], dict[str, tuple[tuple[str, str], ...]]]:
    """Names, symbols and shared names in lower case, to codes; a form of two currencies is the first one's."""
    names: dict[tuple[str, ...], str] = {}
    symbols: dict[str, str] = {}
    owners: dict[str, dict[str, str]] = {}
    for _, row in rows("currencies.csv", ("code", "forms", "symbols")):
        for form in parts(row["forms"]):
            words = tuple(form.lower().split())
            names.setdefault(words, row["code"])
            if len(words) == 2:  # "mexican pesos"
                owners.setdefault(words[1], {}).setdefault(words[0], row["code"])
        for symbol in parts(row["symbols"]):
            symbols.setdefault(symbol.lower(), row["code"])
    shared = {name: tuple(sorted(codes.items())) for name, codes in owners.items() if len(set(codes.values())) > 1}
    return names, symbols, shared
