"""A process of a test's own, so that what it publishes is nobody else's: sailing lessons in four steps."""

import copy
import secrets
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.house import Person

FILE = """\
workflow: NAME
mode: guided
sections:
- name: Need
  attributes:
  - {key: level, label: Level, type: text}
stages:
- {name: New, status: open}
- {name: Booking, status: open}
- {name: Sailed, status: won}
- {name: Gone, status: lost, reasons: [Weather]}
steps:
- {name: Asked, stage: New, attributes: [level]}
- {name: Pencilled in, stage: Booking}
- {name: Booked, stage: Booking}
- {name: On the water, stage: Sailed}
- {name: Called off, stage: Gone}
transitions:
- {name: Pencil in, from: Asked, to: Pencilled in}
- {name: Book, from: Pencilled in, to: Booked}
- {name: Set sail, from: Booked, to: On the water}
- {name: Call off, from: Booked, to: Called off}
entries: {new: Asked}
"""


def lessons(who: Person) -> dict[str, Any]:
    """A published workflow."""
    name = f"Lessons {secrets.token_hex(3)}"
    made: dict[str, Any] = who.post("/workflows", name=name, text=FILE.replace("NAME", name))
    return made


def draft(who: Person, workflow: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = who.get(f"/workflows/{workflow['id']}/draft")
    return found


def redraft(who: Person, workflow: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """`changes` take a part of the document and return what it becomes."""
    now = draft(who, workflow)
    document = copy.deepcopy(now["document"])
    for part, change in changes.items():
        document[part] = change(document[part])
    body = {"document": document, "revision": now["revision"]}
    saved: dict[str, Any] = who.send("PUT", f"/workflows/{workflow['id']}/draft", body)
    return saved


def without(*names: str) -> Any:
    return lambda items: [
        one for one in items if not {one["name"], one.get("from"), one.get("to")} & set(names)
    ]


def editor(workflow: dict[str, Any], **more: str) -> str:
    search = "&".join(f"{name}={value}" for name, value in more.items())
    return f"/setup/workflows/{workflow['id']}?{search}"


def publish_dialog(page: Page, workflow: dict[str, Any]) -> Locator:
    page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"Publish “{workflow['name']}”")
    expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_visible()
    return dialog
