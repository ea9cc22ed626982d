"""Who works by the keyboard goes on near what they pressed, also where that is gone or at work meanwhile (WCAG 2.4.3)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import board, drawer
from tests.browser.conftest import Enter
from tests.browser.house import Person
from tests.browser.lending import lent, open_shares, pool
from tests.browser.recipes import at, note, published

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def sharing(ada: Person) -> None:
    ada.send("PATCH", "/organization", {"switches": {"sharing": True}})


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def test_an_automation_is_paused_and_let_go_on_by_one_button(enter: Enter, ada: Person) -> None:
    page = enter(ada, at(published(ada, note("Note"))))

    press(page, "Pause")
    expect(page.get_by_role("button", name="Resume", exact=True)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_focused()


def test_after_a_share_was_stopped_the_next_one_has_the_focus(enter: Enter, ada: Person) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    lent(ada, rosa, days=3)
    lent(ada, rosa, to="Pia Wong", days=3)
    page = enter(ada, board(team, opp=rosa["id"]))
    shares = open_shares(page)
    stops = shares.get_by_role("button", name="Stop sharing with")
    expect(stops).to_have_count(2)
    names = [one.get_attribute("aria-label") or "" for one in stops.all()]

    press(page, names[0])
    expect(page.get_by_role("button", name=names[0])).to_have_count(0)
    row = shares.get_by_role("listitem").filter(has=page.get_by_role("button", name=names[1]))
    expect(row.get_by_role("button").first).to_be_focused()
    press(page, names[1])

    expect(shares).to_contain_text("Not shared with anybody right now.")
    expect(shares.get_by_role("button", name="Share", exact=True)).to_be_focused()


def test_after_asking_for_more_time_the_focus_stays_in_the_opportunity(
    enter: Enter, ada: Person, ben: Person
) -> None:
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    lent(ada, rosa, days=1)
    page = enter(ben, board(team, opp=rosa["id"]))
    banner = drawer(page).get_by_role("region", name="Shared with you for a time")

    press(page, "Ask for more time")
    press(page, "Ask")

    expect(banner).to_contain_text("More time was asked for")
    expect(drawer(page).locator(":focus")).to_have_count(1)
