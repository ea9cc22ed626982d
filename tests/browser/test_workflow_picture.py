"""Stages and steps are added in the editor's picture (W2, W3, W7)."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.editing import inspector, made, names, opened, save, stored, write
from tests.browser.house import Person

pytestmark = pytest.mark.browser


def test_a_step_is_added_at_the_foot_of_its_stage_by_keyboard_and_taken_back(
    enter: Enter, quinn: Person
) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow, "?tab=picture")

    page.get_by_role("button", name="Add a step to Talks").press("Enter")
    write(inspector(page).get_by_label("Name", exact=True), "Visit")
    step = page.locator(".react-flow__node").get_by_role("button", name=re.compile("^Visit, Talks"))
    expect(step).to_be_visible()
    page.get_by_role("button", name="Undo: Step renamed Visit").click()
    page.get_by_role("button", name="Undo: Step New step added").click()
    expect(step).to_have_count(0)
    page.get_by_role("button", name="Add a step to Lost").click()
    write(inspector(page).get_by_label("Name", exact=True), "Forgotten")
    save(page)

    steps = stored(quinn, workflow)["steps"]
    assert [(one["name"], one["stage"]) for one in steps if one["stage"] in {"Talks", "Lost"}] == [
        ("Meeting", "Talks"),
        ("Gone", "Lost"),
        ("Forgotten", "Lost"),
    ]


def test_a_stage_is_added_beside_the_picture_and_takes_steps(enter: Enter, quinn: Person) -> None:
    workflow = made(quinn)
    page = opened(enter, quinn, workflow, "?tab=picture")

    page.get_by_role("tabpanel").get_by_role("button", name="Stage", exact=True).click()
    write(inspector(page).get_by_label("Name", exact=True), "Offer")
    page.get_by_role("button", name="Add a step to Offer").click()
    write(inspector(page).get_by_label("Name", exact=True), "Sent")
    save(page)

    document = stored(quinn, workflow)
    assert names(document["stages"]) == ["New", "Talks", "Offer", "Won", "Lost"]
    assert [one["name"] for one in document["steps"] if one["stage"] == "Offer"] == ["Sent"]
