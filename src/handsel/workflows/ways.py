"""What leads where for certain roles, whatever the opportunity holds. Plain Python; kept with the graph."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from handsel.workflows.graph import Graph, Step, Transition

INCLUDES = {"director": frozenset({"manager"})}
"""O3: a director is a manager."""


@dataclass(frozen=True, slots=True)
class Way:
    """`path` holds the ids of the steps on the shortest legal way, the last one included; empty for none."""

    step: Step
    usable: tuple[Transition, ...]
    barred: tuple[Transition, ...]
    path: tuple[str, ...]


def relevant_roles(graph: Graph, roles: frozenset[str]) -> frozenset[str]:
    """The roles that make a difference in this workflow, so that few combinations are ever worked out."""
    named = graph.roles
    if not named:
        return named
    return named & roles.union(*(INCLUDES.get(role, frozenset()) for role in roles))


def may_use(transition: Transition, roles: frozenset[str]) -> bool:
    return not transition.roles or not roles.isdisjoint(transition.roles)


def ways_from(graph: Graph, step_id: str, roles: frozenset[str]) -> Mapping[str, Way]:
    """By step, in the order of the board, for all steps; `roles` as `relevant_roles` gives them."""
    known: dict[str, Way] | None = graph.memory.get(("ways", step_id, roles))
    if known is None:
        known = _find_ways(graph, step_id, roles)
        graph.memory["ways", step_id, roles] = known
    return known


def _find_ways(graph: Graph, step_id: str, roles: frozenset[str]) -> dict[str, Way]:
    usable: dict[str, list[Transition]] = {}
    barred: dict[str, list[Transition]] = {}
    for transition in graph.transitions_from(step_id):
        kind = usable if may_use(transition, roles) else barred
        kind.setdefault(transition.to_id, []).append(transition)
    paths = _paths(graph, step_id, roles)
    return {
        step.id: Way(
            step,
            tuple(usable.get(step.id, ())),
            tuple(barred.get(step.id, ())),
            (step.id,) if step.id in usable else paths.get(step.id, ()),
        )
        for step in graph.steps_on_board
    }


def _paths(graph: Graph, step_id: str, roles: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Breadth first, in the order of the file: of ways of one length always the same one."""
    paths: dict[str, tuple[str, ...]] = {step_id: ()}
    waiting = deque([step_id])
    while waiting:
        here = waiting.popleft()
        for transition in graph.transitions_from(here):
            if transition.to_id not in paths and may_use(transition, roles):
                paths[transition.to_id] = (*paths[here], transition.to_id)
                waiting.append(transition.to_id)
    return paths
