"""Guard: who is let in, by what name, with how much, and what every answer forbids a browser to do.

One layer of ASGI around all pages, in this order: the Host header (another site's name is refused, so that none can be
led here by its own name), the size of what is sent, the token where there is one, read-only, and for whatever changes
something the Origin. Forms also carry a signed token of their own (`legation.web.forms`).
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from legation.errors import LegationError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A page on the loopback interface answers to these names only.
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]", "testserver")
ANY_HOST = "*"
# Below this, programs are answered.
API = "/api/"
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
# What a form sends is short; reports are not. In bytes.
MOST_SENT = 1_000_000
MOST_UPLOADED = 64_000_000
_LONGEST_ADDRESS = 8_192
_SHORTEST_TOKEN = 12
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_PASS = "legation_pass"  # noqa: S105  # the cookie of whoever has shown the token
_VISITOR = "legation_visitor"  # the cookie that forms are signed for
_TOKEN = "token"  # noqa: S105  # a name in an address
_A_YEAR = 31_536_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What is asked of whoever comes. `token` None: nothing, which is for one's own machine only.

    `uploads` are the addresses that take as much as reports need; `harmless` those that change nothing though they are
    posted to, and so are open in a ledger that is only shown.
    """

    hosts: tuple[str, ...] = LOOPBACK_HOSTS
    token: str | None = None
    read_only: bool = False
    uploads: frozenset[str] = frozenset()
    harmless: frozenset[str] = frozenset()
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))  # signs forms; new with each start


def make_token() -> str:
    """A token nobody guesses: 192 bits, in letters that an address takes."""
    return secrets.token_urlsafe(24)


def checked_token(token: str) -> str:
    """The token somebody has chosen. Raises LegationError for one that is soon guessed."""
    if len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise LegationError(
            f"a token needs {_SHORTEST_TOKEN} letters, figures or signs or more", mend="leave --token out: one is made"
        )
    return token


def is_loopback(host: str) -> bool:
    """Whether an address to listen at is this machine's alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def hosts_for(host: str) -> tuple[str, ...]:
    """The names to answer to when listening at `host`.

    Listening at all addresses, the machine's own names can't be known: there any will do, as the token guards the door.
    """
    if host in ("0.0.0.0", "::"):  # noqa: S104  # told apart, not bound
        return (ANY_HOST,)
    return (*LOOPBACK_HOSTS, f"[{host}]" if ":" in host else host.casefold())


def form_token(rules: Rules, scope: Scope) -> str:
    """What a form on a page must send back: signed for the visitor that the page was made for."""
    state = scope.setdefault("state", {})
    state["legation.signed"] = True
    return _signed(rules, str(state["legation.visitor"]))


def is_form_token(rules: Rules, scope: Scope, token: str) -> bool:
    """Whether a form comes from a page of ours, made for this visitor."""
    visitor = _cookies(Headers(scope=scope)).get(_VISITOR, "")
    return bool(visitor) and hmac.compare_digest(_signed(rules, visitor).encode(), token.encode("utf-8", "replace"))


def _signed(rules: Rules, visitor: str) -> str:
    return hmac.new(rules.secret, f"form:{visitor}".encode(), hashlib.sha256).hexdigest()


class Refusal(NamedTuple):
    """Why a request is not let through."""

    status: int
    reason: str
    headers: Mapping[str, str] = {}


class TooMuch(Exception):
    """More is sent than is taken."""


class Guard:
    """The layer around the application."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = _cookies(headers)
        is_known = bool(cookies.get(_VISITOR))
        state = scope.setdefault("state", {})
        state["legation.visitor"] = cookies.get(_VISITOR) or secrets.token_hex(16)
        refused = self._refusal(scope, headers, cookies)
        sending = _Sending(send, scope, is_known=is_known)
        if refused is not None:
            await _answer(scope, refused)(scope, receive, sending.send)
            return
        limit = MOST_UPLOADED if scope["path"] in self.rules.uploads else MOST_SENT
        try:
            await self.app(scope, _limited(receive, limit), sending.send)
        except TooMuch:
            if not sending.has_begun:
                await _answer(scope, _too_much(limit))(scope, receive, sending.send)

    def _refusal(self, scope: Scope, headers: Headers, cookies: Mapping[str, str]) -> Response | Refusal | None:
        """The answer to a request that is not let through, or None."""
        if not self._is_our_name(headers.getlist("host")):
            return Refusal(400, "This is no name of this page's. Open it by the address that legation serve told.")
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > _LONGEST_ADDRESS:
            return Refusal(414, "The address is too long.")
        limit = MOST_UPLOADED if scope["path"] in self.rules.uploads else MOST_SENT
        sent = headers.get("content-length", "0")
        if not sent.isdecimal() or int(sent) > limit:
            return _too_much(limit)
        shown = self._shown_token(scope, headers, cookies)
        if isinstance(shown, Response | Refusal):
            return shown
        if scope["method"] in _SAFE:
            return None
        if self.rules.read_only and scope["path"] not in self.rules.harmless:
            return Refusal(403, "This ledger is only shown here. Whoever serves it with --read-only can change it.")
        # A program that shows the token in a header is no browser that another site has led here.
        if shown != "bearer" and not _is_from_here(scope, headers):
            return Refusal(403, "This was sent from another site's page, and is refused.")
        return None

    def _is_our_name(self, names: list[str]) -> bool:
        if len(names) != 1:
            return False
        name = _without_port(names[0].casefold())
        return bool(name) and (ANY_HOST in self.rules.hosts or name in self.rules.hosts)

    def _shown_token(
        self, scope: Scope, headers: Headers, cookies: Mapping[str, str]
    ) -> Response | Refusal | str | None:
        """How the token was shown (`bearer`, `cookie`), None where there is none, or the answer to who has not."""
        token = self.rules.token
        if token is None:
            return None
        scheme, _, shown = headers.get("authorization", "").partition(" ")
        if scheme.casefold() == "bearer" and _is_same(shown.strip(), token):
            return "bearer"
        own = _pass_of(token)
        if _is_same(cookies.get(_PASS, ""), own):
            return "cookie"
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] in _SAFE and any(name == _TOKEN and _is_same(value, token) for name, value in query):
            rest = urlencode([(name, value) for name, value in query if name != _TOKEN])
            # The address is shown, kept and sent on: the token goes out of it at once. A path that opens with two
            # slashes would be another host's name.
            path = "/" + scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0].lstrip("/")
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
            answer.set_cookie(
                _PASS, own, max_age=_A_YEAR, httponly=True, samesite="lax", secure=scope["scheme"] == "https"
            )  # fmt: skip
            return answer
        asks = {"www-authenticate": 'Bearer realm="Legation"'}
        return Refusal(
            401, "This ledger asks for its token. Open the address with ?token= that legation serve told.", asks
        )


