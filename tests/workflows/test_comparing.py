"""Two forms of a workflow beside each other (W15)."""

from typing import Any

from handsel.workflows.comparing import compare_elements, compare_lines
from handsel.workflows.document import describe, parse, to_draft_document
from tests.workflows.boats import a_document, counting


def edited(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    numbers = counting()
    for _ in range(100):
        numbers()
    return parse({**to_draft_document(document), **changes}, previous=document, new_id=numbers)


def renamed(document: dict[str, Any], part: str, name: str, to: str) -> list[dict[str, Any]]:
    return [{**one, "name": to} if one["name"] == name else one for one in to_draft_document(document)[part]]


def told(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (
            one["kind"],
            one["element"],
            one["name"],
            *((detail["what"], detail["before"], detail["after"]) for detail in one["details"]),
        )
        for one in compare_elements(before, after)
    ]


def test_the_same_document_has_no_changes() -> None:
    document = a_document()

    assert compare_elements(document, document) == []
    assert {line["kind"] for line in compare_lines(document, document)} == {"same"}


def test_a_new_name_is_one_change_and_no_new_stage() -> None:
    document = a_document()
    draft = to_draft_document(document)
    steps = [{**one, "stage": "Fresh"} if one["stage"] == "New" else one for one in draft["steps"]]

    after = edited(document, stages=renamed(document, "stages", "New", "Fresh"), steps=steps)

    assert told(document, after) == [("changed", "stage", "Fresh", ("name", "New", "Fresh"))]


def test_what_is_added_removed_and_changed_is_told_by_element() -> None:
    document = a_document()
    draft = to_draft_document(document)
    transitions = [one for one in draft["transitions"] if one["name"] != "Wake"]
    transitions[1] = {**transitions[1], "required": ["budget"], "to": "Offer revised"}
    steps = [*draft["steps"], {"name": "Later", "stage": "New", "probability": 0}]

    after = edited(document, transitions=transitions, steps=steps, mode="guided", milestones=["Deposit"])

    assert told(document, after) == [
        ("changed", "workflow", "Boats", ("milestones", "Deposit, Delivery, Survey", "Deposit")),
        ("added", "step", "Later", ("name", None, "Later"), ("stage", None, "New"), ("probability", None, "0")),
        (
            "changed",
            "transition",
            "Offer",
            ("to", "Offer sent", "Offer revised"),
            ("required", "budget, contact.email", "budget"),
        ),
        ("removed", "transition", "Wake", ("name", "Wake", None), ("from", "Shelf", None), ("to", "Lead in", None)),
    ]  # fmt: skip


def test_another_order_of_the_stages_is_told_once() -> None:
    document = a_document()
    stages = to_draft_document(document)["stages"]

    after = edited(document, stages=[*reversed(stages)])

    names = [stage["name"] for stage in stages]
    assert told(document, after) == [
        ("changed", "workflow", "Boats", ("order_of_stages", ", ".join(names), ", ".join(reversed(names))))
    ]


def test_attributes_and_entries_are_compared_too() -> None:
    document = a_document()
    draft = to_draft_document(document)
    (section,) = draft["sections"]
    budget, trade_in = section["attributes"]
    attributes = [budget, {**trade_in, "options": ["none", "boat"]}]

    after = edited(
        document, sections=[{**section, "attributes": attributes}], entries={"new": draft["entries"]["new"]}
    )

    assert told(document, after) == [
        ("changed", "attribute", "Trade-in", ("options", "none, boat, trailer", "none, boat")),
        ("removed", "entry", "Known firm", ("name", "Known firm", None), ("step", "Offer sent", None)),
    ]


def test_lines_are_those_of_both_files() -> None:
    document = a_document()
    after = edited(
        document,
        steps=renamed(document, "steps", "Shelf", "Rack"),
        transitions=[
            {**one, **{end: "Rack" for end in ("from", "to") if one[end] == "Shelf"}}
            for one in to_draft_document(document)["transitions"]
        ],
    )

    lines = compare_lines(document, after)

    assert [line["text"] for line in lines if line["from_line"]] == describe(document).splitlines()
    assert [line["text"] for line in lines if line["to_line"]] == describe(after).splitlines()
    assert [line["from_line"] for line in lines if line["from_line"]] == [
        *range(1, describe(document).count("\n") + 1)
    ]
    assert [(line["kind"], line["text"]) for line in lines if line["kind"] != "same"] == [
        ("removed", "- name: Shelf"),
        ("added", "- name: Rack"),
        ("removed", "  to: Shelf"),
        ("added", "  to: Rack"),
        ("removed", "  from: Shelf"),
        ("added", "  from: Rack"),
    ]
