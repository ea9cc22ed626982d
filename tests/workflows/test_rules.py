from typing import Any

import pytest

from handsel.kernel.refusals import Conflict, Forbidden, Invalid, Refusal
from handsel.workflows.document import default_free_document
from handsel.workflows.graph import graph_of
from handsel.workflows.rules import (
    Facts,
    Incomplete,
    NoTarget,
    NoTransition,
    Position,
    RoleRequired,
    SeveralTransitions,
    UnknownReason,
    UnknownStage,
    UnknownStep,
    UnknownTransition,
    decide_move,
    entry_for,
    moves_from,
    stage_moves,
)
from tests.workflows.boats import a_graph, as_, counting, stage_id, standing, step_id, transition_id

GRAPH = a_graph()
FREE = graph_of(default_free_document("Free", new_id=counting()))
READY = {"budget": "900.00", "contact__email": "m@example.org", "amount": "0.00", "description": "x"}


def decide(start: str, facts: Facts, **wanted: Any) -> str:
    return decide_move(GRAPH, standing(GRAPH, start), facts, **wanted).name


def problems(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.name for problem in refused.value.fields]


def test_a_move_names_a_transition_a_step_or_a_stage() -> None:
    """W5."""
    facts = as_("professional", **READY)

    assert decide("Lead in", facts, transition=transition_id(GRAPH, "Offer", start="Lead in")) == "Offer"
    assert decide("Lead in", facts, step=step_id(GRAPH, "Offer sent")) == "Offer"
    assert decide("Lead in", facts, stage=stage_id(GRAPH, "Proposed")) == "Offer"
    assert decide("Lead in", facts, step=step_id(GRAPH, "Lead in")) == "Call again"
    with pytest.raises(NoTarget):
        decide("Lead in", facts)


def test_where_more_than_one_transition_fits_nothing_moves() -> None:
    """W5: the answer lists them, also where one of them would be complete."""
    with pytest.raises(SeveralTransitions) as refused:
        decide("Offer sent", as_("professional", **READY), stage=stage_id(GRAPH, "Won"))

    signed = {"id": step_id(GRAPH, "Signed"), "name": "Signed"}
    assert isinstance(refused.value, Conflict)
    assert refused.value.extra["choices"] == [
        {"id": transition_id(GRAPH, "Sign", start="Offer sent"), "name": "Sign", "step": signed},
        {
            "id": transition_id(GRAPH, "Sign by phone", start="Offer sent"),
            "name": "Sign by phone",
            "step": signed,
        },
    ]


def test_one_of_several_is_taken_by_its_name() -> None:
    by_phone = transition_id(GRAPH, "Sign by phone", start="Offer sent")
    facts = as_(budget="1", contact__phone="+15550100")

    assert decide("Offer sent", facts, transition=by_phone) == "Sign by phone"
    assert decide("Offer sent", facts, transition=by_phone, stage=stage_id(GRAPH, "Won")) == "Sign by phone"
    with pytest.raises(NoTransition):
        decide("Offer sent", facts, transition=by_phone, stage=stage_id(GRAPH, "Lost"))


@pytest.mark.parametrize("blank", [None, "", "  ", "\u3164\u2800", []])
def test_all_missing_attributes_are_listed_at_once(blank: object) -> None:
    """W6."""
    with pytest.raises(Incomplete) as refused:
        decide("Lead in", as_(budget=blank), step=step_id(GRAPH, "Offer sent"))

    assert isinstance(refused.value, Invalid)
    assert problems(refused) == ["budget", "contact.email"]
    assert refused.value.extra == {
        "missing": [
            {"key": "budget", "label": "Budget", "type": "money", "options": [], "section": "Need"},
            {"key": "contact.email", "label": "E-mail", "type": "email", "options": [], "section": ""},
        ],
        "reason_options": [],
    }


@pytest.mark.parametrize("value", [0, "0.00", False])
def test_zero_and_no_fill_an_attribute(value: object) -> None:
    """W6."""
    assert decide("Offer sent", as_(amount=value), step=step_id(GRAPH, "Offer revised")) == "Revise"


