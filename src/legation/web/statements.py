"""Statements over all reports: who said, denied or promised what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.export.csv import to_csv
from legation.extract.statement import Statement
from legation.knowledge.labels import labels
from legation.web import items
from legation.web.site import Site, View, asked_of, paged, views

if TYPE_CHECKING:
    from starlette.requests import Request

PAGE = 25
_ASKED = ("by", "to", "about", "act", "since", "until", "source")


def show(site: Site, request: Request) -> View:
    """The statements that fit, the latest first."""
    asked = asked_of(request, *_ASKED)
    said = site.known.statements(**asked)
    answer = said.answer
    page = paged(request, said.total, said.latest, size=PAGE)
    reports = site.known.reports
    values = {
        "page": page,
        "items": items.record_items(page.items, site.known),
        "filters": asked,
        "acts": [(act, label.noun) for act, label in sorted(labels().act.items())],
    }
    return View(
        template="statements.html",
        values=values,
        data=lambda: [statement.to_dict() for statement in page.items],
        rows=lambda: answer,
        table=lambda: to_csv(answer, Statement, reports.names_of, reports.document),
    )


ROUTES = views("/statements", show, forms=("json", "csv", "jsonl"))
