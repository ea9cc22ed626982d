"""Filters by any field: what they show, how they are written into the address, and what carries them (W16)."""

import csv
import io
import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import board, card, column, expect_count, expect_said
from tests.browser.conftest import Enter
from tests.browser.house import Person
from tests.browser.test_accessible import SIZES, check

pytestmark = pytest.mark.browser

WORKFLOW = """
workflow: {name}
mode: free
sections:
  - name: Boat
    attributes:
      - {{key: length, label: Length, type: number}}
      - {{key: color, label: Color, type: choice, options: [Red, Green, Blue]}}
      - {{key: extras, label: Extras, type: choices, options: [Sails, Motor, Radio]}}
      - {{key: used, label: Used before, type: boolean}}
  - name: Sale
    attributes:
      - {{key: handover, label: Handover, type: date}}
      - {{key: adviser, label: Adviser, type: user}}
      - {{key: remarks, label: Remarks, type: long_text}}
stages:
  - {{name: New, status: open}}
  - {{name: Won, status: won}}
steps:
  - {{name: Lead in, stage: New}}
  - {{name: Signed, stage: Won}}
entries: {{new: Lead in}}
"""


@pytest.fixture(scope="session")
def made(house: Any) -> dict[str, Any]:
    """Three boats: a long red one, a short green one, and one of which nothing is known."""
    ada = house.person("ada@harbor.example")
    name = f"Boats by field {secrets.token_hex(3)}"
    ada.post("/workflows", name=name, text=WORKFLOW.format(name=name))
    team = ada.team("Ben Côté", workflow=name)
    ben = ada.named("/members", "Ben Côté")["id"]
    rosa = ada.opportunity(team, "Rosa Lind", amount="1200")
    theo = ada.opportunity(team, "Theo Kerr", amount="300")
    mona = ada.opportunity(team, "Mona Reed")
    known = {"length": 12.5, "color": "Red", "extras": ["Sails", "Radio"], "adviser": ben}
    ada.edits(rosa, attributes=known | {"handover": "2031-05-02", "used": True})
    ada.edits(theo, attributes={"length": 7, "color": "Green", "handover": "2030-01-01"})
    return {"team": team, "rosa": rosa, "theo": theo, "mona": mona}


