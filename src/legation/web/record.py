"""One record by itself: leads to its words in its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from legation.report.document import Document
from legation.web import urls
from legation.web.site import Site, answers, as_json, see

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from legation.record import Record


def show(site: Site, request: Request) -> Response:
    """The record in its report."""
    return see(address_of(site.record(request)))


def data(site: Site, request: Request) -> Response:
    """The record as JSON."""
    return as_json(site.record(request).to_dict())


def address_of(record: Record) -> str:
    """Where a record is to be seen: its report, with its words put forward."""
    if isinstance(record, Document):
        return urls.report(record.document)
    return urls.report(record.document, record=record.id)


ROUTES = [Route("/record/{id}.json", answers(data)), Route("/record/{id}", answers(show))]
