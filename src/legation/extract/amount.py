"""What stands beside a number and makes it an amount: money, percent, a unit of measure; hedges and rates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from legation.extract.number import HYPHENS, Number
from legation.knowledge.units import Units
from legation.language.lexeme import Lexeme

_LETTERS = re.compile(r"[a-z.]+")
_PER = frozenset({"a", "an", "per", "each", "every"})
_MIXED_SYMBOLS = frozenset({"Rs.", "SFr", "Sfr", "KSh", "Ksh", "Dhs", "Shs"})
_LEAST_LETTERED = 1000  # "R3" and "N12" are roads
_WEIGHING = frozenset({"weigh", "weighed", "weighing", "weighs"})
_LONGEST_OF = 3  # words that a rate may follow behind "of": "tonnes of winter wheat a year"
_LONGEST_ASIDE = 10  # lexemes in a bracket between an amount and its rate
# What may stand right behind "5m" if it means metres.
_DIMENSIONS = frozenset({"tall", "high", "deep", "wide", "long", "away", "below", "above", "across", "thick"})


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit with the stretch of the text that the number and it take up; `factor` is what the number is times."""

    unit: str
    kind: Literal["money", "percent", "measure"]
    start: int
    end: int
    last: int  # index of the lexeme behind it
    factor: float = 1.0


def find_measure(text: str, words: Sequence[Lexeme], number: Number, table: Units, seen: Seen) -> Measure | None:
    """The currency, percent or unit of measure of a number, or None."""
    if number.is_share:
        start, end = words[number.first].start, words[number.last - 1].end
        return Measure("percent", "percent", start, end, number.last)
    return (
        _weight(words, number)
        or _money_before(text, words, number, table, seen)
        or _money_after(text, words, number, table, seen)
        or _measure_after(text, words, number, table)
    )


def _weight(words: Sequence[Lexeme], number: Number) -> Measure | None:
    """Pounds that are a weight: "weighed 500 pounds", "500 pounds of heroin"; larger ones "of" a thing are money."""
    at, _ = _step(words, number)
    if _lower(words, at) not in {"pound", "pounds"} or number.scale >= 1000:
        return None
    weighs = any(word.lower in _WEIGHING for word in words[max(0, number.first - 3) : number.first])
    if not weighs and _lower(words, at + 1) != "of":
        return None
    return Measure("lb", "measure", words[number.first].start, words[at].end, at + 1)


class Seen:
    """The words of a report, for telling whose pounds or pesos it speaks of."""

    def __init__(self, words: Sequence[Lexeme]) -> None:
        self._words = words
        self._all: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._all is None:
            self._all = frozenset(lexeme.lower for lexeme in self._words)
        return word in self._all


def _owner(name: str, default: str | None, table: Units, seen: Seen) -> str | None:
    """Whose currency a shared name is: the only one whose owner the report names, else the default.

    A symbol, or a name that no currency has by default, is its land's too: "Turkey spent 9m lira".
    """
    owners = table.shared.get(name)
    if not owners:
        return default
    here = {owner for place, owner in table.places.items() if place in seen}
    by_place = here if default is None or name in table.symbols else frozenset()
    named = {code for owner, code in owners if owner in seen or owner in by_place}
    if len(named) == 1 and default not in named:
        return named.pop()
    return default


def _money_before(text: str, words: Sequence[Lexeme], number: Number, table: Units, seen: Seen) -> Measure | None:
    """Money whose symbol stands before the figure: "US$5bn", "Rs 500 crore", "EUR 3m"."""
    at = number.first
    start = words[at].start
    for length in (4, 3, 2, 1):
        first = at - length
        if first < 0 or any(words[n].end != words[n + 1].start for n in range(first, at - 1)):
            continue
        gap = text[words[at - 1].end : start]
        symbol = text[words[first].start : words[at - 1].end]
        code = table.symbols.get(symbol.lower())
        if code is None or gap not in {"", " ", "\u00a0"}:
            continue
        if _LETTERS.fullmatch(symbol.lower()) and not _is_code(symbol, table):
            continue
        if symbol == "$" and first and words[first - 1].kind == "word" and words[first - 1].end == words[first].start:
            return None  # some other land's dollar
        if symbol.lower() in table.letter_symbols and (gap or number.bare or number.value < _LEAST_LETTERED):
            continue
        owner = _owner(symbol.lower(), None, table, seen)
        if owner is None and symbol.lower() in table.letter_symbols and symbol.lower() in table.shared:
            continue
        code = owner or code
        return Measure(code, "money", words[first].start, words[number.last - 1].end, number.last)
    return None


def _is_code(symbol: str, table: Units) -> bool:
    """True for letters that stand for a currency: "USD", "Rs"; not for a word in capitals ("ALL", "TOP")."""
    if symbol.upper() in table.word_codes:
        return False
    return symbol[0].isupper() and (len(symbol) != 3 or symbol.isupper() or symbol in _MIXED_SYMBOLS)


