"""Upload: a page to paste or send reports, and one that shows how far they are; both work without a script."""

from __future__ import annotations

import io
from datetime import date
from typing import IO, TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from legation.errors import LegationError
from legation.web import urls
from legation.web.forms import posts, text
from legation.web.guard import MOST_UPLOADED
from legation.web.jobs import ENDINGS, About, Job, Jobs, printable
from legation.web.report import is_safe
from legation.web.site import Site, answers, as_json, see

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

PATH = urls.upload()
UPLOADS = frozenset({PATH})
_PASTED = "pasted text"
_ABOUT = ("published", "publisher", "title", "url")
_LONGEST_FIELD = 20_000_000  # bytes: a report as long as one can be


def jobs_of(request: Request) -> Jobs:
    """The jobs of the ledger that a page is of."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def show(site: Site, request: Request) -> Response:
    """The form, and what was sent before."""
    return _form(site, request)


def take(site: Site, request: Request, form: FormData) -> Response:
    """Keep what was sent and lead to where its progress is shown; where it can't be kept, say why and lose nothing."""
    pasted = text(form, "text")
    try:
        about = _about(form)
        sent = [file for file in form.getlist("files") if isinstance(file, UploadFile)]
        # A browser sends one without a name or words where none was chosen.
        files: list[tuple[str, IO[bytes]]] = [(f.filename or "", f.file) for f in sent if f.filename or f.size]
        if pasted.strip():
            files.insert(0, (_PASTED, _stream(pasted)))
        job = jobs_of(request).take(files, about)
    except LegationError as error:
        return _form(site, request, typed={"text": pasted, **{name: text(form, name) for name in _ABOUT}}, error=error)
    return see(urls.upload(job.id))


def _stream(pasted: str) -> IO[bytes]:
    return io.BytesIO(pasted.encode("utf-8", "replace"))


def _about(form: FormData) -> About:
    """What the sender says of the reports. Raises LegationError for a date or an address that is none."""
    given = {name: printable(text(form, name)).strip() or None for name in _ABOUT}
    about = About(**given)
    if about.published:
        try:
            date.fromisoformat(about.published)
        except ValueError as error:
            raise LegationError(f"{about.published!r} is no date", mend="write 2016-11-16") from error
    if about.url and not is_safe(about.url):
        raise LegationError(f"{about.url!r} is no address of a page", mend="write https://…")
    return about


def progress(site: Site, request: Request) -> Response:
    """How far a job is; without a script, the page asks again by itself until it is done."""
    job = _job(request)
    return site.page("upload_job.html", request=request, job=job, counts=_counts(job), address=urls.upload(job.id))


def data(_: Site, request: Request) -> Response:
    """The same for the script, and for programs."""
    job = _job(request)
    return as_json({"job": job, "done": job.is_done, "counts": _counts(job)})


def _job(request: Request) -> Job:
    job = jobs_of(request).get(request.path_params["job"])
    if job is None:
        raise HTTPException(404, "There is no such upload here; what it brought is in the ledger")
    return job


def _counts(job: Job) -> dict[str, int]:
    counts = {"added": 0, "replaced": 0, "unchanged": 0, "failed": 0}
    for outcome in list(job.outcomes):
        counts[outcome.outcome] += 1
    return counts


def _form(
    site: Site, request: Request, *, typed: Mapping[str, str] | None = None, error: LegationError | None = None
) -> Response:
    recent: Sequence[Job] = jobs_of(request).all()[:10]
    return site.page(
        "upload.html",
        status=400 if error else 200,
        request=request,
        typed=typed or {},
        error=str(error) if error else None,
        recent=[(job, urls.upload(job.id), _counts(job)) for job in recent],
        endings=", ".join(ENDINGS),
        accept=",".join((*ENDINGS, ".gz")),
        most=MOST_UPLOADED // 1_000_000,
    )


ROUTES: list[BaseRoute] = [
    posts(PATH, take, most_in_field=_LONGEST_FIELD),
    Route(PATH, answers(show)),
    Route(f"{PATH}/{{job}}.json", answers(data)),
    Route(f"{PATH}/{{job}}", answers(progress)),
]
