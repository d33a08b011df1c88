"""A server and a browser for the tests that need them: each module has its own ledger served."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import uvicorn

import ledgers
from browsing import CHROMIUM, DESK, OPTIONS, sync_playwright
from factories import HandReader
from legation.web.app import create_app
from legation.web.reading import SharedReader

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the ledger that every page shows something of."""
    path = ledgers.fill(tmp_path_factory.mktemp("browser") / "ledger.db")
    app = create_app(path, reader=SharedReader(HandReader))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=served, viewport=DESK, color_scheme="light", reduced_motion="reduce")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def plain(browser: Browser, served: str) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    opened = browser.new_context(base_url=served, viewport=DESK, java_script_enabled=False)
    opened.set_default_timeout(10_000)
    yield opened.new_page()
    opened.close()
