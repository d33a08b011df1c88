"""What its date says of an event: that it is history, or to come."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from legation.language.clause import governing_verb, is_verb, modals, tense_aspect

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.modality import Modality
    from legation.extract.trigger import Trigger

_LASTING = frozenset({"AID", "COERCE", "COOPERATE", "MOBILIZE", "SANCTION", "SUPPORT"})
# What nobody tells of by "they do so on Monday" before the day: a date to come is some other December's.
_UNSCHEDULED = frozenset({"ACCUSE", "ASSAULT", "COERCE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
_HISTORIC_DAYS = 366  # PLOVER gives no limit; more than a year before the report is background


def with_date(said: Modality, trigger: Trigger, value: str | None, published: date | None) -> Modality:
    """The modality once the event's TIMEX3 date is known: long past is historical, later than the report future.

    A past tense stays past: "left in December" is never to come, whichever December was reckoned.
    """
    if value is None or said in {"hypothetical", "negated"} or published is None:
        return said
    first, last = _bounds(value)
    if first is None or last is None:
        return said
    if first > published:
        verb = trigger.token if is_verb(trigger.token) else trigger.support
        told = tense_aspect(verb) if verb is not None and is_verb(verb) else None
        if told is not None and (told.tense == "past" or told.perfect):
            return said
        over = governing_verb(trigger.token) if verb is None else verb
        is_going_on = over is not None and trigger.pattern.type in _UNSCHEDULED and _is_plain_present(over)
        return said if is_going_on else "future"
    if (published - last).days > _HISTORIC_DAYS and said in {"occurred", "ongoing"}:
        return _lasting(said, trigger) if _is_begun_then(trigger) else "historical"
    return said


def _is_plain_present(verb: Token) -> bool:
    time = tense_aspect(verb)
    return time.tense == "present" and not time.progressive and not modals(verb)


def _is_begun_then(trigger: Trigger) -> bool:
    """True where the date is when something began that reaches to now: "has stationed troops there since 2015"."""
    verb = trigger.token if is_verb(trigger.token) else trigger.support
    if verb is None or not is_verb(verb):
        return False
    told = tense_aspect(verb)
    has_since = any(c.lower_ == "since" for head in trigger.heads for c in head.children)
    return told.perfect and told.tense == "present" and has_since


def _lasting(said: Modality, trigger: Trigger) -> Modality:
    """What has lasted goes on; what was done several times since ("arrested nine men") has occurred."""
    is_counted = any(c.dep_ == "nummod" for head in trigger.heads for c in head.children)
    return "ongoing" if trigger.pattern.type in _LASTING and not is_counted else said


def _bounds(value: str) -> tuple[date | None, date | None]:
    """First and last day of a TIMEX3 date, as far as year and month tell: the week number counts as its year."""
    parts = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?.*", value)
    if parts is None:
        decade = re.fullmatch(r"(\d{2,3})X*", value)
        if decade is None:
            return None, None
        stem = decade.group(1)
        first_year, last_year = int(stem.ljust(4, "0")), int(stem.ljust(4, "9"))
        return _day(first_year, 1, 1), _day(last_year, 12, 31)
    year, month, day = (int(part) if part else None for part in parts.groups())
    if year is None:
        return None, None
    week = re.fullmatch(r"\d{4}-W(\d{2})", value)
    if week is not None:
        try:
            return date.fromisocalendar(year, int(week.group(1)), 1), date.fromisocalendar(year, int(week.group(1)), 7)
        except ValueError:
            return None, None
    return _day(year, month or 1, day or 1), _day(year, month or 12, day or 28)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