def _money_after(text: str, words: Sequence[Lexeme], number: Number, table: Units, seen: Seen) -> Measure | None:
    """Money whose name stands behind: "200bn yen", "500 US dollars", "15 cents", "50p", "300 USD"."""
    start = words[number.first].start
    if number.suffix in table.subunits:
        code, worth = table.subunits[number.suffix]
        return Measure(code, "money", start, words[number.last - 1].end, number.last, worth)
    if number.suffix and number.scale == 1.0:
        return None
    at, hyphened = _step(words, number)
    for length in (4, 3, 2, 1):
        last = at + length
        if last > len(words):
            continue
        written = text[words[at].start : words[last - 1].end]
        name = tuple(written.lower().split())
        default = table.currencies.get(name)
        if default is None and length == 1:
            is_code = written.isupper() and len(written) > 1 and _is_code(written, table)
            default = table.symbols.get(written.lower()) if is_code else None
        owned = _owner(name[-1], default, table, seen) if len(name) == 1 else default
        if owned is not None and not (hyphened and name == ("pound",)):
            return Measure(owned, "money", start, words[last - 1].end, last)
        if length == 1 and written.lower() in table.subunits:
            code, worth = table.subunits[written.lower()]
            return Measure(code, "money", start, words[last - 1].end, last, worth)
    return None


def _measure_after(text: str, words: Sequence[Lexeme], number: Number, table: Units) -> Measure | None:
    """Percent and units of measure: "95%", "40 per cent", "500km", "a 20-mile stretch"."""
    start, end = words[number.first].start, words[number.last - 1].end
    following = _lower(words, number.last)
    is_of = following == "of" and _lower(words, number.last + 1) in table.liquids
    if number.suffix == "m" and (is_of or following in _DIMENSIONS | HYPHENS):
        return Measure("m", "measure", start, end, number.last, 1 / number.scale)
    if number.suffix in {"c", "f"} and text[end - 1].isupper():
        return Measure(f"°{text[end - 1]}", "measure", start, end, number.last)
    if number.suffix and number.scale == 1.0:
        unit = table.measures.get((number.suffix,))
        return Measure(unit, "measure", start, end, number.last) if unit else None
    at, hyphened = _step(words, number)
    for length in (2, 1):
        if at + length > len(words):
            continue
        name = tuple(word.lower for word in words[at : at + length])
        unit = table.measures.get(name)
        is_letter = length == 1 and len(name[0]) == 1 and name[0].isalpha()
        if unit is None or is_letter or (name == ("foot",) and not hyphened):
            continue
        kind: Literal["percent", "measure"] = "percent" if unit == "percent" else "measure"
        return Measure(unit, kind, start, words[at + length - 1].end, at + length)
    return None


def _step(words: Sequence[Lexeme], number: Number) -> tuple[int, bool]:
    """The lexeme where a unit may stand, past a hyphen (then True) or the "of" of "tens of billions of dollars"."""
    at = number.last
    if at + 1 < len(words) and words[at].lower in HYPHENS and words[at].start == words[at - 1].end:
        return at + 1, True
    return at + (number.spelled and _lower(words, at) == "of"), False


def _lower(words: Sequence[Lexeme], at: int) -> str:
    return words[at].lower if 0 <= at < len(words) else ""


def hedge_before(words: Sequence[Lexeme], first: int, hedges: Mapping[tuple[str, ...], str]) -> tuple[str, int] | None:
    """The longest hedge that ends right before lexeme `first`: its qualifier and where it begins."""
    for length in range(min(4, first), 0, -1):
        qualifier = hedges.get(tuple(word.lower for word in words[first - length : first]))
        if qualifier is not None:
            return qualifier, first - length
    return None


def hedge_after(words: Sequence[Lexeme], last: int, hedges: Mapping[tuple[str, ...], str]) -> tuple[str, int] | None:
    """The hedge ("or more") that begins at lexeme `last`: its qualifier and where it ends."""
    qualifier = hedges.get(tuple(word.lower for word in words[last : last + 2]))
    return (qualifier, last + 2) if qualifier is not None else None


def rate_after(words: Sequence[Lexeme], last: int, table: Units) -> tuple[str, int] | None:
    """The period that an amount is for, read from lexeme `last` on, and where it ends: "a year", "annually".

    A bracket in between is read past: "¥200bn (£1.5bn) annually".
    """
    if _lower(words, last) == "(":
        closing = next((n for n in range(last, min(last + _LONGEST_ASIDE, len(words))) if words[n].lower == ")"), None)
        if closing is None:
            return None
        last = closing + 1
    if _lower(words, last) == "of":  # "80,000 tonnes of wheat a year"
        ends = range(last + 2, min(last + 2 + _LONGEST_OF, len(words) - 1))
        last = next((n for n in ends if words[n].lower in _PER and words[n + 1].lower in table.periods), last)
        if any(word.kind != "word" for word in words[last - 1 : last]):
            return None
    if _lower(words, last) in HYPHENS and _lower(words, last + 1) in _PER and _lower(words, last + 2) in HYPHENS:
        period = table.periods.get(_lower(words, last + 3))  # "a £20m-a-year deal"
        return (period, last + 4) if period else None
    word, following = _lower(words, last), _lower(words, last + 1)
    if word in table.rates:
        return table.rates[word], last + 1
    if word in _PER and following in table.periods:
        return table.periods[following], last + 2
    if word == "per" and last + 1 < len(words) and words[last + 1].kind == "word":
        return following, last + 2
    return None
