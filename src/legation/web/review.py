"""Review: a person confirms, corrects or rejects a record on its page, with no script; it posts, then leads back."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, cast
from urllib.parse import quote, unquote

from starlette.routing import BaseRoute, Route

from legation.errors import LegationError
from legation.export.describe import Names, describe, review_in_words
from legation.export.reports import source_of, title_of
from legation.knowledge.events import plover_types
from legation.ledger.correction import QUOTING, as_typed, choices, correctable, with_values
from legation.report.document import Document
from legation.web import urls
from legation.web.forms import posts, text
from legation.web.site import Site, answers, as_json, see

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from legation.ledger.review import Action, PastReview
    from legation.record import Record

ACTIONS = ("confirm", "correct", "reject", "withdraw")
# Fields of a form that are the record's stand under this.
_SET = "set."
_NAME = "legation_reviewer"  # the cookie with the name of whoever has reviewed last
_A_YEAR = 365 * 24 * 3600
_LABELS = {
    "mode": "mode (PLOVER)",
    "cameo": "CAMEO code",
    "as_of": "as of",
    "geonames": "GeoNames id",
    "lat": "latitude",
    "lon": "longitude",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record in the form: as it is typed, what it can be, and the words that it quotes."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """All that the form for a record shows."""

    record: Record
    action: str
    seen: int  # how many reviews there were when the page was made
    fields: list[Field]
    past: list[PastReview]
    was: list[tuple[str, str]]  # what the machine read in the fields that a person has set
    told: str | None
    by: str = ""
    reason: str = ""
    errors: list[str] = field(default_factory=list)
    is_correcting: bool = False


def form_of(
    site: Site,
    record: Record,
    request: Request,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Sequence[str] = (),
) -> Form:
    """The form for a record; `typed` is what somebody has put in. For templates: `review_form(record, request)`."""
    typed = typed or {}
    ledger = site.ledger
    records = ledger.records(record.document, with_rejected=True)
    document = next(each for each in records if isinstance(each, Document))
    past = ledger.reviews(record=record.id)
    was: list[tuple[str, str]] = []
    if record.review and record.review.was:
        machine = with_values(record, record.review.was)
        was = [(_label(name), as_typed(machine, name, records) or "nothing") for name in record.review.was]
    return Form(
        record=record,
        action=urls.review(record.id),
        seen=len(past),
        fields=list(_fields(record, records, document, typed)),
        past=past,
        was=was,
        told=review_in_words(record),
        by=typed.get("by") or unquote(request.cookies.get(_NAME, "")),
        reason=typed.get("reason", ""),
        errors=list(errors),
        is_correcting=typed.get("action") == "correct",
    )


def _fields(record: Record, records: Sequence[Record], document: Document, typed: Mapping[str, str]) -> list[Field]:
    allowed = choices(type(record))
    found = []
    # What a record says comes before where it says it.
    for name in sorted(correctable(type(record)), key=lambda name: name in QUOTING):
        value = as_typed(record, name, records)
        some = allowed.get(name, ())
        spans = getattr(record, name)
        is_quoting = isinstance(spans, tuple) and bool(spans) and isinstance(spans[0], tuple)
        hint = " … ".join(document.text[start:end] for start, end in spans) if is_quoting else ""
        # A mode is of a type, which may be set with it: all that there are can be typed.
        modes = _modes() if name == "mode" else ()
        found.append(Field(name, _label(name), typed.get(f"{_SET}{name}", value), some, modes, hint))
    return found


@cache
def _modes() -> tuple[str, ...]:
    return tuple(sorted({mode for type_ in plover_types().values() for mode in type_.modes}))


def _label(name: str) -> str:
    return _LABELS.get(name, name.replace("_", " "))


def show(site: Site, request: Request) -> Response:
    """The form by itself, with all that was said of the record."""
    return _page(site, request, site.record(request))


def data(site: Site, request: Request) -> Response:
    """The record as it stands and every review of it."""
    record = site.record(request)
    return as_json({"record": record, "reviews": site.ledger.reviews(record=record.id)})


def take(site: Site, request: Request, form: FormData) -> Response:
    """Keep what was said, and lead back to the record; where it can't be, show the form again with why."""
    record = site.record(request)
    given = {name: text(form, name) for name in form}
    past = site.ledger.reviews(record=record.id)
    if text(form, "seen") != str(len(past)):
        latest = f"{past[-1].by} has reviewed this record meanwhile" if past else "this record has changed meanwhile"
        return _page(
            site, request, record, typed=given, errors=[f"{latest}: look at it again, then say what you think."]
        )
    action = text(form, "action")
    if action not in ACTIONS:
        return _page(site, request, record, typed=given, errors=["Choose one: confirm, correct, reject or withdraw."])
    try:
        site.ledger.review(
            record.id, cast("Action", action), by=text(form, "by"), reason=text(form, "reason"),
            changes=_changes(site, record, form) if action == "correct" else None,
        )  # fmt: skip
    except LegationError as error:
        return _page(site, request, record, typed=given, errors=[str(error)])
    # A record that only its review had kept goes with it.
    is_gone = isinstance(record, Document) or site.ledger.get(record.id) is None
    answer = see(urls.report(record.document) if is_gone else f"{urls.record(record.id)}#review")
    # Whoever reviews one record reviews many: the next form has the name already.
    name, is_secure = quote(text(form, "by")), request.url.scheme == "https"
    answer.set_cookie(_NAME, name, max_age=_A_YEAR, httponly=True, samesite="strict", secure=is_secure)
    return answer


def _changes(site: Site, record: Record, form: FormData) -> dict[str, str]:
    """The fields that were typed otherwise than they stand."""
    records = site.ledger.records(record.document, with_rejected=True)
    changes = {}
    for name in correctable(type(record)):
        typed = form.get(f"{_SET}{name}")
        if isinstance(typed, str) and typed.strip() != as_typed(record, name, records).strip():
            changes[name] = typed
    return changes


def _page(
    site: Site,
    request: Request,
    record: Record,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Sequence[str] = (),
) -> Response:
    document = site.ledger.document(record.document)
    names = Names(site.ledger.records(record.document, with_rejected=True), cast("Document", document))
    return site.page(
        "review.html",
        status=400 if errors else 200,
        request=request,
        record=record,
        form=form_of(site, record, request, typed=typed, errors=errors),
        line=title_of(record) if isinstance(record, Document) else describe(record, names).line,
        words=names.words(record.evidence) if not isinstance(record, Document) else None,
        source=source_of(cast("Document", document)),
        kind=record.kind_name(),
    )


ROUTES: list[BaseRoute] = [
    Route("/record/{id}/review.json", answers(data)),
    posts("/record/{id}/review", take),
    Route("/record/{id}/review", answers(show)),
]
