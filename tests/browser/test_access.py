"""Who could see it? The answer of the page, and why (S11)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import board, drawer
from tests.browser.conftest import Enter
from tests.browser.house import Person
from tests.browser.lending import choose_instant, lent, pool
from tests.browser.managing import row
from tests.browser.test_accessible import check

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def sharing(ada: Person) -> None:
    ada.send("PATCH", "/organization", {"switches": {"sharing": True}})


def ask_who(page: Page, name: str) -> Locator:
    """The dialog, asked about somebody of Harbor."""
    drawer(page).get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Who could see it?").click()
    ask = page.get_by_role("dialog", name="Who could see it?")
    ask.get_by_role("combobox", name="Who").click()
    page.get_by_role("option", name=name).click()
    return ask


def test_who_could_see_it_says_why_and_leads_to_the_event(enter: Enter, ada: Person, ben: Person) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))

    ask = ask_who(page, "Ben Côté")
    expect(ask).to_contain_text("No: Ben Côté can't see it")
    page.keyboard.press("Escape")
    expect(ask).to_have_count(0)
    lent(ada, rosa, days=3)
    ask = ask_who(page, "Ben Côté")
    expect(ask).to_contain_text("Yes: Ben Côté can see it")
    expect(ask.get_by_role("region", name="Because")).to_contain_text("Shared with Ben Côté by Ada Roy")
    assert check(page) == []
    ask.get_by_role("button", name="Show in the timeline").click()

    expect(drawer(page).locator("[data-shown]")).to_contain_text("Shared with Ben Côté")


def test_a_past_instant_is_answered_as_it_was_then(enter: Enter, ada: Person, ben: Person) -> None:
    """S11: to the second, also when what gave access is over; before it, nobody could."""
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    share = lent(ada, rosa, days=3, access="modify")
    lent_at = datetime.fromisoformat(share["starts_at"]).astimezone(ZoneInfo("America/Montreal"))
    then = lent_at.replace(microsecond=0) + timedelta(seconds=1)
    page = enter(ada, board(team, opp=rosa["id"]))
    ask = ask_who(page, "Ben Côté")
    expect(ask).to_contain_text("Yes: Ben Côté can see and modify it")
    stopped = ada.post(f"/shares/{share['id']}/stop")
    assert datetime.fromisoformat(stopped["ended_at"]) > then

    choose_instant(ask, then)
    expect(ask).to_contain_text("Yes: Ben Côté could see and modify it")
    expect(ask.get_by_role("region", name="Because")).to_contain_text("Shared with Ben Côté by Ada Roy")
    choose_instant(ask, then - timedelta(days=1))
    expect(ask).to_contain_text("No: Ben Côté couldn't see it")
    expect(ask.get_by_role("region", name="Because")).to_have_count(0)
    ask.get_by_role("button", name="Clear").click()

    expect(ask).to_contain_text("No: Ben Côté can't see it")
    expect(ask.get_by_role("region", name="At other times")).to_contain_text("from ")


def test_who_could_see_what_is_deleted_is_asked_in_the_history_of_its_shares(
    enter: Enter, ada: Person, ben: Person
) -> None:
    """S11: for any opportunity; S8: the history outlives it."""
    rosa = ada.opportunity(pool(ada), "Rosa Lind")
    share = lent(ada, rosa, days=3, access="modify")
    ada.send("DELETE", f"/opportunities/{rosa['id']}")
    page = enter(ada, f"/opportunities?tab=shares&opportunity={rosa['id']}")

    row(page, share).get_by_role("button", name="Who could see it?").click()
    ask = page.get_by_role("dialog", name="Who could see it?")
    expect(ask).to_contain_text(f"Opportunity #{rosa['number']}, deleted")
    ask.get_by_role("combobox", name="Who").click()
    page.get_by_role("option", name="Ben Côté").click()

    expect(ask).to_contain_text("No: Ben Côté can't see it")
    expect(ask).to_contain_text("nobody has seen it since")
    then = ask.get_by_role("region", name="At other times")
    expect(then).to_contain_text("Shared with Ben Côté by Ada Roy")
    expect(then.get_by_role("button")).to_have_count(0)
    assert check(page) == []
