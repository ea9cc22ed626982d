"""How tests of sharing lend, and open what shows it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.acts import drawer
from tests.browser.house import Person

SOON = 25  # seconds: longer than a page takes to open on a loaded machine


def lent(ada: Person, opportunity: dict[str, Any], *, to: str = "Ben Côté", **more: Any) -> dict[str, Any]:
    member = ada.named("/members", to)["id"]
    made: dict[str, Any] = ada.post(f"/opportunities/{opportunity['id']}/shares", member=member, **more)
    return made


def soon(seconds: int = SOON) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def pool(ada: Person) -> dict[str, Any]:
    """A team where Ben has a board, and sees what is his or shared with him."""
    team = ada.team()
    ben = ada.named("/members", "Ben Côté")["id"]
    ada.send("PUT", f"/teams/{team['id']}/members/{ben}", {"sees": "own"})
    return team


def deaf(page: Page) -> None:
    """No push arrives any more, from the next page on."""
    page.route("**/api/v1/stream", lambda route: route.fulfill(status=429))


def share_with(page: Page, name: str) -> Locator:
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Share ")
    dialog.get_by_role("combobox", name="Share with").click()
    dialog.get_by_role("combobox", name="Share with").fill(name)
    page.get_by_role("option", name=name).click()
    return dialog


def open_shares(page: Page) -> Locator:
    drawer(page).get_by_role("tab", name="Shares").click()
    return drawer(page).get_by_role("tabpanel", name="Shares")
