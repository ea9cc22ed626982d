"""Manage opportunities: the table of all of them with its filters, views and batches; the history of shares (B7, S7-S10)."""

import csv
import io
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.acts import drawer, expect_said, live
from tests.browser.conftest import PHONE, Enter
from tests.browser.house import House, Person
from tests.browser.managing import (
    NAMES,
    address,
    asked,
    chips,
    choose,
    expect_rows,
    history,
    lend_twice,
    row,
    rows,
)
from tests.browser.test_accessible import SIZES, check

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def sharing(ada: Person) -> None:
    ada.send("PATCH", "/organization", {"switches": {"sharing": True}})


@pytest.fixture(scope="session")
def made(house: House) -> dict[str, Any]:
    """A crew of its own with three opportunities, one of them won."""
    ada = house.person("ada@harbor.example")
    team = ada.team("Ben Côté", "Pia Wong")
    rosa = ada.opportunity(team, NAMES["rosa"], amount="1200", owner=ada.named("/members", "Ben Côté")["id"])
    theo = ada.opportunity(team, NAMES["theo"], amount="300")
    mona = ada.opportunity(team, NAMES["mona"], amount="90")
    ada.moves(mona, "Won")
    return {"team": team, "rosa": rosa, "theo": theo, "mona": mona}


def test_filters_stand_as_chips_and_in_the_address(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    """B7: what is filtered by can be sent to a colleague, changed, and taken away again."""
    page = enter(ada, address(made))
    expect_rows(page, "mona", "theo", "rosa")

    choose(page, "Status", "Open")
    expect_rows(page, "theo", "rosa")
    choose(page, "Owner", "Ben Côté")
    expect_rows(page, "rosa")
    assert asked(page)["status"] == ["open"]
    page.reload()

    expect_rows(page, "rosa")
    expect(chips(page)).to_have_text([
        f"Team is {made['team']['name']}",
        "Status is Open",
        "Owner is Ben Côté",
    ])  # fmt: skip
    page.get_by_role("button", name="Remove the filter Owner is Ben Côté").click()
    expect_said(page, "Filter removed: Owner is Ben Côté")
    expect_rows(page, "theo", "rosa")
    assert "owner" not in asked(page)


def test_a_filter_by_field_and_a_search_narrow_it(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    """W16"""
    page = enter(ada, address(made))
    expect_rows(page, "mona", "theo", "rosa")

    page.get_by_role("button", name="Filter", exact=True).click()
    window = page.get_by_role("dialog", name="Filter")
    window.get_by_role("button", name="Any field…").click()
    window.get_by_role("combobox", name="Field").fill("Amount")
    page.get_by_role("option", name="Amount", exact=True).click()
    window.get_by_label("Value").fill("100")
    window.get_by_role("button", name="Add", exact=True).click()

    expect_rows(page, "theo", "rosa")
    assert asked(page)["field"] == ["amount:ge:100"]
    page.get_by_role("searchbox", name="Search by name").fill("lind")
    expect_rows(page, "rosa")
    expect(page.get_by_text("1 opportunity", exact=True)).to_be_visible()


def test_a_heading_orders_it(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    page = enter(ada, address(made))
    amount = page.get_by_role("columnheader", name="Amount")

    amount.get_by_role("button").click()
    expect_rows(page, "rosa", "theo", "mona")
    expect(amount).to_have_attribute("aria-sort", "descending")
    amount.get_by_role("button").click()

    expect_rows(page, "mona", "theo", "rosa")
    expect(amount).to_have_attribute("aria-sort", "ascending")
    assert asked(page)["sort"] == ["-amount"]


def test_columns_are_chosen_and_ordered(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    page = enter(ada, address(made))
    expect_rows(page, "mona", "theo", "rosa")

    page.get_by_role("button", name="Columns").click()
    window = page.get_by_role("dialog", name="Columns")
    window.get_by_role("checkbox", name="Team", exact=True).uncheck()
    window.get_by_role("checkbox", name="Status", exact=True).check()
    window.get_by_role("checkbox", name="Status", exact=True).press("Alt+ArrowUp")
    expect_said(page, "Status was moved")
    page.keyboard.press("Escape")

    wanted = ["Name", "Number", "Stage", "Owner", "Amount", "Follow-up", "Status", "Updated"]
    headings = page.get_by_role("columnheader").filter(has_text=re.compile(r"\w"))
    expect(headings).to_have_text(wanted)
    page.goto(address(made))
    expect(headings).to_have_text(wanted)


def test_rows_are_chosen_by_keyboard_and_followed_up_together(enter: Enter, ada: Person) -> None:
    """B7: a preview first; what is refused stays, and says why."""
    team = ada.team()
    ours = [ada.opportunity(team, f"Kim {number}") for number in range(4)]
    page = enter(ada, f"/opportunities?team={team['id']}&sort=-number")
    expect(rows(page)).to_have_count(4)

    row(page, ours[0]).focus()
    page.keyboard.press("ArrowDown")
    expect(row(page, ours[1])).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_text("2 chosen")).to_be_visible()
    bar = page.get_by_role("region", name="What is chosen")
    bar.get_by_role("button", name="Follow-up").click()
    dialog = page.get_by_role("dialog", name="Follow-up of 2 opportunities")
    dialog.get_by_text("+1 week").click()
    expect(dialog.get_by_text("2 opportunities will change")).to_be_visible()
    assert ada.reads(ours[1])["follow_up_at"] is None
    dialog.get_by_role("button", name="Change 2").click()

    expect(dialog.get_by_text("2 done")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(bar).to_have_count(0)
    assert [bool(ada.reads(one)["follow_up_at"]) for one in ours] == [False, True, True, False]


def test_what_can_not_move_stays_chosen_and_says_why(enter: Enter, ada: Person) -> None:
    """B7, W6: one lacks what the stage asks for."""
    team = ada.team(workflow="Guided")
    lacks = ada.opportunity(team, "Lacks it")
    ready = ada.opportunity(team, "Has it")
    ada.edits(ready, attributes={"budget": 5, "used_for": "Fishing"})
    page = enter(ada, f"/opportunities?team={team['id']}")
    expect(rows(page)).to_have_count(2)

    row(page, ready).focus()
    page.keyboard.press("Control+a")
    page.get_by_role("region", name="What is chosen").get_by_role("button", name="Move").click()
    dialog = page.get_by_role("dialog", name="Move 2 opportunities")
    dialog.get_by_role("combobox", name="To stage").fill("Qualified")
    page.get_by_role("option", name="Qualified", exact=True).click()
    expect(dialog.get_by_text("1 is incomplete and stays")).to_be_visible()
    dialog.get_by_role("button", name="Change 1").click()
    expect(dialog.get_by_text("1 stays as it is, and is still chosen")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()

    expect(row(page, lacks)).to_have_attribute("aria-selected", "true")
    expect(row(page, ready)).to_have_attribute("aria-selected", "false")
    assert ada.reads(ready)["stage"]["name"] == "Qualified"


def test_all_that_is_found_is_deleted_by_its_number(enter: Enter, quinn: Person) -> None:
    """B6: also beyond what is loaded; the number is typed."""
    team = quinn.team()
    lines = "".join(f"M-{n},Person {n},{team['name']},New\n" for n in range(1, 206))
    quinn.brings_in("id,contact,team,stage\n" + lines)
    page = enter(quinn, f"/opportunities?team={team['id']}")
    expect(page.get_by_text("205 opportunities")).to_be_visible()

    rows(page).first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Choose all 205").click()
    expect(page.get_by_text("205 chosen")).to_be_visible()
    page.get_by_role("button", name="Delete…").click()
    dialog = page.get_by_role("dialog", name="Delete 205 opportunities?")
    do = dialog.get_by_role("button", name="Delete 205")
    expect(do).to_be_disabled()
    dialog.get_by_label("Type 205 to delete them").fill("205")
    do.click()

    expect(dialog.get_by_text("205 done")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.get_by_text("No opportunity fits these filters.")).to_be_visible()
    assert quinn.get("/opportunities", team=team["id"])["total"] == 0


def test_a_view_is_saved_opened_renamed_and_deleted(enter: Enter, ben: Person, made: dict[str, Any]) -> None:
    """B7"""
    page = enter(ben, address(made, status="open", sort="amount"))
    expect_rows(page, "rosa", "theo")

    page.get_by_role("button", name="View:").click()
    page.get_by_role("button", name="Save this view…").click()
    naming = page.get_by_role("dialog", name="Save this view…")
    naming.get_by_label("Name of the view").fill("Boats that are open")
    naming.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="View: Boats that are open")).to_be_visible()
    page.goto("/opportunities")
    page.get_by_role("button", name="View:").click()
    page.get_by_role("button", name="Boats that are open", exact=True).click()

    expect_rows(page, "rosa", "theo")
    page.get_by_role("button", name="View: Boats that are open").click()
    page.get_by_role("button", name="Open Boats that are open first").click()
    expect_said(page, "This view opens first")
    page.get_by_role("button", name="Rename Boats that are open").click()
    page.get_by_label("Name of the view").fill("Open boats")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="View: Open boats")).to_be_visible()
    page.goto("/opportunities")
    expect_rows(page, "rosa", "theo")
    page.get_by_role("button", name="View: Open boats").click()
    page.get_by_role("button", name="Delete the view Open boats").click()
    page.get_by_role("dialog", name="Delete this view?").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="View: Filtered")).to_be_visible()
    assert ben.get("/views", kind="table")["items"] == []


