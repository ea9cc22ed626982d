"""The workflow editor: a process made from nothing, put in order, checked and taken back (W1-W5, W13)."""

import re
import secrets

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.acts import AT_REST, expect_said
from tests.browser.conftest import Enter
from tests.browser.editing import (
    choose,
    inspector,
    let_go,
    made,
    names,
    opened,
    problems,
    row,
    save,
    state,
    stored,
    write,
)
from tests.browser.house import Person

pytestmark = pytest.mark.browser


def test_a_guided_workflow_is_made_from_nothing_and_published(enter: Enter, quinn: Person) -> None:
    name = f"Sale {secrets.token_hex(3)}"
    page = enter(quinn, "/setup/workflows")
    page.get_by_role("button", name="New workflow").click()
    page.get_by_role("menuitem", name=re.compile("^Guided")).click()
    page.get_by_role("dialog", name="New guided workflow").get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Create the workflow").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()

    # A stage and a step, named where the page has put the focus.
    page.get_by_role("region", name="Open stages").get_by_role("button", name="Stage", exact=True).click()
    write(inspector(page).get_by_label("Name", exact=True), "Negotiation")
    page.get_by_role("button", name="Step in Negotiation").click()
    write(inspector(page).get_by_label("Name", exact=True), "Terms")
    inspector(page).get_by_label("Probability").fill("60")
    limit = inspector(page).get_by_label("Time limit")
    limit.fill("1.5")
    expect(inspector(page).get_by_text("A whole number, from 1 to 9,999.")).to_be_visible()
    expect(limit).to_have_value("1.5")
    limit.fill("3")
    inspector(page).get_by_role("checkbox", name="Amount").check()
    # An attribute of its own.
    page.get_by_role("tab", name="Layout").click()
    page.get_by_role("button", name="Section", exact=True).click()
    write(page.get_by_role("textbox", name="Name of the section"), "Need")
    page.get_by_role("button", name="Attribute in Need").click()
    write(inspector(page).get_by_label("Label", exact=True), "Trade-in?")
    expect(inspector(page).get_by_label("Key", exact=True)).to_have_value("trade_in")
    choose(page, inspector(page).get_by_role("combobox", name="Type"), "Yes or no")
    # The ways through it.
    page.get_by_role("tab", name="Transitions").click()
    for way, start, end in (("Negotiate", "Proposal sent", "Terms"), ("Agree", "Terms", "Signed")):
        page.get_by_role("button", name="Transition", exact=True).first.click()
        write(inspector(page).get_by_label("Name", exact=True), way)
        choose(page, inspector(page).get_by_role("combobox", name="From"), start)
        choose(page, inspector(page).get_by_role("combobox", name="To"), end)
    inspector(page).get_by_role("checkbox", name="Trade-in?").check()
    inspector(page).get_by_role("checkbox", name="Director").check()
    inspector(page).get_by_role("checkbox", name="Create account").check()
    expect(inspector(page).get_by_role("checkbox", name="Create invoice")).to_be_disabled()
    # What may follow it.
    page.get_by_role("tab", name="Entry & follow-ons").click()
    page.get_by_role("button", name="Follow-on", exact=True).click()
    write(page.get_by_label("Name", exact=True), "Second boat")
    save(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog", name=re.compile("Publish"))
    dialog.get_by_role("button", name=re.compile("^Publish")).click()

    expect(page.get_by_text("This is version 1")).to_be_attached()
    document = stored(quinn, quinn.named("/workflows", name))
    step = next(one for one in document["steps"] if one["name"] == "Terms")
    agree = next(one for one in document["transitions"] if one["name"] == "Agree")
    assert names(document["stages"])[:3] == ["New", "Proposal", "Negotiation"]
    assert (step["stage"], step["probability"], step["limit"]) == ("Negotiation", 60, "3 days")
    assert step["attributes"] == ["amount"]
    assert (agree["from"], agree["to"], agree["required"], agree["roles"], agree["triggers"]) == (
        "Terms", "Signed", ["trade_in"], ["director"], ["create_account"],
    )  # fmt: skip
    assert names(document["follow_ons"]) == ["Second boat"]


def test_changes_are_undone_and_redone_and_say_what_they_were(enter: Enter, quinn: Person) -> None:
    page = opened(enter, quinn, made(quinn))
    row(page, "Called").click()
    inspector(page).get_by_label("Name", exact=True).fill("Rang")
    inspector(page).get_by_role("button", name="Remove the step").click()
    expect(row(page, "Rang")).to_have_count(0)
    expect(page.get_by_text("Taken out there, too: 2 transitions.")).to_be_visible()

    page.get_by_role("button", name="Undo: Step Rang removed").click()
    expect(row(page, "Rang")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(row(page, "Called")).to_be_visible()
    expect(state(page)).not_to_have_text("Unsaved changes")
    page.keyboard.press("Control+y")

    expect(row(page, "Rang")).to_be_visible()
    expect_said(page, "Redone: Step renamed Rang")


def test_steps_and_stages_are_put_in_order_by_keyboard(enter: Enter, quinn: Person) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow)

    row(page, "Called").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect_said(page, "Called is now 1 of 2 in New")
    expect(row(page, "Called")).to_be_focused()
    page.get_by_role("button", name="Move Called").press("Enter")
    page.get_by_role("menuitem", name="Move to Talks").press("Enter")
    expect_said(page, "Called is now 2 of 2 in Talks")
    row(page, "Talks").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect_said(page, "Talks is now 1 of 2")
    page.keyboard.press("Control+s")
    expect(state(page)).not_to_have_text("Unsaved changes")

    document = stored(quinn, workflow)
    assert names(document["stages"]) == ["Talks", "New", "Won", "Lost"]
    assert names([one for one in document["steps"] if one["stage"] == "Talks"]) == ["Meeting", "Called"]


def test_steps_stages_and_attributes_are_put_in_order_by_drag(enter: Enter, quinn: Person) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow)

    def step(name: str) -> Locator:
        return page.locator("li").filter(has=row(page, name)).last

    let_go(page, step("Called"), step("Meeting"), at=0.2)
    expect_said(page, "Called is now 1 of 2 in Talks")
    let_go(
        page, page.get_by_test_id("stage-Talks").locator("h3").locator(".."), page.get_by_test_id("stage-New"),
        at=0.1,
    )  # fmt: skip
    expect_said(page, "Talks is now 1 of 2")
    page.get_by_role("tab", name="Layout").click()
    let_go(page, step("Color"), step("Budget"), at=0.2)
    expect_said(page, "Color is now 1 of 2 in Need")
    save(page)

    document = stored(quinn, workflow)
    assert names(document["stages"]) == ["Talks", "New", "Won", "Lost"]
    assert names([one for one in document["steps"] if one["stage"] == "Talks"]) == ["Called", "Meeting"]
    assert [one["key"] for one in document["sections"][0]["attributes"]] == ["color", "budget"]


