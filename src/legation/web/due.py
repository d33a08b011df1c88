"""What is due: what is told to come and is not over, each happening once, the soonest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from legation.export.describe import event_line
from legation.export.wording import date_in_words
from legation.ledger.period import bounds

if TYPE_CHECKING:
    from legation.extract.event import Event
    from legation.ledger.happening import Happening
    from legation.ledger.period import Days
    from legation.web.known import Known


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due: the account of it that tells the day most exactly, and all reports of it."""

    event: Event
    happening: Happening | None
    days: Days | None  # None: no day is told
    line: str
    words: str
    source: str

    @property
    def is_of_a_day(self) -> bool:
        """Whether the day is told."""
        return self.days is not None and self.days[0] == self.days[1]

    @property
    def when(self) -> str:
        """When, in words."""
        return date_in_words(self.event.date) or "No day given"


class DueRow(msgspec.Struct, frozen=True, kw_only=True):
    """The same as data."""

    happening: str | None
    event: str
    document: str
    date: str | None
    first_day: str | None
    last_day: str | None
    reports: int
    line: str
    words: str


def find_due(known: Known, *, as_of: str, actor: str | None = None) -> list[Due]:
    """What is due from the last day of `as_of` on, as it was known then."""
    return known.cache.get(("due", as_of, actor), lambda: _find(known, as_of, actor))


def _find(known: Known, as_of: str, actor: str | None) -> list[Due]:
    best: dict[str, tuple[Event, Happening | None]] = {}
    for event in known.ledger.calendar(as_of=as_of, actor=actor):
        happening = known.happening(event.id, as_of)
        key = happening.id if happening else event.id
        if key not in best or _exactness(event) > _exactness(best[key][0]):
            best[key] = event, happening
    found = (_due(event, happening, known) for event, happening in best.values())
    return sorted(found, key=lambda due: (due.days is None, due.days[1] if due.days else "", due.event.id))


def _exactness(event: Event) -> tuple[bool, int]:
    return bool(bounds(event.date)), len(event.date or "")


def _due(event: Event, happening: Happening | None, known: Known) -> Due:
    names = known.reports.names_of(event)
    line, words = event_line(event, names), names.words(event.evidence)
    return Due(event, happening, bounds(event.date), line, words, known.reports.source(event.document))


def rows_of(found: Iterable[Due]) -> list[DueRow]:
    """What is due as data."""
    return [
        DueRow(
            happening=due.happening.id if due.happening else None, event=due.event.id, document=due.event.document,
            date=due.event.date, first_day=due.days[0] if due.days else None,
            last_day=due.days[1] if due.days else None, reports=due.happening.reports if due.happening else 1,
            line=due.line, words=due.words,
        )
        for due in found
    ]  # fmt: skip
