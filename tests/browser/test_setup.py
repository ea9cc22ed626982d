"""Set-up: members, teams, switches, channels, keys, and an import with its undo (O4, O6, O8, I4)."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.house import PASSWORD, House, Person, link_in

pytestmark = pytest.mark.browser


def test_who_is_invited_shows_up_gets_a_mail_and_joins(enter: Enter, house: House, quinn: Person) -> None:
    page = enter(quinn, "/setup/members")
    page.get_by_role("button", name="Invite").click()
    dialog = page.get_by_role("dialog", name="Invite")
    dialog.get_by_label("Name").fill("Nora Finch")
    dialog.get_by_label("E-mail").fill("nora@quay.example")
    dialog.get_by_role("checkbox", name="Yachts").check()
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation is on its way to nora@quay.example")).to_be_visible()
    page.get_by_text("Invited or left").click()
    expect(page.get_by_role("row").filter(has_text="Nora Finch")).to_contain_text("Invited")

    theirs = enter(None, link_in(house.letter_to("nora@quay.example")))
    expect(theirs.get_by_role("heading", name="Join Quay")).to_be_visible()
    theirs.get_by_label("New password").fill(PASSWORD)
    theirs.get_by_role("button", name="Join").click()

    expect(theirs.get_by_role("button", name="Account of Nora Finch")).to_be_visible()
    expect(theirs.get_by_role("heading", name="Yachts", level=1)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Nora Finch")).to_have_count(0)


def test_an_invitation_that_does_not_exist_says_so(enter: Enter) -> None:
    page = enter(None, "/invitation/nothing-of-ours")

    expect(page.get_by_role("heading", name="This invitation no longer works")).to_be_visible()


def test_a_team_is_made_named_and_given_people(enter: Enter, quinn: Person) -> None:
    page = enter(quinn, "/setup/teams")

    page.get_by_role("button", name="New team").click()
    page.get_by_role("dialog", name="New team").get_by_label("Name").fill("Dinghies")
    page.get_by_role("button", name="Create the team").click()
    dialog = page.get_by_role("dialog", name="Dinghies")
    dialog.get_by_role("combobox", name="Add a member").click()
    page.get_by_role("option", name="Otto Berg").click()
    expect(dialog.get_by_role("button", name="Take Otto Berg out of the team")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "PATCH") as saved:
        dialog.get_by_role("switch", name="Deal amounts").press("Space")

    assert saved.value.ok
    expect(dialog.get_by_role("switch", name="Deal amounts")).not_to_be_checked()
    expect(page.get_by_text("Saved").first).to_be_attached()
    page.reload()
    expect(
        page.get_by_role("dialog", name="Dinghies").get_by_role("switch", name="Deal amounts")
    ).not_to_be_checked()
    team = quinn.named("/teams", "Dinghies")
    assert ([one["name"] for one in team["members"]], team["deal_amount"]) == (["Otto Berg"], False)


def test_a_feature_is_switched_for_the_organization(enter: Enter, quinn: Person) -> None:
    page = enter(quinn, "/setup/organization")
    switch = page.get_by_role("switch", name="Sharing", exact=True)
    expect(switch).to_be_visible()
    before = quinn.get("/me")["switches"]["sharing"]

    switch.press("Space")
    expect(switch).to_be_checked(checked=not before)
    page.wait_for_function(
        "before => fetch('/api/v1/me').then(r => r.json()).then(me => me.switches.sharing !== before)",
        arg=before,
    )

    page.reload()
    expect(switch).to_be_checked(checked=not before)


def test_a_channel_is_added_and_closed(enter: Enter, house: House) -> None:
    nia = house.person("nia@bare.example")
    page = enter(nia, "/setup/channels")

    page.get_by_role("button", name="New channel").click()
    dialog = page.get_by_role("dialog", name="New channel")
    dialog.get_by_label("Name").fill("Counter")
    dialog.get_by_role("button", name="Add the channel").click()
    switch = page.get_by_role("switch", name="Counter is open")
    expect(switch).to_be_checked()
    switch.press("Space")

    expect(page.get_by_role("heading", name="Closed")).to_be_visible()
    expect(switch).not_to_be_checked()
    assert [(one["name"], one["active"]) for one in nia.get("/channels", all="true")["items"]] == [
        ("Counter", False)
    ]


def test_a_key_is_shown_once_works_and_is_revoked(enter: Enter, house: House, quinn: Person) -> None:
    page = enter(quinn, "/setup/keys")

    page.get_by_role("button", name="New key").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Website")
    dialog.get_by_role("button", name="Make the key").click()
    secret = dialog.locator("code").inner_text()
    ask: dict[str, Any] = {"url": f"{house.url}/api/v1/me", "headers": {"Authorization": f"Bearer {secret}"}}
    assert httpx.get(**ask, timeout=30).json()["name"] == "Quinn Hale"
    dialog.get_by_role("button", name="I have stored it").click()
    page.get_by_role("button", name="Revoke Website").click()
    page.get_by_role("dialog", name="Revoke Website?").get_by_role("button", name="Revoke").click()

    expect(page.get_by_role("row").filter(has_text="Website")).to_contain_text("Revoked")
    assert httpx.get(**ask, timeout=30).status_code == 401
    assert secret not in page.content()


def test_a_file_is_tried_brought_in_reported_and_taken_back(
    enter: Enter, quinn: Person, tmp_path: Path
) -> None:
    team = quinn.team()
    file = tmp_path / "boats.csv"
    rows = "".join(f"S-{n},Person {n},Skiff {n},{team['name']},New,{n}00\n" for n in range(1, 4))
    file.write_text("id,contact,title,team,stage,amount\n" + rows)
    page = enter(quinn, "/import")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(file)
    page.get_by_role("button", name="Try it without changing anything").click()
    expect(page.get_by_text("This is what would happen.")).to_be_visible()
    assert quinn.get("/opportunities", team=team["id"])["items"] == []
    page.get_by_role("button", name="Import 3 opportunities").click()
    expect(page.get_by_text("The same files again change only what changed in them.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="boats.csv").first).to_contain_text("New")
    assert len(quinn.get("/opportunities", team=team["id"])["items"]) == 3
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_role("dialog", name="Undo this import?").get_by_role("button", name="Undo the import").click()

    expect(page.get_by_text("This import was taken back.")).to_be_visible()
    assert quinn.get("/opportunities", team=team["id"])["items"] == []
