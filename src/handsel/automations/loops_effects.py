"""Which events a step causes, as far as that can be said before it runs. Plain Python.

What a step sets to a constant is no change when it is so already; so each effect says what it sets, to what.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from handsel.automations import document as shape
from handsel.automations.document import Recipe, Step
from handsel.automations.triggers import MAY_MATCH
from handsel.workflows.graph import Graph, Mode, Stage

STEP, OWNER = "step", "owner"


class Anything:
    """A value that nobody knows before it is there."""


ANYTHING = Anything()


@dataclass(frozen=True, slots=True)
class Effect:
    """`sets`: by key, what it makes so; `steps` are those that a move may lead to. `is_sure`: where it is done and changes
    something, the event follows at once. `pauses`: how many waits stand before it."""

    step: Step
    type: str
    sets: Mapping[str, Any] = field(default_factory=dict)
    steps: frozenset[str] = frozenset()
    activity_type: str | None = None
    cause: str | None = None
    is_sure: bool = True
    in_branch: bool = False
    pauses: int = 0


@dataclass(frozen=True)
class Processes:
    """The newest version of each workflow."""

    graphs: tuple[Graph, ...] = ()

    @cached_property
    def _graph_of_step(self) -> dict[str, Graph]:
        return {step.id: graph for graph in self.graphs for step in graph.steps}

    @cached_property
    def _steps_of_stage(self) -> dict[str, frozenset[str]]:
        return {
            stage.id: frozenset(step.id for step in graph.steps_of(stage.id))
            for graph in self.graphs
            for stage in graph.stages
        }

    @cached_property
    def _target_of_transition(self) -> dict[str, str]:
        return {one.id: one.to_id for graph in self.graphs for one in graph.declared}

    @property
    def steps(self) -> Collection[str]:
        return self._graph_of_step.keys()

    def has_step(self, step_id: str) -> bool:
        return step_id in self._graph_of_step

    def stage_of(self, step_id: str) -> Stage:
        return self._graph_of_step[step_id].stage_of(step_id)

    def reachable(self, move: shape.Move) -> frozenset[str]:
        """Of its targets those to which a way leads at all."""
        return frozenset(one for one in self.targets(move) if self._is_led_to(one))

    def _is_led_to(self, step_id: str) -> bool:
        graph = self._graph_of_step[step_id]
        return graph.mode is Mode.FREE or any(one.to_id == step_id for one in graph.declared)

    def targets(self, move: shape.Move) -> frozenset[str]:
        """None where it leads nowhere that is known."""
        if move.step is not None:
            return frozenset({str(move.step)}) if self.has_step(str(move.step)) else frozenset()
        if move.stage is not None:
            return self._steps_of_stage.get(str(move.stage), frozenset())
        target = self._target_of_transition.get(str(move.transition))
        return frozenset() if target is None else frozenset({target})

    def goes_freely(self, start: str, end: str) -> bool | None:
        """From one step to another: True for sure, False never, None if something is asked for."""
        graph = self._graph_of_step.get(start)
        if graph is None or not graph.has_step(end):
            return False
        if graph.mode is Mode.FREE:
            return start != end
        ways = [one for one in graph.transitions_from(start) if one.to_id == end]
        if not ways:
            return False
        return (
            True if len(ways) == 1 and not (ways[0].required or ways[0].roles or ways[0].triggers) else None
        )


def effects_of(recipe: Recipe, processes: Processes) -> list[Effect]:
    """In the order in which they happen; only those that can set something off."""
    return [one for one in _effects(recipe.steps, processes, Run()) if one.type in MAY_MATCH]


@dataclass(slots=True)
class Run:
    pauses: int = 0
    in_branch: bool = False


def _effects(steps: Iterable[Step], processes: Processes, run: Run) -> Iterator[Effect]:
    for step in steps:
        if isinstance(step, shape.Wait):
            run.pauses += 1
        elif isinstance(step, shape.Branch):
            before, run.in_branch = run.in_branch, True
            yield from _effects(step.then, processes, run)
            yield from _effects(step.otherwise, processes, run)
            run.in_branch = before
        else:
            for made in _of_step(step, processes):
                yield Effect(
                    step,
                    in_branch=run.in_branch,
                    pauses=run.pauses,
                    **{"is_sure": True, **made},
                )


def _of_step(step: Step, processes: Processes) -> Iterator[dict[str, Any]]:
    match step:
        case shape.Share():
            yield {"type": "share.ended", "cause": "time", "is_sure": False}
        case shape.StopSharing():
            yield {"type": "share.ended", "cause": "stopped", "is_sure": False}
        case shape.SetFields():
            constants = {shape.heard_as(key): _constant(value) for key, value in step.fields.items()}
            yield {"type": "opportunity.edited", "sets": constants}
            if step.fields.get("follow_up_at"):
                yield {"type": "opportunity.follow_up_due", "is_sure": False}
        case shape.Move():
            yield from _of_move(step, processes)
        case shape.SetOwner():
            yield {"type": "opportunity.assigned", "sets": {OWNER: _owner(step)}}
        case shape.CreateTask():
            yield {"type": "task.added"}
            if step.remind is not None:
                yield {"type": "task.reminded", "is_sure": False}
        case shape.LogActivity():
            yield {"type": "activity.added", "activity_type": step.type}
        case _:  # notes, notices and calls to others are heard by no trigger
            return


def _constant(value: Any) -> Any:
    """What stands for something else is known only then."""
    is_filled_in = isinstance(value, str) and any(f"{{{name}}}" in value for name in shape.PLACEHOLDERS)
    return ANYTHING if is_filled_in or isinstance(value, tuple) else value


def _of_move(step: shape.Move, processes: Processes) -> Iterator[dict[str, Any]]:
    targets = processes.reachable(step)
    if targets:
        to = next(iter(targets)) if len(targets) == 1 else ANYTHING
        yield {"type": "opportunity.moved", "sets": {STEP: to}, "steps": targets}


def _owner(step: shape.SetOwner) -> Any:
    """A member, nobody, or who brought it: that stays the same. Others are known only then."""
    if step.to is None or step.to.member is not None:
        return step.to.member if step.to else None
    return ("person", "author") if step.to.person == "author" else ANYTHING


def is_plain(value: Any) -> bool:
    """A constant that can be compared with another one."""
    return value is not ANYTHING and not isinstance(value, tuple)
