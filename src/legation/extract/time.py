"""Times: TIMEX3 expressions with their values, anchored on the report's date (TimeML 1.2.1; ISO-TimeML)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from legation.extract.anchor import direction, event_date
from legation.extract.reckon import reckon
from legation.extract.timevalue import Now, TimeValue, relative_shift, unit_code
from legation.extract.timex import Match, Symbol, find_matches
from legation.knowledge import calibration
from legation.knowledge.calendar import calendar
from legation.knowledge.units import units
from legation.language.clause import SUBJECTS
from legation.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from spacy.tokens import Doc, Token

    from legation.extract.reading import Anchored, Reading

__all__ = ["Time", "event_date", "find_times"]

_TOLD = re.compile(r"\d{4}(?:-.*)?")
_TOLD_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?")
_TOLD_QUARTER = re.compile(r"\d{4}-Q[1-4]")
_QUARTER_LASTS = 600  # code points: a paragraph or two
_CLIMB = 8
_DAY_LASTS = 600  # the same for the day of an hour without one
_NEAR = 250  # the same for "the year": the sentence before
_JOINING = frozenset({"-", "–", "—", "and", "through", "to", "until"})
_NAMES = frozenset({"PERSON", "ORG", "FAC", "WORK_OF_ART", "PRODUCT", "LAW", "NORP", "GPE"})
# A number of four figures is a year in these; before and after, it needs a preposition that says so.
_LIKELY_YEARS = range(1700, 2100)
_BEFORE_YEAR = frozenset(
    {"in", "of", "since", "by", "from", "until", "till", "before", "after", "during", "year", "through"},
)
# Words that stand before a month and hardly before a person.
_BEFORE_MONTH = frozenset({"during", "in", "last", "next", "of", "since", "this", "through", "till", "until"})
_BEFORE_DAY = frozenset({"by", "on", "since", "till", "until"})
_BESIDE_DAY = frozenset({"-", "and", "or", "to"})
_AMONG_PERSONS = frozenset({"against", "between", "like", "mr", "mrs", "ms", "than", "under", "with"})
_CURRENCY_MARKS = frozenset("$£€¥₩₽₹#%")
# Reckonings of words that only a title writes with capitals.
_WRITTEN_SMALL = frozenset({"clock", "dayword", "duration", "indefinite", "one", "part", "set", "told_unit", "unit"})
# What a clause behind it tells and no calendar ("the night the ship went down").
_OF_A_CLAUSE = frozenset({"the PART", "the week", "the month", "the full? year"})
# Times of the week or day that several of, without a number, are no length ("dark nights").
_SPELLS = frozenset({"nights", "weekends"})
_STRETCHES = frozenset({"P6M", "P9M"})  # what firms report of beside a quarter
_SHIFTS = frozenset({"shifted", "duration"})


class Time(Record, frozen=True, kw_only=True, tag="time"):
    """One temporal expression. `value` as TIMEX3 writes it: `2016-11-17`, `2016-W45`, `P1Y`, `PAST_REF`."""

    value: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    basis: str  # what the value was reckoned from: explicit, published, tense, narrative, name


def find_times(reading: Reading) -> list[Anchored[Time]]:
    """The times of one report, in the order of the text. Any text is valid; linear in its length."""
    from legation.extract.reading import Anchored

    doc = reading.doc
    symbols, matches = find_matches(reading.view.text)
    starts = [token.idx for token in doc]
    found: list[Anchored[Time]] = []
    told = _Told(reading.published)
    for match, following in zip_longest(matches, matches[1:]):
        match = _with_year(_with_week(match, following, symbols), following, symbols)
        root = _root(doc, starts, match)
        match = _without_verb(match, symbols, root)
        if not _is_time(match, symbols, root):
            continue
        if match.pattern.reckoning in _SHIFTS and _has_object(match, symbols, root):
            if not _has_length(match):
                continue
            match = replace(match, last=match.last - 1, end=symbols[match.last - 2].end, is_length=True)
        now = told.now(match.start, partial(direction, root))
        value = reckon(match, now)
        if value is not None and following is not None and _is_told_behind(match, following, symbols):
            value = reckon(following, now)
        if value is not None:
            told.hear(match, value)
            found.append(Anchored(_record(reading, match, value), ((match.start, match.end),), root.i))
    return found


def _with_year(match: Match, following: Match | None, symbols: Sequence[Symbol]) -> Match:
    """A day or month with the year that it shares with the one behind: "from May 3 to June 2, 2016"."""
    if following is None or {match.pattern.reckoning, following.pattern.reckoning} != {"date"}:
        return match
    year, ends = following.number("YEAR"), following.number("MONTH")
    month = match.number("MONTH")
    if year is None or ends is None or month is None or match.get("YEAR") is not None:
        return match
    between = [symbol.lower for symbol in symbols[match.last : following.first]]
    if len(between) != 1 or between[0] not in _JOINING or relative_shift(match) is not None:
        return match
    return replace(match, bound=(*match.bound, ("YEAR", year - (month > ends))))


def _without_verb(match: Match, symbols: Sequence[Symbol], root: Token) -> Match:
    """Without the verb of "to last four weeks"."""
    if symbols[match.first].lower != "last" or root.i == 0:
        return match
    first = next((t for t in root.doc[max(root.i - _CLIMB, 0) : root.i + 1] if t.idx == match.start), root)
    if not first.tag_.startswith("V"):
        return match
    return replace(match, first=match.first + 1, start=symbols[match.first + 1].start)


def _with_week(match: Match, following: Match | None, symbols: Sequence[Symbol]) -> Match:
    """A weekday with the week that it shares with the one behind: "Thursday and Friday next week"."""
    if following is None or {match.pattern.reckoning, following.pattern.reckoning} != {"weekday"}:
        return match
    between = [symbol.lower for symbol in symbols[match.last : following.first]]
    has_week = following.pattern.form.endswith("week") and "weeks" not in following.pattern.options
    if not has_week or len(between) != 1 or between[0] not in _JOINING or relative_shift(match) is not None:
        return match
    weeks = tuple(item for item in following.bound if item[0] in {"LAST", "THIS", "NEXT"})
    return replace(match, pattern=following.pattern, bound=match.bound + weeks)


def _is_told_behind(match: Match, following: Match, symbols: Sequence[Symbol]) -> bool:
    """True for "two years later, in 1953": the year itself stands behind."""
    if match.pattern.reckoning != "shifted" or unit_code(match) != (1, "Y"):
        return False
    is_year = following.pattern.reckoning == "date" and following.get("YEAR") is not None
    return is_year and [symbol.lower for symbol in symbols[match.last : following.first]] == [",", "in"]


class _Told:
    """The dates that the text has told so far, for what is reckoned from them ("the following day")."""

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.last: str | None = None
        self.last_at = 0
        self.day: str | None = None
        self.day_at = 0
        self.quarter: str | None = None
        self.quarter_at = 0

    def now(self, at: int, direction: Callable[[], int]) -> Now:
        """What an expression at offset `at` is reckoned from. A quarter is soon forgotten."""
        quarter = self.quarter if at - self.quarter_at < _QUARTER_LASTS else None
        near = self.last if at - self.last_at < _NEAR else None
        is_near_day = at - self.day_at < _DAY_LASTS
        return Now(self.published, self.last, near, self.day, is_near_day, quarter, direction)

    def hear(self, match: Match, value: TimeValue) -> None:
        """Keep a date; one that only compares ("a year ago", "this day last year") leaves the story where it is."""
        reckoning = match.pattern.reckoning
        if value.type == "DURATION" and (match.get("ORDINAL") is not None or value.value in _STRETCHES):
            # "The first nine months": what follows is compared with those, a year's and not a quarter's.
            self.quarter = None
            if self.last is not None and _TOLD_QUARTER.fullmatch(self.last):
                self.last = self.last[:4]
        compares = reckoning == "year_of_quarter" or (reckoning in {"ago", "shifted"} and unit_code(match) == (1, "Y"))
        if value.type not in {"DATE", "TIME"} or value.basis == "name" or compares or not _TOLD.fullmatch(value.value):
            return
        self.last, self.last_at = value.value, match.end
        if _TOLD_DAY.fullmatch(value.value):
            self.day, self.day_at = value.value, match.end
        elif _TOLD_QUARTER.fullmatch(value.value) and not self._is_to_come(value.value):
            self.quarter, self.quarter_at = value.value, match.end

    def _is_to_come(self, quarter: str) -> bool:
        """True for a quarter after the report's: "a year ago" is not reckoned from a forecast."""
        day = self.published
        return day is not None and quarter > f"{day.year:04d}-Q{(day.month + 2) // 3}"


