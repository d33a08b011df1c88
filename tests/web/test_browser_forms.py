"""Reviewing and sending reports in a real browser: legible in every state, and done as well without scripts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from browsing import DESK, PHONE, WHY_NOT, is_wider_than_the_screen, look

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(WHY_NOT is not None and not os.environ.get("CI"), reason=WHY_NOT or "")


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def either(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A page of a browser that runs scripts, and of one that doesn't."""
    opened = browser.new_context(base_url=served, viewport=DESK, java_script_enabled=request.param)
    opened.set_default_timeout(10_000)
    yield opened.new_page()
    opened.close()


def statement(page: Page, act: str) -> str:
    """The id of the first statement with that act."""
    found: list[dict[str, Any]] = page.request.get(f"/statements.json?act={act}").json()
    return str(found[0]["id"])


# Reviewing


def test_the_form_is_legible_open_refused_and_with_all_that_was_said(page: Page, served: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    id_ = statement(page, "threaten")
    page.goto(f"/record/{id_}/review")
    page.get_by_label("Your name").fill("R. Reader")
    page.locator("summary").click()
    look(page)
    page.get_by_role("button", name="Correct").click()
    assert page.get_by_role("alert").is_visible()
    look(page)
    page.get_by_label("Reason").fill("it is softer")
    page.locator("select[name='set.act']").select_option("believe")
    page.get_by_role("button", name="Correct").click()
    page.wait_for_url(f"**/record/{id_}#review")
    assert "Corrected by R. Reader: it is softer" in page.locator(".review").inner_text()
    look(page)
    assert all(url.startswith(served) for url in asked), asked


def test_a_record_is_confirmed_corrected_rejected_and_left_as_it_was(either: Page) -> None:
    id_ = statement(either, "promise")
    either.goto(f"/record/{id_}")
    review = either.locator(".review")
    either.get_by_label("Your name").fill("R. Vega")
    either.get_by_role("button", name="Confirm").click()
    assert "Confirmed by R. Vega" in review.inner_text()
    # The name is there already; to reject needs a reason.
    either.get_by_role("button", name="Reject").click()
    assert "needs a reason" in either.get_by_role("alert").inner_text()
    either.get_by_label("Reason").fill("only a hope")
    either.locator("summary").click()
    either.locator("select[name='set.act']").select_option("believe")
    either.get_by_role("button", name="Correct").click()
    assert "Corrected by R. Vega: only a hope" in review.inner_text()
    assert "promise" in review.locator("dl").inner_text()
    either.get_by_label("Reason").fill("<b>nobody says so</b>")
    either.get_by_role("button", name="Reject").click()
    assert "Rejected by R. Vega: <b>nobody says so</b>" in review.inner_text()
    either.get_by_role("button", name="Withdraw").click()
    assert "as it was read" in review.inner_text()
    said = review.locator("ol.past li").all_inner_texts()
    assert [line.split(" · ")[1].split(" by ")[0] for line in said[-4:]] == ["confirm", "correct", "reject", "withdraw"]


def test_a_reports_cards_lead_to_their_review(either: Page) -> None:
    either.goto("/report/osaka")
    either.locator(".card").first.get_by_role("link", name="review").click()
    either.wait_for_url("**#review")
    either.locator("#review").wait_for()


# Reports sent in


def test_a_pasted_report_is_read_while_one_looks_on(either: Page) -> None:
    either.goto("/")
    either.get_by_role("navigation", name="Pages").get_by_role("link", name="Add").click()
    either.get_by_label("Paste a report").fill("Peru thanked Cuba.")
    either.get_by_label("Published").fill("2019-05-20")
    either.get_by_label("Title").fill("Thanks from Lima")
    either.get_by_role("button", name="Read them").click()
    either.get_by_role("heading", name="All read").wait_for()
    either.locator("main li a").click()
    assert "Peru thanked Cuba." in either.locator(".text").inner_text()
    assert "Thanks from Lima" in either.locator("h1").inner_text()


def test_files_are_read_and_what_fails_says_why(either: Page, tmp_path: Path) -> None:
    good, bad = tmp_path / "lima <b>.txt", tmp_path / "broken.jsonl"
    good.write_text("Peru thanked Chile.", "utf-8")
    bad.write_text("{no\n", "utf-8")
    either.goto("/upload")
    either.get_by_label("Or choose files").set_input_files([good, bad])
    either.get_by_role("button", name="Read them").click()
    either.get_by_role("heading", name="Read, with failures").wait_for()
    outcomes = either.locator("main ol li").all_inner_texts()
    assert any(line.startswith("lima <b>.txt") for line in outcomes)
    assert any(line.startswith("broken.jsonl") and "not JSON" in line for line in outcomes)
    either.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert not is_wider_than_the_screen(either)


def test_what_can_not_be_taken_is_refused_and_nothing_typed_is_lost(page: Page, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4\n\x00")
    page.goto("/upload")
    page.get_by_label("Paste a report").fill("\nPeru thanked Cuba <again>.")
    page.get_by_label("Or choose files").set_input_files(scan)
    page.get_by_role("button", name="Read them").click()
    assert "scan.pdf" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Paste a report").input_value() == "\nPeru thanked Cuba <again>."
    look(page)


def test_what_was_sent_is_legible_when_done(page: Page) -> None:
    page.goto("/upload")
    page.get_by_label("Paste a report").fill("Peru thanked Brazil.\n")
    page.get_by_role("button", name="Read them").click()
    page.get_by_role("heading", name="All read").wait_for()
    look(page)
    page.get_by_role("link", name="Add more").click()
    assert page.get_by_role("heading", name="Added before").is_visible()
    look(page)
