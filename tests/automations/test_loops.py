"""Circles of automations, found before they run (A5): named, and held against a house that really runs them."""

from collections.abc import Sequence
from random import Random
from typing import Any
from uuid import UUID

import pytest

from handsel.automations.loops import Circle, Named, circles
from handsel.automations.loops_effects import Processes
from handsel.workflows.document import default_free_document
from handsel.workflows.graph import Graph, Mode, Transition, graph_of
from tests.automations.playing import AUTHOR, Happened, House, rounds
from tests.automations.recipes import a_recipe, a_step, an_id, note

MANY = 450
FOLLOW_UPS = ("2030-01-01T10:00:00Z", "2030-02-01T10:00:00Z")


def free_graph() -> Graph:
    made = iter(range(10_000))
    return graph_of(default_free_document("Boats", new_id=lambda: UUID(an_id(f"free {next(made)}"))))


FREE = free_graph()
STEPS = [step.id for step in FREE.steps_on_board]
STAGES = [stage.id for stage in FREE.stages_on_board]
FREELY = Processes((FREE,))
TEAM, OTHER_TEAM = an_id("team"), an_id("other team")


def named(name: str, *steps: dict[str, Any], on: Any, when: tuple[dict[str, Any], ...] = ()) -> Named:
    return Named(UUID(an_id(name)), name, a_recipe(*steps, on=on, when=when))


def found(draft: Named, *others: Named, processes: Processes = FREELY) -> list[tuple[bool, list[str]]]:
    return [(one.is_certain, one.names) for one in circles(draft, others, processes=processes)]


A_CONDITION = ({"field": "title", "op": "filled"},)
LOG = a_step("log_activity", called="log", type="Visit")
TASK = a_step("create_task", called="task", title="Call")


def to(step: str, *, called: str = "move") -> dict[str, Any]:
    return a_step("move", called=called, step=step)


def changed_to(step: str, **more: str) -> dict[str, str]:
    return {"type": "step_changed", "to": step, **more}


def test_what_sets_itself_off_each_time_is_a_certain_circle() -> None:
    assert found(named("A", LOG, on="activity_added")) == [(True, ["A", "A"])]
    assert found(named("A", TASK, on="task_added")) == [(True, ["A", "A"])]


def test_a_wait_does_not_break_a_circle() -> None:
    pause = a_step("wait", called="wait", days=1)

    assert found(named("A", pause, LOG, on="activity_added")) == [(True, ["A", "A"])]


def test_a_condition_or_a_branch_makes_it_only_possible() -> None:
    branch = a_step("branch", called="branch", **{"if": list(A_CONDITION), "then": [LOG]})

    assert found(named("A", LOG, on="activity_added", when=A_CONDITION)) == [(False, ["A", "A"])]
    assert found(named("A", branch, on="activity_added")) == [(False, ["A", "A"])]


def test_a_constant_that_is_set_again_is_no_change() -> None:
    fields = a_step("set_fields", fields={"title": "A"})
    owner = a_step("set_owner", member=an_id("Ann"))

    assert found(named("A", fields, on="opportunity_updated")) == []
    assert found(named("A", owner, on="opportunity_updated")) == []


def test_two_that_set_one_field_to_and_fro_are_a_certain_circle() -> None:
    on = {"type": "opportunity_updated", "fields": ["title"]}
    here = named("A", a_step("set_fields", fields={"title": "here"}), on=on)
    there = named("B", a_step("set_fields", fields={"title": "there"}), on=on)
    elsewhere = named("B", a_step("set_fields", fields={"description": "there"}), on=on)

    assert found(here, there) == [(True, ["A", "B", "A"])]
    assert found(here, elsewhere) == []


def test_what_is_filled_in_only_then_may_change_each_time() -> None:
    longer = a_step("set_fields", fields={"title": "{title}!"})

    assert found(named("A", longer, on="opportunity_updated")) == [(False, ["A", "A"])]


def test_two_that_move_it_to_and_fro_are_a_certain_circle() -> None:
    forth = named("Forth", to(STEPS[1]), on=changed_to(STEPS[0]))
    back = named("Back", to(STEPS[0]), on=changed_to(STEPS[1]))

    assert found(forth, back) == [(True, ["Forth", "Back", "Forth"])]
    assert found(forth) == []


def test_what_enters_a_stage_stands_in_it() -> None:
    """So it does not enter it again by a step that moves it there."""
    won = next(stage for stage in FREE.stages_on_board if stage.status.value == "won")
    [there] = [step.id for step in FREE.steps_of(won.id)]
    on = {"type": "stage_changed", "status": "won"}

    assert found(named("A", to(there), to(STEPS[0], called="on"), on=on)) == [(False, ["A", "A"])]


