"""Sharing for a limited time, as two people see it: one shares, the other has it (S1 to S10)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.acts import board, card, column, drawer, expect_count, link, live
from tests.browser.conftest import PHONE, Enter
from tests.browser.house import House, Person
from tests.browser.lending import choose_instant, lent, open_shares, pool, share_with
from tests.browser.test_accessible import check

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def sharing(ada: Person) -> None:
    ada.send("PATCH", "/organization", {"switches": {"sharing": True}})


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
    long = dialog.get_by_role("textbox", name="How long")
    long.fill("1.5")
    expect(dialog.get_by_text("Write a whole number, at least 1.")).to_be_visible()
    expect(long).to_have_value("1.5")
    long.fill("4000")

    expect(dialog.get_by_text("A share lasts at most 365 days here")).to_be_visible()


def test_the_pop_up_says_what_somebody_has_already(enter: Enter, ada: Person, ben: Person) -> None:
    """And no longer once somebody else is chosen."""
    team = ada.team("Ben Côté")
    rosa = ada.opportunity(team, "Rosa Lind")
    ada.post(f"/opportunities/{rosa['id']}/shares", member=ada.named("/members", "Pia Wong")["id"], days=1)
    page = enter(ada, board(team, opp=rosa["id"]))
    expect(drawer(page).get_by_role("heading", name="Rosa Lind")).to_be_focused()

    dialog = share_with(page, "Ben Côté")
    preview = dialog.get_by_role("region", name="What it comes to")
    expect(preview).to_contain_text(
        "Ben Côté sees and works on it already. This share would give nothing more."
    )
    whom = dialog.get_by_role("combobox", name="Share with")
    whom.click()
    whom.fill("Pia")
    page.get_by_role("option", name="Pia Wong").click()

    expect(preview).to_contain_text("Pia Wong sees it already, until")
    expect(preview).not_to_contain_text("nothing more")


def test_who_types_fast_chooses_whom_they_typed(enter: Enter, ada: Person, ben: Person) -> None:
    """The server has not answered yet when Enter comes; accents don't matter."""
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))
    expect(drawer(page).get_by_role("heading", name="Rosa Lind")).to_be_focused()

    page.keyboard.press("s")
    whom = page.get_by_role("dialog", name="Share Rosa Lind").get_by_role("combobox", name="Share with")
    whom.click()
    expect(page.get_by_role("option", name="Ben Côté")).to_be_visible()
    page.keyboard.type("cote")
    page.keyboard.press("Enter")

    expect(whom).to_have_value("Ben Côté")


def test_where_sharing_is_off_it_says_who_can_switch_it_on(enter: Enter, quinn: Person) -> None:
    quinn.send("PATCH", "/organization", {"switches": {"sharing": False}})
    team = quinn.team("Otto Berg")
    rosa = quinn.opportunity(team, "Rosa Lind")
    page = enter(quinn, board(team, opp=rosa["id"]))
    expect(drawer(page).get_by_role("heading", name="Rosa Lind")).to_be_focused()

    dialog = share_with(page, "Otto Berg")

    expect(dialog).to_contain_text("Sharing is switched off here. You can switch it on under Organization.")
    assert quinn.get(f"/opportunities/{rosa['id']}/shares")["items"] == []


def test_more_time_is_asked_for_and_given(enter: Enter, ada: Person, ben: Person) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    lent(ada, rosa, days=1)
    theirs = enter(ben, board(team, opp=rosa["id"]))
    mine = enter(ada, board(team, opp=rosa["id"]))
    shares = open_shares(mine)
    live(mine)
    live(theirs)

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


