"""Numbers in figures and words: "1.5bn", "twenty-four", "half a million", "a couple of hundred", "tens of thousands".

Word tables: `knowledge/data/units.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from legation.knowledge.units import Units, units
from legation.language.lexeme import Lexeme

HYPHENS = frozenset("-‐‑")
DASHES = HYPHENS | frozenset("–—")
_ARTICLES = frozenset({"a", "an"})
# "The first half of", "the other half of": no share, but a part by its place.
_HALVED = frozenset({"the", "other", "latter", "this", "that", "last", "next", "better", "and", "a"})
_ROUND = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100})
# Longer figures are serial numbers; a float holds no more digits anyway.
_MOST_DIGITS = 18
_MIXED = re.compile(r"(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at lexemes `[first, last)`.

    `bare`: figures only, without separator, point or scale, so that it may be a year or a day. `qualifier` is what
    the number's own words say: "a couple" is `about`, "dozens" `more_than`.
    """

    first: int
    last: int
    value: float
    bare: bool = False
    spelled: bool = False
    qualifier: Literal["about", "more_than"] | None = None
    suffix: str = ""  # letters behind the figure: "km", "th", "s", "pm"; of scales only single letters
    scale: float = 1.0  # what the words or letters behind the number multiplied it by
    is_share: bool = False  # "a third of", "one in five": `value` is in percent


def find_numbers(words: Sequence[Lexeme], *, shares: bool = True) -> list[Number]:
    """The numbers among the lexemes, in order, none within another; linear. Without `shares` a third is no number."""
    return list(_scan(words, units(), shares))


def _scan(words: Sequence[Lexeme], table: Units, shares: bool) -> Iterator[Number]:
    at = 0
    while at < len(words):
        found = (_share(words, at, table) if shares and words[at].kind == "word" else None) or _read(words, at, table)
        if found is None:
            at += 1
            continue
        yield found
        at = found.last


def _read(words: Sequence[Lexeme], at: int, table: Units) -> Number | None:
    word = words[at]
    if word.kind == "figure":
        return _figure(words, at, table)
    if word.kind != "word":
        return None
    lower = word.lower
    if lower in _ARTICLES or lower == "half" or lower in table.collectives:
        return _with_article(words, at, table)
    if lower in table.indefinite:
        return _indefinite(words, at, table)
    if lower in table.cardinals:
        return _spelled(words, at, table)
    if lower in {"several", "few", "many"} and _lower(words, at + 1) in table.scales:
        # "several hundred": at least that scale, how many more is left open.
        value, last = _scaled(words, at + 1, 1.0, table)
        return Number(at, last, value, spelled=True, qualifier="more_than")
    return None


def _lower(words: Sequence[Lexeme], at: int) -> str:
    return words[at].lower if at < len(words) else ""


def _joined(words: Sequence[Lexeme], at: int) -> bool:
    """True if lexeme `at` stands right behind the one before, without a space."""
    return 0 < at < len(words) and words[at - 1].end == words[at].start


def _scaled(words: Sequence[Lexeme], at: int, value: float, table: Units) -> tuple[float, int]:
    """`value` times the scales that follow ("hundred thousand", "-million"), and where they end."""
    for _ in range(3):
        step = 1 if _lower(words, at) in HYPHENS and _joined(words, at) and _joined(words, at + 1) else 0
        word = _lower(words, at + step)
        factor = table.scales.get(word)
        if factor is None and not step and len(word) > 1:  # "40 mn"; a letter alone is rather a unit
            factor = table.short_scales.get(word)
        if factor is None:
            break
        value *= factor
        at += step + 1
    return value, at


