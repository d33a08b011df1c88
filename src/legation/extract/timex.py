"""Time expressions in a text: the patterns of `calendar.toml`, walked along its words. What they mean is `reckon`'s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from legation.extract.number import DASHES, Number, find_numbers
from legation.knowledge.calendar import Calendar, Node, Pattern, Value, calendar
from legation.knowledge.units import units
from legation.language.lexeme import Lexeme, lexemes

Classes: TypeAlias = Mapping[str, Value | float]
Bound: TypeAlias = tuple[tuple[str, Value | float], ...]

_ORDINAL_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_CLOCK_SUFFIXES = frozenset({"am", "pm"})
_PREPOSITIONS = frozenset({("above",), ("around",), ("below",), ("over",), ("under",), ("up", "to")})
# Words behind which "over" is "more than".
_BEFORE_A_NUMBER = frozenset(
    {"a", "after", "for", "in", "just", "last", "lasted", "lasting", "of", "only", "took", "well", "within"},
)
_COUNTED = frozenset({"duration", "one", "indefinite", "ago"})
_TIME_KINDS = frozenset({"clock", "part"})
_DAY_KINDS = frozenset({"date", "weekday", "dayword", "feast", "shifted", "shifted_to"})
_BETWEEN_TIME_AND_DAY = frozenset(
    {(), (",",), ("on",), ("of",), ("at",), (",", "at"), (",", "on"), ("on", "the"), ("in",)},
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A word, mark or whole number as the patterns see it; `classes` is None for a word that no pattern knows."""

    start: int
    end: int
    lower: str
    classes: Classes | None


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern's words at `[start, end)` with what they bound: ("MONTH", 3), ("NUM", 2) …, in order.

    `clock` is the time of day that goes with a day ("10 p.m. Wednesday"); `first`, `last` are symbol indexes. Of
    "two days after the vote" only the length can be told: `is_length`.
    """

    start: int
    end: int
    first: int
    last: int
    pattern: Pattern
    bound: Bound
    clock: Match | None = None
    is_length: bool = False

    def get(self, name: str) -> Value | float | None:
        """The value of the first word of a class, or None."""
        return next((value for key, value in self.bound if key == name), None)

    def number(self, name: str) -> float | None:
        """The same for a class of numbers."""
        value = self.get(name)
        return float(value) if isinstance(value, int | float) else None

    def all(self, name: str) -> list[Value | float]:
        """The values of all words of a class, in order."""
        return [value for key, value in self.bound if key == name]


def find_matches(text: str) -> tuple[list[Symbol], list[Match]]:
    """The symbols of any text and the time patterns among them, in order, none within another."""
    symbols = make_symbols(text, lexemes(text))
    found = list(_scan(symbols, calendar().root))
    return symbols, _widen(symbols, _compose(symbols, found))


def make_symbols(text: str, words: Sequence[Lexeme]) -> list[Symbol]:
    """Lexemes with numbers and pointed abbreviations joined, each with its classes."""
    table = calendar()
    ordinals = units().ordinals
    numbers = {number.first: number for number in find_numbers(words, shares=False)}
    symbols: list[Symbol] = []
    at = 0
    while at < len(words):
        word, number = words[at], numbers.get(at)
        if number is not None:
            end = words[number.last - 1].end
            classes = _number_classes(number, word, table)
            symbols.append(Symbol(word.start, end, text[word.start : end].lower(), classes))
            at = number.last
            continue
        end, step = word.end, 1
        point = words[at + 1] if word.lower in table.pointed and at + 1 < len(words) else None
        if point is not None and point.lower == "." and point.start == end:
            end, step = point.end, 2
        symbols.append(Symbol(word.start, end, word.lower, _word_classes(text, words, at, end, table, ordinals)))
        at += step
    return symbols


def _number_classes(number: Number, word: Lexeme, table: Calendar) -> Classes | None:
    value, suffix = number.value, number.suffix
    if suffix in _ORDINAL_SUFFIXES:
        return {"ORDINAL": int(value), **({"DAY": int(value), "DAYTH": int(value)} if 1 <= value <= 31 else {})}
    if suffix == "s":
        if value % 10 or not (1500 <= value <= 2090 or 20 <= value <= 90):
            return None
        return {"DECADE": int(value) // 10} if value > 100 else {"SHORTDECADE": 190 + int(value) // 10}
    if suffix in _CLOCK_SUFFIXES:
        clock = _clock_of(word, suffix)
        return {"CLOCK": clock} if clock else None
    if suffix:
        return None
    # "hundreds of years" are as many as "several years".
    classes: dict[str, Value | float] = {"SEVERAL": 0} if number.qualifier == "more_than" else {"NUM": value}
    if number.spelled:
        # "one day" and "two" are words too, and a year may be spelt out.
        classes.update(table.classes.get(word.lower, {}) if number.last - number.first == 1 else {})
        if number.bare or value == 2000:
            classes["YEAR"] = int(value)
    elif number.bare:
        digits = len(word.lower)
        if digits <= 2 and 1 <= value <= 31:
            classes["DAY"] = int(value)
        if digits == 2:
            classes["YY"] = int(value)
        if digits == 4 and value < 2400 and value % 100 < 60:
            classes["HOURS"] = int(value)
        if digits == 4 and 1000 <= value <= 2100:
            classes["YEAR"] = int(value)
    return classes


def _clock_of(word: Lexeme, suffix: str) -> str | None:
    """`13:30` for "1.30pm", `13` for "1pm"; None for "13pm"."""
    hour, _, minute = word.lower.removesuffix(suffix).partition(".")
    if not hour.isdecimal() or not 1 <= int(hour) <= 12 or (minute and not (len(minute) == 2 and minute < "60")):
        return None
    return f"{int(hour) % 12 + 12 * (suffix == 'pm'):02d}" + (f":{minute}" if minute else "")


def _word_classes(
    text: str, words: Sequence[Lexeme], at: int, end: int, table: Calendar, ordinals: Mapping[str, int]
) -> Classes | None:
    word = words[at]
    if word.kind == "date":
        return {"ISO": word.lower}
    if word.kind == "figure":
        return _clock_classes(word, table)
    lower = "-" if word.lower in DASHES else word.lower
    known: Classes | None = table.classes.get(lower)
    if lower in ordinals:
        known = {**(known or {}), "ORDINAL": ordinals[lower]}
    if known is None:
        return None
    if lower in table.proper and not text[word.start].isupper():
        return None
    if lower in table.pointed and end == word.end and not _beside_figure(text, words, at):
        return None
    return known


def _beside_figure(text: str, words: Sequence[Lexeme], at: int) -> bool:
    """True for a capitalised "Nov" next to a figure ("16 Nov 2016")."""
    beside = words[max(0, at - 1) : at] + words[at + 1 : at + 2]  # type: ignore[operator]
    return text[words[at].start].isupper() and any(word.kind == "figure" for word in beside)


def _clock_classes(word: Lexeme, table: Calendar) -> Classes | None:
    body = word.lower[: len(word.lower) - len(word.suffix)]
    known: dict[str, Value | float] = dict(table.classes.get(word.lower, {}))  # "9/11"
    hour, colon, minute = body.replace(".", ":").partition(":")
    if colon and len(minute) == 2 and len(hour) <= 2 and int(hour) < 25 and int(minute) < 60:
        if word.suffix in _CLOCK_SUFFIXES and 1 <= int(hour) <= 12:
            known["CLOCK"] = f"{int(hour) % 12 + 12 * (word.suffix == 'pm'):02d}:{int(minute):02d}"
        elif not word.suffix and ":" in body:
            known["CLOCKFACE"] = f"{int(hour):02d}:{int(minute):02d}"
    return known or None


def _scan(symbols: Sequence[Symbol], root: Node) -> Iterator[Match]:
    at, count = 0, len(symbols)
    while at < count:
        classes = symbols[at].classes
        if classes is None or not any(name in root.next for name in classes):
            at += 1
            continue
        found = _longest(symbols, at, root)
        if found is None:
            at += 1
            continue
        at = found.last
        if found.pattern.reckoning != "none":
            yield found


def _longest(symbols: Sequence[Symbol], at: int, root: Node) -> Match | None:
    """The longest pattern that begins at symbol `at`; of two that are as long the first of the table."""
    best: tuple[tuple[int, int], Pattern, Bound] | None = None
    stack: list[tuple[Node, int, Bound]] = [(root, at, ())]
    while stack:
        node, here, bound = stack.pop()
        if node.pattern is not None:
            rank = (here, -node.pattern.order)
            if best is None or rank > best[0]:
                best = (rank, node.pattern, bound)
        if here >= len(symbols):
            continue
        for name, value in (symbols[here].classes or {}).items():
            further = node.next.get(name)
            if further is not None:
                stack.append((further, here + 1, (*bound, (name, value)) if name.isupper() else bound))
    if best is None:
        return None
    (last, _), pattern, bound = best
    # What a row needs to see around a time and does not take: "[the year] ended", "from a [year-earlier] loss".
    first, last = at + int(pattern.options.get("skip", 0)), last - int(pattern.options.get("rest", 0))
    if symbols[last - 1].lower == ",":  # before a year that did not come
        last -= 1
    return Match(symbols[first].start, symbols[last - 1].end, first, last, pattern, bound)


def _compose(symbols: Sequence[Symbol], found: list[Match]) -> list[Match]:
    """Hours joined with the days that they stand beside: "10 p.m. Wednesday", "the morning of 3 May"."""
    joined: list[Match] = []
    for match in found:
        before = joined[-1] if joined else None
        if before is not None and match.first - before.last <= 2:
            gap = tuple(symbol.lower for symbol in symbols[before.last : match.first])
            kinds = (before.pattern.reckoning, match.pattern.reckoning)
            if gap in _BETWEEN_TIME_AND_DAY and before.clock is None:
                if kinds[0] in _TIME_KINDS and kinds[1] in _DAY_KINDS:
                    joined[-1] = replace(match, start=before.start, first=before.first, clock=before)
                    continue
                if kinds[0] in _DAY_KINDS and (kinds[1] == "clock" or (kinds[1] == "part" and "at" in gap)):
                    joined[-1] = replace(before, end=match.end, last=match.last, clock=match)
                    continue
        joined.append(match)
    return _share_day(symbols, joined)


def _share_day(symbols: Sequence[Symbol], found: list[Match]) -> list[Match]:
    """An hour told twice with the day behind: "1400 GMT (9 a.m. EST) on Sunday"."""
    for at, (hour, again, day) in enumerate(zip(found, found[1:], found[2:], strict=False)):
        kinds = (hour.pattern.reckoning, again.pattern.reckoning)
        if kinds != ("clock", "clock") or day.pattern.reckoning not in _DAY_KINDS or day.first - again.last > 2:
            continue
        between = [symbol.lower for symbol in symbols[hour.last : again.first]]
        behind = tuple(symbol.lower for symbol in symbols[again.last : day.first])
        if between == ["("] and behind[:1] == (")",) and behind[1:] in _BETWEEN_TIME_AND_DAY:
            for which, clock in ((at, hour), (at + 1, again)):
                found[which] = replace(clock, pattern=day.pattern, bound=day.bound, clock=clock)
    return found


def _widen(symbols: Sequence[Symbol], found: list[Match]) -> list[Match]:
    """Matches with what stands before them and belongs to them: "early", "the end of", "more than"."""
    befores, hedges = calendar().before, units().hedges
    wide: list[Match] = []
    floor = 0
    for match in found:
        is_counted = match.pattern.reckoning in _COUNTED or match.get("NUM") is not None
        table = hedges if is_counted else befores
        first = match.first
        definite = symbols[first].lower == "the"
        for length in range(min(4, first - floor), 0, -1):
            words = tuple(symbol.lower for symbol in symbols[first - length : first])
            # "over the past year" is no more than a year, "at least the past year" is.
            if words in table and not (words in _PREPOSITIONS and (definite or _is_stretch(symbols, first - length))):
                first -= length
                break
        wide.append(replace(match, first=first, start=symbols[first].start) if first != match.first else match)
        floor = match.last
    return wide


def _is_stretch(symbols: Sequence[Symbol], at: int) -> bool:
    """True where the "over" at `at` is of a stretch ("grew over three years"), not of a number ("for over ten")."""
    before = symbols[at - 1].lower if at else ""
    return symbols[at].lower == "over" and before not in _BEFORE_A_NUMBER
