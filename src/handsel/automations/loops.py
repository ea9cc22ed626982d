"""Automations that set each other off in a circle (A5). Plain Python, with a brute-force twin in the tests.

A circle is certain where nothing on it is conditional and going around it again changes something each time: a constant
that is set twice is no change. Waits do not break a circle. It is none where a step of it sets what everybody who could be
set off on the way would set as well; all others are possible.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from uuid import UUID

from handsel.automations.document import Recipe, Step, Trigger
from handsel.automations.loops_effects import (
    ANYTHING,
    OWNER,
    STEP,
    Effect,
    Processes,
    effects_of,
    is_plain,
)
from handsel.automations.triggers import CHANGES, MAY_MATCH, is_of_type

MOST_WAYS = 10_000  # looked at; a set of automations that is denser is judged by those


class Verdict(IntEnum):
    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Named:
    id: UUID
    name: str
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class Circle:
    """Each with the step that sets off the next one, and the last one the first."""

    links: tuple[tuple[Named, Step], ...]
    is_certain: bool

    @property
    def names(self) -> list[str]:
        """As it is told: the first stands at its end once more."""
        return [one.name for one, _ in self.links] + [self.links[0][0].name]


Way = tuple[tuple[Named, Effect], ...]


def circles(draft: Named, others: Sequence[Named], *, processes: Processes) -> Iterator[Circle]:
    """Those through the draft, one for each of its steps that begins one: a certain one, else the shortest."""
    reached = _reached(draft, others, processes)
    best: dict[UUID, Circle] = {}
    for way in _ways(draft, reached):
        verdict = judge(way, reached)
        if verdict is Verdict.NO:
            continue
        circle = Circle(tuple((one, effect.step) for one, effect in way), verdict is Verdict.YES)
        first = way[0][1].step.id
        known = best.get(first)
        if known is None or (circle.is_certain, -len(circle.links)) > (known.is_certain, -len(known.links)):
            best[first] = circle
    yield from best.values()


@dataclass(frozen=True, slots=True)
class Reached:
    """All that the draft may set off, at whatever distance, itself included, with the effects of each.

    `settled` are the values that all of them agree on: once set they change no more. `rivals` says who sets a key at all.
    """

    effects: Mapping[UUID, Sequence[Effect]]
    leads: Mapping[int, Sequence[Named]]
    """By the identity of an effect, whom it may set off."""
    settled: frozenset[str]
    rivals: Mapping[str, frozenset[UUID]]
    processes: Processes


def _reached(draft: Named, others: Sequence[Named], processes: Processes) -> Reached:
    unreached = {one.id: one for one in others if one.id != draft.id}
    reached, effects, waiting = {draft.id: draft}, {}, [draft]
    while waiting:
        here = waiting.pop()
        effects[here.id] = effects_of(here.recipe, processes)
        found = [
            there
            for there in unreached.values()
            if any(may_set_off(one, here.recipe, there.recipe, processes) for one in effects[here.id])
        ]
        for there in found:
            reached[there.id] = unreached.pop(there.id)
        waiting += found
    values: dict[str, list[Any]] = {}
    rivals: dict[str, set[UUID]] = {}
    for automation_id, of_one in effects.items():
        for effect in of_one:
            for key, value in effect.sets.items():
                values.setdefault(key, []).append(value)
                rivals.setdefault(key, set()).add(automation_id)
    settled = {
        key
        for key, all_of in values.items()
        if all(one is not ANYTHING and one == all_of[0] for one in all_of)
    }
    who = {key: frozenset(ids) for key, ids in rivals.items()}
    leads = {
        id(effect): [
            there for there in reached.values() if may_set_off(effect, here.recipe, there.recipe, processes)
        ]
        for here in reached.values()
        for effect in effects[here.id]
    }
    return Reached(effects, leads, frozenset(settled), who, processes)


def _ways(draft: Named, reached: Reached) -> Iterator[Way]:
    """Every way from the draft back to it, the shortest first, over no automation twice."""
    waiting: list[Way] = [((draft, effect),) for effect in reached.effects[draft.id]]
    looked = 0
    while waiting and looked < MOST_WAYS:
        further: list[Way] = []
        for way in waiting[:MOST_WAYS]:
            looked += 1
            for there in reached.leads[id(way[-1][1])]:
                if there.id == draft.id:
                    yield way
                elif all(there.id != one.id for one, _ in way):
                    further += [(*way, (there, following)) for following in reached.effects[there.id]]
        waiting = further


def may_set_off(effect: Effect, recipe: Recipe, other: Recipe, processes: Processes) -> bool:
    """`recipe` is whose effect it is."""
    trigger = other.trigger
    if trigger.type not in MAY_MATCH[effect.type] or not _same_team(recipe.trigger, trigger):
        return False
    narrowed = NARROWED.get(trigger.type)
    return narrowed is None or narrowed(effect, trigger, processes)


def judge(way: Way, reached: Reached) -> Verdict:
    """Goes around twice: what is known after the first time holds every time."""
    on_it = {one.id for one, _ in way}
    disturbed = {key for key, ids in reached.rivals.items() if not ids <= on_it}
    known: dict[str, Any] = {}
    _go_around(way, reached, disturbed, known)
    verdict = _go_around(way, reached, disturbed, known)
    is_certain = all(
        not one.recipe.conditions and effect.is_sure and not effect.in_branch for one, effect in way
    ) and all(
        following.recipe.trigger.team in (None, one.recipe.trigger.team)
        for (one, _), (following, _) in _pairs(way)
    )
    return verdict if is_certain else min(verdict, Verdict.MAYBE)


def _go_around(way: Way, reached: Reached, disturbed: Set[str], known: dict[str, Any]) -> Verdict:
    verdict = Verdict.YES
    for (one, causing), (following, _) in _pairs(way):
        _enter(one.recipe.trigger, known, reached.processes)
        is_past = False
        for effect in reached.effects[one.id]:
            known |= dict.fromkeys(disturbed, ANYTHING)
            if effect is causing:
                verdict = min(verdict, _happens(effect, following.recipe.trigger, known, reached))
                known |= effect.sets
                is_past = True
            elif effect.in_branch or (is_past and effect.pauses > causing.pauses):
                _blur(effect, known)
            else:
                known |= effect.sets
    return verdict


def _pairs(way: Way) -> list[tuple[tuple[Named, Effect], tuple[Named, Effect]]]:
    return [(link, way[(place + 1) % len(way)]) for place, link in enumerate(way)]


def _enter(trigger: Trigger, known: dict[str, Any], processes: Processes) -> None:
    """What its trigger says of the opportunity."""
    if trigger.type == "step_changed" and trigger.to_id is not None:
        known[STEP] = str(trigger.to_id)
    elif trigger.type == "stage_changed":
        entered = [one for one in processes.steps if _enters(trigger, one, processes)]
        if known.get(STEP, ANYTHING) not in entered:
            known[STEP] = entered[0] if len(entered) == 1 else ANYTHING


def _blur(effect: Effect, known: dict[str, Any]) -> None:
    """It may be done by then or not."""
    for key, value in effect.sets.items():
        if known.get(key, ANYTHING) != value:
            known[key] = ANYTHING


def _happens(effect: Effect, trigger: Trigger, known: Mapping[str, Any], reached: Reached) -> Verdict:
    """Never only where everybody agrees; what one automation makes so, another run may have changed in between."""
    if not effect.sets:
        return Verdict.YES
    keys = [key for key in effect.sets if not trigger.fields or key in trigger.fields or key in (STEP, OWNER)]
    if reached.settled.issuperset(keys):
        return Verdict.NO
    if effect.type == "opportunity.moved":
        return _moves(effect, trigger, known, reached.processes)
    return max(_differs(known.get(key, ANYTHING), effect.sets[key]) for key in keys)


def _differs(before: Any, after: Any) -> Verdict:
    is_sure = is_plain(before) and is_plain(after) and before != after
    return Verdict.YES if is_sure else Verdict.MAYBE


def _moves(effect: Effect, trigger: Trigger, known: Mapping[str, Any], processes: Processes) -> Verdict:
    before, after = known.get(STEP, ANYTHING), effect.sets[STEP]
    if before is ANYTHING or after is ANYTHING:
        return Verdict.MAYBE
    is_sure = processes.goes_freely(before, after) and _matches_move(trigger, before, after, processes)
    return Verdict.YES if is_sure else Verdict.MAYBE


def _matches_move(trigger: Trigger, before: str, after: str, processes: Processes) -> bool:
    if trigger.type == "opportunity_updated":
        return True
    if trigger.type == "step_changed":
        return before != after and trigger.from_id in (None, UUID(before))
    start = UUID(processes.stage_of(before).id)
    return str(start) != processes.stage_of(after).id and trigger.from_id in (None, start)


def _updates(effect: Effect, trigger: Trigger, _: Processes) -> bool:
    return not trigger.fields or not _changes(effect).isdisjoint(trigger.fields)


def _changes_step(effect: Effect, trigger: Trigger, _: Processes) -> bool:
    return any(trigger.to_id in (None, UUID(one)) for one in effect.steps)


def _changes_stage(effect: Effect, trigger: Trigger, processes: Processes) -> bool:
    return any(_enters(trigger, one, processes) for one in effect.steps)


def _is_of_type(effect: Effect, trigger: Trigger, _: Processes) -> bool:
    return is_of_type(trigger, effect.activity_type)


def _has_cause(effect: Effect, trigger: Trigger, _: Processes) -> bool:
    return trigger.cause in (None, effect.cause)


NARROWED: dict[str, Callable[[Effect, Trigger, Processes], bool]] = {
    "opportunity_updated": _updates,
    "step_changed": _changes_step,
    "stage_changed": _changes_stage,
    "activity_added": _is_of_type,
    "share_ended": _has_cause,
}


def _changes(effect: Effect) -> frozenset[str]:
    return frozenset(effect.sets if effect.type == "opportunity.edited" else CHANGES.get(effect.type, ()))


def _enters(trigger: Trigger, step_id: str, processes: Processes) -> bool:
    stage = processes.stage_of(step_id)
    return trigger.to_id in (None, UUID(stage.id)) and trigger.status in (None, stage.status.value)


def _same_team(first: Trigger, second: Trigger) -> bool:
    """No step changes the team, so what is of one team sets off nothing that is of another."""
    return first.team is None or second.team is None or first.team == second.team
