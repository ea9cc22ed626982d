"""What people do with a board, as helpers of tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, expect

Opportunity = dict[str, Any]

SAVED = """
() => {
  let began = false
  window.wasSaved = false
  window.watchedSaves?.disconnect()
  window.watchedSaves = new MutationObserver(() => {
    const signs = [...document.querySelectorAll("[role=dialog] header > span")].map(one => one.textContent)
    began ||= signs.includes("Saving…")
    window.wasSaved ||= began && signs.includes("Saved")
  })
  window.watchedSaves.observe(document.body, {childList: true, characterData: true, subtree: true})
}
"""
AT_REST = """
element => new Promise(done => {
  let last = "", still = 0
  const look = () => {
    const now = JSON.stringify(element.getBoundingClientRect())
    still = now === last ? still + 1 : 0
    last = now
    if (still > 8) done(element.getBoundingClientRect().toJSON())
    else requestAnimationFrame(look)
  }
  look()
})
"""


def board(team: dict[str, Any], **more: str) -> str:
    return "/?" + "&".join(f"{name}={value}" for name, value in {"team": team["id"], **more}.items())


def column(page: Page, stage: str) -> Locator:
    return page.locator("section[data-stage]").filter(has=page.get_by_role("heading", name=stage, exact=True))


def card(page: Page | Locator, opportunity: Opportunity) -> Locator:
    return page.get_by_test_id(f"card-{opportunity['id']}")


def link(page: Page | Locator, opportunity: Opportunity) -> Locator:
    return card(page, opportunity).locator("[data-opp]")


def expect_count(page: Page, stage: str, number: int) -> None:
    expect(column(page, stage).locator("[data-testid^=count-]")).to_have_text(str(number))


def drawer(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Opportunity")


def drag(page: Page, source: Locator, target: Locator, *, held: Callable[[], object] = lambda: None) -> None:
    """A person's drag: press, move a little so that it begins, move over, look, release."""
    expect(source).to_be_visible()
    source.evaluate(AT_REST)
    a, b = source.bounding_box(), target.bounding_box()
    assert a is not None
    assert b is not None
    page.mouse.move(a["x"] + 40, a["y"] + 60)
    page.mouse.down()
    page.mouse.move(a["x"] + 48, a["y"] + 66, steps=3)
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + 200, steps=8)
    held()
    page.mouse.up()


@contextmanager
def saving(page: Page) -> Iterator[None]:
    """What is done inside is saved, and the drawer says so: "Saving…", then "Saved" for two seconds.

    The sign is looked for from before, so that a test that is slow to look does not miss it. Who looked for
    an earlier save looks no longer: that one's "Saved" may still stand there.
    """
    page.evaluate(SAVED)
    yield
    page.wait_for_function("() => window.wasSaved")


def live(page: Page) -> None:
    """From here on what others do arrives."""
    expect(page.get_by_text("Live", exact=True)).to_be_visible()


def expect_said(page: Page, text: str) -> None:
    expect(page.get_by_test_id("announcer")).to_have_text(text)
