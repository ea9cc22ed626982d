from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handsel.kernel.written import FileRefused
from handsel.workflows.document import default_free_document, describe, parse, to_file
from handsel.workflows.graph import graph_of
from tests.workflows.boats import BOATS, a_document, a_graph, counting, standing, step_id

FREE = "workflow: Free\nmode: free\nstages: [{name: A, status: open}, {name: W, status: won}, {name: B, status: open}]\n"


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(FileRefused) as refusal:
        parse(text, previous=None, new_id=counting())
    return [(problem.name, problem.message) for problem in refusal.value.fields]


def test_a_file_is_read_and_written_back_unchanged() -> None:
    """W15."""
    document = a_document()

    assert yaml.safe_load(describe(document)) == to_file(document)
    assert describe(parse(describe(document), previous=document, new_id=counting())) == describe(document)


def backwards(value: Any) -> Any:
    """The same with its keys the other way round; a database keeps none of their order."""
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(one) for one in value] if isinstance(value, list) else value


def test_in_which_order_a_document_keeps_its_keys_makes_no_other_file() -> None:
    """W15."""
    mail = "communications: [{name: Thanks, channel: email, mode: manual, text: Hello}]"
    document = a_document(BOATS.replace("roles: [manager]", f"roles: [manager], {mail}"))

    assert describe(backwards(document)) == describe(document)


def test_the_same_file_again_changes_nothing() -> None:
    """I14: names keep their ids."""
    document = a_document()

    def no_new_id() -> Any:
        raise AssertionError

    assert parse(BOATS, previous=document, new_id=no_new_id) == document
    assert parse(to_file(document), previous=document, new_id=no_new_id) == document


def test_a_step_keeps_its_id_when_the_order_changes_and_a_new_one_gets_its_own() -> None:
    """W14."""
    document = a_document()
    steps = document["steps"]
    turned = {
        **to_file(document),
        "steps": [*reversed(to_file(document)["steps"]), {"name": "Fresh", "stage": "New"}],
    }

    read = parse(turned, previous=document, new_id=lambda: "fresh")  # type: ignore[arg-type, return-value]  # (an id that can be read)

    assert [step["id"] for step in read["steps"]] == [*(step["id"] for step in reversed(steps)), "fresh"]
    assert read["transitions"] == document["transitions"]


def test_the_board_shows_open_stages_in_their_order_then_won_lost_archived() -> None:
    """W2, B7."""
    graph = a_graph()

    assert [stage.name for stage in graph.stages_on_board] == ["New", "Proposed", "Won", "Lost", "Archived"]
    assert [stage.name for stage in graph.open_stages] == ["New", "Proposed"]
    assert graph.stage_of(step_id(graph, "Gone")).status == "lost"


