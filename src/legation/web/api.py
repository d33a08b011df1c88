"""The API: a ledger for programs, as JSON under `/api/v1`; what can be asked stands in `legation.web.verbs`.

Lists come page by page: `limit` and `offset`, and `next` is the address of the page after. Errors are
`application/problem+json` (RFC 9457) with one clear message, and `mend` where it is known what would mend it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route

from legation.errors import LedgerError, LegationError
from legation.ledger.query import Answer
from legation.web.guard import API, problem
from legation.web.openapi import document
from legation.web.site import as_json, site_of
from legation.web.verbs import FLAGS, NUMBERS, PAGING, SEVERAL, VERBS, Asked, Desk, NotFound, Verb

if TYPE_CHECKING:
    from starlette.requests import Request

ROOT = f"{API}v1"
HARMLESS = frozenset({f"{ROOT}/read"})
UPLOADS = HARMLESS
_TRUE, _FALSE = ("true", "1", "yes"), ("false", "0", "no")
_JSON = "application/json"


class WrongQuestion(Exception):
    """What is asked can't be answered, with the status that says so."""

    def __init__(self, reason: str, *, status: int = 400, mend: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.mend = mend


def _endpoint(verb: Verb) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            asked = asked_of(verb, request)
            if verb.sends is not None:
                asked["sent"] = await _sent(verb.sends, request)
            return await run_in_threadpool(_answer, verb, request, asked)
        except WrongQuestion as wrong:
            return problem(wrong.status, wrong.reason, mend=wrong.mend)
        except NotFound as missing:
            return problem(404, str(missing))
        except LedgerError as error:
            return problem(503, error.reason, mend=error.mend)
        except LegationError as error:
            return problem(400, error.reason, mend=error.mend)

    return endpoint


def _answer(verb: Verb, request: Request, asked: Asked) -> Response:
    limit, offset = (asked.pop(name, NUMBERS[name][2]) for name in PAGING)
    _refuse_to_keep(request, asked)
    desk = Desk(site_of(request).ledger, request.app.state.reader)
    found = verb.answer(desk, asked)
    if not verb.is_list:
        return as_json(found)
    items, total = _page(found, limit, offset)
    rest = offset + len(items) < total
    page = {"total": total, "limit": limit, "offset": offset, "next": None, "items": items}
    return as_json(page | ({"next": _next(request, limit, offset + len(items))} if rest else {}))


def _page(found: Answer[Any] | Sequence[Any], limit: int, offset: int) -> tuple[Sequence[Any], int]:
    if isinstance(found, Answer):
        return found.page(limit=limit, offset=offset), len(found)
    return found[offset : offset + limit], len(found)


def _next(request: Request, limit: int, offset: int) -> str:
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in PAGING]
    return f"{request.url.path}?{urlencode([*asked, ('limit', limit), ('offset', offset)])}"


def _refuse_to_keep(request: Request, asked: Asked) -> None:
    """Reading changes nothing unless what is read is kept."""
    if request.app.state.rules.read_only and getattr(asked.get("sent"), "keep", False):
        raise WrongQuestion("this ledger is only shown here: nothing is kept", status=403, mend="leave out keep")


def asked_of(verb: Verb, request: Request) -> Asked:
    """What is asked, by name. Raises WrongQuestion for what the verb doesn't take, lacks, or can't read."""
    takes = (*verb.takes, *(PAGING if verb.is_list else ()))
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    given = {name: values for name, values in given.items() if any(value.strip() for value in values)}
    unknown = sorted(given.keys() - {name for name in takes if name != "id"})
    if unknown:
        known = ", ".join(name for name in takes if name != "id") or "nothing"
        raise WrongQuestion(f"{verb.path} takes no {', '.join(unknown)}", mend=f"it takes {known}")
    asked: Asked = {name: _value(name, values) for name, values in given.items()}
    if "id" in takes:
        asked["id"] = request.path_params["id"]
    lacking = [name for name in verb.needs if name not in asked]
    if lacking:
        raise WrongQuestion(f"{verb.path} needs {', '.join(lacking)}", mend=f"{verb.path}?{lacking[0]}=…")
    return {name: value for name, value in asked.items() if value is not False}


def _value(name: str, values: list[str]) -> Any:
    if name in SEVERAL:
        least, most = SEVERAL[name]
        if not least <= len(values) <= most:
            raise WrongQuestion(f"{name} is given {len(values)} times", mend=f"give it {most} times")
        return tuple(values)
    if len(values) > 1:
        raise WrongQuestion(f"{name} is given {len(values)} times", mend="give it once")
    (value,) = values
    if name in NUMBERS:
        least, most, _ = NUMBERS[name]
        if not (
            value.isascii() and value.isdecimal() and len(value) < len(str(most)) + 1 and least <= int(value) <= most
        ):
            raise WrongQuestion(f"{name}: {value!r} is no number from {least} to {most}")
        return int(value)
    if name in FLAGS:
        if value.casefold() not in (*_TRUE, *_FALSE):
            raise WrongQuestion(f"{name}: {value!r} is neither true nor false")
        return value.casefold() in _TRUE
    return value


async def _sent(kind: type[msgspec.Struct], request: Request) -> Any:
    """What was sent. Only JSON by that name: a page of another site can't send it without asking first."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if media != _JSON:
        raise WrongQuestion(f"{media or 'nothing'} was sent", status=415, mend=f"send content-type: {_JSON}")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise WrongQuestion(f"what was sent can't be read: {error}", mend="/api/openapi.json says how") from error


def openapi(_: Request) -> Response:
    """The OpenAPI document."""
    return as_json(document(ROOT))


def _nothing(request: Request) -> Response:
    """Whatever else is asked for below the API: another method than there is, or nothing that there is."""
    allowed = sorted(
        method
        for route in ROUTES[:-1]
        if isinstance(route, Route) and route.matches(request.scope)[0] is Match.PARTIAL
        for method in route.methods or ()
    )
    if allowed:
        reason = f"{request.method} is not answered here"
        return problem(405, reason, mend=f"take {' or '.join(allowed)}", headers={"allow": ", ".join(allowed)})
    return problem(404, f"there is no {request.url.path}", mend="/api/openapi.json lists what there is")


def _path(verb: Verb) -> str:
    # A report's id may hold slashes.
    return ROOT + (verb.path.replace("{id}", "{id:path}") if verb.path.startswith("/reports") else verb.path)


_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
ROUTES: list[BaseRoute] = [
    *(Route(_path(verb), _endpoint(verb), methods=[verb.method], name=verb.name) for verb in VERBS),
    Route("/api/openapi.json", openapi),
    Route("/api/{rest:path}", _nothing, methods=_METHODS),
]
