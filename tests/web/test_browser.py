"""The pages in a real browser, Debian's Chromium: legible, walkable by keyboard, whole without scripts, and alone.

Where the browser can't be had these tests are skipped, but never in CI.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsing import PHONE, WHY_NOT, findings, look

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.skipif(WHY_NOT is not None and not os.environ.get("CI"), reason=WHY_NOT or "")

PAGES = {
    "desk": "/",
    "reports": "/reports",
    "report": "/report/osaka",
    "events": "/events",
    "statements": "/statements",
    "commitments": "/commitments",
    "actors": "/actors",
    "state": "/actor/JPN",
    "person": "/actor/Okabe",
    "pair": "/pair/JPN/USA",
    "calendar": "/calendar",
    "map": "/map",
    "graph": "/graph",
    "search": "/search?q=alliance",
    "upload": "/upload",
    "as of a day": "/?as_of=2019-05-10",
    "nothing there": "/report/none",
}
# What a page has only by an id that follows from its records: the list that has it, and where it stands.
ONE_OF = {
    "record": ("/statements.json", "/record/{id}"),
    "review": ("/statements.json", "/record/{id}/review"),
    "happening": ("/events.json?standing=contradicted", "/happening/{id}"),
    "history": ("/commitments.json?kind=alliance", "/commitment/{id}"),
}


def address_of(name: str, context: BrowserContext) -> str:
    if name in PAGES:
        return PAGES[name]
    listed, address = ONE_OF[name]
    return address.format(id=context.request.get(listed).json()[0]["id"])


def test_the_check_finds_what_is_wrong(page: Page) -> None:
    page.goto("/report/osaka")
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")
    page.evaluate("document.querySelector('#find').labels[0].remove()")
    found = findings(page)
    assert any(line.startswith("color-contrast") for line in found)
    assert findings(page, only="color-contrast")


@pytest.mark.parametrize("name", [*PAGES, *ONE_OF])
def test_each_page_on_a_desk_and_a_phone_in_light_and_dark(name: str, context: BrowserContext, served: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(address_of(name, context))
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    look(page)
    assert all(url.startswith(served) for url in asked), asked
    expected = ["404"] if name == "nothing there" else []
    assert [line for line in said if not any(word in line for word in expected)] == []


@pytest.mark.parametrize("name", ["state", "pair", "graph", "history"])
def test_on_a_phone_a_drawing_opens_where_something_is_drawn(name: str, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(address_of(name, page.context))
    in_sight = page.eval_on_selector_all(
        ".drawing",
        """boxes => boxes.map(box => {
            const { left, right } = box.getBoundingClientRect();
            const marks = [...box.querySelectorAll("circle, rect")].map(mark => mark.getBoundingClientRect());
            return marks.filter(mark => mark.right > left && mark.left < right).length;
        })""",
    )
    assert in_sight
    assert all(in_sight)


# A report's records, by keyboard and by mouse


def card_with_focus(page: Page) -> str | None:
    value: str | None = page.evaluate("document.activeElement?.closest('.card')?.dataset.record ?? null")
    return value


def lit(page: Page) -> list[str]:
    """The words that are lit up."""
    words: list[str] = page.locator(".mark.lit").all_inner_texts()
    return words


def test_walking_a_reports_records_by_keyboard(page: Page) -> None:
    page.goto("/report/osaka")
    order = page.eval_on_selector_all(".card", "cards => cards.map(card => card.dataset.record)")
    walked = []
    for key in ("j", "j", "j", "k", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(card_with_focus(page))
        focused = page.locator(".card.lit")
        assert focused.count() == 1
        assert focused.get_attribute("data-record") == walked[-1]
        assert lit(page)
    assert walked == [order[n] for n in (0, 1, 2, 1, 2, 1)]
    outline = page.evaluate("getComputedStyle(document.activeElement.closest('.card')).outlineStyle")
    assert outline == "solid"
    # Enter goes to the words and leaves an address that can be kept.
    page.keyboard.press("Enter")
    assert f"record={walked[-1]}" in page.evaluate("location.href")
    page.keyboard.press("Escape")
    assert lit(page) == []
    assert card_with_focus(page) is None


def test_the_walk_reaches_the_last_record_and_stays(page: Page) -> None:
    page.goto("/report/osaka?kind=event")
    cards = page.locator(".card")
    for _ in range(cards.count() + 2):
        page.keyboard.press("j")
    assert card_with_focus(page) == cards.last.get_attribute("data-record")


def test_a_kept_address_opens_at_its_record(page: Page) -> None:
    page.goto("/report/osaka")
    last = page.locator(".card").last.get_attribute("data-record")
    page.goto(f"/report/osaka?record={last}#words")
    assert page.locator(".card.chosen").get_attribute("data-record") == last
    assert page.locator("#words.chosen").is_visible()


def test_all_is_reached_by_tab_and_seen(page: Page) -> None:
    page.goto("/report/osaka")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("element => element === document.activeElement")
    assert skip.bounding_box()["width"] > 50  # type: ignore[index]  # it is shown
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_slash_leads_to_the_search(page: Page) -> None:
    page.goto("/report/osaka")
    page.keyboard.press("/")
    page.keyboard.type("bases j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=bases+j")
    assert page.locator("#q").input_value() == "bases j"  # letters of the walk are letters here


def test_record_and_words_light_each_other_up(page: Page) -> None:
    page.goto("/report/osaka")
    card = page.locator(".card", has_text="Japan and United States held talks").first
    if not card.count():
        card = page.locator(".card.k-event").first
    card.hover()
    words = lit(page)
    assert words
    mark = page.locator(".mark.k-event").first
    mark.hover()
    assert page.locator(".card.k-event.lit").count() >= 1
    mark.click()
    assert card_with_focus(page) in (mark.get_attribute("data-records") or "").split()
    page.locator("h1").hover()


# Without scripts


def test_without_scripts_records_lead_to_words_and_words_to_records(plain: Page) -> None:
    plain.goto("/report/osaka")
    first = plain.locator(".card .to-words").first
    id_ = plain.locator(".card").first.get_attribute("data-record")
    first.click()
    plain.wait_for_url(f"**/report/osaka?record={id_}#words")
    assert plain.locator("#words").is_visible()
    plain.locator(".mark.k-quantity").first.click()
    plain.wait_for_url("**/report/osaka?at=*#records")
    assert 0 < plain.locator(".card").count() < 13
    plain.get_by_role("link", name="Show all").click()
    assert plain.locator(".card").count() == 13


def test_without_scripts_questions_are_asked_and_answered(plain: Page) -> None:
    plain.goto("/events")
    plain.get_by_label("Who", exact=True).fill("Chad")
    plain.get_by_label("Standing").select_option("contradicted")
    plain.get_by_role("button", name="Show").click()
    assert plain.locator(".item").count() == 1
    plain.get_by_label("As of").fill("2019-05-10")
    plain.get_by_role("button", name="Set").click()
    assert "actor=Chad" in plain.url
    assert plain.locator(".item").count() == 0
    assert plain.get_by_role("status").is_visible()
    plain.get_by_role("link", name="Today instead").click()
    assert plain.locator(".item").count() == 1
    plain.locator("#find").fill("alliance")
    plain.get_by_role("button", name="Search").click()
    assert plain.locator("mark").count() > 0


def test_without_scripts_a_record_is_confirmed(plain: Page) -> None:
    plain.goto("/report/plan?kind=event")
    plain.locator(".card .foot a").first.click()
    plain.get_by_label("Your name").fill("R. Reader")
    plain.get_by_role("button", name="Confirm").click()
    assert "R. Reader" in plain.locator(".review").inner_text()
    plain.goto("/report/plan?kind=event")
    assert "R. Reader" in plain.locator(".card").first.inner_text()


@pytest.mark.parametrize("name", ["desk", "state", "pair", "map", "graph", "calendar"])
def test_without_scripts_each_drawing_has_its_figures_as_text(name: str, plain: Page) -> None:
    plain.goto(PAGES[name])
    assert plain.locator("main table, main .items").count() > 0
    assert plain.locator("svg:not([role])").count() == 0


# Paper, policy, downloads


def test_on_paper_the_text_and_its_records_stand_without_the_buttons(page: Page) -> None:
    page.goto("/report/osaka")
    page.emulate_media(media="print")
    assert not page.locator("header.site").is_visible()
    assert page.locator(".text").is_visible()
    assert page.locator(".card").last.is_visible()


def test_the_policy_stops_what_a_report_might_smuggle_in(page: Page) -> None:
    page.goto("/report/osaka")
    ran = page.evaluate(
        """async () => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            const image = new Image();
            const stopped = new Promise(done => {
                image.onerror = () => done(true);
                image.onload = () => done(false);
            });
            image.src = "https://elsewhere.example/x.png";
            return [window.ran === true, await stopped];
        }"""
    )
    assert ran == [False, True]


def test_a_view_can_be_taken_away(page: Page, tmp_path: Path) -> None:
    page.goto("/events?standing=contradicted")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    saved: Any = waiting.value
    assert saved.suggested_filename == "events.csv"
    saved.save_as(tmp_path / "events.csv")
    assert len((tmp_path / "events.csv").read_text("utf-8").splitlines()) == 1 + 2
