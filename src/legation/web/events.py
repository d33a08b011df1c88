"""Events over all reports: each happening once, with every report's account of it beside the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.exceptions import HTTPException

from legation.export.answers import happenings_to_csv
from legation.export.wording import counted
from legation.knowledge.labels import labels
from legation.knowledge.scales import QUAD_NAMES, quad_of
from legation.web import drawing, items, urls
from legation.web.site import Site, View, asked_of, lead_on, moment_of, paged, views, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from legation.ledger.happening import Happening, Telling
    from legation.web.known import Known

PAGE = 25
STANDINGS = {
    "told": "told as done",
    "planned": "planned",
    "possible": "only possible",
    "denied": "denied",
    "contradicted": "told differently",
}
_ASKED = ("actor", "by", "to", "since", "until", "kind", "modality", "source")


def show(site: Site, request: Request) -> View:
    """The happenings that fit, the latest first."""
    found = find(site.known, request)
    page = paged(request, len(found), lambda limit, offset: found[offset : offset + limit], size=PAGE)
    shown = items.happening_items(page.items, site.known, group="")
    reports = len({telling.document for happening in found for telling in happening.tellings})
    values = {
        "page": page,
        "groups": items.grouped(shown),
        "said": f"{counted(len(found), 'happening')} in {counted(reports, 'report')}",
        "filters": {name: words_of(request, name) for name in (*_ASKED, "standing", "quad", "place", "with")},
        "place": place_called(site.known, words_of(request, "place")),
        "kinds": kinds(),
        "standings": list(STANDINGS.items()),
        "quads": [(str(number), name) for number, name in QUAD_NAMES.items()],
    }
    return View(
        template="events.html",
        values=values,
        data=lambda: list(map(msgspec.to_builtins, found)),
        rows=lambda: found,
        table=lambda: happenings_to_csv(site.ledger, found),
    )


def find(known: Known, request: Request) -> list[Happening]:
    """The happenings that an address asks for, the latest first, those without a day last."""
    asked = asked_of(request, *_ASKED)
    other = words_of(request, "with")
    if other and asked["actor"]:
        asked["between"] = (asked.pop("actor"), other)
    found = known.happenings(**asked)
    standing, quad, place = (words_of(request, name) for name in ("standing", "quad", "place"))
    if standing:
        found = [h for h in found if h.standing == standing]
    if quad:
        found = [h for h in found if str(quad_of(h.type)) == quad]
    if place:
        spots = known.spots()
        at = {key for key, spot in spots.items() if spot.key == place}
        found = [h for h in found if any((t.document, t.event.id) in at for t in h.tellings)]
    return sorted(found, key=lambda h: h.first_day or "", reverse=True)


def quad_columns(found: Iterable[Happening], known: Known) -> drawing.Columns | None:
    """The happenings counted by class through the time that the reports are of, a year more before and after."""
    first, last = known.period()
    return drawing.quads(
        ((happening.first_day, quad_of(happening.type)) for happening in found),
        _years_on(first, -1),
        _years_on(last, 1),
        QUAD_NAMES.__getitem__,
    )


def _years_on(day: str, years: int) -> str:
    """The same day, years before or after."""
    return f"{min(max(int(day[:4]) + years, 1), 9999):04}{day[4:]}"


def kinds() -> list[tuple[str, str]]:
    """The types of events with their words."""
    return sorted({(label.type, f"{label.type}: {label.noun}") for label in labels().events if label.mode is None})


def place_called(known: Known, key: str | None) -> str | None:
    """What a place on the map is called."""
    return next((spot.name for spot in known.spots().values() if spot.key == key), key) if key else None


def show_one(site: Site, request: Request) -> View | Response:
    """One happening with all accounts of it; the id of an event leads to the happening that it tells of."""
    id_, as_of = request.path_params["id"], moment_of(request)
    happening = site.known.happening(id_, as_of)
    if happening is None:
        raise HTTPException(404, f"No happening {id_} in this ledger" + (f" as of {as_of}" if as_of else ""))
    if happening.id != id_:
        return lead_on(request, urls.happening(happening.id))
    (line,) = items.happening_items([happening], site.known, group="")
    values = {
        "happening": happening,
        "line": line.line,
        "standing": STANDINGS[happening.standing],
        "type": labels().event(happening.type, happening.mode).noun,
        "sides": sorted(site.known.names(happening.sides).items(), key=lambda pair: pair[1]),
        "accounts": [_account(telling, site.known) for telling in happening.tellings],
    }
    return View(template="happening.html", values=values, data=lambda: happening,
                table=lambda: happenings_to_csv(site.ledger, [happening]))  # fmt: skip


def _account(telling: Telling, known: Known) -> dict[str, Any]:
    (item,) = items.record_items([telling.event], known)
    return {"item": item, "modality": labels().modality[telling.event.modality].label, "published": telling.published}


ROUTES = [
    *views("/events", show, forms=("json", "csv", "jsonl")),
    *views("/happening/{id}", show_one, forms=("json", "csv")),
]