def _figure(words: Sequence[Lexeme], at: int, table: Units) -> Number | None:
    word = words[at]
    body = word.lower[: len(word.lower) - len(word.suffix)]
    if len(body) > _MOST_DIGITS or ":" in body:
        return None
    fraction = _MIXED.fullmatch(body)
    if fraction:
        return None
    value = float(body.replace(",", ""))
    bare = body.isdigit() and not word.suffix
    last = at + 1
    mixed = _MIXED.fullmatch(_lower(words, last)) if bare else None
    if mixed and int(mixed[2]) in range(2, 17) and int(mixed[1]) < int(mixed[2]):
        value, bare, last = value + int(mixed[1]) / int(mixed[2]), False, last + 1  # "2 1/2"
    suffix = word.suffix
    if suffix in table.short_scales:
        scale = table.short_scales[suffix]
        return Number(at, last, value * scale, suffix=suffix if len(suffix) == 1 else "", scale=scale)
    scale = 1.0
    if not suffix:
        scale, last = _scaled(words, last, 1.0, table)
    return Number(at, last, value * scale, bare=bare and scale == 1.0, suffix=suffix, scale=scale)


def _share(words: Sequence[Lexeme], at: int, table: Units) -> Number | None:
    """A part of a whole, in percent: "a third of", "two-thirds", "half the", "one in five"; of a number a number."""
    lower, start = words[at].lower, at
    if lower == "half":
        is_whole = _lower(words, at + 1) in {"of", "the", "its", "their", "his", "her", "our", "all"}
        is_new = _lower(words, at - 1) not in _HALVED and _lower(words, at - 1) not in table.ordinals if at else True
        return Number(at, at + 1, 50.0, spelled=True, is_share=True) if is_whole and is_new else None
    count = 1 if lower in _ARTICLES else table.cardinals.get(lower, 0)
    if not 1 <= count <= 11:
        return None
    at += 1
    if _lower(words, at) in HYPHENS and _joined(words, at) and _joined(words, at + 1):
        at += 1
    whole = table.fractions.get(_lower(words, at))
    if whole is None:
        return _in_so_many(words, start, count, table) if lower not in _ARTICLES else None
    if count >= whole or (count > 1) != _lower(words, at).endswith("s") or (whole == 4 and count == 2):
        return None  # "two quarters" are half a year
    if _lower(words, at + 1) != "of":
        is_part = count > 1 or lower == "one"
        return Number(start, at + 1, 100 * count / whole, spelled=True, is_share=True) if is_part else None
    if _lower(words, at + 2) in _ARTICLES and _lower(words, at + 3) in table.scales:
        value, last = _scaled(words, at + 3, count / whole, table)
        return Number(start, last, value, spelled=True)
    return Number(start, at + 1, 100 * count / whole, spelled=True, is_share=True)


def _in_so_many(words: Sequence[Lexeme], at: int, count: int, table: Units) -> Number | None:
    """ "One in five voters", "seven in 10 voters": the first of its clause, for "two in three towns" may be places."""
    if _lower(words, at + 1) != "in":
        return None
    word = _lower(words, at + 2)
    whole = int(word) if word.isdigit() and len(word) < 4 else table.cardinals.get(word, 0)
    opens = at == 0 or words[at - 1].kind in {"mark", "gap"} or (words[at - 1].lower,) in table.hedges
    if whole <= count or whole not in _ROUND or not opens or at + 3 >= len(words) or words[at + 3].kind != "word":
        return None
    return Number(at, at + 3, 100 * count / whole, spelled=True, is_share=True)


