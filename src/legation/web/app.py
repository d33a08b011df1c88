"""The web page over a ledger: rendered on the server, read-only, no script needed, nothing from other hosts."""

import re
from collections.abc import Awaitable, Callable, Iterable
from importlib import resources
from pathlib import Path

import msgspec
from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from legation.errors import LegationError
from legation.ledger.store import Ledger
from legation.record import Record
from legation.report.document import Document
from legation.web import pages, urls
from legation.web.cards import KINDS

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
# A page on the loopback interface answers to these names only, so that no other site can reach it by its own name.
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]", "testserver")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


class _Headers:
    """Puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in _HEADERS.items())]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def create_app(where: str | Path, *, hosts: Iterable[str] = LOOPBACK_HOSTS) -> Starlette:
    """The application over the ledger at `where`, a path or SQLAlchemy URL, answering to the names in `hosts`.

    Raises LedgerError if there is no such ledger.
    """
    ledger = Ledger(where, create=False)
    templates = _templates(str(where))

    def page(name: str, *, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(templates.get_template(name).render(values), status_code=status)

    def answers(show: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            # Reading the ledger blocks, so it is done off the event loop.
            return await run_in_threadpool(show, request)

        return endpoint

    def desk(request: Request) -> Response:
        return page("desk.html", **pages.desk(ledger, _number(request, "page") or 0))

    def reports_json(request: Request) -> Response:
        number = _number(request, "page") or 0
        return _json(pages.desk(ledger, number)["reports"])

    def report(request: Request) -> Response:
        document = _document(ledger, request)
        kinds = tuple(kind for kind in request.query_params.getlist("kind") if kind in KINDS)
        values = pages.report(
            ledger, document, record=request.query_params.get("record"), at=_number(request, "at"), kinds=kinds
        )
        return page("report.html", **values)

    def report_json(request: Request) -> Response:
        return _json(pages.as_json(ledger, _document(ledger, request)))

    def record(request: Request) -> Response:
        return RedirectResponse(pages.address_of(_record(ledger, request)), status_code=303)

    def record_json(request: Request) -> Response:
        return _json(_record(ledger, request).to_dict())

    def problem(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        reason = error.detail if isinstance(error, HTTPException) else str(error)
        mend = error.mend if isinstance(error, LegationError) else None
        if request.url.path.endswith(".json"):
            return _json({"error": {"status": status, "reason": reason, "mend": mend}}, status=status)
        return page("error.html", status=status, reason=reason, mend=mend)

    static = str(resources.files("legation.web").joinpath("static"))
    return Starlette(
        routes=[
            Route("/", answers(desk)),
            Route("/reports.json", answers(reports_json)),
            Route("/report/{id:path}.json", answers(report_json)),
            Route("/report/{id:path}", answers(report)),
            Route("/record/{id}.json", answers(record_json)),
            Route("/record/{id}", answers(record)),
            Mount("/static", StaticFiles(directory=static)),
        ],
        middleware=[Middleware(_Headers), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        exception_handlers={HTTPException: problem, LegationError: problem},
    )


def _templates(ledger: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("legation.web"),
        autoescape=select_autoescape(default_for_string=True, default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(urls=urls, ledger=ledger)
    return environment


def _document(ledger: Ledger, request: Request) -> Document:
    document = ledger.document(request.path_params["id"])
    if document is None:
        raise HTTPException(404, f"No report {request.path_params['id']} in this ledger")
    return document


def _record(ledger: Ledger, request: Request) -> Record:
    record = ledger.get(request.path_params["id"])
    if record is None:
        raise HTTPException(404, f"No record {request.path_params['id']} in this ledger")
    return record


def _number(request: Request, name: str) -> int | None:
    """A whole number from the address; anything else is as if it were not there."""
    value = request.query_params.get(name, "")
    return int(value) if _WHOLE_NUMBER.fullmatch(value) else None


def _json(value: object, *, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status_code=status, media_type="application/json")
