"""A workflow from an event log, in the page (W17)."""

import secrets
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter
from tests.browser.house import Person
from tests.browser.process import editor, lessons, publish_dialog
from tests.browser.test_accessible import SIZES, check

pytestmark = pytest.mark.browser

LOG = Path(__file__).parents[1] / "data" / "event-logs" / "running-example.csv"


def from_log(page: Page) -> Locator:
    page.get_by_role("button", name="New workflow").click()
    page.get_by_role("menuitem", name="From an event log").click()
    return page.get_by_role("dialog", name="Start from an event log")


def drop(dialog: Locator, file: Path) -> None:
    dialog.locator("input[type=file]").set_input_files(file)


def figure(dialog: Locator, name: str) -> Locator:
    return dialog.locator("dl > div").filter(has=dialog.page.get_by_text(name, exact=True)).locator("dd")


def test_a_log_becomes_a_draft_that_is_published(enter: Enter, quinn: Person) -> None:
    name = f"Claims {secrets.token_hex(3)}"
    page = enter(quinn, "/setup/workflows")

    dialog = from_log(page)
    drop(dialog, LOG)
    expect(figure(dialog, "cases")).to_have_text("6")
    expect(figure(dialog, "events")).to_have_text("42")
    expect(dialog.get_by_role("combobox", name="Activity")).to_have_value("concept:name")
    least = dialog.get_by_role("textbox", name="At least so many times")
    least.fill("1")
    expect(dialog.get_by_text("100% of everything that was seen.")).to_be_visible()
    dialog.get_by_role("button", name="Play it").click()
    expect(dialog.get_by_text("100% fit: 6 of 6 cases run to their end.")).to_be_visible()
    least.fill("2")
    dialog.get_by_role("button", name="Play it").click()
    expect(figure(dialog, "are refused somewhere")).to_have_text("4")
    expect(dialog.get_by_role("table", name="Where cases stop, the most frequent first")).to_be_visible()
    least.fill("1")
    dialog.get_by_label("Name of the workflow").fill(name)
    dialog.get_by_role("button", name="Make a draft").click()

    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    workflow = quinn.named("/workflows", name)
    assert (workflow["version"], workflow["mode"]) == (None, "guided")
    dialog = publish_dialog(page, workflow)
    expect(dialog.get_by_text("Version 1: new opportunities follow it from now on.")).to_be_visible()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog.get_by_role("heading", name="Version 1 is published")).to_be_visible()
    made = quinn.opportunity(quinn.team(workflow=name), "Ida Marsh")
    assert made["step"]["name"] == "register request"


def test_a_log_with_other_columns_says_which_to_choose(enter: Enter, quinn: Person, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("ticket,what,day\n" + "1,Open,2026-01-01\n1,Close,2026-01-02\n" * 6)
    page = enter(quinn, "/setup/workflows")

    dialog = from_log(page)
    drop(dialog, file)
    refused = dialog.get_by_role("alert")
    expect(refused).to_contain_text("No column was recognized as the case.")
    for label, column in (("Case", "ticket"), ("Activity", "what")):
        refused.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=column, exact=True).click()
    refused.get_by_role("button", name="Read it this way").click()

    expect(figure(dialog, "cases")).to_have_text("1")


def test_the_column_of_the_states_is_chosen(enter: Enter, quinn: Person, tmp_path: Path) -> None:
    file = tmp_path / "phases.csv"
    file.write_text("case,activity,phase\n1,Open,start\n1,Open,done\n1,Close,done\n")
    page = enter(quinn, "/setup/workflows")

    dialog = from_log(page)
    drop(dialog, file)
    expect(dialog.get_by_label("Only in the state")).to_be_disabled()
    dialog.get_by_role("combobox", name="State of the life cycle").click()
    page.get_by_role("option", name="phase", exact=True).click()
    dialog.get_by_label("Only in the state").fill("done")
    dialog.get_by_role("button", name="Read it this way").click()

    expect(figure(dialog, "events left out")).to_have_text("1")
    expect(figure(dialog, "events")).to_have_text("2")


def test_a_log_is_played_on_a_version(enter: Enter, quinn: Person) -> None:
    workflow = lessons(quinn)
    page = enter(quinn, editor(workflow, tab="versions"))

    page.get_by_role("button", name="Actions of version 1").click()
    page.get_by_role("menuitem", name="Play an event log").click()
    dialog = page.get_by_role("dialog", name="Play an event log on version 1")
    drop(dialog, LOG)

    expect(dialog.get_by_text("0% fit: 0 of 6 cases run to their end.")).to_be_visible()
    expect(dialog.get_by_role("row").filter(has_text="There is no such step")).to_have_count(1)


@pytest.mark.parametrize("size", SIZES)
def test_no_dialog_about_logs_has_a_violation(enter: Enter, quinn: Person, size: str) -> None:
    """I7."""
    page = enter(quinn, "/setup/workflows", **SIZES[size])
    found = []

    dialog = from_log(page)
    found += check(page)
    drop(dialog, LOG)
    expect(dialog.get_by_role("region", name="Workflow picture")).to_be_visible()
    dialog.get_by_role("button", name="Play it").click()
    expect(figure(dialog, "are refused somewhere")).to_be_visible()
    found += check(page)

    assert found == [], "\n".join(found)
