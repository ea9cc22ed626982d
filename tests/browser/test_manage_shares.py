"""Shares of many, and their history, on *Manage opportunities* (S8)."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.acts import drawer, expect_said
from tests.browser.conftest import Enter
from tests.browser.house import House, Person
from tests.browser.managing import choose, history, lend_twice, row, rows

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def sharing(ada: Person) -> None:
    ada.send("PATCH", "/organization", {"switches": {"sharing": True}})


@pytest.fixture
def shared(ada: Person) -> dict[str, Any]:
    return lend_twice(ada)


def test_many_are_shared_and_stopped_together(enter: Enter, ada: Person) -> None:
    """S10: each has its own result."""
    team = ada.team("Ben Côté", "Pia Wong")
    pia = ada.named("/members", "Pia Wong")["id"]
    two = [ada.opportunity(team, "Lend me"), ada.opportunity(team, "Mine already", owner=pia)]
    page = enter(ada, f"/opportunities?team={team['id']}")
    expect(rows(page)).to_have_count(2)
    row(page, two[0]).focus()
    page.keyboard.press("Control+a")
    bar = page.get_by_role("region", name="What is chosen")

    bar.get_by_role("button", name="Share…").click()
    dialog = page.get_by_role("dialog", name="Share 2 opportunities")
    dialog.get_by_role("combobox", name="Share with").fill("Pia")
    page.get_by_role("option", name="Pia Wong").click()
    dialog.get_by_text("1 week").click()
    expect(dialog.get_by_text("1 opportunity will be shared with Pia Wong")).to_be_visible()
    dialog.get_by_role("button", name="Share 1").click()
    expect(dialog.get_by_text("1 done")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    assert [one["status"] for one in ada.get(f"/opportunities/{two[0]['id']}/shares")["items"]] == [
        "completed"
    ]

    page.keyboard.press("Control+a")
    row(page, two[0]).focus()
    page.keyboard.press("Control+a")
    bar.get_by_role("button", name="Stop sharing…").click()
    dialog = page.get_by_role("dialog", name="Stop sharing 2 opportunities")
    expect(dialog.get_by_text("1 share will end")).to_be_visible()
    dialog.get_by_role("button", name="Stop 1").click()
    expect(dialog.get_by_text("1 done")).to_be_visible()
    assert [one["state"] for one in ada.get(f"/opportunities/{two[0]['id']}/shares")["items"]] == ["stopped"]


def test_the_history_of_shares_is_filtered(enter: Enter, ada: Person, shared: dict[str, Any]) -> None:
    """S8"""
    ada.post(f"/shares/{shared['boats']['id']}/stop")
    page = enter(ada, history(shared))
    expect(rows(page)).to_have_count(2)

    choose(page, "State", "Active")
    expect(rows(page)).to_have_count(1)
    expect(row(page, shared["pia"])).to_contain_text("View and modify")
    expect(row(page, shared["pia"])).to_contain_text("7 days left")
    page.reload()

    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Remove the filter State is Active").click()
    expect(row(page, shared["boats"])).to_contain_text("stopped by Ada Roy")
    row(page, shared["boats"]).click()
    expect(drawer(page).get_by_role("tab", name="Shares")).to_have_attribute("aria-selected", "true")


def test_all_that_the_history_tells_is_in_sight_and_orders_it(
    enter: Enter, ada: Person, shared: dict[str, Any]
) -> None:
    """S8: also where a screen is no wider than 1440."""
    page = enter(ada, history(shared))
    headings = page.get_by_role("columnheader")
    told = ["Opportunity", "With", "By", "Access", "From", "Until", "State", "Request"]

    expect(headings).to_have_text([*told, "Actions"])
    expect(row(page, shared["pia"])).to_contain_text("Completed")
    grid = page.get_by_role("grid").locator("xpath=..")
    assert grid.evaluate("frame => frame.scrollWidth - frame.clientWidth") == 0

    headings.get_by_role("button", name="With").click()
    expect(page).to_have_url(re.compile("sort=with"))
    expect(rows(page).nth(0)).to_contain_text(shared["boats"]["team"]["name"])
    headings.get_by_role("button", name="With").click()

    expect(rows(page).nth(0)).to_contain_text("Pia Wong")
    expect(headings.nth(1)).to_have_attribute("aria-sort", "descending")


def test_columns_of_the_history_are_ones_own(enter: Enter, ada: Person, shared: dict[str, Any]) -> None:
    page = enter(ada, history(shared))
    page.get_by_role("button", name="Columns").click()
    columns = page.get_by_role("dialog", name="Columns")

    columns.get_by_role("checkbox", name="Asked").check()
    columns.get_by_role("checkbox", name="Access").uncheck()

    expect(page.get_by_role("columnheader", name="Asked")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Access")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("columnheader", name="Asked")).to_be_visible()


def test_a_share_is_extended_and_stopped_from_its_row(
    enter: Enter, ada: Person, shared: dict[str, Any]
) -> None:
    """S7"""
    page = enter(ada, history(shared))
    ours = row(page, shared["pia"])

    ours.get_by_role("button", name="Extend").click()
    window = page.get_by_role("dialog", name="Extend")
    window.get_by_text("1 week").click()
    window.get_by_role("button", name="Extend").click()
    expect(ours).to_contain_text("14 days left")
    ours.get_by_role("button", name="Stop sharing with Pia Wong").click()

    expect(ours).to_contain_text("Stopped")
    expect_said(page, "No longer shared with Pia Wong")
    assert ada.get(f"/shares/{shared['pia']['id']}")["state"] == "stopped"


def test_who_sees_it_for_a_time_sees_their_own_share_alone(
    enter: Enter, house: House, shared: dict[str, Any]
) -> None:
    """S8"""
    page = enter(house.person("lou@harbor.example"), history(shared))
    expect(
        page.get_by_text("Nothing has been shared yet").or_(page.get_by_text("No share fits"))
    ).to_be_visible()

    page = enter(house.person("pia@harbor.example"), history(shared))

    expect(row(page, shared["pia"])).to_be_visible()
    expect(row(page, shared["pia"]).get_by_role("button", name="Stop sharing")).to_have_count(0)
