"""The list of the reports in the ledger, the newest first, by publisher and time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from legation.export.csv import to_rows
from legation.export.reports import title_of
from legation.web.site import Site, View, asked_of, paged, views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from legation.report.document import Document

PAGE = 100  # reports on one page of the list
_COLUMNS = ("id", "title", "published", "publisher", "url")


def show(site: Site, request: Request) -> View:
    """One page of the list."""
    asked = asked_of(request, "since", "until", "source")
    answer = site.ledger.documents(newest_first=True, **asked)
    cache, key = site.known.cache, tuple(sorted(asked.items()))

    def rows(limit: int, offset: int) -> list[dict[str, Any]]:
        # A title may have to be read off the text, and so every text be fetched.
        return cache.get(("reports", key, offset), lambda: [_row(d) for d in answer.page(limit=limit, offset=offset)])

    page = paged(request, cache.get(("how many", key), lambda: len(answer)), rows, size=PAGE)
    values = {
        "page": page,
        "is_empty": not page.total and not site.ledger.documents(),
        "filters": asked,
        "publishers": [(name, f"{name} ({count})") for name, count in site.known.publishers()],
    }
    return View(
        template="reports.html",
        values=values,
        data=lambda: page.items,
        rows=lambda: map(_row, answer),
        table=lambda: to_rows(_COLUMNS, _cells(answer)),
    )


def _row(document: Document) -> dict[str, Any]:
    return {
        "id": document.document,
        "title": title_of(document),
        "published": document.published,
        "publisher": document.publisher,
        "url": document.url,
    }


def _cells(documents: Iterable[Document]) -> Iterable[tuple[Any, ...]]:
    return (tuple(_row(document)[column] for column in _COLUMNS) for document in documents)


ROUTES = views("/reports", show, forms=("json", "csv", "jsonl"))
