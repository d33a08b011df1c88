"""The web page over a ledger: rendered on the server, no script needed, nothing from other hosts."""

from collections.abc import Iterable, Sequence
from importlib import resources
from itertools import chain
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from legation.errors import LedgerError, LegationError
from legation.ledger.store import Ledger
from legation.web import (
    actor,
    actors,
    atlas,
    calendar,
    commitments,
    desk,
    events,
    graph,
    pair,
    record,
    report,
    reports,
    search,
    statements,
)
from legation.web.site import Site, as_json, site_of, wants

# Each module's routes, in the order in which an address is tried on them.
ROUTES: tuple[Sequence[BaseRoute], ...] = (
    desk.ROUTES,
    reports.ROUTES,
    report.ROUTES,
    record.ROUTES,
    events.ROUTES,
    commitments.ROUTES,
    statements.ROUTES,
    actors.ROUTES,
    actor.ROUTES,
    pair.ROUTES,
    calendar.ROUTES,
    atlas.ROUTES,
    graph.ROUTES,
    search.ROUTES,
)
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
    static = str(resources.files("legation.web").joinpath("static"))
    app = Starlette(
        routes=[*chain.from_iterable(ROUTES), Mount("/static", StaticFiles(directory=static))],
        middleware=[Middleware(_Headers), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        exception_handlers={HTTPException: _problem, LegationError: _problem},
    )
    app.state.site = Site(Ledger(where, create=False))
    return app


def _problem(request: Request, error: Exception) -> Response:
    # What is asked wrongly is the asker's to mend; a ledger that can't be read is not.
    status = error.status_code if isinstance(error, HTTPException) else 500 if isinstance(error, LedgerError) else 400
    reason = error.detail if isinstance(error, HTTPException) else str(error)
    mend = error.mend if isinstance(error, LegationError) else None
    if request.url.path.endswith(".json") or wants(request, ("json",)) == "json":
        return as_json({"error": {"status": status, "reason": reason, "mend": mend}}, status=status)
    return site_of(request).page("error.html", status=status, reason=reason, mend=mend)
