"""What is lent begins and ends to the very instant, on an open page too, and nothing typed is lost (S3, S7)."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.acts import board, card, drawer, expect_count
from tests.browser.conftest import Enter
from tests.browser.house import Person
from tests.browser.lending import SOON, deaf, lent, open_shares, pool, soon
from tests.browser.test_accessible import check

pytestmark = pytest.mark.browser

ENDED = "Your access ended"


@pytest.fixture(autouse=True)
def sharing(ada: Person) -> None:
    ada.send("PATCH", "/organization", {"switches": {"sharing": True}})


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


def test_nothing_is_asked_in_vain_once_access_ended(enter: Enter, ada: Person, ben: Person) -> None:
    """S3: one question tells whether it is really over; what hung on it is not asked for again."""
    team = pool(ada)
    rosa, theo = ada.opportunity(team, "Rosa Lind"), ada.opportunity(team, "Theo Kerr")
    lent(ada, theo, days=1)
    lent(ada, rosa, ends_at=soon())
    page = enter(ben, board(team, opp=rosa["id"]))
    open_shares(page)
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 404 else None)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()

    expect(drawer(page).get_by_role("heading", name=ENDED)).to_be_visible(timeout=(SOON + 20) * 1000)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Notifications").click()
    told = page.get_by_role("dialog", name="Notifications").get_by_role("listitem").first
    expect(told).to_contain_text("the time was over")  # by then the stream has told of it as well
    expect_count(page, "New", 1)

    assert [urlsplit(url).path for url in refused] == [f"/api/v1/opportunities/{rosa['id']}"]


def test_nothing_is_asked_in_vain_once_a_share_was_stopped(enter: Enter, ada: Person, ben: Person) -> None:
    """S7: as above, where the stream alone can know."""
    team = pool(ada)
    rosa = ada.opportunity(team, "Rosa Lind")
    share = lent(ada, rosa, days=1)
    page = enter(ben, board(team, opp=rosa["id"]))
    open_shares(page)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 404 else None)

    ada.post(f"/shares/{share['id']}/stop")

    expect(drawer(page).get_by_role("heading", name="It is no longer shared with you")).to_be_visible()
    expect(card(page, rosa)).to_have_count(0)
    assert [urlsplit(url).path for url in refused] == [f"/api/v1/opportunities/{rosa['id']}"]


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
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 404 else None)

    expect(drawer(page).get_by_role("heading", name=ENDED)).to_be_visible(timeout=(SOON + 20) * 1000)

    typed = drawer(page).get_by_role("region", name="What you typed, not saved")
    expect(typed).to_contain_text("Blue, with a mast")
    typed.get_by_role("button", name="Copy").click()
    expect(typed.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Description: Blue, with a mast"
    assert ada.reads(rosa)["description"] == ""
    assert [urlsplit(url).path for url in refused] == [f"/api/v1/opportunities/{rosa['id']}"]


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