def test_more_time_is_declined_and_who_asked_hears_of_it(enter: Enter, ada: Person, ben: Person) -> None:
    """S9: the share stands as it was, and one may ask again."""
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    share = lent(ada, rosa, days=1)
    ben.post(f"/shares/{share['id']}/more-time", days=7, note="The survey is late")
    theirs = enter(ben, board(team, opp=rosa["id"]))
    banner = drawer(theirs).get_by_role("region", name="Shared with you for a time")
    expect(banner).to_contain_text("More time was asked for")
    expect(theirs.get_by_text("Live", exact=True)).to_be_visible()
    mine = enter(ada, board(team, opp=rosa["id"]))
    shares = open_shares(mine)

    shares.get_by_role("button", name="Decline").click()

    expect(shares.get_by_role("button", name="Decline")).to_have_count(0)
    expect(banner.get_by_role("button", name="Ask for more time")).to_be_visible()
    theirs.keyboard.press("Escape")
    theirs.get_by_role("button", name="Notifications").click()
    told = theirs.get_by_role("dialog", name="Notifications").get_by_role("listitem").first
    expect(told).to_contain_text("Ada Roy declined more time")
    assert ben.reads(rosa)["access_ends_at"] == share["ends_at"]


def test_it_is_shared_until_an_instant_of_the_wall_clock(enter: Enter, ada: Person, ben: Person) -> None:
    """S1"""
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    until = datetime.now(ZoneInfo("America/Montreal")).replace(hour=17, minute=45, second=0, microsecond=0)
    until += timedelta(days=10)
    page = enter(ada, board(team, opp=rosa["id"]))
    expect(drawer(page).get_by_role("heading", name="Rosa Lind")).to_be_focused()
    dialog = share_with(page, "Ben Côté")

    dialog.get_by_text("Until…", exact=True).click()
    choose_instant(dialog, until)
    preview = dialog.get_by_role("region", name="What it comes to")
    expect(preview).to_contain_text("17:45")
    dialog.get_by_role("button", name="Share", exact=True).click()

    row = drawer(page).get_by_role("tabpanel", name="Shares").get_by_role("listitem")
    expect(row).to_contain_text("17:45")
    assert datetime.fromisoformat(ben.reads(rosa)["access_ends_at"]) == until


def test_who_is_of_the_team_sees_what_is_shared_with_it_and_who_leaves_loses_it(
    enter: Enter, house: House, ada: Person, ben: Person
) -> None:
    """S5"""
    team = pool(ada, "Ben Côté", "Pia Wong")
    yard = ada.team("Ben Côté", "Pia Wong")
    rosa = ada.opportunity(team, "Rosa Lind")
    pages = [enter(who, board(team)) for who in (ben, house.person("pia@harbor.example"))]
    for page in pages:
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
    mine = enter(ada, board(team, opp=rosa["id"]))
    expect(drawer(mine).get_by_role("heading", name="Rosa Lind")).to_be_focused()

    dialog = share_with(mine, yard["name"])
    dialog.get_by_role("button", name="Share", exact=True).click()
    expect(open_shares(mine).get_by_role("listitem")).to_contain_text(yard["name"])
    for page in pages:
        link(page, rosa).click()
        expect(drawer(page).get_by_role("heading", name="Rosa Lind")).to_be_visible()
    pia = ada.named("/members", "Pia Wong")["id"]
    ada.send("DELETE", f"/teams/{yard['id']}/members/{pia}")

    stays, left = pages
    expect(drawer(left).get_by_role("heading", name="It is no longer shared with you")).to_be_visible()
    expect(card(left, rosa)).to_have_count(0)
    expect(drawer(stays).get_by_role("heading", name="Rosa Lind")).to_be_visible()
    expect(card(stays, rosa)).to_be_visible()


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


@pytest.fixture
def put_back(quinn: Person) -> Iterator[None]:
    """Whatever became of the test: others read times and lengths at Quay, too."""
    yield
    quinn.send("PATCH", "/me", {"time_zone": ""})
    quinn.send("PATCH", "/organization", {"shares": {"default_days": 90}})


def test_the_organization_says_how_long_and_a_member_in_which_zone(
    enter: Enter, quinn: Person, put_back: None
) -> None:
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


def test_the_zone_of_the_browser_is_offered_once(enter: Enter, quinn: Person) -> None:
    page = enter(quinn, "/tasks", timezone_id="Asia/Tokyo")
    offer = page.get_by_role("region", name="Your time zone")

    expect(offer).to_contain_text("Your computer's clock is in Tokyo, and times are shown in Montreal.")
    offer.get_by_role("button", name="Leave it").click()
    expect(offer).to_have_count(0)
    page.reload()

    expect(page.get_by_role("button", name="Account of Quinn Hale")).to_be_visible()
    expect(offer).to_have_count(0)
