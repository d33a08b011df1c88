"""What the tests in a browser share: which one, how it is started, and what is looked for on every page."""

from __future__ import annotations

import shutil
from typing import Any

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Page, sync_playwright
except ImportError:  # the driver has no build for this machine
    Axe = sync_playwright = None

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WHY_NOT = (
    "playwright and axe-playwright-python are not installed" if sync_playwright is None
    else "no Chromium: apt-get install chromium" if CHROMIUM is None
    else None
)  # fmt: skip
# Chromium as root in a container, with nothing of its own that would ask a network.
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def findings(page: Page, *, only: str | None = None) -> list[str]:
    """What axe finds that is serious or critical, each with what it is about; by all its rules or `only` one."""
    options: dict[str, Any] = {"resultTypes": ["violations"]} | ({"runOnly": [only]} if only else {})
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{v['id']}: {[node['target'] for node in v['nodes']][:4]} {v['nodes'][0].get('failureSummary', '')[:300]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def look(page: Page) -> None:
    """Hold the page as it stands to what every page must be, at two widths, in light and dark."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # the two keys it wants
        assert not is_wider_than_the_screen(page), size
        page.emulate_media(color_scheme="light")
        assert findings(page) == [], size
        page.emulate_media(color_scheme="dark")
        assert findings(page, only="color-contrast") == [], size
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
