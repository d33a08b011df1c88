"""Commitments: what stands between actors, and how each arrangement has stood from report to report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.exceptions import HTTPException

from legation.export.answers import history_to_csv
from legation.knowledge.labels import labels
from legation.web import drawing, items, urls
from legation.web.site import Site, View, asked_of, moment_of, paged, views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from legation.ledger.history import Entry, History
    from legation.web.known import Known

PAGE = 40
_ASKED = ("actor", "kind", "status", "since", "until", "source")


def show(site: Site, request: Request) -> View:
    """The arrangements that fit, those with most reports first."""
    asked = asked_of(request, *_ASKED)
    found = site.known.histories(**asked)
    page = paged(request, len(found), lambda limit, offset: found[offset : offset + limit], size=PAGE)
    values = {
        "page": page,
        "rows": rows(page.items, site.known),
        "filters": asked,
        "kinds": sorted(labels().commitment.items(), key=lambda pair: pair[1]),
        "statuses": sorted(labels().status.items(), key=lambda pair: pair[1]),
    }
    return View(
        template="commitments.html",
        values=values,
        data=lambda: list(map(msgspec.to_builtins, found)),
        rows=lambda: found,
        table=lambda: history_to_csv(site.ledger, found),
    )


def rows(found: Sequence[History], known: Known) -> list[dict[str, Any]]:
    """What a table of arrangements shows of each: between whom, how it stands, on what terms, since when."""
    return [
        {
            "id": history.id,
            "what": items.arrangement(history, known),
            "statuses": [(status, labels().status[status]) for status in history.statuses],
            "terms": terms(history, known),
            "first": history.entries[0].day,
            "last": history.entries[-1].day,
            "reports": history.reports,
        }
        for history in found
    ]


def terms(history: History, known: Known) -> str:
    """The terms that the latest entry with any gives: "JPY 200bn a year"."""
    for entry in reversed(history.entries):
        if said := known.reports.names(entry.document).amounts(entry.commitment.quantities):
            return said
    return ""


def show_one(site: Site, request: Request) -> View:
    """One arrangement with every report's entry, in the order of the days told of."""
    id_, as_of = request.path_params["id"], moment_of(request)
    history = site.known.history(id_, as_of)
    if history is None:
        raise HTTPException(404, f"No commitment {id_} in this ledger" + (f" as of {as_of}" if as_of else ""))
    known = site.known
    values = {
        "history": history,
        "what": items.arrangement(history, known),
        "kind": labels().commitment[history.kind],
        "sides": sorted(known.names(history.sides).items(), key=lambda pair: pair[1]),
        "statuses": [(status, labels().status[status]) for status in history.statuses],
        "timeline": timeline([history], known, on_page=True),
        "entries": [_entry(entry, known) for entry in history.entries],
    }
    return View(template="history.html", values=values, data=lambda: history,
                rows=lambda: history.entries, table=lambda: history_to_csv(site.ledger, [history]))  # fmt: skip


def timeline(found: Sequence[History], known: Known, *, on_page: bool = False) -> drawing.Timeline | None:
    """How arrangements have stood, drawn over time; `on_page`: the entries stand on the same page."""
    return drawing.statuses(
        [
            (items.arrangement(h, known), None if on_page else urls.history(h.id), _points(h, on_page=on_page))
            for h in found
        ]
    )


def _points(history: History, *, on_page: bool) -> list[drawing.Point]:
    """The statuses that an arrangement is given, each with its day and the entry that gives it."""
    page = "" if on_page else urls.history(history.id)
    return [
        drawing.Point(entry.day, entry.status, labels().status[entry.status], f"{page}#{entry.commitment.id}")
        for entry in history.entries
        if entry.day
    ]


def _entry(entry: Entry, known: Known) -> dict[str, Any]:
    (item,) = items.entry_items([entry], known)
    called = known.names(entry.by)
    return {
        "id": entry.commitment.id,
        "item": item,
        "day": entry.day,
        "status": entry.status,
        "by": [(who, called[who]) for who in entry.by],
    }


ROUTES = [
    *views("/commitments", show, forms=("json", "csv", "jsonl")),
    *views("/commitment/{id}", show_one, forms=("json", "csv", "jsonl")),
]