def test_the_export_has_the_columns_and_the_filter(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    """I4"""
    page = enter(ada, address(made, columns="title", status="open") + "&columns=amount")
    expect_rows(page, "theo", "rosa")

    with page.expect_download() as told:
        page.get_by_role("link", name="Export as CSV").click()

    table = list(csv.reader(io.StringIO(told.value.path().read_text("utf-8-sig"))))
    assert table == [
        ["title", "contact", "amount", "currency"],
        ["", "Theo Kerr", "300.00", "CAD"],
        ["", "Rosa Lind", "1200.00", "CAD"],
    ]


def test_what_others_change_lights_up_in_its_place(enter: Enter, ada: Person, ben: Person) -> None:
    """B9: nothing jumps under the pointer."""
    team = ada.team("Ben Côté")
    old, new = (ada.opportunity(team, name) for name in ("Old One", "New One"))
    page = enter(ben, f"/opportunities?team={team['id']}")
    headers = rows(page).get_by_role("rowheader")
    live(page)
    expect(headers).to_have_text(["New One", "Old One"])

    row(page, new).hover()
    ada.edits(old, amount="77")

    expect(row(page, old)).to_contain_text("$77")
    expect(headers).to_have_text(["New One", "Old One"])
    page.get_by_role("button", name="The order has changed").click()
    expect(headers).to_have_text(["Old One", "New One"])


def test_a_row_opens_the_opportunity(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    page = enter(ada, address(made))
    expect_rows(page, "mona", "theo", "rosa")

    row(page, made["theo"]).focus()
    page.keyboard.press("Enter")

    expect(drawer(page).get_by_role("heading", name="Theo Kerr")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row(page, made["theo"])).to_be_focused()


@pytest.fixture
def shared(ada: Person) -> dict[str, Any]:
    return lend_twice(ada)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_it_has_a_violation(
    enter: Enter, ada: Person, made: dict[str, Any], shared: dict[str, Any], size: str
) -> None:
    """I7"""
    page = enter(ada, address(made), **SIZES[size])
    expect(row(page, made["rosa"])).to_be_visible()
    found = check(page)

    page.get_by_role("button", name="Filter", exact=True).click()
    found += check(page)
    page.get_by_role("button", name="Stage", exact=True).last.click()
    expect(page.get_by_role("group", name="Stage").get_by_text("Won", exact=True)).to_be_visible()
    found += check(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="View:").click()
    found += check(page)
    page.keyboard.press("Escape")
    page.goto(history(shared))
    expect(row(page, shared["pia"])).to_be_visible()
    found += check(page)

    assert found == [], "\n".join(found)


def test_what_opens_above_the_table_has_no_violation(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    """I7"""
    page = enter(ada, address(made))
    expect_rows(page, "mona", "theo", "rosa")
    page.get_by_role("button", name="Columns").click()
    found = check(page)
    page.keyboard.press("Escape")
    row(page, made["theo"]).focus()
    page.keyboard.press("Control+a")
    bar = page.get_by_role("region", name="What is chosen")

    for act in ("Owner", "Move", "Follow-up", "Share…", "Stop sharing…", "Delete…"):
        bar.get_by_role("button", name=act).click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        found += [f"{act}: {one}" for one in check(page)]
        dialog.get_by_role("heading", name="opportunities").click()  # a list that is open closes
        dialog.get_by_role("button", name="Cancel").click()
        expect(dialog).to_have_count(0)

    assert found == [], "\n".join(found)


def test_on_a_phone_it_is_cards(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    page = enter(ada, address(made), viewport=PHONE, has_touch=True)

    expect(row(page, made["rosa"])).to_contain_text("$1,200")
    page.get_by_role("button", name="Choose several").click()
    row(page, made["rosa"]).get_by_role("checkbox", name="Choose Rosa Lind").check()

    expect(page.get_by_text("1 chosen")).to_be_visible()
    page.get_by_role("button", name="Actions").click()
    expect(page.get_by_role("menuitem", name="Stop sharing…")).to_be_visible()
