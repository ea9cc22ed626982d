"""What people do in the workflow editor, as helpers of tests."""

import re
import secrets
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import AT_REST
from tests.browser.conftest import Enter
from tests.browser.house import Person

SMALL: dict[str, Any] = {
    "mode": "guided",
    "sections": [
        {
            "name": "Need",
            "attributes": [
                {"key": "budget", "label": "Budget", "type": "money"},
                {"key": "color", "label": "Color", "type": "choice", "options": ["red", "blue"]},
            ],
        }
    ],
    "stages": [
        {"name": "New", "status": "open"},
        {"name": "Talks", "status": "open"},
        {"name": "Won", "status": "won"},
        {"name": "Lost", "status": "lost", "reasons": ["Price"]},
    ],
    "steps": [
        {"name": "Lead in", "stage": "New", "attributes": ["budget"]},
        {"name": "Called", "stage": "New"},
        {"name": "Meeting", "stage": "Talks"},
        {"name": "Signed", "stage": "Won"},
        {"name": "Gone", "stage": "Lost"},
    ],
    "transitions": [
        {"name": "Call", "from": "Lead in", "to": "Called"},
        {"name": "Meet", "from": "Called", "to": "Meeting", "required": ["budget"]},
        {"name": "Sign", "from": "Meeting", "to": "Signed"},
        {"name": "Lose", "from": "Meeting", "to": "Gone"},
    ],
    "entries": {"new": "Lead in"},
}


def made(who: Person, **changes: Any) -> dict[str, Any]:
    """A draft of the test's own, never published."""
    name = f"Flow {secrets.token_hex(3)}"
    document = {"workflow": name, **SMALL, **changes}
    workflow: dict[str, Any] = who.post("/workflows", name=name, draft=True, document=document)
    return workflow


def opened(enter: Enter, who: Person, workflow: dict[str, Any], search: str = "", **options: Any) -> Page:
    page = enter(who, f"/setup/workflows/{workflow['id']}{search}", **options)
    expect(page.get_by_role("heading", name=workflow["name"], level=1)).to_be_visible()
    return page


def stored(who: Person, workflow: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = who.get(f"/workflows/{workflow['id']}/draft")["document"]
    return document


def names(items: list[dict[str, Any]]) -> list[str]:
    return [item["name"] for item in items]


def inspector(page: Page) -> Locator:
    return page.locator("[data-inspector]")


def row(page: Page, name: str) -> Locator:
    return page.locator("[data-row]").filter(has_text=re.compile(f"^{re.escape(name)}$"))


def state(page: Page) -> Locator:
    return page.get_by_test_id("saved-state")


def problems(page: Page) -> Locator:
    return page.get_by_role("dialog", name=re.compile("error|warning"))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(state(page)).not_to_have_text("Unsaved changes")


def write(field: Locator, text: str) -> None:
    """Where the page itself puts the focus, a moment after the field is there."""
    expect(field).to_be_focused()
    field.page.keyboard.type(text)


def choose(page: Page, field: Locator, option: str) -> None:
    field.click()
    page.get_by_role("option", name=option, exact=True).click()


def let_go(page: Page, source: Locator, target: Locator, *, at: float) -> None:
    """Drags a row by its ground and lets it go at a height of another, from 0 (its top) to 1."""
    source.evaluate(AT_REST)
    a, b = source.bounding_box(), target.bounding_box()
    assert a is not None
    assert b is not None
    y = a["y"] + a["height"] / 2
    page.mouse.move(a["x"] + a["width"] - 90, y)
    page.mouse.down()
    page.mouse.move(a["x"] + a["width"] - 84, y + 5, steps=3)
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] * at, steps=8)
    page.mouse.up()
