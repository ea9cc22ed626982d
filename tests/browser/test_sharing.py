"""Sharing for a limited time, as two people see it: one shares, the other has it until the very instant (S1 to S11)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import board, card, column, drawer, expect_count, link
from tests.browser.conftest import PHONE, Enter
from tests.browser.house import Person
from tests.browser.test_accessible import check

pytestmark = pytest.mark.browser

SOON = 25  # seconds: longer than a page takes to open on a loaded machine
ENDED = "Your access ended"


@pytest.fixture(autouse=True)
def sharing(ada: Person) -> None:
    ada.send("PATCH", "/organization", {"switches": {"sharing": True}})


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


def test_a_share_by_the_pop_up_shows_live_in_the_other_browser(
    enter: Enter, ada: Person, ben: Person
) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    ada.post(f"/opportunities/{rosa['id']}/notes", text="Likes blue.")
    theirs = enter(ben, board(team))
    expect(theirs.get_by_text("Live", exact=True)).to_be_visible()
    expect_count(theirs, "New", 0)
    mine = enter(ada, board(team, opp=rosa["id"]))
    expect(drawer(mine).get_by_role("heading", name="Rosa Lind")).to_be_focused()

    dialog = share_with(mine, "Ben Côté")
    dialog.get_by_text("1 day", exact=True).click()
    dialog.get_by_role("radio", name="View and modify").click()
    preview = dialog.get_by_role("region", name="What it comes to")
    expect(preview).to_contain_text("From now until")
    expect(preview).to_contain_text("1 note")
    expect(preview).to_contain_text("other opportunities of Rosa Lind")
    dialog.get_by_role("button", name="Share", exact=True).click()

    row = drawer(mine).get_by_role("tabpanel", name="Shares").get_by_role("listitem")
    for words in ("Ben Côté", "by Ada Roy", "View and modify", "Active", "24 hours left"):
        expect(row).to_contain_text(words)
    expect_count(theirs, "New", 1)
    link(theirs, rosa).click()
    banner = drawer(theirs).get_by_role("region", name="Shared with you for a time")
    expect(banner).to_contain_text("Ada Roy shares it with you until")
    expect(banner.get_by_role("button", name="Ask for more time")).to_be_visible()
    expect(drawer(theirs).get_by_role("button", name="Share", exact=True)).to_have_count(0)


def test_what_is_wrong_is_said_at_its_field_and_a_refusal_in_a_sentence(
    enter: Enter, ada: Person, ben: Person
) -> None:
    team = ada.team("Ben Côté")
    rosa = ada.opportunity(team, "Rosa Lind", owner=ada.named("/members", "Ben Côté")["id"])
    page = enter(ada, board(team, opp=rosa["id"]))
    expect(drawer(page).get_by_role("heading", name="Rosa Lind")).to_be_focused()

    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Share Rosa Lind")
    dialog.get_by_role("combobox", name="Share with").click()
    expect(page.get_by_role("option", name="Ben Côté")).to_have_attribute("data-combobox-disabled", "true")
    expect(page.get_by_role("option", name="Ben Côté")).to_contain_text("Owns it")
    expect(page.get_by_role("option", name="Leo Lane")).to_have_count(0)
    page.get_by_role("option", name="Pia Wong").click()
    dialog.get_by_text("Custom", exact=True).click()
    dialog.get_by_role("textbox", name="How long").fill("4000")

    expect(dialog.get_by_text("A share lasts at most 365 days here")).to_be_visible()


def test_where_sharing_is_off_it_says_who_can_switch_it_on(enter: Enter, quinn: Person) -> None:
    quinn.send("PATCH", "/organization", {"switches": {"sharing": False}})
    team = quinn.team("Otto Berg")
    rosa = quinn.opportunity(team, "Rosa Lind")
    page = enter(quinn, board(team, opp=rosa["id"]))
    expect(drawer(page).get_by_role("heading", name="Rosa Lind")).to_be_focused()

    dialog = share_with(page, "Otto Berg")

    expect(dialog).to_contain_text("Sharing is switched off here. You can switch it on under Organization.")
    assert quinn.get(f"/opportunities/{rosa['id']}/shares")["items"] == []


def test_at_its_end_it_leaves_an_open_page_without_any_push(enter: Enter, ada: Person, ben: Person) -> None:
    team = pool(ada)
    rosa, theo = ada.opportunity(team, "Rosa Lind"), ada.opportunity(team, "Theo Kerr")
    page = enter(ben, "/tasks")
    deaf(page)
    lent(ada, theo, days=1)
    lent(ada, rosa, ends_at=soon())
    page.goto(board(team, opp=rosa["id"]))
    banner = drawer(page).get_by_role("region", name="Shared with you for a time")
    expect(banner).to_contain_text(" left")
    expect_count(page, "New", 2)

    expect(drawer(page).get_by_role("heading", name=ENDED)).to_be_focused(timeout=(SOON + 20) * 1000)

    expect(drawer(page)).not_to_contain_text("Rosa Lind")
    expect(card(page, rosa)).to_have_count(0)
    expect_count(page, "New", 1)
    assert check(page) == []
    drawer(page).get_by_role("button", name="Close").last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(card(page, theo)).to_be_visible()


def test_a_share_for_later_appears_by_itself_at_its_start(enter: Enter, ada: Person, ben: Person) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ben, "/tasks")
    deaf(page)
    lent(ada, rosa, starts_at=soon(12), days=1)

    page.goto(board(team))

    expect(card(page, rosa)).to_be_visible(timeout=40_000)


def test_what_was_typed_is_given_back_when_the_time_is_over(enter: Enter, ada: Person, ben: Person) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    lent(ada, rosa, ends_at=soon(), access="modify")
    page = enter(ben, board(team, opp=rosa["id"]), permissions=["clipboard-read", "clipboard-write"])
    drawer(page).get_by_role("button", name="Edit the opportunity").click()
    drawer(page).get_by_label("Description").fill("Blue, with a mast")

    expect(drawer(page).get_by_role("heading", name=ENDED)).to_be_visible(timeout=(SOON + 20) * 1000)

    typed = drawer(page).get_by_role("region", name="What you typed, not saved")
    expect(typed).to_contain_text("Blue, with a mast")
    typed.get_by_role("button", name="Copy").click()
    expect(typed.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Description: Blue, with a mast"
    assert ada.reads(rosa)["description"] == ""


def test_a_change_sent_after_the_share_was_stopped_is_told_so_and_loses_nothing(
    enter: Enter, ada: Person, ben: Person
) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    share = lent(ada, rosa, days=1, access="modify")
    page = enter(ben, "/tasks")
    deaf(page)
    page.goto(board(team, opp=rosa["id"]))
    drawer(page).get_by_role("button", name="Edit the opportunity").click()
    drawer(page).get_by_label("Description").fill("Blue, with a mast")
    ada.post(f"/shares/{share['id']}/stop")

    drawer(page).get_by_role("button", name="Submit").click()

    expect(drawer(page).get_by_role("heading", name=ENDED)).to_be_visible()
    expect(drawer(page).get_by_role("region", name="What you typed, not saved")).to_contain_text(
        "Blue, with a mast"
    )
    assert ada.reads(rosa)["description"] == ""


def test_who_may_still_look_keeps_what_was_typed_when_the_right_to_change_ended(
    enter: Enter, ada: Person, ben: Person
) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    lent(ada, rosa, days=7)
    share = lent(ada, rosa, days=1, access="modify")
    page = enter(ben, "/tasks")
    deaf(page)
    page.goto(board(team, opp=rosa["id"]))
    expect(drawer(page).get_by_role("region", name="Shared with you for a time")).to_contain_text(
        "You may change it until"
    )
    drawer(page).get_by_label("Write a note…").fill("Asked for blue")
    ada.post(f"/shares/{share['id']}/stop")

    drawer(page).get_by_role("button", name="Add", exact=True).click()

    expect(drawer(page).get_by_role("alert")).to_contain_text("Your right to change this ended")
    expect(drawer(page).get_by_role("region", name="What you typed, not saved")).to_contain_text(
        "Asked for blue"
    )
    expect(drawer(page).get_by_text("Read only")).to_be_visible()
    expect(drawer(page).get_by_role("heading", name="Rosa Lind")).to_be_visible()


def test_more_time_is_asked_for_and_given(enter: Enter, ada: Person, ben: Person) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    lent(ada, rosa, days=1)
    theirs = enter(ben, board(team, opp=rosa["id"]))
    mine = enter(ada, board(team, opp=rosa["id"]))
    shares = open_shares(mine)
    expect(mine.get_by_text("Live", exact=True)).to_be_visible()

    banner = drawer(theirs).get_by_role("region", name="Shared with you for a time")
    banner.get_by_role("button", name="Ask for more time").click()
    asking = theirs.get_by_role("dialog", name="Ask for more time")
    asking.get_by_text("1 week", exact=True).click()
    asking.get_by_label("Why? (optional)").fill("The survey is late")
    asking.get_by_role("button", name="Ask", exact=True).click()
    expect(banner).to_contain_text("More time was asked for")

    expect(shares).to_contain_text("Ben Côté asks for more time")
    expect(shares).to_contain_text("The survey is late")
    shares.get_by_role("button", name="Give more time").click()
    expect(shares).to_contain_text("8 days left")
    expect(banner).to_contain_text("8 days left")
    expect(banner.get_by_role("button", name="Ask for more time")).to_be_visible()


def test_a_stopped_share_is_history_and_gone_from_the_other_page(
    enter: Enter, ada: Person, ben: Person
) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    lent(ada, rosa, days=3)
    theirs = enter(ben, board(team, opp=rosa["id"]))
    expect(drawer(theirs).get_by_role("heading", name="Rosa Lind")).to_be_visible()
    expect(theirs.get_by_text("Live", exact=True)).to_be_visible()
    mine = enter(ada, board(team, opp=rosa["id"]))
    shares = open_shares(mine)

    shares.get_by_role("button", name="Stop sharing with Ben Côté").click()

    expect(shares.get_by_role("region", name="Earlier")).to_contain_text("stopped by Ada Roy")
    expect(shares).to_contain_text("Not shared with anybody right now.")
    expect(drawer(theirs).get_by_role("heading", name="It is no longer shared with you")).to_be_visible()
    expect(card(theirs, rosa)).to_have_count(0)


def test_who_could_see_it_says_why_and_leads_to_the_event(enter: Enter, ada: Person, ben: Person) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))
    ask = page.get_by_role("dialog", name="Who could see it?")

    def look() -> None:
        drawer(page).get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name="Who could see it?").click()
        ask.get_by_role("combobox", name="Who").click()
        page.get_by_role("option", name="Ben Côté").click()

    look()
    expect(ask).to_contain_text("No: Ben Côté can't see it")
    page.keyboard.press("Escape")
    expect(ask).to_have_count(0)
    lent(ada, rosa, days=3)
    look()
    expect(ask).to_contain_text("Yes: Ben Côté can see it")
    expect(ask.get_by_role("region", name="Because")).to_contain_text("It is shared with Ben Côté by Ada Roy")
    assert check(page) == []
    ask.get_by_role("button", name="Show in the timeline").click()

    expect(drawer(page).locator("[data-shown]")).to_contain_text("Shared with Ben Côté")


def test_a_column_is_shared_at_once_and_what_failed_is_named(enter: Enter, ada: Person, ben: Person) -> None:
    team = ada.team("Ben Côté")
    for name in ("Rosa Lind", "Theo Kerr"):
        ada.opportunity(team, name)
    own = ada.opportunity(team, "Ute Ness", owner=ada.named("/members", "Ben Côté")["id"])
    page = enter(ada, board(team))

    column(page, "New").get_by_role("button", name="All of New").click()
    page.get_by_role("menuitem", name="Share all…").click()
    dialog = page.get_by_role("dialog", name="Share all of New")
    dialog.get_by_role("combobox", name="Share with").fill("Ben")
    page.get_by_role("option", name="Ben Côté").click()
    dialog.get_by_role("button", name="Share 3").click()

    expect(dialog).to_contain_text("2 done")
    expect(dialog.get_by_role("region", name="What failed, and why")).to_contain_text(
        f"Ute Ness #{own['number']}"
    )
    assert check(page) == []
    dialog.get_by_role("button", name="Close").last.click()
    column(page, "New").get_by_role("button", name="All of New").click()
    page.get_by_role("menuitem", name="Stop sharing all…").click()
    page.get_by_role("button", name="Stop for 3").click()
    expect(page.get_by_role("dialog", name="Stop sharing all of New")).to_contain_text("3 done")


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_the_pop_up_the_tab_and_the_banner_are_accessible(
    enter: Enter, ada: Person, ben: Person, size: str
) -> None:
    options: dict[str, Any] = {"viewport": PHONE, "has_touch": True} if size == "phone" else {}
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    lent(ada, rosa, days=1)
    lent(ada, rosa, minutes=5, access="modify")
    lent(ada, rosa, to="Pia Wong", starts_at="2090-01-01T12:00:00Z", days=3)
    theirs = enter(ben, board(team, opp=rosa["id"]), **options)
    expect(drawer(theirs).get_by_role("region", name="Shared with you for a time")).to_be_visible()
    assert check(theirs) == []

    page = enter(ada, board(team, opp=rosa["id"]), **options)
    shares = open_shares(page)
    expect(shares.get_by_role("listitem")).to_have_count(3)
    assert check(page) == []
    shares.get_by_role("button", name="Extend").first.click()
    expect(page.get_by_role("dialog", name="Extend")).to_be_visible()
    assert check(page) == []
    page.keyboard.press("Escape")
    drawer(page).get_by_role("button", name="Share", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Share Rosa Lind")
    dialog.get_by_role("combobox", name="Share with").fill("Pia")
    page.get_by_role("option", name="Pia Wong").click()
    expect(dialog.get_by_role("region", name="What it comes to")).to_contain_text("From now until")
    assert check(page) == []


def test_the_organization_says_how_long_and_a_member_in_which_zone(enter: Enter, quinn: Person) -> None:
    page = enter(quinn, "/setup/organization")
    terms = page.get_by_role("form", name="Sharing")
    terms.get_by_label("Usual length").fill("400")
    terms.get_by_role("button", name="Save").click()
    expect(terms).to_contain_text("longer by default than it may at most")
    terms.get_by_label("Usual length").fill("14")
    terms.get_by_role("button", name="Save").click()
    expect(terms.get_by_role("button", name="Save")).to_have_count(0)
    assert quinn.get("/organization")["shares"] == {"default_days": 14, "maximum_days": 365}

    page.get_by_role("button", name="Account of Quinn Hale").click()
    page.get_by_role("menuitem", name="Time zone: Montreal").click()
    dialog = page.get_by_role("dialog", name="Your time zone")
    dialog.get_by_role("combobox", name="Show times in").fill("Madrid")
    page.get_by_role("option", name="Europe/Madrid").click()
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_have_count(0)
    assert quinn.get("/me")["time_zone"] == "Europe/Madrid"
    offer = page.get_by_role("region", name="Your time zone")
    expect(offer).to_have_count(0)
    quinn.send("PATCH", "/me", {"time_zone": ""})
    quinn.send("PATCH", "/organization", {"shares": {"default_days": 90}})


def test_the_zone_of_the_browser_is_offered_once(enter: Enter, quinn: Person) -> None:
    page = enter(quinn, "/tasks", timezone_id="Asia/Tokyo")
    offer = page.get_by_role("region", name="Your time zone")

    expect(offer).to_contain_text("Your computer's clock is in Tokyo, and times are shown in Montreal.")
    offer.get_by_role("button", name="Leave it").click()
    expect(offer).to_have_count(0)
    page.reload()

    expect(page.get_by_role("button", name="Account of Quinn Hale")).to_be_visible()
    expect(offer).to_have_count(0)
