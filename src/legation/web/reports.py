"""The list of the reports in the ledger, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from legation.export.reports import title_of
from legation.web.site import Site, View, number_of, views

if TYPE_CHECKING:
    from starlette.requests import Request

    from legation.ledger.store import Ledger

PAGE = 100  # reports on one page of the list


def show(site: Site, request: Request) -> View:
    """One page of the list."""
    values = reports(site.ledger, number_of(request, "page") or 0)
    return View(template="reports.html", values=values, data=lambda: values["reports"])


def reports(ledger: Ledger, page: int) -> dict[str, Any]:
    """The reports of a ledger, newest first, `PAGE` at a time; `page` counts from 0."""
    answer = ledger.documents(newest_first=True)
    total = len(answer)
    documents = answer.page(limit=PAGE, offset=page * PAGE)
    return {
        "total": total,
        "reports": [
            {"id": d.document, "title": title_of(d), "published": d.published, "publisher": d.publisher}
            for d in documents
        ],
        "newer": f"/?page={page - 1}" if page else None,
        "older": f"/?page={page + 1}" if (page + 1) * PAGE < total else None,
    }


ROUTES = views("/", show, home="/reports")
