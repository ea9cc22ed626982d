"""One opportunity: made, edited, talked about, excluded, deleted (B1, B5, B6, B10, B13)."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import board, card, drawer, saving
from tests.browser.conftest import Enter
from tests.browser.house import House, Person

pytestmark = pytest.mark.browser


def new(page: Page) -> Locator:
    page.get_by_role("button", name="New opportunity").click()
    return page.get_by_role("dialog", name="New opportunity")


def add_contact(page: Page, dialog: Locator, name: str) -> None:
    dialog.get_by_label("Contact").fill(name)
    page.get_by_role("option", name=f"Add “{name}” as a new contact").click()


def test_a_contact_is_added_inline_and_one_of_several_channels_is_asked_for(
    enter: Enter, ada: Person
) -> None:
    team = ada.team()
    page = enter(ada, board(team))

    dialog = new(page)
    add_contact(page, dialog, "Rosa Lind")
    dialog.get_by_label("E-mail").fill("rosa.lind@example.org")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_text("Please fill this in.")).to_be_visible()
    dialog.get_by_role("combobox", name="Channel").click()
    page.get_by_role("option", name="Mailbox").click()
    dialog.get_by_role("button", name="Create").click()

    expect(drawer(page).get_by_role("heading", name="Rosa Lind")).to_be_visible()
    expect(
        page.locator("section[data-stage]").first.get_by_role("link", name="Rosa Lind", include_hidden=True)
    ).to_have_count(1)
    made = ada.get("/opportunities", team=team["id"])["items"]
    assert [(one["contact"]["email"], one["channel"]["name"]) for one in made] == [
        ("rosa.lind@example.org", "Mailbox")
    ]


def test_a_single_channel_is_taken_by_itself_and_a_double_click_makes_one(
    enter: Enter, quinn: Person
) -> None:
    team = quinn.team()
    page = enter(quinn, board(team))

    dialog = new(page)
    add_contact(page, dialog, "Rosa Lind")
    expect(dialog.get_by_role("combobox", name="Channel")).to_have_count(0)
    dialog.get_by_role("button", name="Create").dblclick()

    expect(drawer(page).get_by_role("heading", name="Rosa Lind")).to_be_visible()
    made = quinn.get("/opportunities", team=team["id"])["items"]
    assert [one["channel"]["name"] for one in made] == ["Pier"]


@pytest.mark.parametrize(
    ("email", "told"),
    [
        ("bob@bare.example", "An administrator of your organization can add one."),
        ("nia@bare.example", "Add one under Set-up"),
    ],
)
def test_without_a_channel_the_page_says_so_and_who_can_add_one(
    enter: Enter, house: House, email: str, told: str
) -> None:
    page = enter(house.person(email))

    dialog = new(page)

    expect(dialog.get_by_role("alert")).to_contain_text("There is no channel yet")
    expect(dialog.get_by_role("alert")).to_contain_text(told)
    expect(dialog.get_by_role("button", name="Create")).to_be_disabled()


def test_the_search_for_a_contact_shows_their_other_opportunities(enter: Enter, ada: Person) -> None:
    team = ada.team()
    ada.opportunity(team, "Wilhelmina Zhou", title="The blue boat")
    page = enter(ada, board(team))

    dialog = new(page)
    dialog.get_by_label("Contact").fill("wilhelmina")
    page.get_by_role("option", name="Wilhelmina Zhou").first.click()

    expect(dialog.get_by_text("Also with this contact:")).to_be_visible()
    expect(dialog.get_by_role("link", name="The blue boat")).to_be_visible()


def test_the_edit_form_saves_all_of_it_on_submit(enter: Enter, ada: Person) -> None:
    team = ada.team(workflow="Guided")
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))

    drawer(page).get_by_role("button", name="Edit the opportunity").click()
    form = drawer(page).get_by_role("form", name="Edit the opportunity")
    form.get_by_label("Description").fill("Wants it by May.")
    form.get_by_label("Budget").fill("900")
    form.get_by_role("button", name="Submit").click()

    expect(form).to_have_count(0)
    expect(drawer(page).get_by_text("Wants it by May.")).to_be_visible()
    saved = ada.reads(rosa)
    assert (saved["description"], saved["attributes"]["budget"]) == ("Wants it by May.", 900)


def test_an_edit_on_an_old_revision_shows_both_values(enter: Enter, ada: Person) -> None:
    team = ada.team(workflow="Guided")
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))
    drawer(page).get_by_role("button", name="Edit the opportunity").click()
    form = drawer(page).get_by_role("form", name="Edit the opportunity")
    form.get_by_label("Description").fill("Mine")
    form.get_by_label("Used for").fill("Fishing")

    ada.edits(rosa, description="Theirs", attributes={"budget": 7})
    form.get_by_role("button", name="Submit").click()
    expect(drawer(page).get_by_text("Someone else saved first")).to_be_visible()
    expect(drawer(page).get_by_role("radio", name="Yours Mine")).to_be_checked()
    drawer(page).get_by_role("radio", name="Theirs Theirs").click()
    drawer(page).get_by_role("button", name="Save this choice").click()

    expect(drawer(page).get_by_role("region", name="Quick controls")).to_be_visible()
    saved = ada.reads(rosa)
    assert (saved["description"], saved["attributes"]) == ("Theirs", {"budget": 7, "used_for": "Fishing"})


def test_the_delete_dialog_names_opportunity_funnel_and_stage(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind", title="The blue boat")
    page = enter(ada, board(team, opp=rosa["id"]))

    drawer(page).get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Delete…").click()
    dialog = page.get_by_role("dialog", name="Delete this opportunity?")
    expect(dialog).to_contain_text(
        f"“The blue boat” in the funnel {team['name']}, stage New, will be deleted."
    )
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    dialog.get_by_role("button", name="Delete").click()

    expect(drawer(page)).to_have_count(0)
    expect(card(page, rosa)).to_have_count(0)
    assert ada.get("/opportunities", team=team["id"])["items"] == []


def test_what_is_excluded_is_marked_and_counts_again_when_included(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))

    drawer(page).get_by_role("button", name="More actions").click()
    with saving(page):
        page.get_by_role("menuitem", name="Exclude from statistics").click()
    expect(drawer(page).get_by_text("Excluded from statistics").first).to_be_visible()
    expect(
        card(page, rosa).get_by_role("img", name="Excluded from statistics", include_hidden=True)
    ).to_be_visible()
    assert ada.reads(rosa)["excluded"] is True
    drawer(page).get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Count in statistics again").click()

    expect(
        card(page, rosa).get_by_role("img", name="Excluded from statistics", include_hidden=True)
    ).to_have_count(0)


def test_notes_activities_and_tasks_stand_in_the_timeline(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team, opp=rosa["id"]))
    items = drawer(page).get_by_role("tabpanel").get_by_role("listitem")
    add = drawer(page).get_by_role("button", name="Add", exact=True)

    drawer(page).get_by_role("textbox", name="Write a note…").fill("Likes blue.")
    add.click()
    expect(items.filter(has_text="Likes blue.")).to_be_visible()
    drawer(page).get_by_text("Activity", exact=True).click()
    drawer(page).get_by_role("combobox", name="Kind, e.g. Call").fill("Document Collection")
    drawer(page).get_by_role("textbox", name="What came of it? (optional)").fill("All there.")
    add.click()
    expect(items.filter(has_text="Document Collection")).to_contain_text("All there.")
    drawer(page).get_by_text("Task", exact=True).click()
    drawer(page).get_by_role("textbox", name="What is to be done?").fill("Send the offer")
    add.click()
    expect(items.filter(has_text="Send the offer")).to_be_visible()
    drawer(page).get_by_role("tab", name="Tasks").click()
    drawer(page).get_by_role("checkbox", name="Send the offer").click()
    expect(drawer(page).get_by_role("checkbox", name="Send the offer")).to_be_checked()

    drawer(page).get_by_role("tab", name="Timeline").click()
    expect(items.filter(has_text="Task finished")).to_be_visible()
    assert ada.reads(rosa)["revision"] == rosa["revision"]
