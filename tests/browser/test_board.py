"""The board: true counts, moves by drag and by keyboard, and what is refused, explained (B7, B9, W6, W7)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import board, card, column, drag, drawer, expect_count, expect_said, link
from tests.browser.conftest import Enter
from tests.browser.house import Person

pytestmark = pytest.mark.browser


def test_the_board_shows_counts_that_are_true_beyond_the_cards_loaded(enter: Enter, ada: Person) -> None:
    team = ada.team("Ben Côté")
    made = [ada.opportunity(team, f"Person {n}", amount="100") for n in range(3)]
    ada.moves(made[0], "Won")

    page = enter(ada, board(team))

    expect(page.get_by_text("3 opportunities")).to_be_visible()
    expect_count(page, "Won", 1)
    first = page.locator("section[data-stage]").first
    expect(first.locator("[data-testid^=count-]")).to_have_text("2")
    expect(first).to_contain_text("67%")
    expect(first).to_contain_text("$200")


def test_a_card_dragged_to_an_open_column_is_saved_counted_and_told(enter: Enter, ada: Person) -> None:
    team = ada.team(workflow="Guided")
    rosa = ada.moves(
        ada.opportunity(team, "Rosa Lind"), "Qualified", attributes={"budget": 5, "used_for": "Fun"}
    )
    page = enter(ada, board(team))

    def held() -> None:
        expect(column(page, "Offer")).to_have_attribute("data-over", "true")
        expect(column(page, "Offer")).to_contain_text("Drop to move to Offer")

    drag(page, card(page, rosa), column(page, "Offer"), held=held)

    expect(card(column(page, "Offer"), rosa)).to_be_visible()
    expect_count(page, "Qualified", 0)
    expect_count(page, "Offer", 1)
    expect_said(page, "Rosa Lind moved to Offer")
    assert ada.reads(rosa)["stage"]["name"] == "Offer"


def test_a_closed_column_says_why_and_the_card_stays(enter: Enter, ada: Person) -> None:
    team = ada.team(workflow="Guided")
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team))

    def held() -> None:
        expect(column(page, "Offer")).to_have_attribute("data-state", "closed")
        expect(column(page, "Offer")).to_contain_text("No transition")

    drag(page, card(page, rosa), column(page, "Offer"), held=held)

    expect(card(column(page, "New"), rosa)).to_be_visible()
    expect_count(page, "New", 1)
    assert ada.reads(rosa)["revision"] == rosa["revision"]


def test_a_drop_that_lacks_fields_asks_for_just_those_and_one_submit_saves_and_moves(
    enter: Enter, ada: Person
) -> None:
    team = ada.team(workflow="Guided")
    rosa = ada.opportunity(team, "Rosa Lind", attributes={"used_for": "Fishing"})
    page = enter(ada, board(team))

    drag(page, card(page, rosa), column(page, "Qualified"))
    form = page.get_by_role("dialog", name="Move Rosa Lind to Qualified")
    expect(form.get_by_label("Budget")).to_be_visible()
    expect(form.get_by_label("Used for")).to_have_count(0)
    expect(card(column(page, "New"), rosa)).to_be_visible()
    form.get_by_role("button", name="Move to Qualified").click()
    expect(form.get_by_text("Please fill this in.")).to_be_visible()
    form.get_by_label("Budget").fill("0")
    form.get_by_role("button", name="Move to Qualified").click()

    expect(card(column(page, "Qualified"), rosa)).to_be_visible()
    saved = ada.reads(rosa)
    assert (saved["stage"]["name"], saved["attributes"]["budget"]) == ("Qualified", 0)


def test_a_move_to_a_lost_stage_asks_for_the_reason(enter: Enter, ada: Person) -> None:
    team = ada.team(workflow="Guided")
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team))

    drag(page, card(page, rosa), column(page, "Lost"))
    form = page.get_by_role("dialog", name="Move Rosa Lind to Lost")
    form.get_by_role("combobox", name="Reason").click()
    page.get_by_role("option", name="No answer").click()
    form.get_by_role("button", name="Move to Lost").click()

    expect(card(column(page, "Lost"), rosa)).to_be_visible()
    assert ada.reads(rosa)["lost_reason"] == "No answer"


def test_a_drag_survives_its_source_leaving_the_page(enter: Enter, ada: Person) -> None:
    team = ada.team()
    made = [ada.opportunity(team, f"Person {n:02}") for n in range(30)]
    page = enter(ada, board(team))
    first, second = (page.locator("section[data-stage]").nth(place) for place in (0, 1))
    target = second.get_by_role("heading").inner_text()
    source = first.locator("article").first
    expect(source).to_be_visible()
    name = source.locator("[data-opp]").inner_text()
    dragged = next(one for one in made if one["title"] == name)

    def held() -> None:
        first.locator("ul").evaluate("list => { list.parentElement.scrollTop = 100_000 }")
        expect(card(page, dragged)).to_have_count(0)

    drag(page, source, second, held=held)

    expect(card(second, dragged)).to_be_visible()
    expect_said(page, f"{name} moved to {target}")  # until then the card stands there on trust
    assert ada.reads(dragged)["stage"]["name"] == target


def test_the_keyboard_alone_moves_a_card(enter: Enter, ada: Person) -> None:
    team = ada.team(workflow="Guided")
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team))

    link(page, rosa).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="Archived")).to_be_enabled()
    expect(menu.get_by_role("menuitem", name="Qualified")).to_contain_text("Will ask for Budget, Used for")
    expect(menu.get_by_role("menuitem", name=re.compile("^Offer"))).to_be_disabled()
    menu.get_by_role("menuitem", name="Archived").focus()
    page.keyboard.press("Enter")

    expect(card(column(page, "Archived"), rosa)).to_be_visible()
    expect_said(page, "Rosa Lind moved to Archived")
    assert ada.reads(rosa)["status"] == "archived"


def test_arrow_keys_walk_a_column_and_cross_to_the_next(enter: Enter, ada: Person) -> None:
    team = ada.team()
    made = [ada.opportunity(team, f"Person {n:02}") for n in range(12)]
    ada.moves(made[0], "Won")
    page = enter(ada, board(team))
    links = page.locator("section[data-stage]").first.locator("[data-opp]")
    expect(links.first).to_be_visible()

    links.first.focus()
    names: list[str] = []
    for _ in range(10):
        page.keyboard.press("ArrowDown")
        page.wait_for_function(
            "before => document.activeElement.textContent !== before",
            arg=names[-1] if names else links.first.inner_text(),
        )
        names.append(page.evaluate("document.activeElement.textContent"))
    page.keyboard.press("ArrowRight")

    assert len(set(names)) == 10
    expect(link(page, made[0])).to_be_focused()


def test_the_card_that_comes_too_late_learns_where_it_is_now(enter: Enter, ada: Person, ben: Person) -> None:
    team = ada.team("Ben Côté")
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ben, board(team))
    expect(card(page, rosa)).to_be_visible()

    # What is held in the hand stays as it was while others change it.
    drag(page, card(page, rosa), column(page, "Proposal"), held=lambda: ada.moves(rosa, "Qualified"))

    told = page.get_by_text("Someone else changed it first. It is now in Qualified, owner: Unassigned.")
    expect(told.and_(page.locator(":not([role=status])")).first).to_be_visible()
    expect(card(column(page, "Qualified"), rosa)).to_be_visible()
    assert ada.reads(rosa)["stage"]["name"] == "Qualified"


def test_undo_takes_a_move_back(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team))

    drag(page, card(page, rosa), page.locator("section[data-stage]").nth(1))
    page.get_by_role("button", name="Undo").click()

    expect(card(page.locator("section[data-stage]").first, rosa)).to_be_visible()
    expect_said(page, f"Rosa Lind moved to {rosa['stage']['name']}")


def test_html_in_a_title_shows_as_text(enter: Enter, ada: Person) -> None:
    team = ada.team()
    nasty = "<img src=x onerror=\"document.title='gone'\"><b>Bold</b>"
    made = ada.opportunity(team, nasty, title=nasty)
    page = enter(ada, board(team, opp=made["id"]))

    expect(drawer(page).get_by_role("heading", name=nasty)).to_be_visible()
    expect(link(page, made)).to_have_text(nasty)
    assert_untouched(page)


def assert_untouched(page: Page) -> None:
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "gone"


def test_filters_stand_in_the_address_and_back_closes_the_drawer(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa, theo = ada.opportunity(team, "Rosa Lind"), ada.opportunity(team, "Theo Kerr", owner=None)
    page = enter(ada, board(team))
    expect(card(page, theo)).to_be_visible()

    page.get_by_role("textbox", name="Filter by name").fill("rosa")
    expect(card(page, theo)).to_have_count(0)
    link(page, rosa).click()
    expect(drawer(page)).to_be_visible()
    assert "q=rosa" in page.url
    assert f"opp={rosa['id']}" in page.url
    page.go_back()

    expect(drawer(page)).to_have_count(0)
    expect(page.get_by_text("1 opportunity")).to_be_visible()
    again = enter(ada, page.url)
    expect(card(again, rosa)).to_be_visible()
    expect(card(again, theo)).to_have_count(0)
