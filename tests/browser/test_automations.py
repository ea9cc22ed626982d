"""Automations, as who configures them meets them (A1-A6)."""

import secrets
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.acts import AT_REST, expect_said
from tests.browser.conftest import PHONE, Enter
from tests.browser.house import Person
from tests.browser.recipes import (
    add,
    at,
    called,
    choose,
    choose_by_arrows,
    expect_saved,
    made,
    note,
    published,
    ran,
    step,
    steps_of,
    tab_to,
    title,
)
from tests.browser.test_accessible import check

pytestmark = pytest.mark.browser


@pytest.fixture
def sharing(ada: Person) -> Person:
    """Ada, of an organization that lends by hand and by automations."""
    ada.send("PATCH", "/organization", {"switches": {"sharing": True, "share_automation": True}})
    return ada


def test_a_ready_recipe_is_filled_in_published_and_run_by_the_next_event(
    enter: Enter, sharing: Person
) -> None:
    """A1, A5: create, fill in what the check asks for, publish; the next activity runs it, and the log tells how."""
    lending = sharing.team("Ben Côté")
    borrowing = sharing.team("Pia Wong")
    boat = sharing.opportunity(lending, "Rosa Lind", title=f"Boat {secrets.token_hex(3)}")
    page = enter(sharing, "/automations")
    name = called()

    page.get_by_role("button", name="New automation").click()
    page.get_by_role("dialog").get_by_role("button", name="Lend to another team").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Create", exact=True).click()
    expect(title(page, name)).to_be_visible()
    page.get_by_role("button", name="Team: any team").click()
    choose(page, "Team", lending["name"])

    # What is still missing leads to its place.
    findings = page.get_by_test_id("findings")
    expect(findings).to_have_text("1 to do")
    findings.click()
    page.get_by_role("button", name="Choose with whom to share.").click()
    whom = page.get_by_role("button", name="To whom: whom?")
    expect(whom).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="To whom").fill(borrowing["name"])
    found = page.get_by_role("option").filter(has_text=borrowing["name"])
    expect(found).to_have_attribute("data-combobox-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"To whom: {borrowing['name']}")).to_be_focused()
    page.get_by_role("button", name="How long: 3 days").click()
    page.get_by_label("How many").fill("5")
    page.get_by_role("button", name="Done").click()
    expect(findings).to_have_text("Ready to publish")
    expect_saved(page)

    page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog", name="Publish")
    expect(dialog).to_contain_text(f"Share it with {borrowing['name']} for 5 days to view and modify it")
    expect(dialog).to_contain_text("It will run with your rights, Ada Roy.")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(title(page, name)).to_contain_text("Live")

    page.get_by_role("tab", name="Runs").click()
    expect(page.get_by_text("No run yet")).to_be_visible()
    sharing.post(
        f"/opportunities/{boat['id']}/activities", type="Document Collection", text="All papers are here."
    )
    page.get_by_role("button", name=f"Show the run on {boat['title']}").click()
    run = page.get_by_role("dialog", name="What it decided and did")
    expect(run).to_contain_text("Done")
    expect(run).to_contain_text(f"Shared with {borrowing['name']} to view and modify it, until ")
    shares = sharing.get(f"/opportunities/{boat['id']}/shares")["items"]
    assert [(one["team"]["name"], one["source"]) for one in shares] == [(borrowing["name"], "automation")]


def test_everything_can_be_built_by_the_keyboard(enter: Enter, ada: Person) -> None:
    """I7: create, trigger, steps with their texts, order, undo, publication and what it did, without a pointer."""
    page = enter(ada, "/automations")
    name = called()
    expect(page.get_by_role("button", name="New automation")).to_be_visible()

    page.keyboard.press("n")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(title(page, name)).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Choose what sets it off"))
    page.keyboard.press("Enter")
    choose_by_arrows(page, "Task finished")
    expect(page.get_by_text("of an opportunity in")).to_be_visible()
    for text in ("First", "Second"):
        tab_to(page, page.get_by_role("button", name="Add a step at the end"))
        page.keyboard.press("Enter")
        choose_by_arrows(page, "Add a note")
        expect(page.get_by_role("textbox", name="Text")).to_be_focused()
        page.keyboard.type(text)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("button", name=f"Text: “{text}”")).to_be_focused()

    page.keyboard.press("Alt+ArrowUp")
    expect_said(page, "moved Add a note")
    expect(step(page, 1)).to_contain_text("Second")
    page.keyboard.press("Control+z")
    expect_said(page, "Undone: moved Add a note")
    expect(step(page, 1)).to_contain_text("First")
    page.keyboard.press("Control+Shift+z")
    expect(step(page, 1)).to_contain_text("Second")
    expect(page.get_by_test_id("findings")).to_have_text("Ready to publish")
    expect_saved(page)
    tab_to(page, page.get_by_role("button", name="Publish", exact=True))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Publish")
    expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(title(page, name)).to_contain_text("Live")
    one = ada.named("/automations", name)
    assert steps_of(ada, one) == ["Second", "First"]

    boat = ada.opportunity(ada.team(), "Rosa Lind", title=f"Boat {secrets.token_hex(3)}")
    task = ada.post(f"/opportunities/{boat['id']}/tasks", title="Call the yard")
    ada.send("PATCH", f"/tasks/{task['id']}", {"done": True})
    ran(ada, one)
    tab_to(page, page.get_by_role("tab", name="Recipe"))
    page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_role("button", name=f"Show the run on {boat['title']}"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="What it decided and did")).to_contain_text("Added a note")


