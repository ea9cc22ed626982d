"""What others do shows at once, on every open board; who was cut off misses nothing (B8, I2)."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import board, card, column, drag, drawer, expect_count, live
from tests.browser.conftest import Enter
from tests.browser.house import House, Person

pytestmark = pytest.mark.browser


def test_a_move_an_edit_and_a_delete_show_live_in_a_second_browser(
    enter: Enter, ada: Person, ben: Person
) -> None:
    team = ada.team("Ben Côté")
    rosa = ada.opportunity(team, "Rosa Lind")
    mine, theirs = enter(ada, board(team)), enter(ben, board(team))
    live(theirs)
    expect(card(theirs, rosa)).to_be_visible()

    drag(mine, card(mine, rosa), column(mine, "Qualified"))
    expect(card(column(theirs, "Qualified"), rosa)).to_be_visible()
    expect_count(theirs, "New", 0)
    ada.edits(rosa, title="Second boat")
    expect(card(theirs, rosa)).to_contain_text("Second boat")
    ada.send("DELETE", f"/opportunities/{rosa['id']}")

    expect(card(theirs, rosa)).to_have_count(0)
    expect_count(theirs, "Qualified", 0)


def test_what_is_open_in_the_drawer_changes_and_goes_live(enter: Enter, ada: Person, ben: Person) -> None:
    team = ada.team("Ben Côté")
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ben, board(team, opp=rosa["id"]))
    expect(page.get_by_text("Live", exact=True)).to_have_count(1)
    expect(drawer(page).get_by_role("button", name="Amount: not set")).to_be_visible()

    ada.send("PUT", f"/opportunities/{rosa['id']}/amount", {"amount": "77"})
    expect(drawer(page).get_by_role("button", name="Amount: $77")).to_be_visible()
    ada.post(f"/opportunities/{rosa['id']}/notes", text="Called from the road.")
    expect(drawer(page).get_by_text("Called from the road.")).to_be_visible()
    ada.send("DELETE", f"/opportunities/{rosa['id']}")

    expect(drawer(page).get_by_text("This opportunity is not here")).to_be_visible()


def test_a_page_that_was_offline_resumes_and_misses_nothing(
    enter: Enter, ada: Person, ben: Person, errors: list[str]
) -> None:
    team = ada.team("Ben Côté")
    rosa, theo = ada.opportunity(team, "Rosa Lind"), ada.opportunity(team, "Theo Kerr")
    page = enter(ben, board(team))
    live(page)
    expect(card(page, theo)).to_be_visible()

    cut = page.context.new_cdp_session(page)
    cut.send("Network.enable")
    cut.send(
        "Network.emulateNetworkConditions",
        {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    page.context.set_offline(True)
    ada.moves(rosa, "Won")
    ada.send("DELETE", f"/opportunities/{theo['id']}")
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    cut.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )

    expect(card(column(page, "Won"), rosa)).to_be_visible()
    expect(card(page, theo)).to_have_count(0)
    errors[:] = [error for error in errors if "net::ERR_" not in error]


def test_the_stream_resumes_after_the_web_server_died(
    enter: Enter, house: House, ada: Person, ben: Person, errors: list[str]
) -> None:
    team = ada.team("Ben Côté")
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ben, board(team))
    live(page)
    expect(card(page, rosa)).to_be_visible()

    house.kill_web()
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    house.wait_until_ready()
    ada.moves(rosa, "Won")

    live(page)
    expect(card(column(page, "Won"), rosa)).to_be_visible()
    errors[:] = [error for error in errors if "net::ERR_" not in error and "status of 50" not in error]