def test_a_guided_workflow_that_lacks_the_way_back_breaks_it() -> None:
    def guided(*ways: tuple[int, int]) -> Processes:
        graph = Graph(
            FREE.name,
            Mode.GUIDED,
            FREE.stages,
            FREE.steps,
            declared=tuple(Transition(an_id(way), "go", STEPS[way[0]], STEPS[way[1]]) for way in ways),
        )
        return Processes((graph,))

    forth = named("Forth", to(STEPS[1]), on=changed_to(STEPS[0]))
    back = named("Back", to(STEPS[0]), on=changed_to(STEPS[1]))

    assert found(forth, back, processes=guided((0, 1), (1, 0))) == [(True, ["Forth", "Back", "Forth"])]
    assert found(forth, back, processes=guided((0, 1))) == []


def test_automations_of_two_teams_never_meet() -> None:
    of_one = named("A", LOG, on={"type": "activity_added", "team": TEAM})
    of_all = named("B", LOG, on="activity_added")
    of_other = named("B", TASK, on={"type": "activity_added", "team": OTHER_TEAM})
    back = named("C", LOG, on={"type": "task_added", "team": OTHER_TEAM})

    assert found(of_one, of_other, back) == [(True, ["A", "A"])]
    assert (True, ["B", "B"]) in found(of_all, of_one)


def test_an_activity_of_another_type_sets_nothing_off() -> None:
    assert found(named("A", LOG, on={"type": "activity_added", "activity_type": "Call"})) == []


def test_what_time_brings_is_only_possible() -> None:
    share = a_step("share", to={"team": TEAM}, days=1)
    follow_up = a_step("set_fields", fields={"follow_up_at": "2030-01-01T10:00:00Z"})

    assert found(named("A", share, on="share_ended")) == [(False, ["A", "A"])]
    assert found(named("A", share, on={"type": "share_ended", "cause": "stopped"})) == []
    assert found(named("A", follow_up, on="follow_up_due")) == [(False, ["A", "A"])]


def test_a_reminder_goes_around_unless_somebody_does_the_task() -> None:
    reminding = a_step("create_task", called="remind", title="Call", remind={"days": 1})
    hands_on = named("B", LOG, on="task_reminded")

    assert found(named("A", reminding, on="task_reminded")) == [(False, ["A", "A"])]
    assert found(named("A", reminding, on="activity_added"), hands_on) == [(False, ["A", "B", "A"])]
    assert found(named("A", TASK, on="task_reminded")) == []


def test_circles_of_others_are_none_of_ours() -> None:
    others = named("B", LOG, on="activity_added")

    assert found(named("A", note(), on="activity_added"), others) == []


def test_the_longest_circle_is_found_too() -> None:
    """Longer than a chain can be when it runs."""
    kinds = [f"kind {number}" for number in range(12)]
    ring = [
        named(
            kind,
            a_step("log_activity", type=kinds[(place + 1) % 12]),
            on={"type": "activity_added", "activity_type": kind},
        )
        for place, kind in enumerate(kinds)
    ]

    assert found(ring[0], *ring[1:]) == [(True, [*kinds, kinds[0]])]


