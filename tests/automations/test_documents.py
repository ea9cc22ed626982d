"""A recipe as a document: read as written, refused by its place (A1)."""

from typing import Any
from uuid import UUID

import pytest

from handsel.automations import document as shape
from handsel.automations.document import AnyOf, Condition, Duration, Schedule, Trigger, Whom, walk
from handsel.automations.document_reading import DraftRefused, NotReady, check_savable, parse, read
from handsel.automations.document_steps import READ
from handsel.automations.triggers import MAY_MATCH
from tests.automations.recipes import a_document, a_recipe, a_step, an_id, note

ANN, TEAM, STEP = UUID(an_id("Ann")), UUID(an_id("team")), UUID(an_id("step"))


def the_step(do: str, **slots: Any) -> Any:
    return a_recipe(a_step(do, **slots)).steps[0]


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        (
            {"do": "share", "to": {"member": str(ANN)}, "days": 3, "access": "modify"},
            {"to": Whom(member=ANN), "duration": Duration(days=3), "access": "modify"},
        ),
        (
            {"do": "share", "to": {"team": str(TEAM)}},
            {"to": Whom(team=TEAM), "duration": None, "access": "view"},
        ),
        ({"do": "stop_sharing", "whose": "mine"}, {"whose": "mine"}),
        ({"do": "stop_sharing", "whose": {"team": str(TEAM)}}, {"whose": Whom(team=TEAM)}),
        (
            {"do": "set_fields", "fields": {"title": "A", "amount": None}},
            {"fields": {"title": "A", "amount": None}},
        ),
        ({"do": "move", "step": str(STEP)}, {"step": STEP, "stage": None, "attributes": {}, "reason": None}),
        ({"do": "set_owner", "member": None}, {"to": None}),
        ({"do": "set_owner", "member": str(ANN)}, {"to": Whom(member=ANN)}),
        ({"do": "set_owner", "person": "author"}, {"to": Whom(person="author")}),
        (
            {"do": "create_task", "title": "Call", "owner": {"person": "owner"}, "due": {"days": 1}},
            {
                "title": "Call",
                "owner": Whom(person="owner"),
                "due": Duration(days=1),
                "remind": None,
            },
        ),
        ({"do": "log_activity", "type": "Visit"}, {"type": "Visit", "text": ""}),
        ({"do": "add_note", "text": "See {title}"}, {"text": "See {title}"}),
        (
            {"do": "notify", "to": {"role": "manager"}, "text": "Look"},
            {"to": Whom(role="manager"), "text": "Look"},
        ),
        ({"do": "webhook", "url": "https://example.org/in?x=1"}, {"url": "https://example.org/in?x=1"}),
        ({"do": "wait", "minutes": 90}, {"duration": Duration(minutes=90)}),
    ],
)
def test_every_step_is_read_as_it_is_written(slots: dict[str, Any], expected: dict[str, Any]) -> None:
    """A3."""
    step = the_step(**slots)

    assert {name: getattr(step, name) for name in expected} == expected
    assert (step.id, step.do) == (UUID(an_id(1)), slots["do"])


def test_a_branch_holds_steps_of_both_ways() -> None:
    inner = a_step(
        "branch", called=2, **{"if": [{"field": "amount", "op": "filled"}], "then": [note(called=3)]}
    )
    recipe = a_recipe(
        a_step(
            "branch",
            **{
                "if": [{"field": "title", "op": "is", "value": "A"}],
                "then": [inner],
                "else": [note(called=4)],
            },
        )
    )

    assert [str(one.id) for one in walk(recipe.steps)] == [an_id(1), an_id(2), an_id(3), an_id(4)]


def test_every_kind_of_step_and_trigger_has_its_reader_and_its_event() -> None:
    assert set(READ) | {"branch"} == set(shape.STEPS)
    assert {trigger for triggers in MAY_MATCH.values() for trigger in triggers} == set(shape.TRIGGERS)


def test_conditions_may_stand_as_alternatives() -> None:
    either = {"any": [{"field": "status", "op": "is", "value": "won"}, {"field": "amount", "op": "empty"}]}

    recipe = a_recipe(note(), when=({"field": "title", "op": "contains", "value": "boat"}, either))

    assert recipe.conditions == (
        Condition("title", "contains", "boat"),
        AnyOf((Condition("status", "is", "won"), Condition("amount", "empty"))),
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"every": "day", "at": "09:30", "weekdays": [1]}, Schedule("day", "09:30")),
        ({"every": "week", "at": "00:00", "weekdays": [5, 1, 5]}, Schedule("week", "00:00", (1, 5))),
        ({"every": "month", "at": "23:59", "day": 31}, Schedule("month", "23:59", (), 31)),
    ],
)
def test_a_schedule_is_days_and_a_time_of_day(written: dict[str, Any], expected: Schedule) -> None:
    assert a_recipe(note(), on={"type": "schedule", **written}).trigger.schedule == expected


def test_a_trigger_may_be_narrowed() -> None:
    """A2."""
    on = {"type": "step_changed", "team": str(TEAM), "from": str(STEP), "to": ""}

    assert a_recipe(note(), on=on).trigger == Trigger("step_changed", team=TEAM, from_id=STEP)


