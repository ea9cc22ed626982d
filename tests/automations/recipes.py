"""Recipes to write tests with: short ways to say them as JSON."""

from typing import Any
from uuid import UUID, uuid5

from handsel.automations.document import Recipe
from handsel.automations.document_reading import parse

SPACE = UUID("01980000-0000-7000-8000-000000000000")


def an_id(name: object) -> str:
    """The same for the same name."""
    return str(uuid5(SPACE, str(name)))


def a_step(do: str, *, called: object = 1, **slots: Any) -> dict[str, Any]:
    return {"id": an_id(called), "do": do, **slots}


def note(text: str = "Hello", *, called: object = 1) -> dict[str, Any]:
    return a_step("add_note", called=called, text=text)


def a_document(
    *steps: dict[str, Any],
    on: str | dict[str, Any] = "opportunity_created",
    when: tuple[dict[str, Any], ...] = (),
) -> dict[str, Any]:
    trigger = {"type": on} if isinstance(on, str) else on
    return {"trigger": trigger, "conditions": list(when), "steps": list(steps)}


def a_recipe(*steps: dict[str, Any], **more: Any) -> Recipe:
    return parse(a_document(*steps, **more))
