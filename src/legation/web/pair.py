"""Two actors: what stands between them and on what terms, and what happens between them, through time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from legation.knowledge.scales import QUAD_NAMES
from legation.ledger.shifts import turns_in
from legation.web import commitments, items, urls
from legation.web.downloads import briefed
from legation.web.events import quad_columns
from legation.web.site import Site, View, lead_on, moment_of, views
from legation.web.who import found

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_MOST = 10


def show(site: Site, request: Request) -> View | Response:
    """The state of relations of two; other names or ids of the same lead to it."""
    as_of, known = moment_of(request), site.known
    given = [unquote(request.path_params[name]) for name in ("one", "other")]
    one, other = (found(known, name) for name in given)
    if [one.id, other.id] != given:
        return lead_on(request, urls.pair(one.id, other.id))
    between = one.id, other.id
    happenings = known.happenings(between=between, as_of=as_of)
    histories = known.histories(between=between, as_of=as_of)
    statements = known.statements(between=between, as_of=as_of)
    shifts = list(iter(known.ledger.shifts(between=between, as_of=as_of)))
    turns = turns_in(histories)
    latest = sorted(happenings, key=lambda h: h.first_day or "", reverse=True)[:_MOST]
    values = {
        "one": one,
        "other": other,
        "commitments": commitments.rows(histories, known),
        "timeline": commitments.timeline(histories, known),
        "columns": quad_columns(happenings, known),
        "quads": QUAD_NAMES,
        "happenings": items.happening_items(latest, known, group=""),
        "happenings_total": len(happenings),
        "turns": [*items.turn_items(turns, known), *items.record_items(reversed(shifts[-_MOST:]), known)],
        "statements": items.record_items(statements.latest(_MOST), known),
        "statements_total": statements.total,
    }
    return View(
        template="pair.html",
        values=values,
        data=lambda: {
            "between": between, "commitments": histories, "events": happenings, "shifts": shifts, "turns": turns,
            "statements": list(statements.answer),
        },
        files={"md": lambda: briefed(site, one, other, as_of=as_of)},
    )  # fmt: skip


ROUTES = views("/pair/{one}/{other:path}", show, forms=("json", "md"))
