"""How tests of automations in the page begin, save, choose and wait."""

import json
import secrets
import time
from typing import Any
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.browser.house import Person


def called() -> str:
    return f"Automation {secrets.token_hex(3)}"


def note(text: str) -> dict[str, Any]:
    return {"id": str(uuid4()), "do": "add_note", "text": text}


def made(by: Person, *steps: dict[str, Any], **trigger: Any) -> dict[str, Any]:
    """A draft, by the API."""
    document = {"trigger": {"type": "task_done", **trigger}, "conditions": [], "steps": list(steps)}
    one: dict[str, Any] = by.post("/automations", name=called(), document=document)
    return one


def published(by: Person, *steps: dict[str, Any], **trigger: Any) -> dict[str, Any]:
    one = made(by, *steps, **trigger)
    live: dict[str, Any] = by.post(f"/automations/{one['id']}/publish", revision=one["draft_revision"])
    return live


def at(one: dict[str, Any], tab: str = "") -> str:
    return f"/automations/{one['id']}" + (f"?tab={tab}" if tab else "")


def expect_saved(page: Page) -> None:
    expect(page.get_by_test_id("saved-state")).to_have_text("Saved")


def step(page: Page, number: int) -> Locator:
    return page.get_by_test_id(f"step-{number}")


def steps_of(by: Person, one: dict[str, Any]) -> list[str]:
    draft = by.get(f"/automations/{one['id']}")["draft"]
    return [each.get("text", each["do"]) for each in draft["steps"]]


def add(page: Page, what: str) -> None:
    page.get_by_role("button", name="Add a step at the end").click()
    page.get_by_role("menuitem", name=what).click()


def choose(page: Page, what: str, name: str) -> None:
    """In the small window of a slot: few are buttons, many a list."""
    page.get_by_role("dialog", name=what, exact=True).get_by_text(name, exact=True).click()


def title(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", level=1, name=name)


def tab_to(page: Page, target: Locator) -> None:
    """As far as it takes, with the Tab key alone."""
    for _ in range(80):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} can't be reached by the keyboard")


def choose_by_arrows(page: Page, name: str) -> None:
    """An item of the menu that is open."""
    item = page.get_by_role("menuitem", name=name)
    expect(item).to_be_visible()
    for _ in range(40):
        if item.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def ran(by: Person, one: dict[str, Any]) -> None:
    """Until its first run has ended."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        runs = by.get(f"/automations/{one['id']}/runs")["items"]
        if runs and runs[0]["ended_at"]:
            return
        time.sleep(0.2)
    raise TimeoutError(json.dumps(runs))