def test_a_lost_stage_asks_for_its_reason_together_with_what_else_is_missing() -> None:
    """W2, W6."""
    with pytest.raises(Incomplete) as refused:
        decide("Lead in", as_(), step=step_id(GRAPH, "Gone"))

    assert problems(refused) == ["description", "reason"]
    assert refused.value.extra["reason_options"] == ["price", "other"]
    assert decide("Lead in", as_(description="x"), step=step_id(GRAPH, "Gone"), reason="price") == "Give up"


@pytest.mark.parametrize("reason", [None, "", " ", "\u200b"])
def test_a_free_workflow_asks_for_the_reason_too(reason: str | None) -> None:
    """W2."""
    with pytest.raises(Incomplete) as refused:
        decide_move(FREE, standing(FREE, "New"), as_(), stage=stage_id(FREE, "Lost"), reason=reason)

    assert problems(refused) == ["reason"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [("Gone", "weather"), ("Gone", "Price"), ("Gone", "price "), ("Offer sent", "price")],
)
def test_a_reason_that_the_stage_does_not_know_is_refused(target: str, reason: str) -> None:
    with pytest.raises(UnknownReason) as refused:
        decide("Lead in", as_(**READY), step=step_id(GRAPH, target), reason=reason)

    assert problems(refused) == ["reason"]


def test_a_transition_is_for_its_roles() -> None:
    """W5: how statuses only available to the director work."""
    shelf = step_id(GRAPH, "Shelf")

    assert decide("Lead in", as_("director"), step=shelf) == "Shelve"
    assert decide("Lead in", as_("professional", "administrator"), step=shelf) == "Shelve"
    with pytest.raises(RoleRequired) as refused:
        decide("Lead in", as_("manager", "professional"), step=shelf)
    assert isinstance(refused.value, Forbidden)
    assert refused.value.detail == "Shelve is only for: administrator or director."
    assert refused.value.extra == {"roles": ["administrator", "director"], "path": []}


def test_a_director_is_a_manager() -> None:
    """O3."""
    assert decide("Offer revised", as_("director"), step=step_id(GRAPH, "Signed")) == "Sign"


def test_a_refusal_names_the_shortest_legal_way() -> None:
    """W7."""
    with pytest.raises(NoTransition) as refused:
        decide("Lead in", as_("professional"), stage=stage_id(GRAPH, "Won"))

    assert refused.value.detail == "No transition from Lead in to Won. The way there: Offer sent → Signed."
    assert refused.value.extra == {"path": [step_id(GRAPH, "Offer sent"), step_id(GRAPH, "Signed")]}


def test_the_way_is_that_of_the_persons_role() -> None:
    """W7: the shortest *legal* way."""
    seen = {
        role: [move.path for move in moves_from(GRAPH, standing(GRAPH, "Offer revised"), as_(role))]
        for role in ("manager", "professional")
    }

    signed = (step_id(GRAPH, "Signed"),)
    assert seen == {"manager": [(), (), signed, (), ()], "professional": [(), (), (), (), ()]}


def test_a_transition_from_elsewhere_is_no_transition() -> None:
    with pytest.raises(NoTransition) as refused:
        decide("Lead in", as_(), transition=transition_id(GRAPH, "Revise", start="Offer sent"))

    assert refused.value.detail == "Revise leads on from Offer sent; this stands on Lead in."


@pytest.mark.parametrize(
    ("wanted", "kind", "code"),
    [
        ({"step": "nowhere"}, UnknownStep, "unknown_step"),
        ({"step": FREE.stages[0].id}, UnknownStep, "unknown_step"),
        ({"stage": "nowhere"}, UnknownStage, "unknown_stage"),
        ({"transition": "gone"}, UnknownTransition, "unknown_transition"),
    ],
)
def test_what_this_workflow_does_not_have_is_refused_as_such(
    wanted: dict[str, str], kind: type[Refusal], code: str
) -> None:
    """W14: a move by a transition that is gone is refused as such."""
    with pytest.raises(kind) as refused:
        decide("Lead in", as_(), **wanted)

    assert (refused.value.code, problems(refused)) == (code, list(wanted))


