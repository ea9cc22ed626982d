"""A workflow as an immutable graph (W1-W5, W10-W12, W16). Plain Python; all ids are strings.

`graph_of(document)` builds it from the stored document, whose shape `document.py` describes. A published
version never changes, so a graph may be kept for the life of the process and shared by threads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Any
from uuid import UUID, uuid5


class Mode(StrEnum):
    FREE = "free"
    GUIDED = "guided"


class Status(StrEnum):
    """In the order of the board (B7)."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    ARCHIVED = "archived"


NEW = "new"
EXISTING_ACCOUNT = "existing_account"
ENTRY_KINDS = (NEW, EXISTING_ACCOUNT)


@dataclass(frozen=True, slots=True)
class Stage:
    id: str
    name: str
    status: Status
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """`stage_id` is None only in a draft (W13). `probability` is 0 to 100, `limit` is "2 days" or "4 hours"."""

    id: str
    name: str
    stage_id: str | None
    attributes: tuple[str, ...] = ()
    probability: float | None = None
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """`required` holds attribute keys; no `roles` means every role."""

    id: str
    name: str
    from_id: str
    to_id: str
    required: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    communications: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    kind: str
    step_id: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class FollowOn:
    id: str
    name: str
    step_id: str
    carry: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """`section` is empty for a built-in attribute."""

    key: str
    label: str
    type: str
    options: tuple[str, ...] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, eq=False)
class Graph:
    """Compared by identity: one version, one graph."""

    name: str
    mode: Mode
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    declared: tuple[Transition, ...] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    follow_ons: tuple[FollowOn, ...] = ()
    sections: tuple[Section, ...] = ()
    milestones: tuple[str, ...] = ()
    memory: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)
    """What rules derived from the graph alone. Threads may derive the same thing twice, never another."""

    def step(self, step_id: str) -> Step:
        """KeyError for a step of another workflow; ask `has_step` first."""
        return self._steps[step_id]

    def has_step(self, step_id: str) -> bool:
        return step_id in self._steps

    def stage(self, stage_id: str) -> Stage:
        return self._stages[stage_id]

    def has_stage(self, stage_id: str) -> bool:
        return stage_id in self._stages

    def stage_of(self, step_id: str) -> Stage:
        """The stage, and so the status, of what stands on this step (W4)."""
        return self._stages[self._steps[step_id].stage_id or ""]

    def steps_of(self, stage_id: str) -> tuple[Step, ...]:
        return self._by_stage.get(stage_id, ())

    def transition(self, transition_id: str) -> Transition | None:
        return self._transitions.get(transition_id)

    def transitions_from(self, step_id: str) -> tuple[Transition, ...]:
        """Of a free workflow: one to every other step, made on the fly (W12)."""
        if self.mode is Mode.GUIDED:
            return self._leaving.get(step_id, ())
        made: tuple[Transition, ...] | None = self.memory.get(("leaving", step_id))
        if made is None:
            here = self._steps[step_id]
            made = tuple(_implicit(here, to) for to in self.steps_on_board if to.id != step_id)
            self.memory["leaving", step_id] = made
        return made

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """All of them, the implicit ones of a free workflow too."""
        if self.mode is Mode.GUIDED:
            return self.declared
        return tuple(chain.from_iterable(self.transitions_from(step.id) for step in self.steps_on_board))

    @cached_property
    def stages_on_board(self) -> tuple[Stage, ...]:
        """Open stages in their order, then won, lost, archived (B7)."""
        order = list(Status)
        return tuple(sorted(self.stages, key=lambda stage: order.index(stage.status)))

    @cached_property
    def open_stages(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.status is Status.OPEN)

    @cached_property
    def steps_on_board(self) -> tuple[Step, ...]:
        """In the order of the board; steps without a stage (of a draft) come last."""
        placed = chain.from_iterable(self.steps_of(stage.id) for stage in self.stages_on_board)
        return (*placed, *(step for step in self.steps if step.stage_id is None))

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        """Of the layout, in its order; without the built-in ones."""
        return tuple(chain.from_iterable(section.attributes for section in self.sections))

    @cached_property
    def attribute_by_key(self) -> Mapping[str, Attribute]:
        return {attribute.key: attribute for attribute in self.attributes}

    @cached_property
    def roles(self) -> frozenset[str]:
        """All that some transition names."""
        return frozenset(chain.from_iterable(transition.roles for transition in self.declared))

    @cached_property
    def _stages(self) -> dict[str, Stage]:
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def _by_stage(self) -> dict[str, tuple[Step, ...]]:
        return {
            stage.id: tuple(step for step in self.steps if step.stage_id == stage.id) for stage in self.stages
        }

    @cached_property
    def _transitions(self) -> dict[str, Transition]:
        return {transition.id: transition for transition in self.transitions}

    @cached_property
    def _leaving(self) -> dict[str, tuple[Transition, ...]]:
        leaving: dict[str, list[Transition]] = {}
        for transition in self.declared:
            leaving.setdefault(transition.from_id, []).append(transition)
        return {step_id: tuple(transitions) for step_id, transitions in leaving.items()}


def graph_of(document: Mapping[str, Any]) -> Graph:
    """`document` is one that `document.parse` made (or `default_free_document`)."""
    return Graph(
        name=document["workflow"],
        mode=Mode(document["mode"]),
        stages=tuple(
            Stage(item["id"], item["name"], Status(item["status"]), tuple(item["reasons"]))
            for item in document["stages"]
        ),
        steps=tuple(
            Step(
                item["id"],
                item["name"],
                item["stage"],
                tuple(item["attributes"]),
                item["probability"],
                item["limit"],
            )
            for item in document["steps"]
        ),
        declared=tuple(
            Transition(
                item["id"],
                item["name"],
                item["from"],
                item["to"],
                tuple(item["required"]),
                tuple(item["roles"]),
                tuple(item["triggers"]),
                tuple(item["communications"]),
            )
            for item in document["transitions"]
        ),
        entries={
            kind: Entry(kind, entry["step"], entry["name"]) for kind, entry in document["entries"].items()
        },
        follow_ons=tuple(
            FollowOn(item["id"], item["name"], item["step"], tuple(item["carry"]))
            for item in document["follow_ons"]
        ),
        sections=tuple(_section(item) for item in document["sections"]),
        milestones=tuple(document["milestones"]),
    )


def _section(item: Mapping[str, Any]) -> Section:
    return Section(
        item["name"],
        tuple(
            Attribute(one["key"], one["label"], one["type"], tuple(one["options"]), item["name"])
            for one in item["attributes"]
        ),
    )


def _implicit(start: Step, to: Step) -> Transition:
    """Its id follows from both ends, so that every process gives the same one."""
    return Transition(implicit_id(start.id, to.id), to.name, start.id, to.id)


def implicit_id(start_id: str, to_id: str) -> str:
    return str(uuid5(UUID(start_id), to_id))