def test_conditions_stand_beside_each_other_and_in_groups(enter: Enter, ada: Person) -> None:
    """A1: all must hold; of a group any may."""
    one = made(ada, note("Hello"))
    page = enter(ada, at(one))

    page.get_by_role("button", name="Add a condition").click()
    page.get_by_role("combobox", name="Field").fill("Amount")
    page.get_by_role("option", name="Amount").click()
    page.get_by_label("Value").fill("10000")
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Add a group of which any holds").click()
    page.get_by_role("combobox", name="Field").fill("Status")
    page.get_by_role("option", name="Status").click()
    page.get_by_role("combobox", name="Value").click()
    page.get_by_role("option", name="Won").click()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Conditions: Amount is at least $10,000")).to_be_visible()
    expect(page.get_by_role("button", name="Conditions: Status is Won")).to_be_visible()
    expect(page.get_by_test_id("findings")).to_have_text("Ready to publish")
    expect_saved(page)

    assert ada.get(f"/automations/{one['id']}")["draft"]["conditions"] == [
        {"field": "amount", "op": "ge", "value": "10000"},
        {"any": [{"field": "status", "op": "is", "value": "won"}]},
    ]
    page.get_by_role("button", name="Remove the condition: Status is Won").click()
    expect(page.get_by_text("Any of these holds")).to_have_count(0)


def test_steps_are_dragged_into_a_branch_and_duplicated(enter: Enter, ada: Person) -> None:
    """What dragging does, the menu does as well."""
    branch = {
        "id": str(uuid4()), "do": "branch", "if": [{"field": "status", "op": "is", "value": "open"}],
        "then": [note("Inside")], "else": [],
    }  # fmt: skip
    one = made(ada, note("Outside"), branch)
    page = enter(ada, at(one))
    expect(step(page, 3)).to_contain_text("Inside")

    source, target = step(page, 1).get_by_text("Add the note"), step(page, 3).get_by_text("Add the note")
    source.evaluate(AT_REST)
    a, b = source.bounding_box(), target.bounding_box()
    assert a is not None
    assert b is not None
    page.mouse.move(a["x"] + 10, a["y"] + 8)
    page.mouse.down()
    page.mouse.move(a["x"] + 16, a["y"] + 14, steps=3)
    page.mouse.move(b["x"] + 30, b["y"] + b["height"] + 8, steps=8)
    page.mouse.up()
    expect_said(page, "moved Add a note")
    expect(step(page, 3)).to_contain_text("Outside")
    step(page, 3).get_by_role("button", name="Step 3, Add a note").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    expect_saved(page)

    draft = ada.get(f"/automations/{one['id']}")["draft"]
    assert [each["do"] for each in draft["steps"]] == ["branch"]
    assert [each["text"] for each in draft["steps"][0]["then"]] == ["Inside", "Outside", "Outside"]


def test_two_who_edit_choose_whose_draft_stands(enter: Enter, ada: Person, errors: list[str]) -> None:
    """A draft is saved by compare-and-set: nothing is overwritten unseen."""
    one = made(ada, note("Mine"))
    page = enter(ada, at(one))
    expect_saved(page)
    page.route("**/draft", lambda route: route.abort())
    add(page, "Add a note")
    page.get_by_role("textbox", name="Text").fill("Mine too")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_test_id("saved-state")).to_have_text("Not saved")
    document = {**one["draft"], "steps": [note("Theirs")]}
    ada.send(
        "PUT", f"/automations/{one['id']}/draft", {"document": document, "revision": one["draft_revision"]}
    )

    page.unroute("**/draft")
    page.get_by_role("button", name="Try again").click()
    dialog = page.get_by_role("dialog", name="Somebody saved first")
    expect(dialog).to_contain_text("“Theirs”")
    expect(dialog).to_contain_text("“Mine too”")
    dialog.get_by_role("button", name="Keep mine").click()
    expect_saved(page)

    assert steps_of(ada, one) == ["Mine", "Mine too"]
    errors.clear()  # of the line that was cut


