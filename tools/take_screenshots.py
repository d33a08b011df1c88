"""Takes the pictures of the pages that README shows: of the example reports and five more of docs/gallery.

    python tools/take_screenshots.py [FOLDER]

Needs what the tests in the browser need: Playwright and Chromium.
"""

import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from playwright.sync_api import sync_playwright

from legation.web.app import create_app

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
REPORTS = (ROOT / "src" / "legation" / "examples", ROOT / "docs" / "gallery" / "reports.jsonl")
WIDE, NARROW = {"width": 1180, "height": 660}, {"width": 390, "height": 660}
# Name, address, size of the window, and light or dark.
PICTURES = (
    ("desk", "/?as_of=2021-06-21", WIDE, "light"),
    ("report", "/report/{report}", WIDE, "light"),
    ("pair", "/pair/NOR/FIN", WIDE, "dark"),
    ("phone", "/calendar?as_of=2021-05-12", NARROW, "light"),
)
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    """Read the reports, serve them, and take every picture anew."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        ledger = Path(temporary) / "ledger.db"
        command = ["read", *map(str, REPORTS), "--ledger", str(ledger), "--format", "jsonl", "--quiet"]
        subprocess.run([sys.executable, "-m", "legation", *command], check=True, stdout=subprocess.DEVNULL)
        take(ledger, folder)


def take(ledger: Path, folder: Path) -> None:
    """Serve a ledger and take the pictures of it."""
    with socket.socket() as listener, sync_playwright() as playwright:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        application = create_app(ledger)
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning"))
        threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        report = next(d.document for d in application.state.site.ledger.documents() if "air patrols" in (d.text or ""))
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        for name, address, size, scheme in PICTURES:
            page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]  # its own words
            page.goto(f"http://127.0.0.1:{listener.getsockname()[1]}{address.format(report=report)}")
            target = folder / f"{name}.png"
            page.screenshot(path=target)
            print(f"{target}: {target.stat().st_size:,} bytes")
            page.close()
        browser.close()
        server.should_exit = True


if __name__ == "__main__":
    main()
