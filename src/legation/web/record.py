"""One record by itself: what it says, on whose word, its words in their place, and what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.export.csv import to_csv
from legation.export.describe import evidence_of
from legation.export.reports import title_of
from legation.extract.actor import Actor
from legation.extract.commitment import Commitment
from legation.extract.event import Event
from legation.knowledge.labels import labels
from legation.report.document import Document
from legation.web import items, urls
from legation.web.cards import make_card
from legation.web.site import Site, View, moment_of, see, views

if TYPE_CHECKING:
    from starlette.requests import Request

    from legation.record import Record, Span
    from legation.web.known import Known

# So many characters of the report before and after a record's words.
_AROUND = 240
_WORD = 40


def show(site: Site, request: Request) -> View:
    """The record by itself; a document leads to its report."""
    record = site.record(request)
    if isinstance(record, Document):
        return View(template="", data=record.to_dict, page=lambda: see(urls.report(record.document)))
    known, reports = site.known, site.known.reports
    names, document = reports.names_of(record), reports.document(record.document)
    values = {
        "record": record,
        "card": make_card(record, names),
        "document": document,
        "title": title_of(document),
        "extracts": extracts(document, evidence_of(record)),
        "actors": _actors(record, known),
        "part_of": _part_of(record, known, moment_of(request)),
    }
    return View(
        template="record.html",
        values=values,
        data=record.to_dict,
        table=lambda: to_csv([record], type(record), reports.names_of, reports.document),
    )


def extracts(document: Document, spans: tuple[Span, ...]) -> list[list[tuple[str, bool]]]:
    """The words of a record in what stands around them: pieces of text, each with whether it is the record's.

    Spans near to each other stand in one extract.
    """
    groups: list[list[Span]] = []
    for span in sorted(spans):
        if groups and span[0] - groups[-1][-1][1] <= 2 * _AROUND:
            groups[-1].append(span)
        else:
            groups.append([span])
    return [_extract(document.text, group) for group in groups]


def _extract(text: str, spans: list[Span]) -> list[tuple[str, bool]]:
    first, last = _word_from(text, spans[0][0] - _AROUND), _word_to(text, spans[-1][1] + _AROUND)
    pieces: list[tuple[str, bool]] = [("… ", False)] if first else []
    at = first
    for start, end in spans:
        pieces += [(text[at:start], False), (text[max(start, at) : end], True)]
        at = max(at, end)
    pieces.append((text[at:last], False))
    if last < len(text):
        pieces.append((" …", False))
    return [(words, is_own) for words, is_own in pieces if words]


def _word_from(text: str, at: int) -> int:
    """Where the first whole word from an offset on begins; a word longer than most is cut."""
    if at <= 0:
        return 0
    gap = text.find(" ", at, at + _WORD)
    return gap + 1 if gap >= 0 else at


def _word_to(text: str, at: int) -> int:
    """Where the last whole word before an offset ends."""
    if at >= len(text):
        return len(text)
    gap = text.rfind(" ", at - _WORD, at)
    return gap if gap >= 0 else at


def _actors(record: Record, known: Known) -> list[tuple[str, str, str]]:
    """Who has a part in the record: the part, the name in its report, and the id of the actor over all reports."""
    names = known.reports.names_of(record)
    parts: list[tuple[str, str]] = []
    if isinstance(record, Actor):
        parts.append(("is", record.id))
    if isinstance(record, Commitment):
        parts += [(labels().role[party.role], party.actor) for party in record.parties]
    for field, part in (("actors", "by"), ("speakers", "by"), ("recipients", "to"), ("addressees", "to")):
        parts += [(part, id_) for id_ in getattr(record, field, ())]
    if (speaker := getattr(record, "speaker", None)) is not None:
        parts.append(("by", speaker))
    found = []
    for part, id_ in parts:
        if identity := known.identity(id_):
            found.append((part, names.actor(id_), identity.id))
    return found


def _part_of(record: Record, known: Known, as_of: str | None) -> list[tuple[str, str, str]]:
    """What a record is one account of: what that is, in words, and where it is."""
    if isinstance(record, Event) and (happening := known.happening(record.id, as_of)):
        (item,) = items.happening_items([happening], known, group="")
        others = happening.reports - 1
        said = f"the only account of {item.line.text}" if not others else item.line.text
        return [("Happening", said, urls.happening(happening.id))]
    if isinstance(record, Commitment):
        found = known.histories_of(record.id, as_of)
        return [("Commitment", items.arrangement(h, known), urls.history(h.id)) for h in found]
    return []


ROUTES = views("/record/{id}", show, forms=("json", "csv"))
