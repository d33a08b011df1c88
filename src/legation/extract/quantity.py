"""Quantities: what a report counts or pays, with its unit, hedge and period.

Sources: ISO 4217 through `currencies.csv`; MOD of TIMEX3 in TimeML 1.2.1, widened, for the qualifiers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from legation.extract.amount import Seen, find_measure, hedge_after, hedge_before, rate_after
from legation.extract.counted import Tokens, find_counted
from legation.extract.number import DASHES, Number, find_numbers
from legation.knowledge import calibration
from legation.knowledge.units import Units, units
from legation.language.clause import phrase_span
from legation.language.lexeme import Lexeme, lexemes
from legation.record import Record

if TYPE_CHECKING:
    from legation.extract.reading import Anchored, Reading

Qualifier: TypeAlias = Literal["exactly", "about", "nearly", "at_least", "at_most", "more_than", "less_than"]


class Quantity(Record, frozen=True, kw_only=True, tag="quantity"):
    """A number with a unit: "nearly ¥200bn a year" is 2e11 JPY, `nearly`, per `year`; "a third of" is 33.3 percent."""

    value: float  # in whole units, never in thousands; finite
    high: float | None = None  # the upper end of a range
    unit: str  # ISO 4217 code, or the thing counted
    of: str | None = None  # what it measures, in the text's words
    qualifier: Qualifier = "exactly"
    per: str | None = None


@dataclass(frozen=True, slots=True)
class _Amount:
    """A quantity in the making: lexemes `[first, last)`, reading offsets `[start, end)`, head token."""

    number: Number
    first: int
    last: int
    start: int
    end: int
    value: float
    unit: str
    kind: str
    root: int
    high: float | None = None
    of: str | None = None


def find_quantities(reading: Reading) -> list[Anchored[Quantity]]:
    """The quantities of one report, in the order of the text. Any text is valid; linear in its length.

    Years, dates, ages, ordinals, scores and numbers that are names are none, nor is "the two leaders". Needs
    `reading.times`.
    """
    from legation.extract.reading import Anchored

    words = lexemes(reading.view.text)
    table = units()
    found: list[Anchored[Quantity]] = []
    for amount in _join_ranges(list(_amounts(reading, words, table)), words):
        record, start, end = _record(reading, amount, words, table)
        found.append(Anchored(record, ((start, end),), amount.root))
    return found


def _amounts(reading: Reading, words: Sequence[Lexeme], table: Units) -> Iterator[_Amount]:
    """Every number with a unit or a thing counted; either end of a range may lack its own ("5 to 10 ships")."""
    text, seen = reading.view.text, Seen(words)
    tokens = Tokens(reading.doc, text)
    in_time = _Stretches([(time.start, time.end) for time in reading.times])
    numbers = [n for n in find_numbers(words) if not in_time.holds(words[n.first].start)]
    money: Number | None = None  # with its symbol before it, which what follows behind a dash shares
    for at, number in enumerate(numbers):
        start, end = words[number.first].start, words[number.last - 1].end
        measure = find_measure(text, words, number, table, seen)
        if measure is not None:
            if number.spelled and number.value == 1 and measure.kind == "measure":
                continue  # "not one inch"
            if _is_in_every(words, number):
                continue
            first = next(n for n in range(number.first, -1, -1) if words[n].start <= measure.start)
            value = number.value * measure.factor
            if _is_below_zero(words, first) and measure.unit in _BELOW_ZERO:
                value, first = -value, first - 1
            money = number if measure.kind == "money" and first < number.first else None
            root = tokens.root(measure.start, measure.end).i
            yield _Amount(
                number, first, measure.last, measure.start, measure.end, value, measure.unit, measure.kind, root
            )
            continue
        if money is not None and number.first == money.last + 1 and words[money.last].lower in DASHES:
            yield _Amount(number, number.first, number.last, start, end, number.value, "", "open", tokens.at(start))
            continue
        if _is_name(words, number, tokens, table):
            continue
        whole = _whole(words, number, numbers[at + 1 : at + 2])
        counted = find_counted(words, whole or number, tokens, table)
        if counted is not None and whole is not None:
            counted = replace(counted, end=end, of=None)
        if counted is not None:
            last = next((n for n in range(number.last, len(words)) if words[n].start >= counted.end), len(words))
            yield _Amount(
                number, number.first, last, start, counted.end, number.value, counted.unit, "count", counted.root,
                of=counted.of,
            )  # fmt: skip
        elif any(_are_range(words, one, other) for one, other in pairwise(numbers[max(0, at - 1) : at + 2])):
            yield _Amount(number, number.first, number.last, start, end, number.value, "", "open", tokens.at(start))


_BELOW_ZERO = frozenset({"degrees", "°C", "°F", "percent"})


def _is_below_zero(words: Sequence[Lexeme], first: int) -> bool:
    """True behind "minus" or a minus sign that is no dash between words: "minus 5 degrees"."""
    if not first:
        return False
    sign = words[first - 1]
    is_apart = first < 2 or words[first - 2].end < sign.start
    is_sign = sign.lower in DASHES and is_apart and sign.end == words[first].start
    return is_sign or sign.lower in {"minus", "−"}


def _is_in_every(words: Sequence[Lexeme], number: Number) -> bool:
    """True for either amount of "$1 in every $5": a share, told by two that nobody pays."""
    behind = [word.lower for word in words[number.last : number.last + 2]]
    before = [word.lower for word in words[max(0, number.first - 3) : number.first]]
    return behind == ["in", "every"] or before[:2] == ["in", "every"] or before[-2:] == ["in", "every"]


def _whole(words: Sequence[Lexeme], number: Number, following: Sequence[Number]) -> Number | None:
    """The number of all that this one is a part of: "75 out of 275 seats", "twelve of the 14 crew"."""
    if not following or number.value == 1 or following[0].value <= number.value:
        return None
    between = tuple(word.lower for word in words[number.last : following[0].first])
    if between[:1] == ("out",):
        between = between[1:]
    is_part = between[:1] == ("of",) and len(between) <= 2 and (len(between) == 1 or between[1] in _ALL_OF)
    return following[0] if is_part else None


_ALL_OF = frozenset({"the", "its", "their", "his", "her", "our", "some", "about", "nearly", "all"})


class _Stretches:
    """Stretches of the text, in order, that don't overlap."""

    def __init__(self, stretches: list[tuple[int, int]]) -> None:
        self._stretches = stretches
        self._starts = [start for start, _ in stretches]

    def holds(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._stretches[at][1]


def _is_name(words: Sequence[Lexeme], number: Number, tokens: Tokens, table: Units) -> bool:
    """True for a number that names: "F-35", "Article 5", "Boeing 737 jets", "21st"."""
    if number.suffix and number.scale == 1.0:
        return True
    first = number.first
    if first == 0:
        return False
    before = words[first - 1]
    if before.lower in table.labels or before.lower == "#":
        return True
    if before.end == words[first].start and before.lower in DASHES and first > 1:
        joined = words[first - 2]
        return joined.kind == "word" and joined.end == before.start
    if not number.bare:
        return False
    token, previous = tokens.doc[tokens.at(words[first].start)], tokens.doc[tokens.at(before.start)]
    return previous.tag_ == "NNP" and previous.dep_ in _NAMING and previous.head.i in {token.i, token.head.i}


_NAMING = frozenset({"compound", "nmod", "nummod"})


# Ranges


def _are_range(words: Sequence[Lexeme], one: Number, other: Number) -> bool:
    """True for two numbers that a range joins, a currency's symbol between them or not."""
    between = [word.lower for word in words[one.last : other.first]]
    if not between or len(between) > 4:
        return False
    before = words[one.first - 1].lower if one.first else ""
    links = [word for word in between if word in DASHES or word in {"to", "and", "or"}]
    if len(links) != 1:
        return False
    if links[0] == "and":
        return before == "between" or (one.first > 1 and words[one.first - 2].lower == "between")
    # What goes from one amount to another has had both, one after the other; "From 5 to 10 ships" begins a sentence.
    if before == "from" and (one.first == 1 or words[one.first - 2].lower in {".", "\n"}):
        return True
    return before != "from" and (one.first < 2 or words[one.first - 2].lower != "from")


def _join_ranges(amounts: list[_Amount], words: Sequence[Lexeme]) -> Iterator[_Amount]:
    """Amounts with ranges made one: "between £5m and £10m", "5-10 million"; what is still open is left out."""
    at = 0
    while at < len(amounts):
        here = amounts[at]
        joined = _range(here, amounts[at + 1], words) if at + 1 < len(amounts) else None
        if joined is not None:
            yield joined
            at += 2
            continue
        if here.kind != "open":
            yield here
        at += 1


def _range(one: _Amount, other: _Amount, words: Sequence[Lexeme]) -> _Amount | None:
    """Both ends as one amount, or None where they are no range."""
    if {one.kind, other.kind} == {"open"} or not _are_range(words, one.number, other.number):
        return None
    if "open" not in {one.kind, other.kind} and one.unit != other.unit:
        return None
    if "open" not in {one.kind, other.kind} and "by" in [
        word.lower for word in words[max(0, one.first - 2) : one.first]
    ]:
        return None  # "fell by $1bn to $5bn"
    named = other if other.kind != "open" else one
    low, high = one.value, other.value
    if one.number.scale == 1.0 and other.number.scale > 1.0 and low < high / other.number.scale:
        low *= other.number.scale  # "5 to 10 million"
    if low >= high:
        return None
    last, end = max(one.last, other.last), max(one.end, other.end)
    return replace(named, first=one.first, last=last, start=one.start, end=end, value=low, high=high)


# Records


def _record(reading: Reading, amount: _Amount, words: Sequence[Lexeme], table: Units) -> tuple[Quantity, int, int]:
    """The record of an amount and its stretch of the reading text, from the hedge to the rate."""
    qualifier, first = _hedge(reading, amount, words, table)
    last, end = amount.last, amount.end
    behind = hedge_after(words, amount.number.last, table.hedges_after) or hedge_after(words, last, table.hedges_after)
    if behind is not None:
        qualifier = cast("Qualifier", behind[0])
        if behind[1] > last:
            last, end = behind[1], words[behind[1] - 1].end
    rate = rate_after(words, last, table)
    is_of = last < len(words) and words[last].lower == "of"
    if rate is not None and words[last].lower != "(":
        end = words[rate[1] - 1].end
    before = words[amount.first - 1].lower if amount.first else ""
    per = rate[0] if rate is not None else table.rates.get(before)
    start = words[first].start
    record = Quantity(
        document=reading.id,
        evidence=reading.spans((start, end)),
        confidence=calibration.probability("quantity", amount.kind),
        value=_plain(amount.value),
        high=None if amount.high is None else _plain(amount.high),
        unit=amount.unit,
        of=amount.of or _measured(reading, amount, words, rate[1] if rate is not None and not is_of else last),
        qualifier=qualifier,
        per=per,
    )
    return record, start, end


def _plain(value: float) -> float:
    """The number without the dust of floating point: 1.1 million is 1100000, not 1100000.0000000001."""
    return float(f"{value:.12g}")


def _hedge(reading: Reading, amount: _Amount, words: Sequence[Lexeme], table: Units) -> tuple[Qualifier, int]:
    """The qualifier and the lexeme that it begins at; without a hedge what the number's own words say."""
    own: Qualifier = amount.number.qualifier or "exactly"
    first = amount.first
    if amount.high is not None and first and words[first - 1].lower in {"between", "from"}:
        first -= 1
    found = hedge_before(words, first, table.hedges)
    if found is None:
        return own, first
    qualifier, at = found
    if own == "more_than" and qualifier == "about":
        return own, at  # "perhaps several hundred" are more than a hundred
    if first - at == 1 and amount.number.spelled:
        span = reading.doc.char_span(words[at].start, words[at].end, alignment_mode="expand")
        if span is not None and span[0].dep_ in {"prep", "prt", "mark"}:
            return own, first  # "talks about two islands"
    return cast("Qualifier", qualifier), at


_DESCRIBING = frozenset({"compound", "nmod", "nummod", "amod", "npadvmod", "predet", "det"})
_OF = frozenset({"of", "in", "for", "on", "towards", "toward"})
_NO_MEASURED = frozenset({"GPE", "LOC", "DATE", "TIME", "CARDINAL", "MONEY", "PERCENT"})
# What stands between an amount and its noun and says nothing of it: "a $10bn (£8bn) fee", "a 40-km-long road".
_ASIDE = re.compile(r"^(?:\s*\([^()]*\)|-(?:long|wide|high|deep|strong)\b)+")
_WIDEST_OF = 60  # tokens under the noun, relative clauses included
_LONGEST_OF = 80  # code points; more is a clause gone wrong


def _measured(reading: Reading, amount: _Amount, words: Sequence[Lexeme], at: int) -> str | None:
    """What money, percent or a measure is of: "of the territory", "in aid", "a £5m loan"; None if that isn't said."""
    if amount.kind == "count":
        return None
    doc, text = reading.doc, reading.view.text
    if at < len(words) and words[at].lower == "worth":
        at += 1
    if at < len(words) and words[at].lower in _OF:
        span = doc.char_span(words[at].start, words[at].end, alignment_mode="expand")
        noun = next((child for child in span[0].children if child.dep_ == "pobj"), None) if span else None
        if noun is None or noun.pos_ == "PRON" or (noun.ent_type_ in _NO_MEASURED and words[at].lower != "of"):
            return None
        if noun.right_edge.i - noun.left_edge.i > _WIDEST_OF:
            return None
        start, end = phrase_span(noun)
    else:
        root = doc[amount.root]
        noun = root.head
        if root.dep_ not in _DESCRIBING or noun.idx < amount.end:
            return None
        if noun.pos_ not in {"NOUN", "PROPN"}:
            return None  # "20 miles away"
        start, end = amount.end, noun.idx + len(noun)
    if end - start > 2 * _LONGEST_OF:
        return None
    phrase = _ASIDE.sub("", text[start:end]).strip(" -\u00a0")
    is_whole = phrase.count("(") == phrase.count(")") and "\n" not in phrase
    return phrase if is_whole and 0 < len(phrase) <= _LONGEST_OF else None