def generated(random: Random) -> list[Named]:
    """One to four of them, small enough that they often meet. Some deal with what time brings."""
    is_late = random.random() < 0.4

    def a_trigger() -> dict[str, Any]:
        kinds: list[dict[str, Any]] = [
            {"type": "opportunity_created"},
            {"type": "opportunity_updated"},
            {
                "type": "opportunity_updated",
                "fields": [random.choice(["title", "description", "owner", "step"])],
            },
            {"type": "activity_added"},
            {"type": "activity_added", "activity_type": random.choice(["Visit", "Call"])},
            {"type": "task_added"},
            changed_to(random.choice(STEPS)),
            {"type": "step_changed", "from": random.choice(STEPS)},
            {"type": "step_changed"},
            {"type": "stage_changed", "to": random.choice(STAGES)},
            {"type": "stage_changed", "status": random.choice(["open", "won"])},
        ]
        by_time: list[dict[str, Any]] = [
            {"type": "task_reminded"},
            {"type": "share_ended"},
            {"type": "share_ended", "cause": random.choice(["time", "stopped"])},
            {"type": "follow_up_due"},
        ]
        team = {"team": random.choice([TEAM, OTHER_TEAM])} if random.random() < 0.2 else {}
        return random.choice(by_time if is_late and random.random() < 0.5 else kinds) | team

    def a_deed(called: str, *, depth: int = 0) -> dict[str, Any]:
        kinds: list[dict[str, Any]] = [
            {"do": "log_activity", "type": random.choice(["Visit", "Call"])},
            {"do": "create_task", "title": "Call"},
            {"do": "add_note", "text": "Hello"},
            {"do": "set_fields", "fields": {random.choice(["title", "description"]): random.choice("ab")}},
            {"do": "set_owner", "member": random.choice([None, an_id("Ann"), an_id("Ben")])},
            {"do": "set_owner", "person": "author"},
            {"do": "move", "step": random.choice(STEPS)},
            {"do": "move", "stage": random.choice(STAGES)},
            {"do": "wait", "minutes": 5},
        ]
        by_time: list[dict[str, Any]] = [
            {"do": "create_task", "title": "Call", "remind": {"days": 1}},
            {"do": "share", "to": {"team": TEAM}, "days": 1, "access": "view"},
            {"do": "stop_sharing", "whose": "all"},
            {"do": "set_fields", "fields": {"follow_up_at": random.choice([None, *FOLLOW_UPS])}},
        ]
        if depth == 0 and random.random() < 0.15:
            then = [a_deed(f"{called} then", depth=1)]
            return a_step("branch", called=called, **{"if": list(A_CONDITION), "then": then})
        chosen = random.choice(by_time if is_late and random.random() < 0.5 else kinds)
        return {"id": an_id(called), **chosen}

    return [
        named(
            f"A{number}",
            *(a_deed(f"{number} {place}") for place in range(random.randint(1, 3))),
            on=a_trigger(),
            when=A_CONDITION if random.random() < 0.2 else (),
        )
        for number in range(random.randint(1, 4))
    ]


def a_house(random: Random, *, conditions: str) -> House:
    return House(
        graph=FREE,
        team=UUID(random.choice([TEAM, OTHER_TEAM])),
        step=random.choice(STEPS),
        owner=random.choice([None, UUID(an_id("Ann")), AUTHOR]),
        fields={"title": random.choice("abc"), "description": random.choice("abc")},
        random=random,
        conditions=conditions,
    )


def first_events(house: House) -> list[Happened]:
    """What people may do to begin with, of which the house already knows."""
    moves = [
        Happened("opportunity.moved", {"from_step": step, "step": house.step})
        for step in STEPS
        if step != house.step
    ]
    return [
        Happened("opportunity.created"),
        *(Happened("opportunity.edited", {"fields": [key]}) for key in ("title", "description")),
        Happened("opportunity.assigned"),
        *(Happened("activity.added", activity_type=kind) for kind in ("Visit", "Call")),
        *(Happened(kind) for kind in ("task.added", "task.reminded", "opportunity.follow_up_due")),
        *(Happened("share.ended", {"cause": cause}) for cause in ("time", "stopped")),
        *moves,
    ]


def all_circles(automations: Sequence[Named]) -> list[Circle]:
    return [circle for one in automations for circle in circles(one, automations, processes=FREELY)]


@pytest.mark.parametrize("seed", range(MANY))
def test_where_no_circle_is_found_everything_comes_to_its_end(seed: int) -> None:
    random = Random(seed)
    automations = generated(random)
    if all_circles(automations):
        return

    for _ in range(3):
        house = a_house(random, conditions=random.choice(["hold", "any"]))
        for event in first_events(house):
            house.runs = 0
            assert rounds(house, automations, event, most=500) < 500


@pytest.mark.parametrize("seed", range(MANY))
def test_a_certain_circle_never_ends_once_it_goes_around(seed: int) -> None:
    """Only those on the circle run: what others do between may end it, or not. Somewhere it must begin."""
    random = Random(seed)
    for circle in (one for one in all_circles(generated(random)) if one.is_certain):
        on_it = [one for one, _ in circle.links]
        longest = max(
            rounds(house, on_it, event, most=200)
            for start in STEPS
            for team in (TEAM, OTHER_TEAM)
            for event in first_events(placed(a_house(random, conditions="hold"), start, team))
            for house in [placed(a_house(random, conditions="hold"), start, team)]
        )

        assert longest >= 200, circle.names


def placed(house: House, step: str, team: str) -> House:
    house.step, house.team = step, UUID(team)
    return house


def test_the_twin_meets_circles_of_both_kinds_and_sets_without_any() -> None:
    """Otherwise the two above would say nothing."""
    met = [all_circles(generated(Random(seed))) for seed in range(MANY)]

    kinds = [{circle.is_certain for circle in found} for found in met]
    assert all(kinds.count(kind) > 20 for kind in (set(), {True}, {False}))
    by_time = [{one.recipe.trigger.type for circle in found for one, _ in circle.links} for found in met]
    assert all(sum(kind in types for types in by_time) > 5 for kind in ("task_reminded", "share_ended"))
