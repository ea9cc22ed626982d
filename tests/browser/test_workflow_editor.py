"""The workflow editor: a process made from nothing, put in order, checked, taken back, and shared by two (W1-W5, W13)."""

import re
import secrets
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import expect_said
from tests.browser.conftest import PHONE, Enter
from tests.browser.house import House, Person
from tests.browser.test_accessible import SIZES, check

pytestmark = pytest.mark.browser

SMALL: dict[str, Any] = {
    "mode": "guided",
    "sections": [
        {
            "name": "Need",
            "attributes": [
                {"key": "budget", "label": "Budget", "type": "money"},
                {"key": "color", "label": "Color", "type": "choice", "options": ["red", "blue"]},
            ],
        }
    ],
    "stages": [
        {"name": "New", "status": "open"},
        {"name": "Talks", "status": "open"},
        {"name": "Won", "status": "won"},
        {"name": "Lost", "status": "lost", "reasons": ["Price"]},
    ],
    "steps": [
        {"name": "Lead in", "stage": "New", "attributes": ["budget"]},
        {"name": "Called", "stage": "New"},
        {"name": "Meeting", "stage": "Talks"},
        {"name": "Signed", "stage": "Won"},
        {"name": "Gone", "stage": "Lost"},
    ],
    "transitions": [
        {"name": "Call", "from": "Lead in", "to": "Called"},
        {"name": "Meet", "from": "Called", "to": "Meeting", "required": ["budget"]},
        {"name": "Sign", "from": "Meeting", "to": "Signed"},
        {"name": "Lose", "from": "Meeting", "to": "Gone"},
    ],
    "entries": {"new": "Lead in"},
}


def made(who: Person, **changes: Any) -> dict[str, Any]:
    """A draft of the test's own, never published."""
    name = f"Flow {secrets.token_hex(3)}"
    document = {"workflow": name, **SMALL, **changes}
    workflow: dict[str, Any] = who.post("/workflows", name=name, draft=True, document=document)
    return workflow


def opened(enter: Enter, who: Person, workflow: dict[str, Any], search: str = "", **options: Any) -> Page:
    page = enter(who, f"/setup/workflows/{workflow['id']}{search}", **options)
    expect(page.get_by_role("heading", name=workflow["name"], level=1)).to_be_visible()
    return page


def stored(who: Person, workflow: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = who.get(f"/workflows/{workflow['id']}/draft")["document"]
    return document


def names(items: list[dict[str, Any]]) -> list[str]:
    return [item["name"] for item in items]


def inspector(page: Page) -> Locator:
    return page.locator("[data-inspector]")


def row(page: Page, name: str) -> Locator:
    return page.locator("[data-row]").filter(has_text=re.compile(f"^{re.escape(name)}$"))


def state(page: Page) -> Locator:
    return page.get_by_test_id("saved-state")


def problems(page: Page) -> Locator:
    return page.get_by_role("dialog", name=re.compile("error|warning"))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(state(page)).not_to_have_text("Unsaved changes")


def choose(page: Page, field: Locator, option: str) -> None:
    field.click()
    page.get_by_role("option", name=option, exact=True).click()


def let_go(page: Page, source: Locator, target: Locator, *, at: float) -> None:
    """Drags a row by its ground and lets it go at a height of another, from 0 (its top) to 1."""
    a, b = source.bounding_box(), target.bounding_box()
    assert a is not None
    assert b is not None
    y = a["y"] + a["height"] / 2
    page.mouse.move(a["x"] + a["width"] - 90, y)
    page.mouse.down()
    page.mouse.move(a["x"] + a["width"] - 84, y + 5, steps=3)
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] * at, steps=8)
    page.mouse.up()


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
    expect(inspector(page).get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Negotiation")
    page.get_by_role("button", name="Step in Negotiation").click()
    expect(inspector(page).get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Terms")
    inspector(page).get_by_label("Probability").fill("60")
    inspector(page).get_by_label("Time limit").fill("3")
    inspector(page).get_by_role("checkbox", name="Amount").check()
    # An attribute of its own.
    page.get_by_role("tab", name="Layout").click()
    page.get_by_role("button", name="Section", exact=True).click()
    page.keyboard.type("Need")
    page.get_by_role("button", name="Attribute in Need").click()
    expect(inspector(page).get_by_label("Label", exact=True)).to_be_focused()
    page.keyboard.type("Trade-in?")
    expect(inspector(page).get_by_label("Key", exact=True)).to_have_value("trade_in")
    choose(page, inspector(page).get_by_role("combobox", name="Type"), "Yes or no")
    # The ways through it.
    page.get_by_role("tab", name="Transitions").click()
    for way, start, end in (("Negotiate", "Proposal sent", "Terms"), ("Agree", "Terms", "Signed")):
        page.get_by_role("button", name="Transition", exact=True).first.click()
        expect(inspector(page).get_by_label("Name", exact=True)).to_be_focused()
        page.keyboard.type(way)
        choose(page, inspector(page).get_by_role("combobox", name="From"), start)
        choose(page, inspector(page).get_by_role("combobox", name="To"), end)
    inspector(page).get_by_role("checkbox", name="Trade-in?").check()
    inspector(page).get_by_role("checkbox", name="Director").check()
    inspector(page).get_by_role("checkbox", name="Create account").check()
    expect(inspector(page).get_by_role("checkbox", name="Create invoice")).to_be_disabled()
    # What may follow it.
    page.get_by_role("tab", name="Entry & follow-ons").click()
    page.get_by_role("button", name="Follow-on", exact=True).click()
    page.keyboard.type("Second boat")
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


def test_a_line_drawn_in_the_picture_is_a_transition(enter: Enter, quinn: Person) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow, "?tab=picture")
    step = page.get_by_test_id("picture").locator(".react-flow__node").filter(has_text="Called")
    expect(step).to_be_visible()
    step.click()
    expect(inspector(page).get_by_label("Name", exact=True)).to_have_value("Called")
    choose(page, inspector(page).get_by_role("combobox", name="Stage"), "Talks")
    save(page)

    assert (
        next(one for one in stored(quinn, workflow)["steps"] if one["name"] == "Called")["stage"] == "Talks"
    )


def test_two_who_edit_are_shown_each_others_changes_and_nothing_is_overwritten(
    enter: Enter, house: House, ada: Person
) -> None:
    vic = house.person("vic@harbor.example")
    workflow = made(ada)
    hers, his = opened(enter, ada, workflow), opened(enter, vic, workflow)
    # What only one of them changed, and what both did.
    for page, name in ((hers, "Rang"), (his, "Phoned")):
        row(page, "Called").click()
        inspector(page).get_by_label("Name", exact=True).fill(name)
    row(hers, "Meeting").click()
    inspector(hers).get_by_label("Name", exact=True).fill("Visit")
    row(his, "Signed").click()
    inspector(his).get_by_label("Name", exact=True).fill("Bought")
    save(hers)
    expect(his.get_by_text("Ada Roy saved changes, ")).to_be_visible()

    his.get_by_role("button", name="Save", exact=True).click()
    dialog = his.get_by_role("dialog", name="Ada Roy saved first")
    theirs = dialog.get_by_role("region", name="What Ada Roy changed")
    expect(theirs.get_by_role("listitem").filter(has_text="Visit").first).to_contain_text("Meeting")
    expect(dialog.get_by_role("radiogroup")).to_have_count(1)
    dialog.get_by_role("button", name="Cancel").click()
    assert names(stored(ada, workflow)["steps"]) == ["Lead in", "Rang", "Visit", "Signed", "Gone"]
    his.get_by_role("button", name="Save", exact=True).click()
    dialog.get_by_role("radio", name=re.compile("^Theirs")).click()
    dialog.get_by_role("button", name="Keep both, and save").click()
    expect(state(his)).not_to_have_text("Unsaved changes")

    assert names(stored(ada, workflow)["steps"]) == ["Lead in", "Rang", "Visit", "Bought", "Gone"]
    expect(hers.get_by_text("Vic Vale saved changes, ")).to_be_visible()
    expect(row(hers, "Bought")).to_be_visible()


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


def test_who_may_not_change_it_sees_it(enter: Enter, ada: Person, ben: Person) -> None:
    page = enter(ben, f"/setup/workflows/{ada.named('/workflows', 'Guided')['id']}")

    expect(page.get_by_role("heading", name="Guided", level=1)).to_be_visible()
    expect(page.get_by_text("Only an administrator may change it.")).to_be_visible()
    expect(page.locator(".react-flow__node").filter(has_text="Lead in")).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)