def _with_article(words: Sequence[Lexeme], at: int, table: Units) -> Number | None:
    """Numbers with an article: "a hundred", "half a million", "a couple of (hundred)", "a dozen", "a pair of"."""
    start, lower = at, words[at].lower
    if lower == "half":
        if _lower(words, at + 1) in _ARTICLES and _lower(words, at + 2) in table.scales:
            value, last = _scaled(words, at + 2, 0.5, table)
            return Number(start, last, value, spelled=True)
        return None
    if lower in _ARTICLES:
        at += 1
        if _lower(words, at) == "half" and _lower(words, at + 1) in HYPHENS:
            value, last = _scaled(words, at + 1, 0.5, table)
            return Number(start, last, value, spelled=True) if last > at + 1 else None
        if _lower(words, at) == "few" and _lower(words, at + 1) in table.scales:
            value, last = _scaled(words, at + 1, 1.0, table)
            return Number(start, last, value, spelled=True, qualifier="more_than")
        if _lower(words, at) in table.scales:
            return _spelled(words, at, table, first=start, one=True)
    if _lower(words, at) in table.collectives:
        value, last = float(table.collectives[_lower(words, at)]), at + 1
        if _lower(words, last) == "of":
            last += 1
        value, last = _scaled(words, last, value, table)
        if _lower(words, last - 1) == "of":
            last -= 1
        return Number(start, last, value, spelled=True, qualifier="about" if words[at].lower == "couple" else None)
    return None


def _indefinite(words: Sequence[Lexeme], at: int, table: Units) -> Number | None:
    """Numbers left open, "of" multiplying them: "dozens", "hundreds of thousands"."""
    value, last = table.indefinite[words[at].lower], at + 1
    while _lower(words, last) == "of" and _lower(words, last + 1) in table.indefinite and last - at < 4:
        value, last = value * table.indefinite[words[last + 1].lower], last + 2
    return Number(at, last, value, spelled=True, qualifier="more_than")


def _spelled(
    words: Sequence[Lexeme], at: int, table: Units, *, first: int | None = None, one: bool = False
) -> Number | None:
    """Numbers in words: "four", "twenty-four", "three hundred and five thousand"; years in words too."""
    start = at if first is None else first
    total, group, last = 0.0, 1.0 if one else 0.0, at
    room = 0.0 if one else 1000.0  # what may still be added must be smaller than the last part
    while at < len(words) and last - start < 12:
        hyphenated = _joined(words, at) and words[at].lower in HYPHENS and _joined(words, at + 1)
        if last > start and (hyphenated or (words[at].lower == "and" and room >= 100)):
            at += 1
        word = _lower(words, at)
        if word in table.cardinals:
            value = table.cardinals[word]
            if value >= room or (value == 0 and last > at):
                break
            group, room = group + value, 10.0 if value >= 20 else 0.0
        elif word == "hundred" and 0 < group < 100:
            group, room = group * 100, 100.0
        elif word in table.scales and group and word != "hundred":
            total, group = total + group * table.scales[word], 0.0
            room = min(table.scales[word], 1000.0)
        else:
            break
        at += 1
        last = at
    if last == start or (one and last <= start + 1):
        return None
    year = _spelled_year(words, start, last, group, table) if not total else None
    if year:
        return year
    half = _and_a_half(words, last)
    scale = table.scales.get(words[last - 1].lower, 1.0)
    if half:  # "one and a half million"
        scale, last = _scaled(words, half, 1.0, table)
        return Number(start, last, (total + group + 0.5) * scale, spelled=True, scale=scale)
    return Number(start, last, total + group, spelled=True, scale=scale)


def _and_a_half(words: Sequence[Lexeme], at: int) -> int | None:
    """Where "and a half" or "-and-a-half" from lexeme `at` on ends, or None."""
    for word in ("and", "a", "half"):
        if _lower(words, at) in HYPHENS:
            at += 1
        if _lower(words, at) != word:
            return None
        at += 1
    return at


def _spelled_year(words: Sequence[Lexeme], start: int, last: int, century: float, table: Units) -> Number | None:
    """A year in words, a teen or twenty and a number of two figures: "nineteen ninety-six"."""
    if not 15 <= century <= 20 or last - start != 1 or _lower(words, last) not in table.cardinals:
        return None
    tail = _spelled(words, last, table)
    if tail is None or not 10 <= tail.value <= 99:
        return None
    return Number(start, tail.last, century * 100 + tail.value, bare=True, spelled=True)