def _record(reading: Reading, match: Match, value: TimeValue) -> Time:
    return Time(
        document=reading.id,
        evidence=reading.spans((match.start, match.end)),
        confidence=calibration.probability("time", value.basis),
        value=value.value,
        type=value.type,
        basis=value.basis,
    )


def _root(doc: Doc, starts: Sequence[int], match: Match) -> Token:
    """The token of the expression that the others hang on."""
    first = max(bisect_right(starts, match.start) - 1, 0)
    last = max(bisect_right(starts, match.end - 1), first + 1)
    root: Token = doc[first:last].root
    return root


def _is_time(match: Match, symbols: Sequence[Symbol], root: Token) -> bool:
    """False for what only looks like a time: "Theresa May", "Resolution 1973", "$5 a day"."""
    if root.ent_type_ == "WORK_OF_ART" or _is_title(match, root):
        return False
    if match.pattern.form in _OF_A_CLAUSE and any(t.dep_ == "relcl" for t in root.rights):
        return False
    if match.pattern.options.get("basis") == "name" and match.pattern.reckoning == "fixed" and _is_some(root):
        return False
    tag = match.pattern.options.get("tag")
    if tag is not None and root.tag_ != tag:
        return False
    reckoning, names = match.pattern.reckoning, {name for name, _ in match.bound}
    if reckoning == "date" and names == {"YEAR"}:
        return _is_year(match, symbols, root)
    if reckoning == "date" and names == {"MONTH"}:
        return _is_month(match, symbols, root)
    if reckoning == "day":
        return _is_day(match, symbols, root)
    if reckoning == "weekday" and match.clock is None and root.ent_type_ in _NAMES:
        return False
    if reckoning == "periodic":
        return root.ent_type_ not in _NAMES and (root.tag_ == "RB" or _is_daily(match, root))
    if reckoning == "indefinite" and match.pattern.form == "UNITS":
        return match.get("UNITS") != "Q" and symbols[match.last - 1].lower not in _SPELLS  # "their quarters"
    if reckoning == "one":
        return not _is_rate(match, symbols) and str(match.get("UNIT")) != "Q"
    return True