def test_transitions_are_put_in_order_by_keyboard_and_by_drag(enter: Enter, quinn: Person) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow, "?tab=transitions")

    row(page, "Lose").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect_said(page, "Lose is now 3 of 4")
    expect(row(page, "Lose")).to_be_focused()
    page.get_by_role("button", name="Move Call", exact=True).press("Enter")
    expect(page.get_by_role("menuitem", name="Move up")).to_be_disabled()
    page.get_by_role("menuitem", name="Move down").press("Enter")
    expect_said(page, "Call is now 2 of 4")
    page.keyboard.press("Control+z")
    expect_said(page, "Undone: Call is now 2 of 4")
    rows = page.get_by_role("row")
    let_go(page, rows.filter(has=row(page, "Meet")), rows.filter(has=row(page, "Call")), at=0.2)
    expect_said(page, "Meet is now 1 of 4")
    save(page)

    assert names(stored(quinn, workflow)["transitions"]) == ["Meet", "Call", "Lose", "Sign"]


def test_leaving_with_unsaved_changes_asks(enter: Enter, quinn: Person) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow, "?tab=settings")
    page.get_by_label("Milestone 1").fill("Deposit")
    expect(state(page)).to_have_text("Unsaved changes")

    page.get_by_role("link", name="Teams", exact=True).click()
    dialog = page.get_by_role("dialog", name="Leave without saving?")
    dialog.get_by_role("button", name="Stay here").click()
    expect(page.get_by_label("Milestone 1")).to_have_value("Deposit")
    page.get_by_role("link", name="Teams", exact=True).click()
    dialog.get_by_role("button", name="Save and leave").click()

    expect(page.get_by_role("heading", name="Teams", level=1)).to_be_visible()
    assert stored(quinn, workflow)["milestones"] == ["Deposit"]


