import pytest

from handsel.workflows.checking import Finding, Level, check
from handsel.workflows.graph import Entry, Graph, Mode, Stage, Status, Step, Transition
from tests.workflows.boats import a_graph

STAGES = (Stage("o", "Open", Status.OPEN), Stage("w", "Won", Status.WON), Stage("l", "Lost", Status.LOST))
HOMES = {"A": "o", "B": "o", "C": "o", "D": "o", "W": "w", "L": "l", "X": None}


def drawn(ways: str) -> Graph:
    """`AB` is a transition from A to B. A to D are open, W is won, L lost, X without a stage."""
    return Graph(
        "Any",
        Mode.GUIDED,
        STAGES,
        tuple(Step(name, name, home) for name, home in HOMES.items()),
        tuple(Transition(way, way, way[0], way[1]) for way in ways.split()),
        {"new": Entry("new", "A")},
    )


def circles(graph: Graph) -> list[Finding]:
    return [one for one in check(graph) if one.code == "open_circle"]


@pytest.mark.parametrize(
    ("ways", "told"),
    [
        ("AB BA", ["AB"]),
        ("AB BC CA", ["ABC"]),
        ("BA AB AA BB", ["AB"]),
        # back and forth, and some way leads out of it
        ("AB BA BW", []),
        ("AB BA AL", []),
        ("AB BC CA CD DW", []),
        ("AB BA BC CW", []),
        # through a step that is not open
        ("AW WA", []),
        ("AL LA", []),
        # not told twice: of where it leads, or that a step has no stage
        ("AB BC CB", ["BC"]),
        ("AB BA BC CD DC", ["CD"]),
        ("AB BA AC", []),
        ("AB BA BX", []),
        # more than one
        ("AB BA CD DC", ["AB", "CD"]),
        # a dead end
        ("AB BB", []),
        ("AA", []),
        # come back to from a stage that is not open
        ("WA AB BA", ["AB"]),
    ],
)
def test_open_steps_that_lead_only_to_each_other_are_told_on_the_first_of_them(
    ways: str, told: list[str]
) -> None:
    """W13: a dead end in an open stage, of more than one step."""
    found = circles(drawn(ways))

    assert [one.values["steps"] for one in found] == [[*names] for names in told]
    assert [(one.element, one.id) for one in found] == [("step", names[0]) for names in told]


def test_a_circle_says_what_to_do_and_bars_nothing() -> None:
    """W13."""
    found = circles(drawn("AB BC CA"))

    assert [(one.level, one.text) for one in found] == [
        (
            Level.WARNING,
            (
                "A, B and C lead only to each other, and their stages are open. "
                "Add a transition that leads out, or close a stage."
            ),
        )
    ]


def test_a_free_workflow_has_no_circles() -> None:
    """W12: every step leads to every other."""
    graph = a_graph("workflow: Free\nmode: free\nstages: [{name: A, status: open}, {name: B, status: open}]")

    assert circles(graph) == []
