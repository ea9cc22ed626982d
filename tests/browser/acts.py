"""What people do with a board, as helpers of tests."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

Opportunity = dict[str, Any]


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
    a, b = source.bounding_box(), target.bounding_box()
    assert a is not None
    assert b is not None
    page.mouse.move(a["x"] + 40, a["y"] + 60)
    page.mouse.down()
    page.mouse.move(a["x"] + 48, a["y"] + 66, steps=3)
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + 200, steps=8)
    held()
    page.mouse.up()


def expect_said(page: Page, text: str) -> None:
    expect(page.get_by_test_id("announcer")).to_have_text(text)
