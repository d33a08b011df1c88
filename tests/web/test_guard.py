"""The guard: names, tokens, sizes, origins and headers."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Route
from starlette.testclient import TestClient

import factories
from legation.errors import LegationError
from legation.ledger.store import Ledger
from legation.web.app import create_app
from legation.web.guard import HEADERS, checked_token, hosts_for, is_loopback, make_token

TOKEN = "a-token-of-some-length"  # noqa: S105  # guards nothing
HERE = {"origin": "http://testserver"}


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("guard") / "l.db"
    document = factories.document("Japan thanked France.", title="Thanks")
    japan = factories.actor(document, "Japan", country="JPN")
    with Ledger(path) as ledger:
        ledger.add(factories.report(document, japan))
    return path


@pytest.fixture(scope="module")
def record(where: Path) -> str:
    with Ledger(where) as ledger:
        return ledger.actors()[0].id


def opened(where: Path, **rules: object) -> TestClient:
    return TestClient(create_app(where, **rules), follow_redirects=False)  # type: ignore[arg-type]


# Names


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "LOCALHOST:8016", "[::1]:8016", "localhost.:8016", "testserver"]
)
def test_our_own_names_are_let_in(where: Path, host: str) -> None:
    assert opened(where).get("/reports.json", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8016", "localhost.evil.example", "", "127.0.0.1.evil.example", "[::1", "::1"]
)
def test_other_names_are_refused_so_that_none_can_be_led_here(where: Path, host: str) -> None:
    answer = opened(where).get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "Thanks" not in answer.text


def test_two_names_are_none(where: Path) -> None:
    answer = opened(where).get("/", headers=[("host", "localhost"), ("host", "evil.example")])
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("host", "alone", "names"),
    [
        ("127.0.0.1", True, "127.0.0.1"),
        ("127.8.9.1", True, "127.8.9.1"),
        ("localhost", True, "localhost"),
        ("::1", True, "[::1]"),
        ("0.0.0.0", False, "*"),  # noqa: S104  # told apart, not bound
        ("::", False, "*"),
        ("192.168.1.7", False, "192.168.1.7"),
        ("Desk.local", False, "desk.local"),
        ("fd00::2", False, "[fd00::2]"),
    ],
)
def test_which_addresses_are_this_machines_alone(host: str, alone: bool, names: str) -> None:
    assert is_loopback(host) is alone
    assert names in hosts_for(host)


# Tokens


def test_without_the_token_nothing_is_shown(where: Path) -> None:
    client = opened(where, token=TOKEN)
    for path in ("/", "/report/r1", "/report/r1.json", "/reports.json", "/static/legation.css", "/nowhere"):
        answer = client.get(path)
        assert answer.status_code == 401, path
        assert "bearer" in answer.headers["www-authenticate"].casefold()
        assert "Thanks" not in answer.text


@pytest.mark.parametrize("shown", ["", TOKEN[:-1], f"{TOKEN}x", TOKEN.upper(), "é" * 8, f" {TOKEN[1:]}"])
def test_a_wrong_token_is_none(where: Path, shown: str) -> None:
    client = opened(where, token=TOKEN)
    assert client.get("/", params={"token": shown}).status_code == 401
    bearer = f"Bearer {shown}".encode("latin-1", "replace")
    assert client.get("/", headers={b"authorization": bearer}).status_code == 401
    assert (
        client.get("/", headers={b"cookie": b"legation_pass=" + shown.encode("latin-1", "replace")}).status_code == 401
    )


def test_the_token_in_the_address_becomes_a_cookie_and_leaves_the_address(where: Path) -> None:
    client = opened(where, token=TOKEN)
    answer = client.get("/reports.json", params={"page": "0", "token": TOKEN, "q": "a b"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/reports.json?page=0&q=a+b"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.casefold()
    assert TOKEN not in cookie
    assert client.get("/reports.json").status_code == 200


def test_a_path_with_two_slashes_leads_to_no_other_host(where: Path) -> None:
    answer = opened(where, token=TOKEN).get(f"//evil.example/?token={TOKEN}")
    assert answer.headers.get("location", "/").startswith("/")
    assert not answer.headers.get("location", "/").startswith("//")


def test_a_program_shows_the_token_in_a_header(where: Path, record: str) -> None:
    client = opened(where, token=TOKEN)
    shown = {"authorization": f"Bearer {TOKEN}"}
    assert client.get("/reports.json", headers=shown).status_code == 200
    # What changes something wants a form's own token all the same.
    assert client.post(f"/record/{record}/review", headers=shown, data={"action": "confirm"}).status_code == 403


def test_tokens_are_long_and_never_twice_the_same() -> None:
    made = {make_token() for _ in range(50)}
    assert len(made) == 50
    assert all(checked_token(token) == token and len(token) >= 32 for token in made)


@pytest.mark.parametrize("token", ["", "short", "with blanks in it", "naïve-letters-here", "line\nbreak-in-it"])
def test_a_token_that_is_soon_guessed_is_refused(token: str) -> None:
    with pytest.raises(LegationError, match="a token needs"):
        checked_token(token)


# What changes something


def posting_routes(client: TestClient) -> list[str]:
    routes = [route for route in client.app.routes if isinstance(route, Route)]  # type: ignore[attr-defined]
    return [route.path for route in routes if "POST" in (route.methods or ())]


def test_no_route_takes_a_post_without_a_token_of_its_page(where: Path, record: str) -> None:
    client = opened(where)
    paths = [path for path in posting_routes(client) if not path.startswith("/api/")]
    assert "/record/{id}/review" in paths
    for path in paths:
        for fields in ({}, {"csrf": ""}, {"csrf": "0" * 64}):
            answer = client.post(path.replace("{id}", record), data=fields, headers=HERE)
            assert answer.status_code == 403, path


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver:81"},
        {"origin": "http://testserver.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_another_sites_page_sends_is_refused(where: Path, record: str, headers: dict[str, str]) -> None:
    answer = opened(where).post(f"/record/{record}/review", data={"action": "confirm"}, headers=headers)
    assert answer.status_code == 403
    assert "another site" in answer.text


def test_a_token_made_for_another_visitor_is_none(where: Path, record: str) -> None:
    app = create_app(where)
    one, other = TestClient(app), TestClient(app)
    page = f"/record/{record}/review"
    tokens = [client.get(page).text.partition('name="csrf" value="')[2].partition('"')[0] for client in (one, other)]
    assert tokens[0] != tokens[1]
    fields = {"csrf": tokens[0], "by": "A", "action": "confirm", "seen": "0"}
    assert other.post(page, data=fields, headers=HERE).status_code == 403
    other.cookies.clear()
    assert other.post(page, data=fields, headers=HERE).status_code == 403


def test_what_is_only_shown_is_not_changed(where: Path, record: str) -> None:
    client = opened(where, read_only=True)
    page = client.get(f"/record/{record}/review")
    assert "<form" not in page.text
    for path in posting_routes(client):
        if path not in client.app.state.rules.harmless:  # type: ignore[attr-defined]
            assert client.post(path.replace("{id}", record), headers=HERE).status_code == 403, path
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.request(method, "/report/r1", headers=HERE).status_code == 403


# Sizes


def test_more_than_is_taken_is_refused_whatever_is_announced(where: Path, record: str) -> None:
    client = opened(where)
    path = f"/record/{record}/review"
    assert client.post(path, content=b"x" * 1_000_001, headers=HERE).status_code == 413
    assert client.post(path, content=b"", headers={**HERE, "content-length": "99999999999"}).status_code == 413
    assert client.post(path, content=b"", headers={**HERE, "content-length": "-1"}).status_code == 413

    def unannounced():
        for _ in range(30):
            yield b"csrf=" + b"x" * 100_000

    form = {**HERE, "content-type": "application/x-www-form-urlencoded"}
    assert client.post(path, content=unannounced(), headers=form).status_code == 413
    assert client.get("/", params={"q": "x" * 9_000}).status_code == 414


# Headers


@pytest.mark.parametrize("path", ["/", "/report/r1", "/reports.json", "/nowhere", "/static/legation.css"])
def test_every_answer_forbids_what_a_page_needs_not(where: Path, path: str) -> None:
    answer = opened(where).get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("rules", [{"token": TOKEN}, {"hosts": ("other",)}])
def test_refusals_forbid_it_too(where: Path, rules: dict[str, object]) -> None:
    answer = opened(where, **rules).get("/")
    assert answer.status_code in (400, 401)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_programs_are_refused_in_their_form(where: Path) -> None:
    answer = opened(where, token=TOKEN).get("/api/v1/events")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 401


@given(
    path=st.text(max_size=40),
    query=st.text(max_size=40),
    headers=st.dictionaries(
        st.sampled_from(["host", "cookie", "origin", "authorization", "content-length", "sec-fetch-site"]),
        st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40),
    ),
)
def test_nothing_that_is_sent_breaks_the_guard(where: Path, path: str, query: str, headers: dict[str, str]) -> None:
    app = create_app(where, token=TOKEN)
    sent: list[dict[str, object]] = []

    async def run() -> None:
        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "POST", "path": f"/{path}", "raw_path": f"/{path}".encode(), "scheme": "http",
            "query_string": query.encode(), "root_path": "", "http_version": "1.1", "server": ("testserver", 80),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        }  # fmt: skip
        await app(scope, receive, send)  # type: ignore[arg-type]

    import asyncio

    asyncio.run(run())
    assert sent[0]["status"] in (400, 401, 413)
