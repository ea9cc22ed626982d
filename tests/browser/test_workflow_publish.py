"""Publishing, versions and files of a workflow (W13, W14, W15)."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import drawer
from tests.browser.conftest import Enter
from tests.browser.house import Person
from tests.browser.process import draft, editor, lessons, publish_dialog, redraft, without
from tests.browser.test_accessible import SIZES, check

pytestmark = pytest.mark.browser


def rid_of_pencilled(quinn: Person, workflow: dict[str, Any]) -> None:
    redraft(quinn, workflow, steps=without("Pencilled in"), transitions=without("Pencilled in"))


def test_publishing_moves_who_stands_on_a_removed_step_and_the_timeline_says_why(
    enter: Enter, quinn: Person
) -> None:
    """W14."""
    workflow = lessons(quinn)
    team = quinn.team(workflow=workflow["name"])
    pencilled, asked = (quinn.opportunity(team, name) for name in ("Tess Gale", "Milo Reef"))
    quinn.moves(pencilled, "Booking")
    rid_of_pencilled(quinn, workflow)
    page = enter(quinn, editor(workflow))

    dialog = publish_dialog(page, workflow)
    expect(dialog.get_by_role("region", name="Where they go")).to_contain_text(
        "1 opportunity: 1 open, 0 closed"
    )
    expect(dialog.get_by_text("1 of 1 moves would have been refused.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    expect(dialog.get_by_text("First confirm where the opportunities go.")).to_be_visible()
    dialog.get_by_role("combobox", name="Where the opportunities on Pencilled in go").click()
    page.get_by_role("option", name="Asked").click()
    expect(dialog.get_by_text("1 moves from Pencilled in to Asked.")).to_be_visible()
    dialog.get_by_role("checkbox", name="I have looked at it: move 1 opportunity this way").check()
    dialog.get_by_role("button", name="Publish", exact=True).click()

    expect(dialog.get_by_role("heading", name="Version 2 is published")).to_be_visible()
    expect(dialog.get_by_text("2 opportunities follow it now.")).to_be_visible()
    assert [quinn.reads(one)["step"]["name"] for one in (pencilled, asked)] == ["Asked", "Asked"]
    dialog.get_by_role("button", name="Back to the workflow").click()
    page.goto(f"/?opp={pencilled['id']}")
    drawer(page).get_by_role("tab", name="Timeline").click()
    expect(
        drawer(page).get_by_text("Version 2 of the workflow removed Pencilled in; it stands on Asked now")
    ).to_be_visible()


def test_an_error_bars_publishing_and_leads_to_its_element(enter: Enter, quinn: Person) -> None:
    """W13."""
    workflow = lessons(quinn)
    redraft(quinn, workflow, entries=lambda _: {})
    page = enter(quinn, editor(workflow))

    dialog = publish_dialog(page, workflow)
    expect(dialog.get_by_text("1 error bars publishing.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    dialog.get_by_role("region", name="Check").get_by_role("button").first.click()

    expect(dialog).to_have_count(0)
    expect(page.get_by_role("tab", name="Entry & follow-ons")).to_have_attribute("aria-selected", "true")


def test_a_version_that_came_meanwhile_is_shown_and_asked_about(enter: Enter, quinn: Person) -> None:
    """W14."""
    workflow = lessons(quinn)
    redraft(quinn, workflow, milestones=lambda _: ["Deposit"])
    document = quinn.get(f"/workflows/{workflow['id']}")["document"]
    document["stages"].append({"name": "Put off", "status": "archived"})
    quinn.send("PUT", f"/workflows/{workflow['id']}/file", {"document": document})
    page = enter(quinn, editor(workflow))

    dialog = publish_dialog(page, workflow)
    told = dialog.get_by_role("alert").filter(has_text="Version 2 was published meanwhile")
    expect(told.get_by_text("Put off")).to_be_visible()
    expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    told.get_by_role("checkbox", name="Publish all the same, in place of version 2").check()
    dialog.get_by_role("button", name="Publish", exact=True).click()

    expect(dialog.get_by_role("heading", name="Version 3 is published")).to_be_visible()
    now = quinn.get(f"/workflows/{workflow['id']}")
    assert (now["version"], now["document"]["milestones"]) == (3, ["Deposit"])
    assert "Put off" not in {stage["name"] for stage in now["document"]["stages"]}


def test_what_happens_while_the_dialog_stands_open_is_told_in_it(enter: Enter, quinn: Person) -> None:
    """W14: nothing is published before it was looked at."""
    workflow = lessons(quinn)
    tess = quinn.opportunity(quinn.team(workflow=workflow["name"]), "Tess Gale")
    rid_of_pencilled(quinn, workflow)
    page = enter(quinn, editor(workflow))
    dialog = publish_dialog(page, workflow)
    refused = dialog.get_by_role("alert").filter(has_text="Nothing was published")
    publish = dialog.get_by_role("button", name="Publish", exact=True)
    looked_at = dialog.get_by_role("checkbox", name="I have looked at it: move 1 opportunity this way")
    expect(publish).to_be_enabled()

    quinn.moves(tess, "Booking")
    publish.click()
    expect(refused).to_contain_text("Meanwhile opportunities have come to stand on a step")
    expect(refused).to_be_in_viewport()
    dialog.get_by_role("combobox", name="Where the opportunities on Pencilled in go").click()
    page.get_by_role("option", name="Asked").click()
    looked_at.check()

    document = quinn.get(f"/workflows/{workflow['id']}")["document"]
    document["stages"].append({"name": "Put off", "status": "archived"})
    quinn.send("PUT", f"/workflows/{workflow['id']}/file", {"document": document})
    publish.click()
    expect(refused).to_contain_text("Somebody has published another version since you opened this.")
    dialog.get_by_role("checkbox", name="Publish all the same, in place of version 2").check()
    looked_at.check()

    redraft(quinn, workflow, milestones=lambda _: ["Deposit"])
    publish.click()
    expect(refused).to_contain_text("Somebody has changed the draft since you opened this.")
    expect(refused).to_be_in_viewport()
    expect(dialog.get_by_text("Version 3: 1 opportunity follows.")).to_be_visible()

    assert quinn.get(f"/workflows/{workflow['id']}")["version"] == 2
    assert quinn.reads(tess)["step"]["name"] == "Pencilled in"


def test_versions_are_compared_line_by_line_and_one_is_taken_back(enter: Enter, quinn: Person) -> None:
    """W15."""
    workflow = lessons(quinn)
    first = draft(quinn, workflow)["document"]
    redraft(quinn, workflow, milestones=lambda _: ["Deposit"])
    quinn.post(f"/workflows/{workflow['id']}/draft/publish")
    page = enter(quinn, editor(workflow, tab="versions"))

    page.get_by_role("button", name="What it changed").click()
    expect(page.get_by_text("1 change ·")).to_be_visible()
    page.get_by_text("Line by line").click()
    lines = page.get_by_role("region", name="Compare").get_by_role("row")
    expect(lines.filter(has_text="added: ").filter(has_text="- Deposit")).to_have_count(1)
    page.get_by_role("button", name="lines that are the same").click()
    expect(lines.filter(has_text=f"workflow: {workflow['name']}")).to_be_visible()
    page.get_by_role("button", name="All versions").click()
    page.get_by_role("button", name="Version 1", exact=True).click()
    expect(page.get_by_role("region", name="Workflow picture")).to_be_visible()
    page.get_by_role("button", name="Take into the draft").click()
    page.get_by_role("dialog", name="Take version 1 into the draft?").get_by_role(
        "button", name="Take into the draft"
    ).click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    now = draft(quinn, workflow)
    assert (now["document"], now["version"], now["changed"]) == (first, 2, True)


def test_a_file_that_was_exported_and_is_imported_again_changes_nothing(
    enter: Enter, quinn: Person, tmp_path: Path
) -> None:
    """W15."""
    workflow = lessons(quinn)
    before = draft(quinn, workflow)
    page = enter(quinn, editor(workflow))
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Version 1").click()
    file = tmp_path / "lessons.yaml"
    download.value.save_as(file)
    file.write_text(f"# Ours, with a comment and a break.\n\n{file.read_text()}")

    dialog = import_dialog(page, workflow)
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog.get_by_text("No difference.")).to_be_visible()
    dialog.get_by_role("button", name="Make it the draft").click()

    expect(dialog).to_have_count(0)
    now = draft(quinn, workflow)
    assert (now["document"], now["changed"]) == (before["document"], False)


def test_a_file_shows_its_mistakes_by_line_and_what_it_would_change(enter: Enter, quinn: Person) -> None:
    """W15."""
    workflow = lessons(quinn)
    text = quinn.client.get(f"/api/v1/workflows/{workflow['id']}/file").text
    page = enter(quinn, editor(workflow))

    dialog = import_dialog(page, workflow)
    dialog.get_by_label("The file", exact=True).fill(text.replace("status: won", "status: winning"))
    expect(dialog.get_by_role("alert")).to_contain_text("'winning' is not known")
    line = 1 + text.splitlines().index("  status: won")
    expect(dialog.get_by_role("alert")).to_contain_text(f"Line {line}:")
    dialog.get_by_label("The file", exact=True).fill(text.replace("On the water", "Ashore"))
    changes = dialog.get_by_role("region", name="What it changes in the draft").first
    expect(changes).to_contain_text("2 lines added · 2 lines removed")
    dialog.get_by_role("button", name="Make it the draft").click()

    expect(dialog).to_have_count(0)
    assert "Ashore" in {step["name"] for step in draft(quinn, workflow)["document"]["steps"]}
    assert quinn.get(f"/workflows/{workflow['id']}")["version"] == 1


def import_dialog(page: Page, workflow: dict[str, Any]) -> Any:
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="file").first.click()
    return page.get_by_role("dialog", name=f"Import a file into “{workflow['name']}”")


@pytest.mark.parametrize("size", SIZES)
def test_no_dialog_of_publishing_has_a_violation(enter: Enter, quinn: Person, size: str) -> None:
    """I7."""
    workflow = lessons(quinn)
    team = quinn.team(workflow=workflow["name"])
    quinn.moves(quinn.opportunity(team, "Tess Gale"), "Booking")
    rid_of_pencilled(quinn, workflow)
    page = enter(quinn, editor(workflow), **SIZES[size])
    found = []

    dialog = publish_dialog(page, workflow)
    expect(dialog.get_by_text("moves would have been refused.")).to_be_visible()
    found += check(page)
    dialog.get_by_text("Line by line").first.click()
    found += check(page)
    dialog.get_by_text("Picture", exact=True).first.click()
    expect(dialog.get_by_role("region", name="Workflow picture")).to_be_visible()
    found += check(page)
    for view in ("", "1", "1..draft"):
        page.goto(editor(workflow, tab="versions", **({"view": view} if view else {})))
        expect(page.get_by_role("tab", name="Versions")).to_be_visible()
        expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
        found += check(page)
    dialog = import_dialog(page, workflow)
    dialog.get_by_label("The file", exact=True).fill("workflow: X\nstages: 5")
    expect(dialog.get_by_role("alert")).to_be_visible()
    found += check(page)

    assert found == [], "\n".join(found)
