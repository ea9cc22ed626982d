"""The rules against a twin that knows no cleverness: it tries every way of every length."""

from itertools import pairwise, product
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from handsel.kernel.refusals import Refusal
from handsel.kernel.text import is_filled
from handsel.workflows.graph import Graph, Mode, Stage, Status, Step, Transition
from handsel.workflows.rules import Facts, Position, decide_move, moves_from, stage_moves

KEYS = ("amount", "title", "description")
ROLES = ("director", "manager", "professional")


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    stages = [
        Stage(f"stage{index}", f"Stage {index}", status, ("price",) if status is Status.LOST else ())
        for index, status in enumerate(draw(st.lists(st.sampled_from(Status), min_size=1, max_size=4)))
    ]
    homes = draw(st.lists(st.sampled_from(stages), min_size=1, max_size=5))
    steps = [Step(str(UUID(int=index)), f"Step {index}", home.id) for index, home in enumerate(homes)]
    ends = st.sampled_from(steps)
    some = draw(
        st.lists(
            st.tuples(
                ends, ends, st.sets(st.sampled_from(KEYS)), st.sets(st.sampled_from(ROLES), max_size=2)
            ),
            max_size=9,
        )
    )
    declared = tuple(
        Transition(f"t{index}", f"T {index}", start.id, to.id, tuple(sorted(required)), tuple(sorted(roles)))
        for index, (start, to, required, roles) in enumerate(some)
    )
    return Graph("Any", Mode.GUIDED, tuple(stages), tuple(steps), declared)


facts_of_anybody = st.builds(
    Facts,
    st.frozensets(st.sampled_from(ROLES)),
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["", " ", None, 0, "x"])),
    st.frozensets(st.sampled_from(KEYS), max_size=1),
)


def usable(graph: Graph, facts: Facts) -> list[Transition]:
    roles = facts.roles | ({"manager"} if "director" in facts.roles else set())
    return [one for one in graph.declared if not one.roles or any(role in roles for role in one.roles)]


def length_of_way(graph: Graph, facts: Facts, start: str, to: str) -> int:
    """0 where there is none. Tries all sequences of steps between, shorter ones first."""
    lines = {(one.from_id, one.to_id) for one in usable(graph, facts)}
    ids = [step.id for step in graph.steps]
    for between in range(len(ids)):
        for stops in product(ids, repeat=between):
            way = (start, *stops, to)
            if all(pair in lines for pair in pairwise(way)):
                return between + 1
    return 0


@given(graphs(), facts_of_anybody)
@settings(max_examples=150, deadline=None)
def test_moves_are_what_trying_every_way_finds(graph: Graph, facts: Facts) -> None:
    """W7."""
    for here in graph.steps:
        for move in moves_from(graph, Position(here.id), facts):
            fit = [one for one in usable(graph, facts) if (one.from_id, one.to_id) == (here.id, move.step.id)]

            assert move.allowed == bool(fit)
            assert list(move.transitions) == fit
            assert {one.id for one in move.barred} == {
                one.id for one in graph.declared if (one.from_id, one.to_id) == (here.id, move.step.id)
            } - {one.id for one in fit}
            asked = [set(one.required) - facts.unasked for one in fit]
            assert set(move.required) == (set.intersection(*asked) if asked else set())
            assert bool(move.reasons) != move.allowed
            if move.step.id != here.id:
                assert len(move.path) == length_of_way(graph, facts, here.id, move.step.id)
            lines = {(one.from_id, one.to_id) for one in usable(graph, facts)}
            assert all(pair in lines for pair in zip((here.id, *move.path), move.path, strict=False))


@given(graphs(), facts_of_anybody)
@settings(max_examples=150, deadline=None)
def test_a_decision_and_the_list_of_moves_never_disagree(graph: Graph, facts: Facts) -> None:
    """W7: board, stage list and API use the same meaning."""
    for here in graph.steps:
        moves = {move.step.id: move for move in moves_from(graph, Position(here.id), facts)}
        for step in graph.steps:
            code, name = outcome(graph, here, facts, step=step.id)
            move = moves.get(step.id)
            if move is None or not move.allowed:
                assert code == (move.reasons[0].code if move else "no_transition")
            elif move.transition is None:
                assert code == "several_transitions"
            elif any(lacks(facts, key) for key in move.transition.required):
                assert code == "incomplete"
            else:
                assert name == move.transition.name
        for stage_id, (allowed, why, _) in stage_moves(graph, here.id, facts).items():
            code, _ = outcome(graph, here, facts, stage=stage_id)
            assert code == why if not allowed else code in {"", "several_transitions", "incomplete"}


def lacks(facts: Facts, key: str) -> bool:
    return key not in facts.unasked and not is_filled(facts.values.get(key))


def outcome(
    graph: Graph, here: Step, facts: Facts, *, step: str | None = None, stage: str | None = None
) -> tuple[str, str]:
    """The code of the refusal, or none and the transition; a reason is brought wherever one may be asked."""
    target = step and graph.stage_of(step)
    lost = (target or graph.stage(stage or "")).status is Status.LOST
    try:
        chosen = decide_move(
            graph, Position(here.id), facts, step=step, stage=stage, reason="price" if lost else None
        )
    except Refusal as refusal:
        return refusal.code, ""
    return "", chosen.name
