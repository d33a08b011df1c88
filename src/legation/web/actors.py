"""The actors over all reports: found by name, kind or state, those in most reports first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.export.csv import PART, to_rows
from legation.knowledge.labels import labels
from legation.knowledge.store import Knowledge
from legation.web.site import Site, View, paged, views, words_of

if TYPE_CHECKING:
    from starlette.requests import Request

PAGE = 60
_COLUMNS = ("id", "name", "kind", "country", "wikidata", "names", "reports")


def show(site: Site, request: Request) -> View:
    """The actors that fit."""
    name, kind, country = (words_of(request, field) for field in ("name", "kind", "country"))
    found = site.ledger.identities(name) if name else site.known.identities()
    found = [i for i in found if (kind is None or i.kind == kind) and (country is None or i.country == country)]
    page = paged(request, len(found), lambda limit, offset: found[offset : offset + limit], size=PAGE)
    states = Knowledge.open().states
    present = {identity.country for identity in site.known.identities() if identity.country in states}
    values = {
        "page": page,
        "rows": [
            (i, labels().actor[i.kind], states[i.country].name if i.country in states else i.country or "")
            for i in page.items
        ],
        "filters": {"name": name, "kind": kind, "country": country},
        "kinds": sorted(labels().actor.items(), key=lambda pair: pair[1]),
        "countries": sorted(((code, states[code].name) for code in present if code), key=lambda pair: pair[1]),
    }
    return View(
        template="actors.html",
        values=values,
        data=lambda: found,
        rows=lambda: found,
        table=lambda: to_rows(
            _COLUMNS,
            ((i.id, i.name, i.kind, i.country, i.wikidata, PART.join(i.names), i.reports) for i in found),
        ),
    )


ROUTES = views("/actors", show, forms=("json", "csv", "jsonl"))
