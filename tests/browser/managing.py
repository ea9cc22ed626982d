"""What tests of *Manage opportunities* look at and choose."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.house import Person

NAMES = {"rosa": "Rosa Lind", "theo": "Theo Kerr", "mona": "Mona Reed"}


def address(made: dict[str, Any], **more: str) -> str:
    return "/opportunities?" + "&".join(
        f"{name}={value}" for name, value in {"team": made["team"]["id"], **more}.items()
    )


def row(page: Page, opportunity: dict[str, Any]) -> Locator:
    return page.get_by_test_id(f"row-{opportunity['id']}")


def rows(page: Page) -> Locator:
    return page.locator("tr[data-row]")


def expect_rows(page: Page, *names: str) -> None:
    expect(rows(page).get_by_role("rowheader")).to_have_text([NAMES[name] for name in names])


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def choose(page: Page, kind: str, option: str) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    window = page.get_by_role("dialog", name="Filter")
    window.get_by_role("button", name=kind, exact=True).click()
    window.get_by_label(option, exact=True).click()
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)


def chips(page: Page) -> Locator:
    return page.get_by_role("list", name="Filters that are on").get_by_role("listitem")


def lend_twice(ada: Person) -> dict[str, Any]:
    """One that is shared twice, with a person and with a team."""
    team = ada.team("Ben Côté")
    pia = ada.named("/members", "Pia Wong")["id"]
    one = ada.opportunity(team, "Lent Boat", owner=ada.named("/members", "Ben Côté")["id"])
    shares = f"/opportunities/{one['id']}/shares"
    mine = ada.post(shares, member=pia, days=7, access="modify")
    theirs = ada.post(shares, team=ada.named("/teams", "Boats")["id"], days=2)
    return {"one": one, "pia": mine, "boats": theirs}


def history(shared: dict[str, Any]) -> str:
    return f"/opportunities?tab=shares&opportunity={shared['one']['id']}"