def _is_title(match: Match, root: Token) -> bool:
    """True for "60 Minutes", "This Week", "High Noon": capitals within a sentence that is no headline."""
    if match.pattern.reckoning not in _WRITTEN_SMALL:
        return False
    words = [token for token in root.sent if match.start <= token.idx < match.end and token.is_alpha]
    if not words or not all(token.is_title for token in words):
        return False
    is_alone = len(words) == 1 and words[0].idx == match.start
    before = words[0].nbor(-1) if words[0].i > root.sent.start else None
    if is_alone and (before is None or not before.is_alpha):
        return False  # the first word of a sentence or quotation
    others = [token for token in root.sent if token.is_alpha and token not in words]
    return 2 * sum(token.is_title for token in others) < len(others)


def _is_daily(match: Match, root: Token) -> bool:
    """True for "daily flights"; "the daily", "the daily Le Monde" are papers, other adjectives ("annual") no times."""
    if match.get("PERIODIC") != "P1D" or root.tag_ in {"NN", "NNS"}:
        return False
    return root.i + 1 == len(root.doc) or root.nbor().pos_ != "PROPN"


def _has_object(match: Match, symbols: Sequence[Symbol], root: Token) -> bool:
    """True for "the day after the vote", "two days before the vote": times that only the vote's own would tell."""
    if symbols[match.last - 1].lower not in {"after", "before"}:
        return False
    last = next((t for t in root.doc[max(root.i - 3, 0) : root.i + _CLIMB] if t.idx + len(t) == match.end), None)
    return last is not None and (last.dep_ == "mark" or any(child.i > last.i for child in last.children))


