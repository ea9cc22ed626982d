"""Documents that bring their ids: what the editor sends (W1, W14, W15)."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handsel.kernel.sentences import as_it_is
from handsel.kernel.written import FileRefused, read_json
from handsel.workflows.document import (
    default_free_document,
    describe,
    parse,
    read,
    to_draft_document,
    with_new_ids,
)
from tests.workflows.boats import a_document, counting

A, B, C = (f"0192a000-0000-7000-8000-00000000000{digit}" for digit in "abc")


def no_new_id() -> Any:
    raise AssertionError


def sent(document: dict[str, Any]) -> dict[str, Any]:
    """As it comes over the wire, without anything to fall back on."""
    return parse(json.loads(json.dumps(document)), previous=None, new_id=no_new_id)


def refused(text: str) -> list[tuple[str, str]]:
    part = read_json(text)
    read(part, previous=None, new_id=counting())
    with pytest.raises(FileRefused) as refusal:
        part.check(as_it_is("No."))
    return [(problem.name, problem.message) for problem in refusal.value.fields]


def test_a_draft_document_is_read_back_as_the_same_document() -> None:
    document = a_document()

    assert sent(to_draft_document(document)) == document
    assert sent(document) == document  # ids as references are as good


def test_so_is_a_free_one() -> None:
    document = default_free_document("Free", new_id=counting())

    assert sent(to_draft_document(document)) == document


def test_the_file_says_the_same_whichever_way_it_came() -> None:
    """W15."""
    document = a_document()

    assert describe(sent(to_draft_document(document))) == describe(document)
    assert parse(describe(document), previous=document, new_id=no_new_id) == document


NAME = st.text(min_size=1, max_size=8).filter(lambda name: name.strip() == name and name.isprintable())


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Any workflow that a draft may hold, names of every kind and steps without a stage among them."""
    keys = ["budget", "pet"]
    stages = draw(st.lists(NAME, min_size=1, max_size=4, unique=True))
    steps = draw(st.lists(NAME, max_size=5, unique=True))
    one_step = st.sampled_from(steps or ["-"])
    attributes = st.lists(st.sampled_from([*keys, "amount", "contact.email"]), unique=True, max_size=3)
    transitions = draw(st.lists(st.tuples(NAME, one_step), unique=True, max_size=5) if steps else st.just([]))
    return {
        "workflow": draw(NAME),
        "sections": [
            {
                "name": draw(NAME),
                "attributes": [
                    {"key": "budget", "label": draw(NAME), "type": "money"},
                    {"key": "pet", "type": "choice", "options": ["cat", "dog"]},
                ],
            }
        ],
        "stages": [
            {"name": name, "status": draw(st.sampled_from(["open", "won", "lost", "archived"]))}
            for name in stages
        ],
        "steps": [
            {
                "name": name,
                "stage": draw(st.none() | st.sampled_from(stages)),
                "attributes": draw(attributes),
                "probability": draw(st.none() | st.integers(0, 100)),
                "limit": draw(st.none() | st.just("2 days")),
            }
            for name in steps
        ],
        "transitions": [
            {
                "name": name,
                "from": start,
                "to": draw(one_step),
                "required": draw(attributes),
                "roles": draw(st.lists(st.sampled_from(["manager", "director"]), unique=True)),
                "triggers": draw(st.lists(st.just("create_account"), max_size=1)),
                "communications": draw(
                    st.lists(st.just({"name": "Hello", "channel": "email", "text": "Hi"}), max_size=1)
                ),
            }
            for name, start in transitions
        ],
        "entries": {"new": {"step": draw(one_step), "name": draw(st.none() | NAME)}} if steps else {},
        "follow_ons": [{"name": "Again", "step": draw(one_step), "carry": draw(attributes)}] if steps else [],
        "milestones": draw(st.lists(NAME, unique=True, max_size=3)),
    }


@settings(max_examples=150, deadline=None)
@given(documents())
def test_every_document_survives_the_draft_and_the_file(written: dict[str, Any]) -> None:
    document = parse(written, previous=None, new_id=counting())

    assert sent(to_draft_document(document)) == document
    assert parse(describe(document), previous=document, new_id=no_new_id) == document


