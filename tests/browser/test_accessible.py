"""No violation that axe knows of, on any page, light and dark, wide and phone, with what opens open (I7)."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import board, card, drawer
from tests.browser.conftest import PHONE, WIDE, Enter
from tests.browser.house import House, Person

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
# One change of color may set off the next, in what inherits it: settled is what stays so for some frames.
SETTLED = """
async () => {
  for (let still = 0; still < 5; still++) {
    const moving = document.getAnimations().filter(one => one.effect.getTiming().iterations !== Infinity);
    if (moving.length > 0) still = -1;
    await Promise.all(moving.map(one => one.finished.catch(() => undefined)));
    await new Promise(done => requestAnimationFrame(done));
  }
}
"""
# Of what passes it would otherwise describe every node: most of its time, and a megabyte to hand over.
VIOLATIONS = """
options => axe.run(document, {...options, resultTypes: ["violations"]}).then(found => found.violations)
"""
SIZES: dict[str, Any] = {"wide": {"viewport": WIDE}, "phone": {"viewport": PHONE, "has_touch": True}}


def check(page: Page) -> list[str]:
    """What axe finds, one line each: all of it by light, and what colors can break once more in the dark."""
    found = ask_axe(page, {"runOnly": RULES})
    turn(page, "dark")
    found += ask_axe(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    turn(page, "light")
    return found


def turn(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Until every color has arrived: the page first hears of it, then changes."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(
        "scheme => document.documentElement.dataset.mantineColorScheme === scheme", arg=scheme
    )
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def ask_axe(page: Page, options: dict[str, Any]) -> list[str]:
    # Nothing may still be on its way to another color.
    page.evaluate(SETTLED)
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(VIOLATIONS, options)
    scheme = page.evaluate("document.documentElement.dataset.mantineColorScheme")
    return [
        f"{scheme} {page.url} {one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:240]}"
        for one in found
        for node in one["nodes"][:3]
    ]


@pytest.fixture(scope="session")
def made(house: House) -> dict[str, Any]:
    """A board with something of everything."""
    ada = house.person("ada@harbor.example")
    team = ada.team("Ben Côté", workflow="Guided")
    rosa = ada.opportunity(
        team, "Rosa Lind", title="The blue boat", amount="1200", follow_up_at="2020-01-01T12:00:00Z",
        owner=ada.named("/members", "Ben Côté")["id"], new_account={"name": f"Lind {team['name']}"},
    )  # fmt: skip
    theo = ada.opportunity(team, "Theo Kerr", follow_up_at="2090-01-01T12:00:00Z")
    ada.moves(theo, "Lost", reason="Price")
    ada.post(f"/opportunities/{rosa['id']}/notes", text="Likes blue.")
    ada.post(f"/opportunities/{rosa['id']}/tasks", title="Call back", due_at="2020-01-01T12:00:00Z")
    return {"team": team, "rosa": rosa, "theo": theo}


@pytest.mark.parametrize("size", SIZES)
def test_no_page_has_a_violation(enter: Enter, ada: Person, made: dict[str, Any], size: str) -> None:
    paths = [
        board(made["team"]), "/contacts", f"/contacts/{made['rosa']['contact']['id']}", "/accounts",
        f"/accounts/{made['rosa']['account']['id']}", "/tasks", "/tasks?tab=all", "/setup/organization",
        "/setup/members", "/setup/teams", f"/setup/teams?q={made['team']['id']}", "/setup/channels", "/setup/keys",
        "/import", "/nowhere",
    ]  # fmt: skip
    page = enter(ada, "/tasks", **SIZES[size])
    found = []

    for path in paths:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()  # those of the side bar come before
        expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
        found += check(page)

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("size", SIZES)
def test_no_door_has_a_violation(enter: Enter, size: str) -> None:
    page = enter(None, "/sign-in", **SIZES[size])
    found = []

    for path in ("/sign-in", "/forgot", "/reset/nothing", "/invitation/nothing"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()  # those of the side bar come before
        found += check(page)

    assert found == [], "\n".join(found)


class Opening:
    """Opens one thing after the other; each is closed again by loading the page anew."""

    def __init__(self, page: Page, made: dict[str, Any]) -> None:
        self.page, self.rosa, self.team = page, made["rosa"], made["team"]

    def all(self) -> list[Callable[[], None]]:
        return [
            self.drawer, self.tasks, self.details, self.form, self.follow_up, self.amount, self.stages, self.owners,
            self.deleting, self.menu, self.incomplete, self.new, self.palette, self.sheet, self.bell,
        ]  # fmt: skip

    def drawer(self) -> None:
        self.board(opp=self.rosa["id"])
        expect(drawer(self.page).get_by_text("Likes blue.")).to_be_visible()

    def tasks(self) -> None:
        self.drawer()
        drawer(self.page).get_by_role("tab", name="Tasks").click()
        expect(drawer(self.page).get_by_role("checkbox", name="Call back")).to_be_visible()

    def details(self) -> None:
        self.drawer()
        drawer(self.page).get_by_role("tab", name="Details").click()
        expect(drawer(self.page).get_by_role("tabpanel", name="Details")).to_be_visible()

    def form(self) -> None:
        self.press("Edit the opportunity")
        expect(self.page.get_by_role("button", name="Submit")).to_be_visible()

    def follow_up(self) -> None:
        self.press("Follow-up:")
        dialog = self.page.get_by_role("dialog", name="Follow-up")
        expect(dialog.get_by_role("button", name="Save")).to_be_visible()

    def amount(self) -> None:
        self.press("Amount:")
        expect(
            self.page.get_by_role("dialog", name="Amount").get_by_role("button", name="Save")
        ).to_be_visible()

    def stages(self) -> None:
        self.press("Stage: New")
        expect(self.page.get_by_role("menuitem", name="Archived")).to_be_visible()

    def owners(self) -> None:
        self.drawer()
        drawer(self.page).get_by_role("combobox", name="Owner").click()
        expect(self.page.get_by_role("option", name="Unassigned")).to_be_visible()

    def deleting(self) -> None:
        self.press("More actions")
        self.page.get_by_role("menuitem", name="Delete…").click()
        expect(self.page.get_by_role("dialog", name="Delete this opportunity?")).to_be_visible()

    def menu(self) -> None:
        self.board()
        card(self.page, self.rosa).get_by_role("button", name="Move Rosa Lind").click()
        expect(self.page.get_by_role("menuitem", name="Archived")).to_be_visible()

    def incomplete(self) -> None:
        self.menu()
        self.page.get_by_role("menuitem", name="Qualified").click()
        expect(self.page.get_by_role("dialog", name="Move Rosa Lind to Qualified")).to_be_visible()

    def new(self) -> None:
        self.board()
        self.page.get_by_role("button", name=re.compile("^New( opportunity)?$")).click()
        self.page.get_by_role("dialog", name="New opportunity").get_by_label("Contact").fill("rosa")
        expect(self.page.get_by_role("option").first).to_be_visible()

    def palette(self) -> None:
        self.board()
        self.page.get_by_role("button", name="Search").click()
        self.page.get_by_role("textbox", name="Search or jump to…").fill("rosa")
        expect(self.page.get_by_role("button", name=re.compile("^Rosa Lind ·")).first).to_be_visible()

    def sheet(self) -> None:
        self.board()
        self.page.keyboard.press("?")
        expect(self.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()

    def bell(self) -> None:
        self.board()
        self.page.get_by_role("button", name="Notifications").click()
        expect(self.page.get_by_role("button", name="Notifications")).to_have_attribute(
            "aria-expanded", "true"
        )

    def board(self, **more: str) -> None:
        self.page.goto(board(self.team, **more))
        expect(self.page.get_by_test_id("board")).to_be_visible()

    def press(self, name: str) -> None:
        self.drawer()
        drawer(self.page).get_by_role("button", name=name).click()


@pytest.mark.parametrize("size", SIZES)
def test_nothing_that_opens_has_a_violation(
    enter: Enter, ada: Person, made: dict[str, Any], size: str
) -> None:
    page = enter(ada, "/tasks", **SIZES[size])
    found = []

    for opening in Opening(page, made).all():
        opening()
        found += [f"{opening.__name__}: {one}" for one in check(page)]

    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    "path", ["/setup/members", "/setup/teams", "/setup/channels", "/setup/keys", "/contacts", "/accounts"]
)
def test_no_dialog_of_a_page_has_a_violation(enter: Enter, ada: Person, path: str) -> None:
    page = enter(ada, path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_be_visible()

    assert check(page) == []