def _is_some(root: Token) -> bool:
    """True for "a cold war", "Riyadh's cold war with Doha": a thing of that kind, not the one of that name."""
    return any(t.lower_ in {"a", "an"} or t.dep_ == "poss" for t in root.lefts)


def _has_length(match: Match) -> bool:
    """True for "two days", "a month", "several years" before the vote, not for "the day before the vote"."""
    return (
        match.pattern.reckoning == "duration" or match.get("NUM") is not None or match.pattern.form.startswith("a|an")
    )


def _before(match: Match, symbols: Sequence[Symbol]) -> str:
    return symbols[match.first - 1].lower if match.first else ""


def _is_year(match: Match, symbols: Sequence[Symbol], root: Token) -> bool:
    year = int(match.number("YEAR") or 0)
    before = _before(match, symbols)
    after = symbols[match.last].lower if match.last < len(symbols) else ""
    if before in _CURRENCY_MARKS or after in _CURRENCY_MARKS or before in units().labels:
        return False
    if year not in _LIKELY_YEARS:
        return before in _BEFORE_YEAR and year >= 1000
    if before in _BEFORE_YEAR:
        return True
    if root.dep_ == "nummod" and root.head.tag_ == "NNS" and year % 100 == 0:
        return False
    previous = root.nbor(-1) if root.i else None
    # "Resolution 1973", "Flight 1549": a name's own number.
    return previous is None or previous.tag_ not in {"NNP", "NNPS"} or previous.idx + len(previous) != root.idx - 1


def _is_day(match: Match, symbols: Sequence[Symbol], root: Token) -> bool:
    """True for "on the 17th", not for "on the 17th floor", "by the 17th or 18th century"."""
    after = symbols[match.last].lower if match.last < len(symbols) else ""
    return root.dep_ == "pobj" and _before(match, symbols) in _BEFORE_DAY and after not in _BESIDE_DAY


def _is_month(match: Match, symbols: Sequence[Symbol], root: Token) -> bool:
    word = symbols[match.last - 1].lower
    behind = symbols[match.last : match.last + 2]
    if len(behind) == 2 and behind[0].lower in _JOINING and "MONTH" in (behind[1].classes or {}):
        return True  # "between May and July"
    if word in calendar().doubtful:
        # "Theresa May yesterday", "May is expected to": the parser takes persons for months.
        is_name = root.dep_ in SUBJECTS or (root.i > 0 and root.nbor(-1).pos_ == "PROPN")
        before = _before(match, symbols)
        if before not in _BEFORE_MONTH and root.dep_ not in {"compound", "nmod"}:
            is_name |= any(token.text == root.text and token.ent_type_ == "PERSON" for token in root.doc)
        return root.ent_type_ == "DATE" and not is_name and before not in _AMONG_PERSONS
    return root.ent_type_ not in _NAMES


def _is_rate(match: Match, symbols: Sequence[Symbol]) -> bool:
    """True for "a year" close behind a number: "£5bn a year", "5% a month"."""
    behind = symbols[max(0, match.first - 4) : match.first]
    for symbol in reversed(behind):
        if symbol.lower in {",", ".", ";", ":"}:
            return False
        if symbol.classes and "NUM" in symbol.classes:
            return True
    return False
