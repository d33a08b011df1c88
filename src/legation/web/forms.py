"""Forms: what a page posts, taken in only with the token that the page was given.

Every route that takes a POST from a page is made by `posts`: none can forget the check.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import Route

from legation.web.guard import Rules, form_token, is_form_token
from legation.web.site import Site, site_of

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

Answer: TypeAlias = Callable[[Site, "Request", "FormData"], "Response"]

FIELD = "csrf"
# No form of ours has more; each field that is no file holds a report at most.
_MOST_FIELDS = 100
_MOST_FILES = 500


def rules_of(request: Request) -> Rules:
    """The rules that the page is guarded by."""
    rules: Rules = request.app.state.rules
    return rules


def csrf(request: Request) -> str:
    """The token for a form on the page that a request is answered with; for templates."""
    return form_token(rules_of(request), request.scope)


def posts(path: str, answer: Answer, *, most_in_field: int = 200_000) -> Route:
    """The route of a form: `answer` is given the site, the request and the form, once its token has been found right.

    It runs off the event loop. `most_in_field` bytes are taken in one field.
    """

    async def endpoint(request: Request) -> Response:
        form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=most_in_field)
        try:
            token = form.get(FIELD)
            if not isinstance(token, str) or not is_form_token(rules_of(request), request.scope, token):
                raise HTTPException(403, "This form has expired. Go back, load the page anew and send it again.")
            return await run_in_threadpool(answer, site_of(request), request, form)
        finally:
            await form.close()

    return Route(path, endpoint, methods=["POST"])


def text(form: FormData, name: str) -> str:
    """A field as text, line ends as a report's are; nothing where it is not there."""
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""