def test_a_position_outside_the_workflow_is_refused() -> None:
    for ask in (moves_from, decide_move):
        with pytest.raises(UnknownStep):
            ask(GRAPH, Position("nowhere"), as_())


def test_missing_fields_do_not_grey_a_step() -> None:
    """W7: it stays green and says what it will ask for."""
    moves = moves_from(GRAPH, standing(GRAPH, "Lead in"), as_("professional", budget="1"))

    assert [(move.step.name, move.allowed, [one.key for one in move.missing]) for move in moves] == [
        ("Lead in", True, []),
        ("Offer sent", True, ["contact.email"]),
        ("Offer revised", False, []),
        ("Signed", False, []),
        ("Gone", True, ["description"]),
        ("Shelf", False, []),
    ]


def test_a_greyed_step_says_why_and_the_way_there() -> None:
    """W7."""
    moves = moves_from(GRAPH, standing(GRAPH, "Lead in"), as_("professional"))

    assert {move.step.name: [(one.code, one.text) for one in move.reasons] for move in moves} == {
        "Lead in": [],
        "Offer sent": [],
        "Offer revised": [
            (
                "no_transition",
                "No transition from Lead in to Offer revised. The way there: Offer sent → Offer revised.",
            )
        ],
        "Signed": [
            ("no_transition", "No transition from Lead in to Signed. The way there: Offer sent → Signed.")
        ],
        "Gone": [],
        "Shelf": [("role_required", "Shelve is only for: administrator or director.")],
    }


def test_several_transitions_to_one_step_promise_only_what_all_of_them_ask() -> None:
    signed = next(
        move for move in moves_from(GRAPH, standing(GRAPH, "Offer sent"), as_()) if move.step.name == "Signed"
    )

    assert signed.transition is None
    assert [one.name for one in signed.transitions] == ["Sign", "Sign by phone"]
    assert signed.required == ("budget",)


def test_in_a_free_workflow_every_move_is_allowed() -> None:
    """W12."""
    moves = moves_from(FREE, standing(FREE, "Proposal"), as_())

    assert [(move.step.name, move.allowed, move.reason_options != ()) for move in moves] == [
        ("New", True, False),
        ("Qualified", True, False),
        ("Negotiation", True, False),
        ("Won", True, False),
        ("Lost", True, True),
        ("Archived", True, False),
    ]
    for move in moves:
        assert move.transition is not None
        by_id = decide_move(
            FREE,
            standing(FREE, "Proposal"),
            as_(),
            transition=move.transition.id,
            reason=(*move.reason_options, None)[0],
        )
        assert by_id.to_id == move.step.id


def test_an_existing_account_starts_on_its_own_entry_where_there_is_one() -> None:
    """W10."""
    without = a_graph(
        "workflow: A\nstages: [{name: S, status: open}]\nsteps: [{name: T, stage: S}]\nentries: {new: T}"
    )

    assert entry_for(GRAPH, existing_account=False).name == "Lead in"
    assert entry_for(GRAPH, existing_account=True).name == "Offer sent"
    assert entry_for(without, existing_account=True).name == "T"
    assert entry_for(FREE, existing_account=True).name == "New"


def test_the_board_hears_by_stage_what_is_allowed_and_why_not() -> None:
    """W7: board, stage list and API use the same meaning."""
    found = stage_moves(GRAPH, step_id(GRAPH, "Lead in"), as_("professional"))

    assert {GRAPH.stage(stage).name: answer for stage, answer in found.items()} == {
        "New": (True, None, None),
        "Proposed": (True, None, None),
        "Won": (
            False,
            "no_transition",
            "No transition from Lead in to Won. The way there: Offer sent → Signed.",
        ),
        "Lost": (True, None, None),
        "Archived": (False, "role_required", "Shelve is only for: administrator or director."),
    }
