"""The web page over a ledger: rendered on the server, no script needed, nothing from other hosts."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib import resources
from itertools import chain
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from legation.errors import LedgerError, LegationError
from legation.ledger.store import Ledger
from legation.web import (
    actor,
    actors,
    api,
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
    review,
    search,
    statements,
    upload,
)
from legation.web.forms import csrf
from legation.web.guard import LOOPBACK_HOSTS as LOOPBACK_HOSTS
from legation.web.guard import Guard, Rules
from legation.web.jobs import Jobs
from legation.web.reading import SharedReader
from legation.web.site import Site, as_json, site_of

# Each module's routes, in the order in which an address is tried on them.
ROUTES: tuple[Sequence[BaseRoute], ...] = (
    desk.ROUTES,
    reports.ROUTES,
    report.ROUTES,
    review.ROUTES,
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
    upload.ROUTES,
    api.ROUTES,
)
# Addresses that take whole reports; and those that are posted to but change nothing.
_UPLOADS = api.UPLOADS | upload.UPLOADS
_HARMLESS = api.HARMLESS


def create_app(
    where: str | Path,
    *,
    hosts: Iterable[str] = LOOPBACK_HOSTS,
    token: str | None = None,
    read_only: bool = False,
    reader: SharedReader | None = None,
) -> Starlette:
    """The application over the ledger at `where`, a path or SQLAlchemy URL, answering to the names in `hosts`.

    With `token`, it answers only to whoever shows it; `read_only` takes no reviews and no reports; `reader` reads
    those. Raises LedgerError if there is no such ledger.
    """
    rules = Rules(hosts=tuple(hosts), token=token, read_only=read_only, uploads=_UPLOADS, harmless=_HARMLESS)
    static = str(resources.files("legation.web").joinpath("static"))
    app = Starlette(
        routes=[*chain.from_iterable(ROUTES), Mount("/static", StaticFiles(directory=static))],
        middleware=[Middleware(Guard, rules)],
        lifespan=_lifespan,
        exception_handlers={HTTPException: _problem, LegationError: _problem},
    )
    site = Site(Ledger(where, create=False))
    site.templates.globals.update(csrf=csrf, read_only=read_only, review_form=partial(review.form_of, site))
    app.state.site, app.state.rules, app.state.reader = site, rules, reader or SharedReader()
    app.state.jobs = Jobs(site.ledger, app.state.reader)
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Goes on with reports that an earlier run has left half-way, and stops after the one at hand."""
    jobs: Jobs = app.state.jobs
    if not app.state.rules.read_only:
        await run_in_threadpool(jobs.resume)
    yield
    await run_in_threadpool(jobs.close)
    app.state.site.ledger.close()


def _problem(request: Request, error: Exception) -> Response:
    # What is asked wrongly is the asker's to mend; a ledger that can't be read is not.
    status = error.status_code if isinstance(error, HTTPException) else 500 if isinstance(error, LedgerError) else 400
    reason = error.detail if isinstance(error, HTTPException) else str(error)
    mend = error.mend if isinstance(error, LegationError) else None
    if request.url.path.endswith(".json") or request.query_params.get("format") == "json":
        return as_json({"error": {"status": status, "reason": reason, "mend": mend}}, status=status)
    return site_of(request).page("error.html", status=status, reason=reason, mend=mend)
