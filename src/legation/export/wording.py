"""Wording: dates, amounts, lists and quotations as an English sentence has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from legation.knowledge.labels import labels
from legation.ledger.period import bounds
from legation.record import Span

if TYPE_CHECKING:
    from legation.extract.quantity import Quantity

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "AU": "autumn", "WI": "winter"}
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_PART_OF_YEAR = re.compile(r"(\d{4})-(?:Q([1-4])|H([12])|(SP|SU|FA|AU|WI))")
_DECADE = re.compile(r"(\d{3})X?")

_SCALES = ((1e12, "trn"), (1e9, "bn"), (1e6, "m"))
_CURRENCY = re.compile(r"[A-Z]{3}")
_LINK = re.compile(r"\s*<\s*[a-z]+://[^<>]*>", re.IGNORECASE)

# Spans this near to each other are quoted in one piece, with what stands between them.
NEAR = 60
_QUOTE_LENGTH = 220

_HEAD = re.compile(r"\s+(?:of|in|from|at|on|for|with|who|close)\b")
_OPENING, _CLOSING = '“"', '”"'
# C0 but for tab and line feed, delete, C1, and marks that turn the direction of what follows.
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CUT = " …"
_SINGLE = str.maketrans({"“": "‘", "”": "’"})
_SENTENCE_END = re.compile(r"(?<=[.!?”’\"'])\s+(?=[“‘\"'A-Z])|\n\s*\n")
_SENTENCE_LENGTH = 400


def date_in_words(value: str | None) -> str | None:
    """A TIMEX3 value as one writes it: `2016-W45` is "the week of 7 November 2016". None for what has no date.

    >>> date_in_words("2016-11-17"), date_in_words("2016-12"), date_in_words("1939/1945")
    ('17 November 2016', 'December 2016', '1939 to 1945')
    """
    if not value:
        return None
    if "/" in value:
        first, last = (date_in_words(part) for part in value.split("/", 1))
        return f"{first} to {last}" if first and last else first or last
    if found := _DAY.match(value):
        return _day_in_words(*found.groups())
    if found := _WEEK.match(value):
        return _week_in_words(value[:8])
    if found := _PART_OF_YEAR.fullmatch(value):
        year, quarter, half, season = found.groups()
        if season:
            return f"{_SEASONS[season]} {year}"
        return f"the {_ORDINALS[quarter or half]} {'quarter' if quarter else 'half'} of {year}"
    if (found := _MONTH.fullmatch(value)) and 1 <= int(found[2]) <= len(_MONTHS):
        return f"{_MONTHS[int(found[2]) - 1]} {found[1]}"
    if re.fullmatch(r"\d{4}", value):
        return value
    if found := _DECADE.fullmatch(value):
        return f"the {found[1]}0s"
    return None


def _day_in_words(year: str, month: str, day: str) -> str | None:
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if 1 <= int(month) <= len(_MONTHS) else None


def _week_in_words(week: str) -> str | None:
    days = bounds(week)
    return f"the week of {date_in_words(days[0])}" if days else None


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 report", "1,200 reports"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def printable(line: str) -> str:
    """The line without control characters: a report's words must not steer the terminal that shows them."""
    return line.translate(_CONTROLS)


def listed(names: Sequence[str]) -> str:
    """Names in a row: "Japan, Peru and Chile"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def amount_in_words(quantity: Quantity) -> str:
    """A quantity as one writes it: "nearly JPY 200bn a year", "28,500 troops"."""
    number = number_in_words(quantity.value)
    if quantity.high is not None:
        number = f"{number} to {number_in_words(quantity.high)}"
    if _CURRENCY.fullmatch(quantity.unit):
        said = f"{quantity.unit} {number}"
    else:
        said = f"{number}{'' if quantity.unit == '%' else ' '}{quantity.unit}"
    qualifier = labels().qualifier.get(quantity.qualifier, "")
    return " ".join(part for part in (qualifier, said, f"a {quantity.per}" if quantity.per else "") if part)


def number_in_words(value: float) -> str:
    """A number as news writes it: 200bn, 28,500, 1.5m."""
    for floor, scale in _SCALES:
        if abs(value) >= floor:
            return f"{value / floor:,.2f}".rstrip("0").rstrip(".") + scale
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def words_of(text: str, start: int, end: int) -> str:
    """The words of `text[start:end]` in one line, without the links that stand between them."""
    return " ".join(_LINK.sub("", text[start:end]).split())


def quoted(text: str, spans: Iterable[Span], *, near: int = NEAR, length: int = _QUOTE_LENGTH) -> str:
    """The words of several spans in the order of the text, with " … " where something is left out.

    What stands between spans no more than `near` characters apart is quoted with them.
    """
    pieces: list[Span] = []
    for start, end in sorted(spans):
        if pieces and start - pieces[-1][1] <= near and "\n\n" not in text[pieces[-1][1] : start]:
            pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]))
        else:
            pieces.append((start, end))
    words = [words_of(text, start, end) for start, end in pieces]
    return shortened(" … ".join(piece for piece in words if piece), length)


def sentence_around(text: str, start: int, end: int) -> Span:
    """The bounds of the sentence that `text[start:end]` stands in, as nearly as marks and line breaks tell."""
    floor = max(0, start - _SENTENCE_LENGTH)
    before = [mark.end() for mark in _SENTENCE_END.finditer(text, floor, start)]
    after = _SENTENCE_END.search(text, end, end + _SENTENCE_LENGTH)
    return (before[-1] if before else floor), (after.start() if after else min(len(text), end + _SENTENCE_LENGTH))


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence begins after another inside `text[start:end]`, as nearly as marks and line breaks tell."""
    return (mark.end() for mark in _SENTENCE_END.finditer(text, start, end) if mark.end() < end)


def in_marks(words: str) -> str:
    """The words in quotation marks; marks inside become single ones, and what has marks at both ends needs none."""
    if not words or (words[0] in _OPENING and words[-1] in _CLOSING):
        return words
    if words[0] in _OPENING and words.endswith(_CUT):
        return f"{words}{_CLOSING[_OPENING.index(words[0])]}"  # cut before its own mark
    return f"“{words.translate(_SINGLE)}”"


def shortened(words: str, length: int) -> str:
    """The words, cut between two of them where they are longer than `length` characters."""
    if len(words) <= length:
        return words
    cut = words[: length - 2]
    return f"{cut.rsplit(' ', 1)[0].rstrip(' ,;:–—')}{_CUT}"


def capitalised(line: str) -> str:
    """The line with a capital at its head; all else as it is."""
    return line[:1].upper() + line[1:]


def is_plural(name: str) -> bool:
    """Whether a description is of many: its noun, before any "of" or "in", ends as plurals do.

    >>> is_plural("many observers"), is_plural("officials in Tokyo"), is_plural("a press officer")
    (True, True, False)
    """
    noun = _HEAD.split(name)[0]
    return (noun.endswith("s") and not noun.endswith(("ss", "’s", "'s"))) or noun.casefold().endswith("people")


def present(verb: str) -> str:
    """The third person of a verb phrase: "hold talks" is "holds talks"."""
    first, _, rest = verb.partition(" ")
    if first.endswith(("s", "sh", "ch", "x", "z", "o")):
        first += "es"
    elif first.endswith("y") and first[-2:-1] not in "aeiou":
        first = f"{first[:-1]}ies"
    else:
        first += "s"
    return f"{first} {rest}".strip()