class _Sending:
    """Answers on their way out: the headers that forbid, and the visitor's cookie where a form was signed."""

    def __init__(self, send: Send, scope: Scope, *, is_known: bool) -> None:
        self._send = send
        self._scope = scope
        self._is_known = is_known
        self.has_begun = False

    async def send(self, message: Message) -> None:
        """Send a message on."""
        if message["type"] == "http.response.start":
            self.has_begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            state = self._scope.get("state", {})
            if state.get("legation.signed") and not self._is_known:
                secure = "; Secure" if self._scope["scheme"] == "https" else ""
                headers.append(
                    "set-cookie", f"{_VISITOR}={state['legation.visitor']}; Path=/; HttpOnly; SameSite=Strict{secure}"
                )
        await self._send(message)


def _limited(receive: Receive, limit: int) -> Receive:
    """Takes no more than `limit` bytes of a body, whatever length was announced."""
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > limit:
                raise TooMuch
        return message

    return receive_some


def _is_from_here(scope: Scope, headers: Headers) -> bool:
    """Whether what changes something comes from a page of this very address, or from no page at all."""
    origin = headers.get("origin")
    if origin is not None:
        parts = urlsplit(origin)
        return bool(parts.netloc) and (parts.scheme, parts.netloc.casefold()) == (
            scope["scheme"], headers.get("host", "").casefold()
        )  # fmt: skip
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _without_port(name: str) -> str:
    """A Host header's name, a trailing dot left out: `[::1]:8016` is `[::1]`."""
    if name.startswith("["):
        return name[: name.find("]") + 1]
    return name.partition(":")[0].rstrip(".")


def _cookies(headers: Headers) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in ";".join(headers.getlist("cookie")).split(";"):
        name, _, value = part.strip().partition("=")
        found.setdefault(name, value)
    return found


def _pass_of(token: str) -> str:
    """What the cookie holds: made from the token, so that whoever sees the one has not the other."""
    return hmac.new(token.encode(), b"pass", hashlib.sha256).hexdigest()


def _is_same(one: str, other: str) -> bool:
    """Compared in a time that tells nothing of how much of it was right."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _too_much(limit: int) -> Refusal:
    return Refusal(413, f"That is too much: no more than {limit / 1_000_000:.0f} MB can be sent here.")


def _answer(scope: Scope, refused: Response | Refusal) -> Response:
    """The answer that refuses, in one line: to programs as they expect it."""
    if isinstance(refused, Response):
        return refused
    # What was sent is not read, so that the connection is of no further use.
    headers = {"connection": "close", **refused.headers}
    if scope["path"].startswith(API):
        return problem(refused.status, refused.reason, headers=headers)
    return PlainTextResponse(f"{refused.reason}\n", refused.status, headers)


def problem(status: int, reason: str, *, mend: str | None = None, headers: Mapping[str, str] | None = None) -> Response:
    """An error as RFC 9457 has it: one clear message, and what would mend it where that is known."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": reason}
    if mend:
        body["mend"] = mend
    return Response(msgspec.json.encode(body), status, headers, "application/problem+json")
