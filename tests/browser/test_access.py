"""Who could see it? The answer of the page, and why (S11)."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import board, drawer
from tests.browser.conftest import Enter
from tests.browser.house import Person
from tests.browser.lending import lent, pool
from tests.browser.test_accessible import check

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def sharing(ada: Person) -> None:
    ada.send("PATCH", "/organization", {"switches": {"sharing": True}})


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
