"""The workflow on the record: picture, list, buttons and forms say one thing (W5-W7, W14)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import board, drawer, expect_said
from tests.browser.berths import BLUE, GREEN, GREY, LINE_GREEN, Berths
from tests.browser.conftest import PHONE, Enter
from tests.browser.house import Person
from tests.browser.test_accessible import check

pytestmark = pytest.mark.browser


@pytest.fixture
def berths(ada: Person) -> Berths:
    return Berths.made_by(ada)


def test_colors_say_what_is_current_reachable_and_not(enter: Enter, ada: Person, berths: Berths) -> None:
    rosa = berths.opportunity("Rosa Lind")
    page = enter(ada)

    berths.picture(page, rosa)

    expect(berths.box(page, "Called")).to_have_css("background-color", GREEN)
    expect(berths.box(page, "Called")).to_contain_text("Current")
    for step, word in {"Seen": "2 ways", "Gone": "via “Lose”"}.items():
        expect(berths.box(page, step)).to_have_css("border-top-color", LINE_GREEN)
        expect(berths.box(page, step)).to_have_css("border-top-style", "solid")
        expect(berths.box(page, step)).to_contain_text(word)
    for step, word in {
        "First word": "No transition",
        "Offer": "Not your role",
        "On file": "No transition",
    }.items():
        expect(berths.box(page, step)).to_have_css("border-top-style", "dashed")
        expect(berths.box(page, step)).to_contain_text(word)
    for transition in ("Show", "Show by phone", "Lose"):
        expect(berths.line(page, transition)).to_have_css("stroke", LINE_GREEN)
    for transition in ("Call", "Ask again", "Make the offer", "Waive the deposit"):
        expect(berths.line(page, transition)).to_have_css("stroke", GREY)
        expect(berths.line(page, transition)).to_have_css("stroke-dasharray", "5px, 4px")


def test_what_is_under_the_pointer_is_blue_with_its_transitions(
    enter: Enter, ada: Person, berths: Berths
) -> None:
    rosa = berths.opportunity("Rosa Lind")
    page = enter(ada)
    berths.large(page, rosa)

    berths.face(page, "Seen").hover()

    expect(berths.box(page, "Seen")).to_have_css("background-color", BLUE)
    for transition in ("Show", "Show by phone", "Make the offer", "Back"):
        expect(berths.line(page, transition)).to_have_css("stroke", BLUE)
    expect(berths.line(page, "Lose")).to_have_css("stroke", LINE_GREEN)
    expect(page.get_by_test_id("callout")).to_contain_text("via “Show”: Will ask for Length")
    expect(page.get_by_test_id("callout")).to_contain_text("via “Show by phone”: Will ask for Phone")


def test_a_grey_step_says_why_and_the_shortest_way_there(enter: Enter, ada: Person, berths: Berths) -> None:
    rosa = berths.opportunity("Rosa Lind")
    page = enter(ada)
    berths.large(page, rosa)

    berths.face(page, "Signed").hover()
    expect(page.get_by_test_id("callout")).to_contain_text("Shortest way: Seen → Offer → Signed")
    numbered = {
        step: berths.box(page, step).get_attribute("data-way") for step in ("Seen", "Offer", "Signed")
    }
    for transition in ("Make the offer", "Sign"):
        expect(berths.line(page, transition)).to_have_attribute("data-tone", "way")
    berths.face(page, "Offer").hover()
    expect(page.get_by_test_id("callout")).to_contain_text("“Waive the deposit” is only for: Director.")
    berths.face(page, "On file").hover()

    expect(page.get_by_test_id("callout")).to_contain_text("No way leads there from here.")
    assert numbered == {"Seen": "1", "Offer": "2", "Signed": "3"}


def test_the_list_says_what_the_picture_says(enter: Enter, ada: Person, berths: Berths) -> None:
    rosa = berths.opportunity("Rosa Lind")
    page = enter(ada)
    berths.picture(page, rosa)
    listed = drawer(page).get_by_role("region", name="From “Called”")

    rows = {
        state: listed.get_by_test_id(group)
        .locator("[data-row]")
        .evaluate_all("all => all.map(x => x.dataset.row)")
        for state, group in {"reachable": "open-ways", "idle": "other-steps"}.items()
    }
    drawn = {
        state: page.locator(f"[data-state={state}] [data-step]").evaluate_all(
            "all => all.map(x => x.dataset.step)"
        )
        for state in ("reachable", "idle")
    }
    expect(listed.get_by_role("button", name="Show by phone")).to_contain_text("Will ask for Phone")
    expect(listed.get_by_role("button", name="Lose")).to_contain_text("Will ask for a reason")
    expect(listed.get_by_role("button", name="Signed")).to_contain_text("Shortest way: Seen → Offer → Signed")
    listed.get_by_role("button", name="Signed").focus()

    expect(berths.box(page, "Signed")).to_have_css("background-color", BLUE)
    assert {state: sorted(steps) for state, steps in rows.items()} == {
        state: sorted(steps) for state, steps in drawn.items()
    }


def test_the_arrow_keys_walk_the_picture(enter: Enter, ada: Person, berths: Berths) -> None:
    rosa = berths.opportunity("Rosa Lind")
    page = enter(ada)
    berths.picture(page, rosa)

    berths.face(page, "Called").focus()
    page.keyboard.press("ArrowRight")

    expect(berths.face(page, "Seen")).to_be_focused()
    expect(berths.box(page, "Seen")).to_have_css("background-color", BLUE)
    expect(berths.face(page, "Seen")).to_have_attribute(
        "aria-label", re.compile("Seen, Shown.*Will ask for Length")
    )


def tab_to(page: Page, text: str) -> None:
    for _ in range(60):
        if page.evaluate("document.activeElement.textContent").strip() == text:
            return
        page.keyboard.press("Tab")
    raise AssertionError(text)


def test_a_button_of_a_transition_moves_by_keyboard_alone(enter: Enter, ada: Person, berths: Berths) -> None:
    rosa = berths.opportunity("Rosa Lind", on="First word")
    page = enter(ada, board(berths.team, opp=rosa["id"]))
    expect(drawer(page).get_by_role("list", name="Ways from here").get_by_role("button")).to_have_count(2)

    tab_to(page, "Call → Called")
    page.keyboard.press("Enter")

    expect(drawer(page).get_by_role("button", name="Show by phone → Seen")).to_be_visible()
    assert ada.reads(rosa)["step"]["name"] == "Called"


def test_a_transition_to_the_same_step_is_taken_again(enter: Enter, ada: Person, berths: Berths) -> None:
    rosa = berths.opportunity("Rosa Lind", on="First word")
    page = enter(ada, board(berths.team, opp=rosa["id"]))

    drawer(page).get_by_role("button", name="Ask again → First word").click()
    expect_said(page, "Rosa Lind moved to Asked")

    assert ada.reads(rosa)["revision"] == rosa["revision"] + 1
    assert ada.reads(rosa)["step"]["name"] == "First word"


def test_parallel_transitions_are_told_apart_and_what_is_for_others_is_grey(
    enter: Enter, ada: Person, berths: Berths
) -> None:
    rosa = berths.opportunity("Rosa Lind")
    page = enter(ada, board(berths.team, opp=rosa["id"]))
    ways = drawer(page).get_by_role("list", name="Ways from here").get_by_role("button")

    expect(ways).to_have_text(
        [
            re.compile(one)
            for one in ("^Show → Seen", "^Show by phone → Seen", "^Lose → Gone", "^Waive the deposit")
        ]
    )
    barred = ways.filter(has_text="Waive the deposit")
    expect(barred).to_have_attribute("aria-disabled", "true")
    expect(barred).to_have_attribute("aria-description", "“Waive the deposit” is only for: Director.")
    drawer(page).get_by_role("button", name=re.compile("^Shown:")).click()
    which = page.get_by_role("dialog", name="Which way?")
    which.get_by_role("button", name="Show by phone → Seen").click()
    form = page.get_by_role("dialog", name="Move Rosa Lind to Shown")
    form.get_by_role("textbox", name="Phone").fill("+1 514 555 0199")
    form.get_by_role("button", name="Move to Shown").click()

    expect(drawer(page).get_by_role("button", name="Make the offer → Offer")).to_be_visible()
    assert ada.reads(rosa)["contact"]["phone"] == "+15145550199"


def edit(page: Page) -> Locator:
    drawer(page).get_by_role("button", name="Edit the opportunity").click()
    return drawer(page).get_by_role("form", name="Edit the opportunity")


def test_the_form_asks_for_what_the_transition_needs_and_highlights_it(
    enter: Enter, ada: Person, berths: Berths
) -> None:
    rosa = berths.opportunity("Rosa Lind")
    page = enter(ada, board(berths.team, opp=rosa["id"]))
    form = edit(page)
    expect(form.get_by_label("Length")).to_have_count(0)

    form.get_by_role("combobox", name="Stage").click()
    page.get_by_role("option", name="Show → Seen").click()
    form.get_by_label("Description").fill("Wants it by May.")
    expect(form.get_by_role("group", name="Need").get_by_label("Length")).to_be_visible()
    form.get_by_role("button", name="Submit").click()
    expect(form.get_by_role("alert")).to_contain_text("Nothing was saved yet.")
    expect(form.get_by_label("Length")).to_be_focused()
    expect(form.get_by_label("Length")).to_have_attribute("aria-invalid", "true")
    assert ada.reads(rosa)["description"] == ""
    form.get_by_label("Length").fill("0.75")
    form.get_by_role("button", name="Submit").click()

    expect(form).to_have_count(0)  # it closes when all is saved
    expect(drawer(page).get_by_text("Wants it by May.")).to_be_visible()
    saved = ada.reads(rosa)
    assert (saved["step"]["name"], saved["attributes"]["length"]) == ("Seen", 0.75)


def test_a_transition_that_is_gone_keeps_what_was_typed_in_the_small_form(
    enter: Enter, ada: Person, berths: Berths
) -> None:
    rosa = berths.opportunity("Rosa Lind")
    page = enter(ada, board(berths.team, opp=rosa["id"]))
    drawer(page).get_by_role("button", name="Show → Seen").click()
    form = page.get_by_role("dialog", name="Move Rosa Lind to Shown")
    form.get_by_label("Length").fill("12.5")

    berths.publish_without("{name: Show,")
    form.get_by_role("button", name="Move to Shown").click()
    form = page.get_by_role("dialog", name="Move Rosa Lind")
    expect(form.get_by_role("alert")).to_contain_text("This transition no longer exists")
    expect(form.get_by_label("Length")).to_have_value("12.5")
    form.get_by_role("radio", name="Show by phone → Seen").click()
    expect(form.get_by_label("Length")).to_have_value("12.5")
    form.get_by_role("textbox", name="Phone").fill("+1 514 555 0199")
    form.get_by_role("button", name="Move to Shown").click()

    expect(form).to_have_count(0)
    saved = ada.reads(rosa)
    assert (saved["step"]["name"], saved["attributes"]) == ("Seen", {"length": 12.5})


def test_a_transition_that_is_gone_keeps_what_was_typed_in_the_edit_form(
    enter: Enter, ada: Person, berths: Berths
) -> None:
    rosa = berths.opportunity("Rosa Lind")
    page = enter(ada, board(berths.team, opp=rosa["id"]))
    form = edit(page)
    form.get_by_role("combobox", name="Stage").click()
    page.get_by_role("option", name="Show → Seen").click()
    form.get_by_label("Description").fill("Wants it by May.")
    form.get_by_label("Length").fill("7")
    cut_off(page)

    berths.publish_without("{name: Show,")
    form.get_by_role("button", name="Submit").click()
    expect(form.get_by_role("alert")).to_contain_text("The transition that you chose no longer exists.")
    expect(form.get_by_label("Description")).to_have_value("Wants it by May.")
    expect(form.get_by_label("Length")).to_have_value("7")
    form.get_by_role("combobox", name="Stage").click()
    page.get_by_role("option", name="Stay on Called").click()
    form.get_by_role("button", name="Submit").click()

    expect(form).to_have_count(0)
    expect(drawer(page).get_by_text("Wants it by May.")).to_be_visible()
    saved = ada.reads(rosa)
    assert (saved["step"]["name"], saved["attributes"]) == ("Called", {"length": 7})


def cut_off(page: Page) -> None:
    """The page hears nothing of what others do, as one that was asleep."""
    page.route("**/api/v1/stream**", lambda route: route.abort())


def test_every_type_is_taken_saved_and_shown(enter: Enter, ada: Person, berths: Berths) -> None:
    rosa = berths.opportunity("Rosa Lind", on="Offer")
    page = enter(ada, board(berths.team, opp=rosa["id"]))
    form = edit(page)

    form.get_by_role("combobox", name="Insured").click()
    page.get_by_role("option", name="No", exact=True).click()
    form.get_by_role("checkbox", name="Water").click()
    form.get_by_label("Rent").fill("0.5")
    form.get_by_label("Length").fill("0")
    form.get_by_label("Since").fill("2026-12-24")
    form.get_by_label("Papers").fill("www.example.org/papers")
    form.get_by_role("combobox", name="Harbor master").click()
    page.get_by_role("option", name="Ben Côté").click()
    form.get_by_label("Second e-mail").fill("rosa@second.example")
    form.get_by_label("Radio phone").fill("514 555 0100")
    form.get_by_label("Remarks").fill("First line\nSecond line")
    form.get_by_label("Boat").fill("Blue")
    form.get_by_role("button", name="Submit").click()
    expect(drawer(page).get_by_role("region", name="Quick controls")).to_be_visible()
    drawer(page).get_by_role("tab", name="Details").click()
    details = drawer(page).get_by_role("tabpanel", name="Details")

    for text in ("No", "Water", re.compile(r"0\.50"), "Ben Côté", "rosa@second.example", "+15145550100"):
        expect(details.get_by_text(text, exact=isinstance(text, str)).first).to_be_visible()
    expect(details.get_by_role("link", name="https://www.example.org/papers")).to_have_attribute(
        "rel", "noreferrer noopener"
    )
    values = ada.reads(rosa)["attributes"]
    ben = ada.named("/members", "Ben Côté")["id"]
    assert values == {
        "insured": False, "extras": ["Water"], "rent": "0.50", "length": 0, "since": "2026-12-24",
        "papers": "https://www.example.org/papers", "harbor_master": ben, "mail": "rosa@second.example",
        "radio": "+15145550100", "remarks": "First line\nSecond line", "boat": "Blue",
    }  # fmt: skip


def test_the_large_picture_moves_and_stays_open(enter: Enter, ada: Person, berths: Berths) -> None:
    rosa = berths.opportunity("Rosa Lind", on="First word")
    page = enter(ada)
    large = berths.large(page, rosa)

    expect(large.get_by_role("list", name="Legend")).to_contain_text("Under the pointer")
    large.get_by_role("region", name="From “First word”").get_by_role(
        "button", name="Call", exact=True
    ).click()

    expect(large.get_by_role("region", name="From “Called”")).to_be_visible()
    expect(berths.box(page, "Called")).to_have_css("background-color", GREEN)


@pytest.mark.parametrize("size", [{}, {"viewport": PHONE, "has_touch": True}], ids=["wide", "phone"])
def test_no_part_of_the_workflow_has_a_violation(
    enter: Enter, ada: Person, berths: Berths, size: dict[str, object]
) -> None:
    rosa = berths.opportunity("Rosa Lind")
    page = enter(ada, **size)
    berths.picture(page, rosa)

    found = check(page)
    berths.face(page, "Signed").focus()
    found += check(page)
    drawer(page).get_by_role("button", name="Open the picture").click()
    expect(page.get_by_role("list", name="Legend")).to_be_visible()
    found += check(page)
    page.goto(board(berths.team, opp=rosa["id"]))
    drawer(page).get_by_role("button", name="Show → Seen").click()
    form = page.get_by_role("dialog", name="Move Rosa Lind to Shown")
    form.get_by_label("Length").fill("12.5")
    berths.publish_without("{name: Show,")
    form.get_by_role("button", name="Move to Shown").click()
    expect(page.get_by_role("radio", name="Show by phone → Seen")).to_be_visible()
    found += check(page)

    assert found == [], "\n".join(found)