def form(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Add a filter")


def choose(page: Page, field: str, condition: str | None = None) -> Locator:
    """The form with its field and condition chosen."""
    page.get_by_role("button", name="Filter", exact=True).click()
    form(page).get_by_role("combobox", name="Field").fill(field)
    page.get_by_role("option", name=field, exact=True).click()
    if condition is not None:
        form(page).get_by_role("combobox", name="Condition").click()
        page.get_by_role("option", name=condition, exact=True).click()
    return form(page)


def add(page: Page) -> None:
    form(page).get_by_role("button", name="Add", exact=True).click()
    expect(form(page)).to_have_count(0)


def expect_shown(page: Page, made: dict[str, Any], *names: str) -> None:
    """What must be there first: while the page loads, nothing is."""
    for name in (*names, *{"rosa", "theo", "mona"}.difference(names)):
        expect(card(page, made[name])).to_have_count(int(name in names))


def fields_in(address: str) -> list[str]:
    return parse_qs(urlsplit(address).query).get("field", [])


def test_a_filter_by_number_counts_and_sums_what_it_shows(
    enter: Enter, ada: Person, made: dict[str, Any]
) -> None:
    page = enter(ada, board(made["team"]))
    expect_shown(page, made, "rosa", "theo", "mona")

    choose(page, "Length").get_by_label("Value").press_sequentially("7,5")
    add(page)

    expect_shown(page, made, "rosa")
    expect_count(page, "New", 1)
    expect(column(page, "New")).to_contain_text("$1.2K")
    expect_said(page, "Filter added: Length is at least 7.5")
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()
    assert fields_in(page.url) == ["length:ge:7.5"]


def test_a_choice_a_day_a_person_and_several_combine_and_go_one_by_one(
    enter: Enter, ada: Person, made: dict[str, Any]
) -> None:
    page = enter(ada, board(made["team"]))

    several = choose(page, "Color", "is one of")
    several.get_by_role("checkbox", name="Red").check()
    several.get_by_role("checkbox", name="Green").check()
    add(page)
    expect_shown(page, made, "rosa", "theo")
    choose(page, "Handover", "is before").get_by_role("textbox", name="Value").fill("2030-06-01")
    page.keyboard.press("Enter")
    expect(form(page)).to_have_count(0)
    expect_shown(page, made, "theo")
    page.get_by_role("button", name="Remove the filter Handover is before Jun 1, 2030").click()
    expect_shown(page, made, "rosa", "theo")
    person = choose(page, "Adviser", "is")
    person.get_by_role("combobox", name="Value").click()
    page.get_by_role("option", name="Ben Côté").click()
    add(page)
    expect_shown(page, made, "rosa")

    ben = ada.named("/members", "Ben Côté")["id"]
    assert fields_in(page.url) == ["color:any:Red,Green", f"adviser:is:{ben}"]
    chips = page.get_by_role("list", name="Filters by field")
    expect(chips.get_by_role("listitem")).to_have_text(
        ["Color is one of Red or Green", "Adviser is Ben Côté"]
    )
    page.get_by_role("button", name="Clear filters").click()
    expect_shown(page, made, "rosa", "theo", "mona")
    assert fields_in(page.url) == []


def test_a_filter_survives_reload_and_back(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    page = enter(ada, board(made["team"]))
    choose(page, "Length", "is empty")
    add(page)
    expect_shown(page, made, "mona")

    page.reload()
    expect_shown(page, made, "mona")
    expect(page.get_by_role("listitem").filter(has_text="Length is empty")).to_be_visible()
    page.go_back()
    expect_shown(page, made, "rosa", "theo", "mona")


def test_a_filter_is_kept_in_a_view_and_carried_by_the_export(
    enter: Enter, ada: Person, made: dict[str, Any]
) -> None:
    page = enter(ada, board(made["team"], field="color:is:Green") + "&field=length:lt:10")
    expect_shown(page, made, "theo")

    page.get_by_role("button", name="Views and export").click()
    address = page.get_by_role("menuitem", name="Export as CSV").get_attribute("href")
    assert address is not None
    table = ada.client.get(address).text
    assert [row["contact"] for row in csv.DictReader(io.StringIO(table))] == ["Theo Kerr"]
    page.get_by_role("menuitem", name="Save this view…").click()
    page.get_by_label("Name of the view").fill("Small and green")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Clear filters").click()
    expect_shown(page, made, "rosa", "theo", "mona")
    page.get_by_role("button", name="Views and export").click()
    page.get_by_role("menuitem", name="Small and green").click()

    expect_shown(page, made, "theo")
    assert fields_in(page.url) == ["color:is:Green", "length:lt:10"]


def test_the_keyboard_alone_adds_and_removes_a_filter(
    enter: Enter, ada: Person, made: dict[str, Any]
) -> None:
    page = enter(ada, board(made["team"]))
    page.get_by_role("button", name="Filter", exact=True).press("Enter")
    expect(form(page).get_by_role("combobox", name="Field")).to_be_focused()

    page.keyboard.type("used")
    expect(page.get_by_role("option", name="Used before")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(form(page).get_by_role("combobox", name="Condition")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Yes")).to_be_visible()
    page.keyboard.press("Enter")
    add(page)
    expect_shown(page, made, "rosa")
    page.get_by_role("button", name="Remove the filter Used before is Yes").press("Enter")

    expect_shown(page, made, "rosa", "theo", "mona")
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(form(page)).to_be_visible()
    page.keyboard.press("Escape")  # the list of fields
    page.keyboard.press("Escape")
    expect(form(page)).to_have_count(0)


def test_a_filter_is_changed_where_it_stands(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    page = enter(ada, board(made["team"], field="length:ge:10") + "&field=amount:gt:0")
    expect_shown(page, made, "rosa")

    page.get_by_role("button", name="Change the filter Length is at least 10").click()
    form = page.get_by_role("dialog", name="Change the filter")
    expect(form.get_by_role("combobox", name="Field")).to_have_value("Length")
    expect(form.get_by_label("Value")).to_be_focused()
    form.get_by_role("combobox", name="Condition").click()
    page.get_by_role("option", name="is less than", exact=True).click()
    expect(form.get_by_label("Value")).to_have_value("10")
    form.get_by_label("Value").fill("9")
    form.get_by_role("button", name="Save", exact=True).click()

    expect_shown(page, made, "theo")
    expect_said(page, "Filter changed: Length is less than 9")
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()
    assert fields_in(page.url) == ["length:lt:9", "amount:gt:0"]


def test_what_nothing_fits_says_how_to_clear(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    page = enter(ada, board(made["team"], field="length:gt:100"))

    expect(page.get_by_text("No opportunity fits these filters.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()

    expect_shown(page, made, "rosa", "theo", "mona")


def test_a_filter_that_cannot_be_says_why_and_goes(enter: Enter, ada: Person, made: dict[str, Any]) -> None:
    page = enter(ada, board(made["team"], field="length:ge:long"))

    expect(page.get_by_text("A filter in the address can")).to_be_visible()
    expect(page.get_by_text("Write a number in digits, like 12.5.")).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()

    expect_shown(page, made, "rosa", "theo", "mona")


@pytest.mark.parametrize("size", SIZES)
def test_filters_have_no_violation(enter: Enter, ada: Person, made: dict[str, Any], size: str) -> None:
    page = enter(ada, board(made["team"], field="length:gt:100") + "&field=color:any:Red,Blue", **SIZES[size])
    expect(page.get_by_role("listitem").filter(has_text="Color is one of Red or Blue")).to_be_visible()
    found = check(page)

    choose(page, "Extras", "includes one of")
    form(page).get_by_role("button", name="Add", exact=True).click()
    expect(form(page).get_by_text("Please give a value.")).to_be_visible()
    found += check(page)

    assert found == [], "\n".join(found)
