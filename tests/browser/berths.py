"""A guided workflow with parallel, self and role-restricted transitions, and what tests do with it."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import Opportunity, board, drawer
from tests.browser.house import Person

FILE = Path(__file__).parent / "berths.yaml"
GREEN, LINE_GREEN = "rgb(18, 128, 92)", "rgb(13, 122, 85)"
BLUE, GREY = "rgb(37, 99, 235)", "rgb(207, 212, 221)"


@dataclass
class Berths:
    """A workflow and a team of the test's own: it may publish what it likes."""

    person: Person
    workflow: dict[str, Any]
    team: dict[str, Any]

    @classmethod
    def made_by(cls, person: Person, *members: str, **settings: Any) -> "Berths":
        name = f"Berths {secrets.token_hex(3)}"
        workflow = person.post("/workflows", name=name, text=FILE.read_text())
        return cls(person, workflow, person.team(*members, workflow=name, **settings))

    def step(self, name: str) -> str:
        return self._id("steps", name)

    def transition(self, name: str) -> str:
        return self._id("transitions", name)

    def publish_without(self, *lines: str) -> None:
        kept = [line for line in FILE.read_text().splitlines() if not any(one in line for one in lines)]
        path = f"/workflows/{self.workflow['id']}/file"
        self.person.send("PUT", path, {"text": "\n".join(kept).replace("Berths", self.workflow["name"], 1)})

    def opportunity(self, contact: str, *, on: str = "Called", **more: Any) -> Opportunity:
        made = self.person.opportunity(self.team, contact, **more)
        for transition in WAYS[on]:
            path = f"/opportunities/{made['id']}/move"
            attributes = {"length": 9} if transition == "Show" else {}
            made = self.person.post(path, transition=self.transition(transition), attributes=attributes)
        return made

    def _id(self, kind: str, name: str) -> str:
        found: str = next(one["id"] for one in self.workflow["graph"][kind] if one["name"] == name)
        return found

    # -- on the page

    def picture(self, page: Page, opportunity: Opportunity) -> Locator:
        page.goto(board(self.team, opp=opportunity["id"]))
        drawer(page).get_by_role("tab", name="Workflow").click()
        expect(self.face(page, "Called")).to_be_visible()
        return page.get_by_role("region", name="Workflow picture")

    def large(self, page: Page, opportunity: Opportunity) -> Locator:
        """All of it in sight, so that a pointer reaches every step."""
        self.picture(page, opportunity)
        drawer(page).get_by_role("button", name="Open the picture").click()
        expect(page.get_by_role("list", name="Legend")).to_be_visible()
        expect(self.face(page, "Called")).to_be_visible()
        return page.get_by_role("dialog", name=self.workflow["name"])

    def box(self, page: Page, step: str) -> Locator:
        return page.get_by_test_id(f"step-{self.step(step)}")

    def face(self, page: Page, step: str) -> Locator:
        return self.box(page, step).get_by_role("button")

    def line(self, page: Page, transition: str) -> Locator:
        return page.get_by_test_id(f"line-{self.transition(transition)}")


WAYS: dict[str, list[str]] = {
    "First word": [],
    "Called": ["Call"],
    "Seen": ["Call", "Show"],
    "Offer": ["Call", "Show", "Make the offer"],
}
