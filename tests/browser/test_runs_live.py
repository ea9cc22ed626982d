"""The log of an automation's runs, on a page that is open while they happen (A1, I2)."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.house import Person
from tests.browser.recipes import at, called, note

pytestmark = pytest.mark.browser


def test_an_open_log_shows_a_run_as_it_happens_and_what_its_condition_found(
    enter: Enter, ada: Person
) -> None:
    """Nothing asks by the clock: the stream says that there is news."""
    team = ada.team("Ben Côté")
    boat = ada.opportunity(team, "Rosa Lind", title=f"Boat {secrets.token_hex(3)}", amount="1200")
    document = {
        "trigger": {"type": "activity_added", "team": team["id"]},
        "conditions": [{"field": "amount", "op": "gt", "value": "1000"}],
        "steps": [note("Large")],
    }
    one = ada.post("/automations", name=called(), document=document)
    ada.post(f"/automations/{one['id']}/publish", revision=one["draft_revision"])
    page = enter(ada, at(one, "runs"))
    expect(page.get_by_text("No run yet")).to_be_visible()

    ada.post(f"/opportunities/{boat['id']}/activities", type="Call", text="")

    run = page.get_by_role("row").filter(has_text=boat["title"])
    expect(run).to_contain_text("Done", timeout=30_000)
    run.get_by_role("button").click()
    lines = page.get_by_role("dialog").get_by_role("listitem")
    expect(lines.first).to_contain_text(re.compile("more than .*1,000.*: it was .*1,200"))
