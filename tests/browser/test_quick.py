"""The quick controls, to the letter (B4): each saved at once, each with its color."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import board, card, drawer, expect_said, saving
from tests.browser.conftest import Enter
from tests.browser.house import Person

pytestmark = pytest.mark.browser

BLUE, RED = "rgb(37, 99, 235)", "rgb(180, 35, 49)"
YELLOW_ON, RED_ON = "rgb(255, 242, 220)", "rgb(253, 235, 236)"
STAGES = {"open": BLUE, "won": "rgb(18, 128, 92)", "lost": "rgb(192, 47, 60)", "archived": "rgb(88, 97, 115)"}


def in_days(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat().replace("+00:00", "Z")


def quick(page: Page) -> Locator:
    return drawer(page).get_by_role("region", name="Quick controls")


def amount(page: Page) -> tuple[Locator, Locator]:
    """The button that shows it, and the editor that it opens."""
    return quick(page).get_by_role("button", name="Amount:"), page.get_by_role("dialog", name="Amount")


def test_the_owner_is_blue_and_unassigned_is_red(enter: Enter, ada: Person) -> None:
    team = ada.team("Ben Côté")
    rosa = ada.opportunity(team, "Rosa Lind", owner=ada.named("/members", "Ben Côté")["id"])
    page = enter(ada, board(team, opp=rosa["id"]))
    owner = quick(page).get_by_role("combobox", name="Owner")

    expect(owner).to_have_value("Ben Côté")
    expect(owner).to_have_css("color", BLUE)
    owner.click()
    with saving(page):
        page.get_by_role("option", name="Unassigned").click()

    expect(owner).to_have_value("Unassigned")
    expect(owner).to_have_css("color", RED)
    expect(card(page, rosa).get_by_role("img", name="Unassigned")).to_be_visible()
    assert ada.reads(rosa)["owner"] is None


def test_only_active_members_of_the_team_are_offered_as_owner(enter: Enter, ada: Person) -> None:
    team = ada.team("Ben Côté")
    rosa = ada.opportunity(team, "Rosa Lind", owner=None)
    page = enter(ada, board(team, opp=rosa["id"]))

    quick(page).get_by_label("Owner").click()

    expect(page.get_by_role("option")).to_have_text([re.compile("Unassigned"), re.compile("Ben Côté")])


def test_another_team_is_chosen_after_seeing_what_goes(enter: Enter, ada: Person) -> None:
    team, other = ada.team("Ben Côté", workflow="Guided"), ada.team()
    ben = ada.named("/members", "Ben Côté")["id"]
    rosa = ada.opportunity(team, "Rosa Lind", owner=ben, attributes={"budget": 4})
    page = enter(ada, board(team, opp=rosa["id"]))

    quick(page).get_by_label("Team").click()
    page.get_by_role("option", name=other["name"]).click()
    dialog = page.get_by_role("dialog", name=f"Move to the team {other['name']}?")
    expect(dialog).to_contain_text("Ben Côté is no member of that team: it will be unassigned.")
    expect(dialog.get_by_role("listitem").filter(has_text="Budget")).to_be_visible()
    dialog.get_by_role("button", name="Change team").click()

    expect(quick(page).get_by_label("Team")).to_have_value(other["name"])
    expect(quick(page).get_by_label("Owner")).to_have_value("Unassigned")
    saved = ada.reads(rosa)
    assert (saved["team"]["id"], saved["owner"]) == (other["id"], None)


@pytest.mark.parametrize("status", STAGES)
def test_the_stage_has_the_color_of_its_status(enter: Enter, ada: Person, status: str) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    moves = ada.get(f"/opportunities/{rosa['id']}/moves")["moves"]
    to = next(one for one in moves if one["stage"]["status"] == status and one["stage"] != rosa["stage"])
    page = enter(ada, board(team, opp=rosa["id"]))

    quick(page).get_by_role("button", name="Stage:").click()
    page.get_by_role("menuitem", name=to["stage"]["name"]).click()
    if to["reason_options"]:
        form = page.get_by_role("dialog", name="Move Rosa Lind to Lost")
        form.get_by_role("combobox", name="Reason").click()
        page.get_by_role("option").first.click()
        form.get_by_role("button", name="Move to Lost").click()

    button = quick(page).get_by_role("button", name=f"Stage: {to['stage']['name']}")
    expect(button).to_have_css("background-color", STAGES[status])
    expect_said(page, f"Rosa Lind moved to {to['stage']['name']}")
    assert ada.reads(rosa)["status"] == status


def test_the_stage_list_greys_what_is_out_of_reach_and_says_why(enter: Enter, ada: Person) -> None:
    team = ada.team(workflow="Guided")
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))

    quick(page).get_by_role("button", name="Stage: New").click()

    expect(page.get_by_role("menuitem", name="Qualified")).to_be_enabled()
    expect(page.get_by_role("menuitem", name=re.compile("^Offer"))).to_be_disabled()
    expect(page.get_by_role("menuitem", name=re.compile("^Offer"))).to_contain_text(
        "Way there: Known → Offer sent."
    )


def test_a_follow_up_is_picked_in_the_viewers_zone_and_saved(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))

    quick(page).get_by_role("button", name="Follow-up: No follow-up").click()
    picker = page.get_by_role("dialog", name="Follow-up")
    expect(picker.get_by_role("button", name="Clear the follow-up")).to_have_count(0)
    picker.get_by_role("spinbutton", name="Hours").fill("14")
    picker.get_by_role("spinbutton", name="Minutes").fill("30")
    with saving(page):
        picker.get_by_role("button", name="Save").click()

    button = quick(page).get_by_role("button", name="Follow-up:")
    expect(button).to_contain_text("14:30")
    expect(button).to_have_css("background-color", YELLOW_ON)
    at = ada.reads(rosa)["follow_up_at"]
    assert at[11:16] in {"19:30", "18:30"}  # half past two in Montreal, by its winter and summer time


def test_cancel_leaves_a_follow_up_and_the_bin_clears_it(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind", follow_up_at=in_days(3))
    page = enter(ada, board(team, opp=rosa["id"]))
    button = quick(page).get_by_role("button", name="Follow-up:")
    expect(button).to_have_css("background-color", YELLOW_ON)

    button.click()
    page.get_by_role("dialog", name="Follow-up").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog", name="Follow-up")).to_have_count(0)
    assert ada.reads(rosa)["follow_up_at"] == rosa["follow_up_at"]
    button.click()
    with saving(page):
        page.get_by_role("dialog", name="Follow-up").get_by_role("button", name="Clear the follow-up").click()

    expect(quick(page).get_by_role("button", name="Follow-up: No follow-up")).to_be_visible()
    assert ada.reads(rosa)["follow_up_at"] is None


def test_a_follow_up_turns_red_at_its_instant_while_one_looks(enter: Enter, ada: Person) -> None:
    team = ada.team()
    late = ada.opportunity(team, "Late Larsen", follow_up_at=in_days(-2))
    soon = ada.opportunity(team, "Soon Sato", follow_up_at=in_days(8 / 86_400))
    page = enter(ada, board(team, opp=soon["id"]))

    button = quick(page).get_by_role("button", name="Follow-up:")

    expect(button).to_have_css("background-color", RED_ON)
    expect(card(page, late)).to_contain_text("2 d late")


def test_an_amount_is_set_kept_on_cancel_and_zeroed_by_the_bin(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))
    button, editor = amount(page)
    expect(button).to_have_text("$")

    button.click()
    editor.get_by_role("textbox", name="Amount").fill("1234.50")
    with saving(page):
        editor.get_by_role("button", name="Save").click()
    expect(button).to_have_text("$1,234.50")
    button.click()
    editor.get_by_role("textbox", name="Amount").fill("99")
    editor.get_by_role("button", name="Cancel").click()
    expect(button).to_have_text("$1,234.50")
    expect(card(page, rosa)).to_contain_text("$1,234.50")
    assert ada.reads(rosa)["amount"] == "1234.50"
    button.click()
    with saving(page):
        editor.get_by_role("button", name="Set the amount to zero").click()

    expect(button).to_have_text("$")
    assert float(ada.reads(rosa)["amount"]) == 0


def test_a_save_that_fails_right_after_another_does_not_say_saved(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))
    button, editor = amount(page)
    mark = drawer(page).locator("header > span").filter(has_text=re.compile("^(Saving…|Saved)$"))
    button.click()
    editor.get_by_role("textbox", name="Amount").fill("10")
    editor.get_by_role("button", name="Save").click()
    expect(mark).to_have_text("Saved")

    page.route("**/amount", lambda route: route.fulfill(status=422, json={}))
    button.click()
    editor.get_by_role("button", name="Set the amount to zero").click()

    expect(button).to_have_text("$10")
    expect(mark).to_have_count(0)


def test_where_deal_amounts_are_off_nothing_shows_or_sets_one(enter: Enter, ada: Person) -> None:
    team = ada.team(deal_amount=False)
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))

    expect(quick(page)).to_be_visible()

    expect(quick(page).get_by_text("Amount")).to_have_count(0)
    drawer(page).get_by_role("button", name="Edit the opportunity").click()
    expect(drawer(page).get_by_role("form", name="Edit the opportunity")).to_be_visible()
    expect(drawer(page).get_by_label("Amount")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Close").first.click()
    page.get_by_role("button", name="New opportunity").click()
    expect(
        page.get_by_role("dialog", name="New opportunity").get_by_label("Name of the opportunity")
    ).to_be_visible()
    expect(page.get_by_role("dialog", name="New opportunity").get_by_label("Amount")).to_have_count(0)
