"""How tests of sharing lend, and open what shows it."""

import re
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


def pool(ada: Person, *names: str) -> dict[str, Any]:
    """A team where Ben, or who is named, has a board, and sees what is theirs or shared with them."""
    team = ada.team()
    for name in names or ["Ben Côté"]:
        member = ada.named("/members", name)["id"]
        ada.send("PUT", f"/teams/{team['id']}/members/{member}", {"sees": "own"})
    return team


def deaf(page: Page) -> None:
    """No push arrives any more, from the next page on."""
    page.route("**/api/v1/stream", lambda route: route.fulfill(status=429))


def share_with(page: Page, name: str) -> Locator:
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Share ")
    dialog.get_by_role("combobox", name="Share with").click()
    dialog.get_by_role("combobox", name="Share with").fill(name)
    page.get_by_role("option", name=re.compile(f"^{re.escape(name)}")).click()
    return dialog


def open_shares(page: Page) -> Locator:
    drawer(page).get_by_role("tab", name="Shares").click()
    return drawer(page).get_by_role("tabpanel", name="Shares")


def choose_instant(place: Locator, wall: datetime) -> None:
    """By the calendar that belongs to the only field for an instant there, as far as it asks: a year back or ahead at most."""
    place.locator("[data-dates-input]").click()
    calendar = place.page.get_by_role("dialog").filter(has=place.page.get_by_role("spinbutton", name="Hours"))
    shown = calendar.get_by_role("button", name="Choose a month")
    for _ in range(12):
        month = datetime.strptime(shown.inner_text(), "%B %Y").replace(tzinfo=wall.tzinfo)
        if (month.year, month.month) == (wall.year, wall.month):
            break
        back = (month.year, month.month) > (wall.year, wall.month)
        calendar.get_by_role("button", name="Previous month" if back else "Next month").click()
    calendar.get_by_role("button", name=f"{wall.day} {wall:%B %Y}", exact=True).click()
    for name, figure in (("Hours", wall.hour), ("Minutes", wall.minute), ("Seconds", wall.second)):
        if name != "Seconds" or calendar.get_by_role("spinbutton", name=name).count():
            calendar.get_by_role("spinbutton", name=name).fill(f"{figure:02}")
    calendar.get_by_role("button", name="Take this time").click()
