"""iCalendar (RFC 5545): what is due, as whole-day entries for any calendar.

Events told as future that have a day, week, month or year of their own; what has no date is no entry. On somebody's
word alone an entry is TENTATIVE; one that a later report denies is CANCELLED. Nobody is invited: ORGANIZER and ATTENDEE
want mail addresses, which no report gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from legation import __version__
from legation.export.describe import event_line, words_of
from legation.export.reports import Reports
from legation.export.stamps import stamp
from legation.export.tsv import degrees
from legation.extract.place import Place
from legation.ledger.period import bounds
from legation.ledger.query import last_day_of

if TYPE_CHECKING:
    from legation.export.selection import Selection
    from legation.extract.event import Event
    from legation.ledger.happening import Happening, Telling

NAME = "due.ics"
_LINE_BYTES = 75  # after which a line goes on in the next
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), 127], " ")


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """The calendar; one entry a happening that is ahead, in the words of the latest report of it."""
    yield NAME, _lines(["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Legation//Legation {__version__}//EN",
                        "CALSCALE:GREGORIAN", _text("X-WR-CALNAME", "What is due")])  # fmt: skip
    reports = Reports(selection.ledger)
    asked = selection.filters.asked()
    since = last_day_of(asked["as_of"]) if "as_of" in asked else None
    for happening in selection.ledger.happenings(**asked):
        ahead = [telling for telling in selection.tellings(happening) if telling.event.modality == "future"]
        if not ahead:
            continue
        told = ahead[-1]
        days = bounds(told.event.date)
        if days is None:
            selection.left_out["due, but no day is told"] += 1
        elif days[1] < (told.published or ""):
            selection.left_out["due on a day before it was told"] += 1
        elif since is None or days[1] >= since:
            selection.count(told.event)
            yield NAME, _lines(_entry(selection, reports, happening, told, days))
    yield NAME, _lines(["END:VCALENDAR"])


def _entry(
    selection: Selection, reports: Reports, happening: Happening, told: Telling, days: tuple[str, str]
) -> Iterator[str]:
    event, names, document = told.event, reports.names(told.document), reports.document(told.document)
    first = date.fromisoformat(days[0])
    last = date.fromisoformat(days[1])
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@legation"
    read = stamp(selection, document) or first.strftime("%Y%m%d000000")
    yield f"DTSTAMP:{read[:8]}T{read[8:]}Z"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    if last < date.max:
        yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"  # the day after the last
    yield _text("SUMMARY", event_line(event, names))
    claim = f"According to {names.claimant(event.claimed_by)}." if event.claimed_by else None
    told_by = ", ".join(dict.fromkeys(reports.source(telling.document) for telling in happening.tellings))
    yield _text("DESCRIPTION", "\n".join(part for part in (f"“{words_of(event, names)}”", claim, told_by) if part))
    yield from _where(event, names.get(event.place))
    yield "CATEGORIES:" + ",".join(_escaped(part) for part in (event.type, *event.contexts))
    if document.url:
        yield f"URL:{_one_line(document.url)}"
    yield f"STATUS:{_status(happening, event)}"
    yield "TRANSP:TRANSPARENT"  # it takes nobody's time
    yield "END:VEVENT"


def _where(event: Event, place: object) -> Iterator[str]:
    if event.place and isinstance(place, Place):
        yield _text("LOCATION", place.name)
        if place.lat is not None and place.lon is not None:
            yield f"GEO:{degrees(place.lat)};{degrees(place.lon)}"


def _status(happening: Happening, event: Event) -> str:
    """CANCELLED: the last that was told of it is that it will not be."""
    if happening.tellings[-1].event.modality == "negated":
        return "CANCELLED"
    return "TENTATIVE" if event.claimed_by else "CONFIRMED"


def _text(name: str, value: str) -> str:
    return f"{name}:{_escaped(value)}"


def _escaped(value: str) -> str:
    return value.translate(_CONTROLS).translate(_ESCAPES)


def _one_line(value: str) -> str:
    return "".join(value.split())


def _lines(lines: Iterable[str]) -> bytes:
    return b"".join(_folded(line) for line in lines)


def _folded(line: str) -> bytes:
    """A line with CRLF, folded after 75 bytes but never inside a character."""
    pieces: list[bytes] = [b""]
    for sign in line:
        data = sign.encode()
        if len(pieces[-1]) + len(data) > _LINE_BYTES:
            pieces.append(b" ")
        pieces[-1] += data
    return b"\r\n".join(pieces) + b"\r\n"
