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
    return (
        _money_before(text, words, number, table, seen)
        or _money_after(text, words, number, table, seen)
        or _measure_after(words, number, table)
    )


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
    """Whose currency a shared name is: the only one whose owner the report names, else the default."""
    owners = table.shared.get(name)
    if not owners:
        return default
    named = {code for owner, code in owners if owner in seen}
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
        code = _owner(symbol.lower(), code, table, seen) or code
        return Measure(code, "money", words[first].start, words[number.last - 1].end, number.last)
    return None


def _is_code(symbol: str, table: Units) -> bool:
    """True for letters that stand for a currency: "USD", "Rs"; not for a word in capitals ("ALL", "TOP")."""
    return symbol[0].isupper() and symbol not in table.word_codes


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
            default = table.symbols.get(written.lower()) if written.isupper() and _is_code(written, table) else None
        owned = _owner(name[-1], default, table, seen) if len(name) == 1 else default
        if owned is not None and not (hyphened and name == ("pound",)):
            return Measure(owned, "money", start, words[last - 1].end, last)
        if length == 1 and written.lower() in table.subunits:
            code, worth = table.subunits[written.lower()]
            return Measure(code, "money", start, words[last - 1].end, last, worth)
    return None


def _measure_after(words: Sequence[Lexeme], number: Number, table: Units) -> Measure | None:
    """Percent and units of measure: "95%", "40 per cent", "500km", "a 20-mile stretch"."""
    start, end = words[number.first].start, words[number.last - 1].end
    if number.suffix == "m" and _lower(words, number.last) in _DIMENSIONS | HYPHENS:
        return Measure("m", "measure", start, end, number.last, 1 / number.scale)
    if number.suffix:
        unit = table.measures.get((number.suffix,))
        return Measure(unit, "measure", start, end, number.last) if unit and number.scale == 1.0 else None
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
    word, following = _lower(words, last), _lower(words, last + 1)
    if word in table.rates:
        return table.rates[word], last + 1
    if word in _PER and following in table.periods:
        return table.periods[following], last + 2
    return None