def test_renaming_and_reordering_keep_the_identity() -> None:
    """W14."""
    document = a_document()
    edited = to_draft_document(document)
    for step in edited["steps"]:
        step["name"] = f"{step['name']} anew"
    for one in (*edited["transitions"], *edited["follow_ons"]):
        for end in {"from", "to", "step"} & one.keys():
            one[end] = f"{one[end]} anew"
    for entry in edited["entries"].values():
        entry["step"] = f"{entry['step']} anew"
    edited["steps"].reverse()
    edited["stages"].reverse()

    found = sent(edited)

    assert [one["id"] for one in found["steps"]] == [one["id"] for one in reversed(document["steps"])]
    assert [(one["id"], one["from"], one["to"]) for one in found["transitions"]] == [
        (one["id"], one["from"], one["to"]) for one in document["transitions"]
    ]
    assert found["entries"] == document["entries"]


def test_two_steps_may_exchange_their_names() -> None:
    document = a_document()
    edited = to_draft_document(document)
    first, second = edited["steps"][:2]
    first["name"], second["name"] = second["name"], first["name"]

    found = parse(edited, previous=document, new_id=no_new_id)

    assert [(one["id"], one["name"]) for one in found["steps"]][:2] == [
        (document["steps"][0]["id"], "Offer sent"),
        (document["steps"][1]["id"], "Lead in"),
    ]


def test_what_comes_without_an_id_never_takes_one_that_is_given_to_another() -> None:
    previous = parse(
        {"stages": [{"id": A, "name": "New", "status": "open"}], "workflow": "W"},
        previous=None,
        new_id=counting(),
    )
    written = {
        "workflow": "W",
        "stages": [{"name": "New", "status": "open"}, {"id": A, "name": "Renamed", "status": "open"}],
    }

    found = parse(written, previous=previous, new_id=counting())

    assert [stage["id"] == A for stage in found["stages"]] == [False, True]


def test_a_stage_of_a_free_workflow_keeps_its_step_through_a_new_name() -> None:
    document = default_free_document("Free", new_id=counting())
    edited = {**to_draft_document(document), "steps": [], "entries": {}}
    edited["stages"] = [
        {**stage, "name": "Fresh"} if stage["name"] == "New" else stage for stage in edited["stages"]
    ]

    found = parse(edited, previous=document, new_id=no_new_id)

    assert [step["id"] for step in found["steps"]] == [step["id"] for step in document["steps"]]
    assert found["steps"][0]["name"] == "Fresh"


def test_entries_may_come_as_a_list() -> None:
    document = a_document()
    edited = to_draft_document(document)
    edited["entries"] = [{"kind": kind, **entry} for kind, entry in edited["entries"].items()]

    assert sent(edited) == document


STAGES = f'"workflow": "W", "stages": [{{"id": "{A}", "name": "New", "status": "open"}}]'


@pytest.mark.parametrize(
    ("rest", "name", "message"),
    [
        ('"steps": [{"name": "S", "stage": "Nowhere"}]', "steps.0.stage", "There is no stage 'Nowhere' in this file."),
        (f'"steps": [{{"name": "S", "stage": "{B}"}}]', "steps.0.stage", f"There is no stage '{B}' in this file."),
        (f'"steps": [{{"id": "{A}", "name": "S"}}]', "steps.0.id", "This id stands here twice."),
        ('"steps": [{"id": "7", "name": "S"}]', "steps.0.id", "An id is a UUID."),
        ('"steps": [{"name": "S", "name": "T"}]', "steps.0.name", "This key stands here twice."),
        ('"steps": [{"name": "S"}, {"name": "S"}]', "steps.1.name", "S stands here twice."),
        (
            '"steps": [{"name": "S"}], "entries": [{"kind": "new", "step": "S"}, {"kind": "new", "step": "S"}]',
            "entries.1.kind",
            "There are two entries of the kind new.",
        ),
        ('"steps": [{"name": "S"}], "entries": {"new": "S", "new": "S"}', "entries.new", "This key stands here twice."),
        (
            '"steps": [{"name": "S"}], "entries": [{"kind": "old", "step": "S"}]',
            "entries.0.kind",
            "'old' is not known. Known: new, existing_account.",
        ),
    ],
)  # fmt: skip
def test_what_no_draft_may_hold_is_refused_with_its_field(rest: str, name: str, message: str) -> None:
    """W13."""
    assert refused(f"{{{STAGES}, {rest}}}") == [(name, message)]


@pytest.mark.parametrize("text", ["", "{", "[1,]", "[" * 100_000, '{"a": 1e400'])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        read_json(text)


def test_a_copy_has_ids_of_its_own() -> None:
    document = a_document()
    numbers = counting()
    for _ in range(100):
        numbers()

    copy = with_new_ids(document, new_id=numbers)

    assert describe(copy) == describe(document)
    ids = {one["id"] for kind in ("stages", "steps", "transitions") for one in document[kind]}
    assert not ids & {one["id"] for kind in ("stages", "steps", "transitions") for one in copy[kind]}