def test_everything_wrong_is_told_at_once_by_line() -> None:
    """W13: refused already on saving, with the field named."""
    text = """\
workflow: " "
mode: strict
color: red
sections:
  - name: Need
    attributes:
      - {key: Budget, label: Budget, type: money}
      - {key: amount, type: money}
      - {key: kind, type: colour}
      - {key: size, type: choice}
      - {key: size, type: text, options: [a]}
      - {key: tint, type: choices, options: [a, a]}
stages:
  - {name: New, status: opened}
  - {name: New, status: open, reasons: [x]}
  - {status: won}
steps:
  - {name: One, stage: Nowhere, attributes: [size, ghost], probability: 101, limit: 2 moons}
  - {name: One, stage: New, probability: true, limit: 0 days, color: red}
transitions:
  - {name: Go, from: One, to: Two, required: [ghost, amount], roles: [king], triggers: [explode]}
  - {name: Go, from: One, to: One, communications: [{channel: pigeon}]}
  - {from: One}
entries: {new: Nowhere, old: One, existing_account: {step: One, nick: x}}
follow_ons:
  - {name: Next, step: Nowhere, carry: [ghost]}
milestones: [a, b, c, d]
"""
    assert refused(text) == [
        (
            "color (line 3)",
            "Unknown key. Known here: workflow, mode, sections, stages, steps, transitions, entries, follow_ons, milestones.",
        ),
        ("workflow (line 1)", "A name is needed."),
        ("mode (line 2)", "'strict' is not known. Known: free, guided."),
        (
            "sections[0].attributes[0].key (line 7)",
            "A key is lower-case letters, digits and _, beginning with a letter.",
        ),
        ("sections[0].attributes[1].key (line 8)", "amount is built in; use it without declaring it."),
        (
            "sections[0].attributes[2].type (line 9)",
            (
                "'colour' is not known. Known: text, long_text, number, money, date, datetime, boolean, choice, choices, "
                "email, phone, link, user."
            ),
        ),
        ("sections[0].attributes[3].options (line 10)", "A choice needs options."),
        ("sections[0].attributes[4].key (line 11)", "size is declared twice."),
        ("sections[0].attributes[4].options (line 11)", "A text has no options."),
        ("sections[0].attributes[5].options[1] (line 12)", "a stands here twice."),
        ("stages[0].status (line 14)", "'opened' is not known. Known: open, won, lost, archived."),
        ("stages[1].name (line 15)", "New stands here twice."),
        ("stages[1].reasons (line 15)", "Only a lost stage has reasons."),
        ("stages[2].name (line 16)", "This is missing."),
        ("steps[0].stage (line 18)", "There is no stage 'Nowhere' in this file."),
        (
            "steps[0].attributes[1] (line 18)",
            "There is no attribute 'ghost' in this file, and none is built in.",
        ),
        ("steps[0].probability (line 18)", "A probability is a number from 0 to 100."),
        ("steps[0].limit (line 18)", 'A limit is written like "2 days" or "4 hours".'),
        (
            "steps[1].color (line 19)",
            "Unknown key. Known here: id, name, stage, attributes, probability, limit.",
        ),
        ("steps[1].name (line 19)", "One stands here twice."),
        ("steps[1].probability (line 19)", "A probability is a number from 0 to 100."),
        ("steps[1].limit (line 19)", 'A limit is written like "2 days" or "4 hours".'),
        ("transitions[0].to (line 21)", "There is no step 'Two' in this file."),
        (
            "transitions[0].required[0] (line 21)",
            "There is no attribute 'ghost' in this file, and none is built in.",
        ),
        (
            "transitions[0].roles[0] (line 21)",
            "'king' is not known. Known: administrator, director, manager, professional, lead_generator.",
        ),
        (
            "transitions[0].triggers[0] (line 21)",
            (
                "'explode' is not known. Known: create_account, create_contact, create_invoice, create_registration, "
                "create_token_issue."
            ),
        ),
        ("transitions[1].name (line 22)", "Two transitions from that step are called Go."),
        (
            "transitions[1].communications[0].channel (line 22)",
            "'pigeon' is not known. Known: email, sms, whatsapp.",
        ),
        ("transitions[2].name (line 23)", "This is missing."),
        ("transitions[2].to (line 23)", "This is missing."),
        ("entries.old (line 24)", "Unknown key. Known here: new, existing_account."),
        ("entries.new (line 24)", "There is no step 'Nowhere' in this file."),
        ("entries.existing_account.nick (line 24)", "Unknown key. Known here: step, name."),
        ("follow_ons[0].step (line 26)", "There is no step 'Nowhere' in this file."),
        (
            "follow_ons[0].carry[0] (line 26)",
            "There is no attribute 'ghost' in this file, and none is built in.",
        ),
        ("milestones (line 27)", "At most 3 here; these are 4."),
    ]


def test_two_entries_of_one_kind_are_refused() -> None:
    """W13."""
    assert refused(BOATS.replace("entries: {", "entries: {new: Shelf, ")) == [
        ("entries.new (line 31)", "This key stands here twice.")
    ]


@pytest.mark.parametrize(
    "text", ["", "- a", "workflow", "null", "[]", "{}", "stages: 5", "workflow: A\nstages: {a: b}"]
)
def test_what_is_no_workflow_is_refused(text: str) -> None:
    assert refused(text)


