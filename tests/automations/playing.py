"""A tiny house in memory that runs recipes by the letter, to hold the finding of loops against (A5).

It knows nothing of effects or circles: it keeps an opportunity, does each step, makes the events that the commands record,
and asks `triggers.matches` of each. Conditions hold or not as the random generator says. Its clock goes on when there is
nothing else to do: then shares end, follow-ups fall due, and tasks remind, as nobody does them.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from handsel.automations import document as shape
from handsel.automations.document import Step
from handsel.automations.loops import Named
from handsel.automations.triggers import Around, matches
from handsel.workflows.graph import Graph
from tests.automations.recipes import an_id

AUTHOR = UUID(an_id("author"))


@dataclass(frozen=True)
class Happened:
    type: str
    data: dict[str, Any] = field(default_factory=dict)
    activity_type: str | None = None


@dataclass
class House:
    graph: Graph
    team: UUID
    step: str
    owner: UUID | None
    fields: dict[str, Any]
    random: Random
    conditions: str = "any"
    """`hold`: always; `any`: as chance says."""
    runs: int = 0
    later: deque[Happened] = field(default_factory=deque)
    """What time will bring."""

    def around(self, event: Happened) -> Around:
        def stage(step_id: str | None) -> UUID | None:
            return UUID(self.graph.stage_of(step_id).id) if step_id else None

        start, end = event.data.get("from_step"), event.data.get("step")
        status = self.graph.stage_of(end).status.value if end else None
        return Around(self.team, event.activity_type, stage(start), stage(end), status)

    def chance(self) -> bool:
        return self.conditions == "hold" or self.random.random() < 0.5


def rounds(house: House, automations: Sequence[Named], first: Happened, *, most: int) -> int:
    """How many runs come of it, at most `most`: each event in its turn, its automations in their order."""
    waiting = deque([first])
    while (waiting or house.later) and house.runs < most:
        event = waiting.popleft() if waiting else house.later.popleft()
        for one in automations:
            if matches(one.recipe.trigger, event, house.around(event)):
                house.runs += 1
                if not one.recipe.conditions or house.chance():
                    waiting.extend(_done(one.recipe.steps, house))
    return house.runs


def _done(steps: Sequence[Step], house: House) -> Iterator[Happened]:
    for step in steps:
        if isinstance(step, shape.Branch):
            yield from _done(step.then if house.chance() else step.otherwise, house)
        elif type(step) in DO:
            yield from DO[type(step)](step, house)


def _moved(step: shape.Move, house: House) -> Iterator[Happened]:
    """Onto the first step of a stage. A free workflow knows no move to where it is."""
    target = str(step.step or house.graph.steps_of(str(step.stage))[0].id)
    if target != house.step:
        before, house.step = house.step, target
        yield Happened("opportunity.moved", {"from_step": before, "step": target})


def _set(step: shape.SetFields, house: House) -> Iterator[Happened]:
    differing = {key: one for key, one in step.fields.items() if house.fields.get(key) != one}
    house.fields |= differing
    if differing:
        yield Happened("opportunity.edited", {"fields": sorted(differing)})
    if "follow_up_at" in differing:
        _forget(house, "opportunity.follow_up_due")
        if differing["follow_up_at"] is not None:
            house.later.append(Happened("opportunity.follow_up_due"))


def _assigned(step: shape.SetOwner, house: House) -> Iterator[Happened]:
    owner = None if step.to is None else step.to.member or AUTHOR
    if owner != house.owner:
        house.owner = owner
        yield Happened("opportunity.assigned", {"new_owner": owner})


def _logged(step: shape.LogActivity, _: House) -> Iterator[Happened]:
    yield Happened("activity.added", activity_type=step.type)


def _asked(step: shape.CreateTask, house: House) -> Iterator[Happened]:
    yield Happened("task.added")
    if step.remind is not None:
        house.later.append(Happened("task.reminded"))


def _lent(_: shape.Share, house: House) -> Iterator[Happened]:
    house.later.append(Happened("share.ended", {"cause": "time"}))
    yield from ()


def _stopped(_: shape.StopSharing, house: House) -> Iterator[Happened]:
    """All that is lent."""
    for _each in range(_forget(house, "share.ended")):
        yield Happened("share.ended", {"cause": "stopped"})


def _forget(house: House, kind: str) -> int:
    """What time would have brought; how many of them."""
    kept = [event for event in house.later if event.type != kind]
    forgotten = len(house.later) - len(kept)
    house.later = deque(kept)
    return forgotten


DO: dict[type, Any] = {
    shape.Move: _moved,
    shape.SetFields: _set,
    shape.SetOwner: _assigned,
    shape.LogActivity: _logged,
    shape.CreateTask: _asked,
    shape.Share: _lent,
    shape.StopSharing: _stopped,
}
