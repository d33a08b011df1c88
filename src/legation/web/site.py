"""The site: the ledger that is shown, and one view of it in every form: a page, JSON, a table to take away.

Each module of pages exports `ROUTES`; `app.py` puts them together. A module says for a request what there is to show
(`View`), and nothing of HTTP; a form is asked for by ending (`/calendar.json`), by `?format=json` or by the Accept
header, in this order.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import msgspec
from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from legation.export.wording import counted, date_in_words
from legation.ledger.period import bounds
from legation.web import urls
from legation.web.known import Known

if TYPE_CHECKING:
    from starlette.requests import Request

    from legation.ledger.store import Ledger
    from legation.record import Record
    from legation.report.document import Document

# The pages that every page leads to: what it is called, its address, and the beginnings of addresses under it.
NAV = (
    ("Desk", "desk", ()),
    ("Reports", "reports", ("/report",)),
    ("Actors", "actors", ("/actor", "/pair")),
    ("Events", "events", ("/event", "/happening")),
    ("Commitments", "commitments", ("/commitment",)),
    ("Statements", "statements", ("/statement",)),
    ("Calendar", "calendar", ("/calendar",)),
    ("Map", "map_", ("/map",)),
    ("Graph", "graph", ("/graph",)),
)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
# What each form is called in an address, and its media type.
FORMS = {
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "ics": "text/calendar",
    "geojson": "application/geo+json",
    "graphml": "application/graphml+xml",
    "md": "text/markdown",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one address shows. `data`, `rows` and `table` are called only where their form is asked for.

    `rows` are the lines of JSON Lines, `table` those of CSV with the header first; None: there is no such form.
    `files` gives those that other tools read, whole, by their ending.
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    data: Callable[[], Any]
    rows: Callable[[], Iterable[Any]] | None = None
    table: Callable[[], Iterator[str]] | None = None
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    page: Callable[[], Response] | None = None  # instead of the template's: where the page only leads on


class Site:
    """The ledger that the pages show, what is known by it, and the templates."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.known = Known(ledger)
        self.templates = Environment(
            loader=PackageLoader("legation.web"),
            autoescape=select_autoescape(default_for_string=True, default=True),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals.update(
            urls=urls.Addresses(),
            ledger=ledger.path,
            nav=NAV,
            moment=None,
            forms=(),
            asked=(),
            here="",
            event_address=urls.event_address,
        )
        self.templates.filters.update(day=lambda value: date_in_words(value) or value, counted=counted)

    def page(self, name: str, *, request: Request | None = None, status: int = 200, **values: Any) -> HTMLResponse:
        """The page that a template makes of these values; with the request, links carry the day it asks for."""
        if request is not None:
            values = {**_context(request), "request": request, **values}
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


def _context(request: Request) -> dict[str, Any]:
    """What every page is told of the address that it is at."""
    moment = moment_of(request)
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in ("as_of", "format")]
    here = path_of(request)
    now = urls.with_query(here, kept)
    return {"moment": moment, "urls": urls.Addresses(moment), "here": here, "asked": kept, "now": now}


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
        return lambda site, request: _in_form(show(site, request), site, request, forms, form or wants(request, forms))

    stem = home or path
    endings: list[BaseRoute] = [Route(f"{stem}.{form}", answers(in_form(form))) for form in forms]
    return [*endings, Route(path, answers(in_form(None)))]


def wants(request: Request, forms: Sequence[str]) -> str:
    """The form that is asked for where the ending says none: one of `forms`, else "html"."""
    asked = request.query_params.get("format", "")
    if asked in forms:
        return asked
    wanted = request.headers.get("accept", "")
    return "json" if "json" in forms and "application/json" in wanted and "text/html" not in wanted else "html"


def _in_form(view: View | Response, site: Site, request: Request, forms: Sequence[str], form: str) -> Response:
    if isinstance(view, Response):
        return view
    if form == "json":
        return as_json(view.data())
    if form == "jsonl" and view.rows is not None:
        lines = b"".join(msgspec.json.encode(row) + b"\n" for row in view.rows())
        return Response(lines, media_type=FORMS[form], headers=_download(request, form))
    if form == "csv" and view.table is not None:
        return Response("".join(view.table()), media_type=FORMS[form], headers=_download(request, form))
    if form in view.files:
        return Response(view.files[form](), media_type=FORMS[form], headers=_download(request, form))
    if view.page is not None:
        return view.page()
    return site.page(view.template, request=request, forms=_offered(request, forms), **view.values)


def _offered(request: Request, forms: Sequence[str]) -> list[tuple[str, str]]:
    """The other forms of a view, with their addresses."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name not in ("format", "page")]
    return [(urls.FORM_NAMES[form], urls.in_form(path_of(request), form, query)) for form in forms]


def path_of(request: Request) -> str:
    """The path of an address, quoted as a link needs it."""
    return quote(request.scope["path"])


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


def lead_on(request: Request, address: str) -> Response:
    """Leads on to where a view is, as of the same day and in the same form."""
    parts = urlsplit(urls.Addresses(moment_of(request)).at(address))
    path, _, form = request.url.path.rpartition(".")
    if path and form in urls.FORM_NAMES:
        parts = parts._replace(path=f"{parts.path}.{form}")
    elif asked := request.query_params.get("format"):
        parts = parts._replace(query="&".join(part for part in (parts.query, urlencode({"format": asked})) if part))
    return see(urlunsplit(parts))


def number_of(request: Request, name: str) -> int | None:
    """A whole number from the address; anything else is as if it were not there."""
    value = request.query_params.get(name, "")
    return int(value) if _WHOLE_NUMBER.fullmatch(value) else None


def words_of(request: Request, name: str) -> str | None:
    """What stands in the address under a name; None where nothing does."""
    return request.query_params.get(name, "").strip() or None


def moment_of(request: Request) -> str | None:
    """The day, month or year as of which everything is asked. Raises HTTPException, 400, for what is no date."""
    value = words_of(request, "as_of")
    if value is not None and bounds(value) is None:
        raise HTTPException(400, f"{value!r} is no date: write 2016-11-17, 2016-11 or 2016")
    return value


def asked_of(request: Request, *names: str) -> dict[str, Any]:
    """The filters among `names` that stand in an address, and the day as of which it asks."""
    asked: dict[str, Any] = {name: words_of(request, name) for name in names}
    return {**asked, "as_of": moment_of(request)}


@dataclass(frozen=True, slots=True)
class Paged:
    """One page of a list: what is on it, of how many, and the addresses of the pages before and after it."""

    items: Sequence[Any]
    total: int
    first: int  # of those on it, counted from 1
    newer: str | None
    older: str | None

    @property
    def last(self) -> int:
        """The last of those on it, counted from 1."""
        return self.first + len(self.items) - 1


def paged(request: Request, total: int, items: Callable[[int, int], Sequence[Any]], *, size: int) -> Paged:
    """The page that an address asks for; `items` gives so many (`limit`, `offset`) of them."""
    number = min(number_of(request, "page") or 0, max(total - 1, 0) // size)

    def address(page: int) -> str:
        kept = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
        return urls.with_query(path_of(request), [*kept, ("page", page or None)])

    return Paged(
        items(size, number * size),
        total,
        number * size + 1,
        address(number - 1) if number else None,
        address(number + 1) if (number + 1) * size < total else None,
    )