def test_a_finding_leads_to_its_element_in_the_list_and_the_picture(enter: Enter, quinn: Person) -> None:
    page = opened(enter, quinn, made(quinn))
    row(page, "Called").click()
    inspector(page).get_by_role("button", name="Remove the step").click()

    page.get_by_role("button", name=re.compile("warning")).click()
    problems(page).get_by_role("button", name=re.compile("Meeting")).first.click()

    expect(inspector(page).get_by_label("Name", exact=True)).to_have_value("Meeting")
    expect(inspector(page).get_by_role("listitem").first).to_contain_text("Meeting")
    expect(page.locator("li").filter(has=row(page, "Meeting")).last).to_contain_text("has a warning")


def test_what_would_be_refused_is_said_at_its_field_before_it_is_sent(enter: Enter, quinn: Person) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow)
    row(page, "Called").click()
    field = inspector(page).get_by_label("Name", exact=True)
    field.fill("Lead in")
    expect(inspector(page).get_by_text("Lead in stands here twice.")).to_be_visible()

    page.get_by_role("button", name="Save", exact=True).click()
    problems(page).get_by_role("button", name=re.compile("stands here twice")).click()
    expect(field).to_be_focused()
    field.fill("Rang")
    save(page)

    assert "Rang" in names(stored(quinn, workflow)["steps"])


def test_the_picture_is_edited_a_line_drawn_and_a_step_dragged(enter: Enter, quinn: Person) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow, "?tab=picture")

    def box(name: str) -> dict[str, float]:
        """Where a step stands once the picture has come to rest."""
        node = page.locator(".react-flow__node").filter(has_text=name)
        found: dict[str, float] = node.evaluate(AT_REST)
        return found

    def draw(start: tuple[float, float], end: tuple[float, float]) -> None:
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(start[0] + 8, start[1] + 4, steps=3)
        page.mouse.move(*end, steps=8)
        page.mouse.up()

    def middle(one: dict[str, float]) -> tuple[float, float]:
        return one["left"] + one["width"] / 2, one["top"] + one["height"] / 2

    meeting = box("Meeting")
    draw(middle(box("Called")), (meeting["left"] + 60, meeting["top"] - 6))
    expect_said(page, "Called is now 1 of 2 in Talks")
    lead = box("Lead in")
    draw((lead["right"], middle(lead)[1]), middle(box("Signed")))
    write(inspector(page).get_by_label("Name", exact=True), "Sell at once")
    save(page)

    document = stored(quinn, workflow)
    assert names([one for one in document["steps"] if one["stage"] == "Talks"]) == ["Called", "Meeting"]
    drawn = document["transitions"][-1]
    assert (drawn["name"], drawn["from"], drawn["to"]) == ("Sell at once", "Lead in", "Signed")


def test_turning_free_says_what_is_dropped_and_turning_guided_offers_ways(
    enter: Enter, quinn: Person
) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow, "?tab=settings")

    page.get_by_role("radio", name=re.compile("^Free")).click()
    dialog = page.get_by_role("dialog", name="Make it free?")
    expect(dialog).to_contain_text("4 transitions")
    expect(dialog).to_contain_text("1 step: Called")
    dialog.get_by_role("button", name="Make it free").click()
    page.get_by_role("radio", name=re.compile("^Guided")).click()
    page.get_by_role("dialog").get_by_role("radio", name=re.compile("^Every move of today")).click()
    page.get_by_role("button", name="Make it guided").click()
    save(page)

    document = stored(quinn, workflow)
    assert (document["mode"], names(document["steps"]), len(document["transitions"])) == (
        "guided", ["Lead in", "Meeting", "Signed", "Gone"], 12,
    )  # fmt: skip