def test_a_draft_that_was_never_published_is_deleted(enter: Enter, quinn: Person) -> None:
    workflow = made(quinn)
    page = enter(quinn, "/setup/workflows")

    page.get_by_role("button", name=f"Delete {workflow['name']}").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()

    expect(page.get_by_role("link", name=workflow["name"])).to_have_count(0)
    assert workflow["name"] not in names(quinn.get("/workflows")["items"])


@pytest.mark.parametrize("size", SIZES)
def test_no_part_of_the_editor_has_a_violation(enter: Enter, quinn: Person, size: str) -> None:
    workflow = made(quinn, follow_ons=[{"name": "Second boat", "step": "Lead in", "carry": ["color"]}])
    document = stored(quinn, workflow)
    at = f"/setup/workflows/{workflow['id']}"
    step, way = document["steps"][1]["id"], document["transitions"][1]["id"]
    paths = [
        "/setup/workflows", at, f"{at}?el=step:{step}", f"{at}?tab=transitions", f"{at}?tab=transitions&el=transition:{way}",
        f"{at}?tab=entries", f"{at}?tab=layout", f"{at}?tab=layout&el=attribute:color", f"{at}?tab=picture",
        f"{at}?tab=settings",
    ]  # fmt: skip
    page = enter(quinn, "/tasks", **SIZES[size])
    found = []

    for path in paths:
        page.goto(path)
        expect(page.get_by_role("heading", level=1).or_(page.get_by_role("dialog")).first).to_be_visible()
        expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
        found += check(page)

    assert found == [], "\n".join(found)


def test_no_dialog_of_the_editor_has_a_violation(enter: Enter, quinn: Person) -> None:
    page = opened(enter, quinn, made(quinn), "?tab=settings")
    found = []

    page.get_by_role("radio", name=re.compile("^Free")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += check(page)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Stages & steps").click()
    row(page, "Called").click()
    inspector(page).get_by_role("button", name="Remove the step").click()
    page.get_by_role("button", name=re.compile("warning")).click()
    expect(problems(page)).to_be_visible()
    found += check(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Move Lead in").click()
    expect(page.get_by_role("menuitem", name="Move to Talks")).to_be_visible()
    found += check(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Teams", exact=True).click()
    expect(page.get_by_role("dialog", name="Leave without saving?")).to_be_visible()
    found += check(page)

    assert found == [], "\n".join(found)


def test_it_is_edited_on_a_phone(enter: Enter, quinn: Person) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow, viewport=PHONE, has_touch=True)

    row(page, "Called").tap()
    page.get_by_role("dialog", name="Step").get_by_label("Name", exact=True).fill("Rang")
    page.get_by_role("dialog", name="Step").get_by_role("button", name="Close").tap()
    save(page)

    assert "Rang" in names(stored(quinn, workflow)["steps"])