def test_a_free_workflow_needs_only_stages() -> None:
    """W12: one step per stage, both entries at the leftmost open stage."""
    document = parse(FREE, previous=None, new_id=counting())
    graph = graph_of(document)

    first = standing(graph, "A").step_id
    assert [(step.name, graph.stage_of(step.id).name) for step in graph.steps] == [
        ("A", "A"),
        ("W", "W"),
        ("B", "B"),
    ]
    assert {kind: entry.step_id for kind, entry in graph.entries.items()} == {
        "new": first,
        "existing_account": first,
    }
    assert sorted(to_file(document)) == ["mode", "stages", "workflow"]


def test_a_steps_place_in_a_free_workflow_survives_reordering() -> None:
    before = parse(FREE, previous=None, new_id=counting())
    turned = {**to_file(before), "stages": list(reversed(to_file(before)["stages"]))}

    after = parse(turned, previous=before, new_id=counting())

    assert {step["name"]: step["id"] for step in after["steps"]} == {
        step["name"]: step["id"] for step in before["steps"]
    }
    assert after["entries"]["new"]["step"] == step_id(graph_of(before), "B")


def test_a_free_workflow_may_have_a_layout_and_say_what_a_step_shows() -> None:
    text = FREE + (
        "sections: [{name: S, attributes: [{key: x, type: text}, {key: y, type: text}]}]\n"
        "steps: [{name: First, stage: A, attributes: [y], probability: 0}]\n"
        "entries: {existing_account: {step: First, name: Known}}\n"
    )
    document = parse(text, previous=None, new_id=counting())

    assert [(step["name"], step["attributes"]) for step in document["steps"]] == [
        ("First", ["y"]),
        ("W", ["x", "y"]),
        ("B", ["x", "y"]),
    ]
    assert parse(describe(document), previous=document, new_id=counting()) == document


def test_a_free_workflow_takes_no_transitions_and_no_second_step() -> None:
    """W12."""
    text = FREE + (
        "steps: [{name: A, stage: A}, {name: A2, stage: A}, {name: W, stage: B}]\n"
        "transitions: [{name: Go, from: A, to: B}]\n"
        "entries: {new: W}\n"
    )
    assert refused(text) == [
        ("steps[1] (line 4)", "A free workflow has one step per stage."),
        ("steps (line 4)", "The stage W needs a step of its own: its name is taken."),
        ("transitions (line 5)", "A free workflow allows every move; it has no transitions."),
        ("entries.new (line 6)", "A free workflow starts at its leftmost open stage."),
    ]


def test_a_new_team_gets_a_free_workflow() -> None:
    """W12."""
    graph = graph_of(default_free_document("Sales", new_id=counting()))

    assert [(stage.name, str(stage.status), bool(stage.reasons)) for stage in graph.stages_on_board] == [
        ("New", "open", False),
        ("Qualified", "open", False),
        ("Proposal", "open", False),
        ("Negotiation", "open", False),
        ("Won", "won", False),
        ("Lost", "lost", True),
        ("Archived", "archived", False),
    ]


any_name = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12).map(
    "n".__add__
)
awkward = st.sampled_from(
    ["no", "~", "null", "007", "1.5", "2026-01-01", "a: b", "- x", "<<", "=", "'", '"', "#", "é"]
)


@given(st.lists(any_name | awkward, min_size=1, max_size=6, unique=True))
@settings(max_examples=100, deadline=None)
def test_any_names_survive_the_file(names: list[str]) -> None:
    """I11: text is kept as typed; only NUL is refused."""
    written = {
        "workflow": names[0],
        "sections": [
            {
                "name": names[-1],
                "attributes": [{"key": "k", "label": names[0], "type": "choice", "options": names}],
            }
        ],
        "stages": [{"name": name, "status": "open"} for name in names],
        "steps": [{"name": name, "stage": name} for name in names],
        "transitions": [{"name": name, "from": name, "to": names[0]} for name in names],
    }
    document = parse(written, previous=None, new_id=counting())

    assert parse(describe(document), previous=document, new_id=counting()) == document
