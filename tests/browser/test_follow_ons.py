"""Follow-ons and the family that comes of them (W11)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import board, drawer
from tests.browser.berths import Berths
from tests.browser.conftest import PHONE, Enter
from tests.browser.house import Person
from tests.browser.test_accessible import check

pytestmark = pytest.mark.browser


@pytest.fixture
def berths(ada: Person) -> Berths:
    return Berths.made_by(ada, deal_amount=True)


def family(page: Page, berths: Berths, opportunity: str) -> Locator:
    page.goto(board(berths.team, opp=opportunity))
    drawer(page).get_by_role("tab", name="Family").click()
    return drawer(page).get_by_role("tabpanel", name="Family")


def test_a_follow_on_is_named_started_and_opened(enter: Enter, ada: Person, berths: Berths) -> None:
    rosa = berths.opportunity("Rosa Lind", on="Seen", amount="1200")
    page = enter(ada)

    panel = family(page, berths, rosa["id"])
    expect(panel.get_by_text("No family yet")).to_be_visible()
    panel.get_by_role("button", name="Start a follow-on").click()
    page.get_by_role("menuitem", name="Second berth, starts on Called").click()
    dialog = page.get_by_role("dialog", name="Second berth")
    expect(dialog).to_contain_text("Carries over Length and Wants")
    dialog.get_by_role("button", name="Start").click()
    expect(dialog.get_by_text("Please fill this in.")).to_be_visible()
    dialog.get_by_label("Name").fill("The dinghy")
    dialog.get_by_role("button", name="Start").click()

    expect(drawer(page).get_by_text("The dinghy").first).to_be_visible()
    [child] = [
        one for one in ada.get("/opportunities", team=berths.team["id"])["items"] if one["id"] != rosa["id"]
    ]
    made = ada.reads(child)
    assert (made["title"], made["step"]["name"], made["attributes"], made["parent"]["id"]) == (
        "The dinghy", "Called", {"length": 9}, rosa["id"],
    )  # fmt: skip


def test_parent_and_child_show_each_other_and_what_they_are_worth(
    enter: Enter, ada: Person, berths: Berths
) -> None:
    rosa = berths.opportunity("Rosa Lind", on="Seen", amount="1200")
    path = f"/opportunities/{rosa['id']}/follow-ons"
    dinghy = ada.post(path, follow_on="Second berth", name="The dinghy")
    ada.send("PUT", f"/opportunities/{dinghy['id']}/amount", {"amount": "300.50"})
    winter = ada.post(
        f"/opportunities/{dinghy['id']}/follow-ons", follow_on="Winter storage", name="Dry dock"
    )
    page = enter(ada)

    panel = family(page, berths, dinghy["id"])

    expect(panel).to_contain_text("Follow-on of Rosa Lind")
    rows = panel.get_by_role("list", name="Family tree").get_by_role("listitem")
    expect(rows).to_have_count(3)
    for row, (title, stage, amount) in zip(
        rows.all(),
        [("Rosa Lind", "Shown", "1,200"), ("The dinghy", "Asked", "300.50"), ("Dry dock", "Asked", "—")],
        strict=True,
    ):
        expect(row).to_contain_text(title)
        expect(row).to_contain_text(stage)
        expect(row).to_contain_text(amount)
    expect(rows.nth(1)).to_have_attribute("aria-current", "true")
    expect(panel.get_by_text("1,500.50")).to_be_visible()
    rows.nth(2).get_by_role("link", name="Dry dock").click()
    expect(page).to_have_url(re.compile(winter["id"]))


def test_a_child_lives_on_and_says_that_its_parent_was_deleted(
    enter: Enter, ada: Person, berths: Berths
) -> None:
    rosa = berths.opportunity("Rosa Lind")
    dinghy = ada.post(f"/opportunities/{rosa['id']}/follow-ons", follow_on="Second berth", name="The dinghy")
    ada.send("DELETE", f"/opportunities/{rosa['id']}")
    page = enter(ada)

    panel = family(page, berths, dinghy["id"])

    expect(panel.get_by_text("The parent was deleted.")).to_be_visible()


@pytest.mark.parametrize("size", [{}, {"viewport": PHONE, "has_touch": True}], ids=["wide", "phone"])
def test_no_part_of_a_family_has_a_violation(
    enter: Enter, ada: Person, berths: Berths, size: dict[str, object]
) -> None:
    rosa = berths.opportunity("Rosa Lind", amount="1200")
    page = enter(ada, **size)

    panel = family(page, berths, rosa["id"])
    expect(panel.get_by_text("No family yet")).to_be_visible()
    found = check(page)
    ada.post(f"/opportunities/{rosa['id']}/follow-ons", follow_on="Second berth", name="The dinghy")
    panel = family(page, berths, rosa["id"])
    expect(panel.get_by_role("link", name="The dinghy")).to_be_visible()
    found += check(page)
    panel.get_by_role("button", name="Start a follow-on").click()
    page.get_by_role("menuitem", name="Winter storage").click()
    expect(page.get_by_role("dialog", name="Winter storage")).to_be_visible()
    found += check(page)

    assert found == [], "\n".join(found)