UNFINISHED: list[tuple[dict[str, Any], str, str, str]] = [
    ({"trigger": None, "conditions": [], "steps": [note()]}, "trigger", "", "missing"),
    (a_document(note(), on={"type": ""}), "trigger", "", "missing"),
    (a_document(note(), on="missed_call"), "trigger", "", "not_available"),
    (a_document(note(), on={"type": "schedule", "every": "day", "at": "9:30"}), "trigger", "at", "bad_time"),
    (a_document(note(), on={"type": "schedule", "every": "week", "at": "09:30"}), "trigger", "weekdays", "missing"),
    (a_document(note(), on={"type": "schedule", "every": "month", "at": "09:30", "day": 32}), "trigger", "day", "bad_number"),
    (a_document(), "steps", "", "no_step"),
    (a_document(note(), when=({"field": "", "op": "is", "value": "a"},)), "conditions.0", "field", "missing"),
    (a_document(note(), when=({"field": "title", "op": "is"},)), "conditions.0", "value", "missing"),
    (a_document({"id": an_id(1)}), f"steps.{an_id(1)}", "", "missing"),
    (a_document(a_step("send_message", text="Hi")), f"steps.{an_id(1)}", "", "not_available"),
    (a_document(a_step("share")), f"steps.{an_id(1)}", "to", "missing"),
    (a_document(a_step("share", to={"team": str(TEAM)}, minutes=1, days=1)), f"steps.{an_id(1)}", "", "bad_duration"),
    (a_document(a_step("move")), f"steps.{an_id(1)}", "", "missing"),
    (a_document(a_step("set_owner")), f"steps.{an_id(1)}", "", "missing"),
    (a_document(a_step("set_fields", fields={})), f"steps.{an_id(1)}", "fields", "missing"),
    (a_document(a_step("create_task", title=" ")), f"steps.{an_id(1)}", "title", "missing"),
    (a_document(a_step("create_task", title="{price}")), f"steps.{an_id(1)}", "title", "unknown_placeholder"),
    (a_document(note("{price}")), f"steps.{an_id(1)}", "text", "unknown_placeholder"),
    (a_document(note("  ")), f"steps.{an_id(1)}", "text", "missing"),
    *(
        (a_document(a_step("webhook", url=url)), f"steps.{an_id(1)}", "url", "bad_url")
        for url in ("ftp://example.org", "https://u:p@example.org/", "https://example.org/a b", "http://example.org:22/")
    ),
    (a_document(a_step("wait")), f"steps.{an_id(1)}", "", "missing"),
    (a_document(a_step("branch", then=[note(called=2)])), f"steps.{an_id(1)}", "if", "missing"),
    (
        a_document(a_step("branch", **{"if": [{"field": "title", "op": "filled"}]})),
        f"steps.{an_id(1)}", "then", "no_step",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("document", "place", "slot", "code"), UNFINISHED)
def test_what_is_not_finished_is_kept_and_told_at_its_place(
    document: dict[str, Any], place: str, slot: str, code: str
) -> None:
    """A1: a draft is saved as far as it got."""
    problems = read(document).problems

    assert [(one.place, one.slot, one.code) for one in problems] == [(place, slot, code)]
    check_savable(document)
    with pytest.raises(NotReady):
        parse(document)


@pytest.mark.parametrize("bad", [0, -1, 1.5, "10", True, 10**9])
@pytest.mark.parametrize("unit", ["minutes", "days"])
def test_a_duration_is_a_whole_number_from_one(unit: str, bad: object) -> None:
    problems = read(a_document(a_step("wait", **{unit: bad}))).problems

    assert [(one.slot, one.code) for one in problems] == [(unit, "bad_number")]


MISSHAPEN: list[tuple[Any, str]] = [
    ([], "document"),
    ({"triger": None}, "document.triger"),
    (a_document(note(), on="nonsense"), "document.trigger.type"),
    (a_document(note(), on={"type": ["x"]}), "document.trigger.type"),
    ({"trigger": []}, "document.trigger"),
    ({"trigger": 5}, "document.trigger"),
    ({"trigger": "task_done"}, "document.trigger"),
    (a_document(note(), on={"type": "task_done", "fields": ["a"]}), "document.trigger.fields"),
    (a_document(note(), on={"type": "task_done", "team": 7}), "document.trigger.team"),
    (a_document({"do": "add_note", "text": "a"}), "document.steps.0.id"),
    (a_document(note(), note()), "document.steps.1.id"),
    (a_document(a_step("explode")), "document.steps.0.do"),
    (a_document(a_step("wait", days=1, hours=2)), "document.steps.0.hours"),
    (a_document(a_step("add_note", text=7)), "document.steps.0.text"),
    (a_document(a_step("add_note", text="\0")), "document.steps.0.text"),
    (a_document(a_step("share", to={"member": "Ann"})), "document.steps.0.to.member"),
    (a_document(a_step("set_fields", fields=[1])), "document.steps.0.fields"),
    (a_document(a_step("set_fields", fields={"amount": float("inf")})), "document.steps.0.fields.amount"),
    (a_document(a_step("set_fields", fields={"sorts": ["a", "\0"]})), "document.steps.0.fields.sorts.1"),
    (a_document(a_step("wait", days=float("nan"))), "document.steps.0.days"),
    (a_document(note(), when=({"field": "title", "op": "like", "value": "a"},)), "document.conditions.0.op"),
    (a_document(note()) | {"conditions": ["x"]}, "document.conditions.0"),
    (a_document(*[note(called=number) for number in range(101)]), "document.steps"),
    ({"trigger": None, "conditions": [], "steps": [None]}, "document.steps.0.id"),
]


@pytest.mark.parametrize(("document", "field"), MISSHAPEN)
def test_what_is_no_recipe_at_all_is_refused_by_its_field(document: Any, field: str) -> None:
    with pytest.raises(DraftRefused) as refused:
        check_savable(document)

    assert refused.value.fields[0].name == field


def test_branches_stand_only_so_deep_in_each_other() -> None:
    deep: dict[str, Any] = note(called=0)
    for level in range(1, 8):
        deep = a_step("branch", called=level, **{"if": [{"field": "title", "op": "filled"}], "then": [deep]})

    with pytest.raises(DraftRefused):
        check_savable(a_document(deep))
