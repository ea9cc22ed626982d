"""What an action gets, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.automations.lines import Line
from handsel.automations.scene import Card, Scene
from handsel.kernel.refusals import Refusal
from handsel.organizations.acting import Member


@dataclass(frozen=True, slots=True)
class Doing:
    scene: Scene
    card: Card
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """`until`: it waits. `chosen`: the way of a branch. `refusal`: it was refused, and what it wrote is kept all the same."""

    lines: Sequence[Line]
    until: datetime | None = None
    chosen: bool | None = None
    refusal: Refusal | None = None


def done(step: Any, /, *, outcome: str = "done", **values: Any) -> Done:
    """One line, in the words of the step's kind."""
    return Done([_line(step.id, step.do, outcome, values)])


def _line(step_id: UUID, do: str, outcome: str, values: dict[str, Any]) -> Line:
    return Line(what="action", outcome=outcome, step_id=step_id, key=f"automation.line.{do}", values=values)
