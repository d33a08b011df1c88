"""The site: the ledger that is shown, and one view of it in every form: a page, JSON, a table to take away.

Each module of pages exports `ROUTES`; `app.py` puts them together. A module says for a request what there is to show
(`View`), and nothing of HTTP; a form is asked for by ending (`/calendar.json`), by `?format=json` or by the Accept
header, in this order.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from legation.web import urls

if TYPE_CHECKING:
    from starlette.requests import Request

    from legation.ledger.store import Ledger
    from legation.record import Record
    from legation.report.document import Document

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
# What each form is called in an address, and its media type.
FORMS = {
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one address shows. `data`, `rows` and `table` are called only where their form is asked for.

    `rows` are the lines of JSON Lines, `table` those of CSV with the header first; None: there is no such form.
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    data: Callable[[], Any]
    rows: Callable[[], Iterable[Any]] | None = None
    table: Callable[[], Iterator[str]] | None = None


class Site:
    """The ledger that the pages show, and their templates."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.templates = Environment(
            loader=PackageLoader("legation.web"),
            autoescape=select_autoescape(default_for_string=True, default=True),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals.update(urls=urls, ledger=ledger.path)

    def page(self, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """The page that a template makes of these values."""
        return HTMLResponse(self.templates.get_template(name).render(values), status_code=status)

    def document(self, request: Request) -> Document:
        """The report that an address names as `id`. Raises HTTPException, 404, where there is none."""
        document = self.ledger.document(request.path_params["id"])
        if document is None:
            raise HTTPException(404, f"No report {request.path_params['id']} in this ledger")
        return document

    def record(self, request: Request) -> Record:
        """The record that an address names as `id`. Raises HTTPException, 404, where there is none."""
        record = self.ledger.get(request.path_params["id"])
        if record is None:
            raise HTTPException(404, f"No record {request.path_params['id']} in this ledger")
        return record


Show: TypeAlias = Callable[[Site, "Request"], "View | Response"]
Answer: TypeAlias = Callable[[Site, "Request"], Response]


def site_of(request: Request) -> Site:
    """The site that a request is made of."""
    site: Site = request.app.state.site
    return site


def answers(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint from what reads the ledger: that blocks, so it is done off the event loop."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answer, site_of(request), request)

    return endpoint


def views(path: str, show: Show, *, forms: Sequence[str] = ("json",), home: str | None = None) -> list[BaseRoute]:
    """The routes of one view: its address, and with the ending of each of its `forms`.

    `home` is what the endings are put to where the address itself is only a slash.
    """

    def in_form(form: str | None) -> Answer:
        return lambda site, request: _in_form(show(site, request), site, request, form or _asked(request, forms))

    stem = home or path
    endings: list[BaseRoute] = [Route(f"{stem}.{form}", answers(in_form(form))) for form in forms]
    return [*endings, Route(path, answers(in_form(None)))]


def _asked(request: Request, forms: Sequence[str]) -> str:
    """The form that is asked for where the ending says none: one of `forms`, else "html"."""
    asked = request.query_params.get("format", "")
    if asked in forms:
        return asked
    wanted = request.headers.get("accept", "")
    return "json" if "json" in forms and "application/json" in wanted and "text/html" not in wanted else "html"


def _in_form(view: View | Response, site: Site, request: Request, form: str) -> Response:
    if isinstance(view, Response):
        return view
    if form == "json":
        return as_json(view.data())
    if form == "jsonl" and view.rows is not None:
        lines = b"".join(msgspec.json.encode(row) + b"\n" for row in view.rows())
        return Response(lines, media_type=FORMS[form], headers=_download(request, form))
    if form == "csv" and view.table is not None:
        return Response("".join(view.table()), media_type=FORMS[form], headers=_download(request, form))
    return site.page(view.template, request=request, **view.values)


def _download(request: Request, form: str) -> dict[str, str]:
    """The header that names the file to save: after the view, in plain letters."""
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", request.url.path.removesuffix(f".{form}")).strip("-")
    return {"content-disposition": f'attachment; filename="{stem or "desk"}.{form}"'}


def as_json(value: object, *, status: int = 200) -> Response:
    """Records or plain values as JSON."""
    return Response(msgspec.json.encode(value), status_code=status, media_type=FORMS["json"])


def see(address: str) -> Response:
    """Leads on to another address."""
    return RedirectResponse(address, status_code=303)


def number_of(request: Request, name: str) -> int | None:
    """A whole number from the address; anything else is as if it were not there."""
    value = request.query_params.get(name, "")
    return int(value) if _WHOLE_NUMBER.fullmatch(value) else None


def words_of(request: Request, name: str) -> str | None:
    """What stands in the address under a name; None where nothing does."""
    return request.query_params.get(name, "").strip() or None