def test_the_list_is_ordered_paused_and_cleared(enter: Enter, ada: Person) -> None:
    """A1, A5: the order is that of the list."""
    first, second = published(ada, note("1")), published(ada, note("2"))
    page = enter(ada, "/automations")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=second["name"], exact=True))
    link = row.get_by_role("link", name=second["name"], exact=True)

    link.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(link).to_be_focused()
    expect(page.get_by_test_id("announcer")).to_contain_text(f"{second['name']} is now number")
    names = page.get_by_role("list", name="Automations").get_by_role("link")
    expect(names.last).to_have_text(first["name"])
    row.get_by_role("button", name=f"Actions for {second['name']}").click()
    page.get_by_role("menuitem", name="Pause").click()
    expect(row).to_contain_text("Paused")
    row.get_by_role("button", name=f"Actions for {second['name']}").click()
    page.get_by_role("menuitem", name="Resume").click()
    expect(row).to_contain_text("Live")
    row.get_by_role("button", name=f"Actions for {second['name']}").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)

    assert second["name"] not in [one["name"] for one in ada.get("/automations")["items"]]


def test_a_draft_is_tried_on_what_happened_and_leaves_nothing(enter: Enter, ada: Person) -> None:
    """A6: what it would have done, event by event, and honest notes."""
    team = ada.team("Ben Côté")
    boat = ada.opportunity(team, "Theo Kerr", title=f"Boat {secrets.token_hex(3)}")
    ada.post(f"/opportunities/{boat['id']}/activities", type="Call", text="")
    one = made(ada, note("Tried"), type="activity_added", team=team["id"])
    page = enter(ada, at(one, "try"))

    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="Event by event")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=boat["title"])).to_contain_text("Added a note")
    page.get_by_text("What to keep in mind").click()
    expect(page.get_by_text("Nothing was changed, sent or recorded.")).to_be_visible()

    timeline = ada.get(f"/opportunities/{boat['id']}/timeline")["items"]
    assert [item["kind"] for item in timeline if item["kind"] == "note"] == []


def test_an_older_version_is_taken_back_into_the_draft(enter: Enter, ada: Person) -> None:
    """A1: versions."""
    one = published(ada, note("Old"))
    document = {**one["draft"], "steps": [note("New")]}
    saved = ada.send(
        "PUT", f"/automations/{one['id']}/draft", {"document": document, "revision": one["draft_revision"]}
    )
    ada.post(f"/automations/{one['id']}/publish", revision=saved["draft_revision"])
    page = enter(ada, at(one, "versions"))

    page.get_by_role("button", name="Look at version 1").click()
    page.get_by_role("button", name="Take into the draft").click()
    expect(step(page, 1)).to_contain_text("Old")
    expect_saved(page)

    assert steps_of(ada, one) == ["Old"]


def test_who_does_not_configure_sees_no_automations(enter: Enter, ben: Person) -> None:
    """A1: administrators create automations."""
    page = enter(ben, "/automations")

    expect(page.get_by_text("Only an administrator may change this.")).to_be_visible()
    expect(page.get_by_role("link", name="Automations")).to_have_count(0)


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_no_view_of_an_automation_has_a_violation(enter: Enter, ada: Person, size: str) -> None:
    """I7, in light and dark."""
    team = ada.team("Ben Côté")
    boat = ada.opportunity(team, "Lou Kerr")
    branch = {
        "id": str(uuid4()), "do": "branch", "if": [{"any": [{"field": "status", "op": "is", "value": "open"}]}],
        "then": [{"id": str(uuid4()), "do": "notify", "to": {"person": "owner"}, "text": "{title}"}], "else": [],
    }  # fmt: skip
    one = published(ada, note("1"), branch, type="activity_added", team=team["id"])
    document = {**one["draft"], "steps": [*one["draft"]["steps"], {"id": str(uuid4()), "do": "share"}]}
    ada.send(
        "PUT", f"/automations/{one['id']}/draft", {"document": document, "revision": one["draft_revision"]}
    )
    ada.post(f"/opportunities/{boat['id']}/activities", type="Call", text="")
    ran(ada, one)
    options: dict[str, Any] = {"viewport": PHONE, "has_touch": True} if size == "phone" else {}
    page = enter(ada, "/automations", **options)
    expect(page.get_by_role("list", name="Automations")).to_be_visible()
    found = check(page)
    page.goto(at(one))
    expect(step(page, 4)).to_be_visible()
    found += check(page)
    page.get_by_role("button", name="To whom: whom?").click()
    expect(page.get_by_role("combobox", name="To whom")).to_be_focused()
    found += check(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Conditions: Status is Open").click()
    expect(page.get_by_role("button", name="Done")).to_be_visible()
    found += check(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("dialog", name="Publish")).to_contain_text("What is live now")
    found += check(page)
    page.goto(at(one, "runs"))
    page.get_by_role("button", name="Show the run on").first.click()
    expect(page.get_by_role("dialog", name="What it decided and did")).to_contain_text("Version 1")
    found += check(page)
    for tab in ("try", "versions", "settings"):
        page.goto(at(one, tab))
        expect(page.get_by_role("tabpanel")).not_to_be_empty()
        found += check(page)

    assert found == []
