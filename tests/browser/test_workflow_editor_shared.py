"""The workflow editor with two at once, with who may not edit, on a phone, and under axe."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acts import live
from tests.browser.conftest import PHONE, Enter
from tests.browser.editing import (
    inspector,
    made,
    names,
    opened,
    problems,
    row,
    save,
    state,
    stored,
)
from tests.browser.house import House, Person
from tests.browser.test_accessible import SIZES, check

pytestmark = pytest.mark.browser


def test_two_who_edit_are_shown_each_others_changes_and_nothing_is_overwritten(
    enter: Enter, house: House, ada: Person
) -> None:
    vic = house.person("vic@harbor.example")
    workflow = made(ada)
    hers, his = opened(enter, ada, workflow), opened(enter, vic, workflow)
    live(hers)
    live(his)
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


def test_who_may_not_change_it_sees_it(enter: Enter, ada: Person, ben: Person) -> None:
    page = enter(ben, f"/setup/workflows/{ada.named('/workflows', 'Guided')['id']}")

    expect(page.get_by_role("heading", name="Guided", level=1)).to_be_visible()
    expect(page.get_by_text("Only an administrator may change it.")).to_be_visible()
    expect(page.locator(".react-flow__node").filter(has_text="Lead in")).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Add a step"))).to_have_count(0)


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
