"""The check against a twin that walks every way, step by step, and looks what happened on it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handsel.workflows.checking import check
from handsel.workflows.graph import (
    EXISTING_ACCOUNT,
    NEW,
    Attribute,
    Entry,
    FollowOn,
    Graph,
    Mode,
    Section,
    Stage,
    Status,
    Step,
    Transition,
)

LAYOUT = ("budget", "color")
REQUIRED = (*LAYOUT, "account.name", "amount")
ROLES = ("director", "manager")
TRIGGERS = ("create_account", "create_contact", "create_invoice", "create_registration")
COMMUNICATIONS = ({"channel": "sms"}, {"channel": "sms", "mode": "automatic"}, {"mode": "disabled"})
Walk = tuple[Transition, ...]
Told = set[tuple[str, str | None]]


@st.composite
def graphs(
    draw: st.DrawFn,
    *,
    required: Sequence[str] = (),
    triggers: Sequence[str] = (),
    roles: Sequence[str] = (),
    communications: Sequence[Mapping[str, str]] = (),
) -> Graph:
    """Of what a test does not look at nothing is drawn, so that what it does look at comes more often."""
    statuses = draw(st.lists(st.sampled_from(Status), min_size=1, max_size=3))
    stages = [Stage(f"stage{number}", f"Stage {number}", status) for number, status in enumerate(statuses)]
    homes = st.none() | st.sampled_from([stage.id for stage in stages])
    displayed = st.lists(st.sampled_from(LAYOUT), max_size=1).map(tuple)
    steps = [
        Step(f"step{number}", f"Step {number}", home, attributes)
        for number, (home, attributes) in enumerate(
            draw(st.lists(st.tuples(homes, displayed), min_size=1, max_size=5))
        )
    ]
    ends = st.sampled_from([step.id for step in steps])
    declared = draw(
        st.lists(
            st.builds(
                Transition,
                id=st.just(""),
                name=st.just("T"),
                from_id=ends,
                to_id=ends,
                required=some_of(required),
                roles=some_of(roles),
                triggers=some_of(triggers),
                communications=some_of(communications),
            ),
            max_size=7,
        )
    )
    entries = draw(st.fixed_dictionaries({}, optional={NEW: ends, EXISTING_ACCOUNT: ends}))
    follow_ons = draw(st.lists(ends, max_size=1))
    attributes = tuple(Attribute(key, key.title(), "text") for key in LAYOUT)
    return Graph(
        "Any",
        Mode.GUIDED,
        tuple(stages),
        tuple(steps),
        tuple(
            Transition(
                f"t{number}",
                f"T {number}",
                one.from_id,
                one.to_id,
                one.required,
                one.roles,
                one.triggers,
                one.communications,
            )
            for number, one in enumerate(declared)
        ),
        {kind: Entry(kind, step_id) for kind, step_id in entries.items()},
        tuple(FollowOn(f"f{number}", "F", step_id) for number, step_id in enumerate(follow_ons)),
        (Section("S", attributes),),
    )


def some_of(items: Sequence[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(items), unique_by=repr, max_size=2).map(tuple) if items else st.just(())


def walks_from(graph: Graph, step_id: str) -> Iterator[Walk]:
    """Every one that takes no transition twice, the one of no step first; no other can show anything new."""

    def on(walk: Walk, here: str) -> Iterator[Walk]:
        yield walk
        for transition in graph.declared:
            if transition.from_id == here and transition not in walk:
                yield from on((*walk, transition), transition.to_id)

    return on((), step_id)


def end_of(walk: Walk, start: str) -> str:
    return walk[-1].to_id if walk else start


def status_of(graph: Graph, step_id: str) -> Status | None:
    home = next(step.stage_id for step in graph.steps if step.id == step_id)
    return next((stage.status for stage in graph.stages if stage.id == home), None)


def early_on(walk: Walk, *, has_account: bool) -> Told:
    """Goes the way once and notes what lacked an account."""
    early: Told = set()
    for transition in walk:
        has_account = has_account or "account.name" in transition.required
        for trigger in transition.triggers:
            if trigger in {"create_invoice", "create_registration"} and not has_account:
                early.add((transition.id, trigger.replace("_", " ")))
            has_account = has_account or trigger == "create_account"
    return early


def starts_of(graph: Graph) -> list[tuple[str, bool]]:
    """Steps, and whether there is an account."""
    entries = [(entry.step_id, kind == EXISTING_ACCOUNT) for kind, entry in graph.entries.items()]
    return [*entries, *((follow_on.step_id, False) for follow_on in graph.follow_ons)]


def told(graph: Graph, code: str) -> Told:
    return {(one.element, one.id) for one in check(graph, held_roles=()) if one.code == code}


def of(element: str, found: Iterator[str]) -> Told:
    return {(element, one) for one in found}


@given(graphs(required=("account.name",), triggers=TRIGGERS))
@settings(max_examples=200, deadline=None)
def test_a_trigger_is_out_of_order_where_some_way_lacks_the_account(graph: Graph) -> None:
    """W13."""
    expected: Told = set()
    for start, has_account in starts_of(graph):
        for walk in walks_from(graph, start):
            expected |= early_on(walk, has_account=has_account)

    found = {
        (one.id, next(name for name in ("create invoice", "create registration") if name in one.text))
        for one in check(graph)
        if one.code == "trigger_order"
    }

    assert found == expected


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_steps_that_no_walk_meets_are_unreachable(graph: Graph) -> None:
    """W13; nothing is said where nothing starts."""
    starts = [step_id for step_id, _ in starts_of(graph)]
    met = {end_of(walk, start) for start in starts for walk in walks_from(graph, start)}

    expected = of("step", (step.id for step in graph.steps if step.id not in met))

    assert told(graph, "unreachable_step") == (expected if starts else set())


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_an_entry_from_which_no_walk_wins_is_told(graph: Graph) -> None:
    """W13."""
    lost = [
        entry
        for entry in graph.entries.values()
        if all(
            status_of(graph, end_of(walk, entry.step_id)) is not Status.WON
            for walk in walks_from(graph, entry.step_id)
        )
    ]
    steps = {entry.step_id for entry in lost}

    found = told(graph, "no_way_to_won")

    assert {graph.entries[kind or ""].step_id for _, kind in found} == steps
    assert len(found) == len(steps)


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_a_dead_end_is_where_every_walk_stays(graph: Graph) -> None:
    """W13."""
    expected = of(
        "step",
        (
            step.id
            for step in graph.steps
            if status_of(graph, step.id) is Status.OPEN
            and {end_of(walk, step.id) for walk in walks_from(graph, step.id)} == {step.id}
        ),
    )

    assert told(graph, "dead_end") == expected


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_a_circle_is_where_every_walk_stays_open_and_comes_back(graph: Graph) -> None:
    """W13: of more than one step; that of one is a dead end."""
    ends = {
        step.id: {end_of(walk, step.id) for walk in walks_from(graph, step.id)}
        for step in graph.steps
        if status_of(graph, step.id) is Status.OPEN
    }
    circles = {
        frozenset(met)
        for one, met in ends.items()
        if len(met) > 1 and all(other in ends and one in ends[other] for other in met)
    }

    found = [one for one in check(graph) if one.code == "open_circle"]

    names = [[step.name for step in graph.steps if step.id in circle] for circle in circles]
    assert sorted(one.values["steps"] for one in found) == sorted(names)
    assert [one.name for one in found] == [one.values["steps"][0] for one in found]


@given(graphs(required=LAYOUT))
@settings(max_examples=200, deadline=None)
def test_what_is_required_is_displayed_on_some_walk_before(graph: Graph) -> None:
    """W13."""
    shown: dict[str, set[str]] = {one.id: set() for one in graph.declared}
    for start in graph.steps:
        for walk in walks_from(graph, start.id):
            if walk:
                shown[walk[-1].id] |= set(start.attributes or LAYOUT)

    expected = of(
        "transition",
        (
            one.id
            for one in graph.declared
            if any(key in LAYOUT and key not in shown[one.id] for key in one.required)
        ),
    )

    assert told(graph, "required_never_displayed") == expected


@given(
    graphs(required=REQUIRED, triggers=TRIGGERS, roles=ROLES, communications=COMMUNICATIONS),
    st.lists(st.sampled_from(ROLES), unique=True),
)
@settings(max_examples=200, deadline=None)
def test_each_element_is_judged_alike_by_itself(graph: Graph, held: list[str]) -> None:
    """W13: what needs no walk."""
    statuses = {step.id: status_of(graph, step.id) for step in graph.steps}
    holds = {*held, *(["manager"] if "director" in held else [])}
    expected: Told = {
        ("no_open_stage", None) for _ in [0] if all(one.status is not Status.OPEN for one in graph.stages)
    }
    expected |= {("no_entry", NEW) for _ in [0] if NEW not in graph.entries}
    expected |= {("step_without_stage", one) for one, status in statuses.items() if status is None}
    for kind, entry in graph.entries.items():
        if statuses[entry.step_id] is not Status.OPEN:
            expected.add(("entry_not_open", kind))
    for one in graph.declared:
        lost, to = statuses[one.from_id] is Status.LOST, statuses[one.to_id]
        judged = {
            "exit_from_lost": lost and to not in {Status.LOST, None},
            "trigger_not_available": {"create_invoice", "create_registration"} & {*one.triggers},
            "communication_not_available": any(item.get("mode") != "disabled" for item in one.communications),
            "role_nobody_holds": {*one.roles} - holds,
            "amount_switched_off": "amount" in one.required,
        }
        expected |= {(code, one.id) for code, is_so in judged.items() if is_so}

    found = {(one.code, one.id) for one in check(graph, held_roles=held, teams_without_amounts=["Boats"])}

    by_walks = {"trigger_order", "unreachable_step", "no_way_to_won", "dead_end", "open_circle"}
    by_walks.add("required_never_displayed")
    assert {one for one in found if one[0] not in by_walks} == expected


@given(graphs(required=REQUIRED, triggers=TRIGGERS, roles=ROLES, communications=COMMUNICATIONS))
@settings(max_examples=100, deadline=None)
def test_errors_come_first_and_every_finding_says_what_to_do(graph: Graph) -> None:
    found = check(graph, held_roles=(), teams_without_amounts=["Boats"])

    levels = [one.level for one in found]
    assert levels == sorted(levels)
    assert all(one.name and one.text.count(". ") + one.text.endswith(".") >= 2 for one in found)
