"""Conditions of a recipe, asked of one opportunity with the eyes of its author (A1, A4)."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from handsel.automations.conditions import FACTS, Judged, all_hold, around, judged
from handsel.automations.document_reading import parse
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Invalid
from handsel.ledger.models import Event
from handsel.opportunities.models import Opportunity
from handsel.opportunities.moving import move
from handsel.opportunities.noting import log_activity
from handsel.opportunities.rules import OpportunityNotFound
from handsel.organizations.acting import Member, acting
from tests.automations.recipes import a_document, note
from tests.cast import Acme, an_opportunity
from tests.counting import counted
from tests.opportunities.attributes import EVERYTHING
from tests.opportunities.guided import a_seller


@pytest.fixture
def sale(acme: Acme) -> UUID:
    """Ben's, in Boats, of 100 EUR, called Trawler."""
    opportunity = an_opportunity(acme.boats, by=acme.ben, title="Trawler", owner_id=acme.ben.id)
    with acting(acme.ben):
        Opportunity.objects.filter(pk=opportunity).update(amount=100, source="Fair")
    return opportunity


def asked(sale: UUID, *conditions: dict[str, Any], by: Member) -> list[Judged]:
    recipe = parse(a_document(note(), when=conditions))
    with acting(by) as at:
        return judged(recipe.conditions, opportunity_id=sale, by=by, at=at)


def told(sale: UUID, *conditions: dict[str, Any], by: Member) -> list[tuple[str, bool]]:
    return [(one.place, one.holds) for one in asked(sale, *conditions, by=by)]


def when(field: str, op: str, value: str | None = None) -> dict[str, Any]:
    return {"field": field, "op": op, **({"value": value} if value is not None else {})}


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("title", "is", "trawler", True),
        ("title", "contains", "zzz", False),
        ("amount", "ge", "100", True),
        ("amount", "gt", "100", False),
        ("amount", "filled", None, True),
        ("follow_up_at", "empty", None, True),
        ("source", "is", "FAIR", True),
        ("source", "contains", "ai", True),
        ("source", "any", "Web, Fair", True),
        ("source", "not", "Web", True),
        ("status", "is", "open", True),
        ("status", "any", "won,lost", False),
        ("status", "not", "won", True),
        ("currency", "is", "EUR", True),
        ("excluded", "is", "no", True),
        ("excluded", "not", "true", True),
        ("product", "empty", None, True),
        ("channel", "filled", None, True),
    ],
)
def test_fields_and_facts_are_compared_as_filters_are(
    acme: Acme,
    sale: UUID,
    field: str,
    op: str,
    value: str | None,
    expected: bool,
) -> None:
    assert told(sale, when(field, op, value), by=acme.ada) == [("0", expected)]


@pytest.mark.parametrize("op", ["is", "not", "any"])
@pytest.mark.parametrize("mine", [True, False])
@pytest.mark.parametrize("field", ["team", "owner", "author", "step", "stage"])
def test_what_is_known_by_its_id_is_compared_by_it(
    acme: Acme,
    sale: UUID,
    field: str,
    op: str,
    mine: bool,
) -> None:
    with acting(acme.ada):
        row = Opportunity.objects.get(pk=sale)
        step = row.workflow_version.steps.get(step_id=row.step_id)
        own = {
            "team": acme.boats.pk,
            "owner": acme.ben.id,
            "author": acme.ben.id,
            "step": row.step_id,
            "stage": step.stage_id,
        }[field]

    assert told(sale, when(field, op, str(own if mine else new_id())), by=acme.ada) == [
        ("0", mine ^ (op == "not"))
    ]


def test_nobody_is_empty_and_me_is_the_author_of_the_automation(acme: Acme, sale: UUID) -> None:
    assert told(sale, when("owner", "is", "me"), by=acme.ben) == [("0", True)]
    assert told(sale, when("owner", "is", "me"), by=acme.ada) == [("0", False)]
    with acting(acme.ada):
        Opportunity.objects.filter(pk=sale).update(owner_id=None)
    assert told(sale, when("owner", "not", str(acme.ben.id)), by=acme.ada) == [("0", True)]
    assert told(sale, when("owner", "empty"), by=acme.ada) == [("0", True)]


def test_each_is_told_and_those_of_which_any_may_hold_too(acme: Acme, sale: UUID) -> None:
    either = {"any": [when("amount", "gt", "500"), when("title", "is", "Trawler")]}

    each = asked(sale, when("status", "is", "open"), either, by=acme.ada)

    held = [(one.place, one.holds) for one in each]
    assert held == [("0", True), ("1", True), ("1.any.0", False), ("1.any.1", True)]
    assert all_hold(each)
    assert not all_hold(asked(sale, when("status", "is", "won"), either, by=acme.ada))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (when("amount", "gt", "1000"), ("100", "EUR")),
        (when("title", "is", "Sloop"), ("Trawler", None)),
        (when("follow_up_at", "filled"), ("2031-01-02T10:00:00.000000Z", None)),
        (when("status", "is", "won"), ("open", None)),
        (when("excluded", "is", "yes"), ("false", None)),
        (when("product", "filled"), (None, None)),
        (when("description", "contains", "x"), ("d" * 200, None)),
        (when("a_money", "lt", "3"), ("12.50", "EUR")),
        (when("a_number", "lt", "3"), ("12.5", None)),
        (when("a_choices", "contains", "Red"), (["Red", "Blue"], None)),
        (when("a_boolean", "is", "no"), ("true", None)),
        (when("a_text", "is", "a"), (None, None)),
        (when("contact.email", "contains", "x"), (None, None)),
    ],
)
def test_what_was_compared_is_told_but_of_the_contact(
    acme: Acme, sale: UUID, condition: dict[str, Any], expected: tuple[Any, str | None]
) -> None:
    """As it is stored; whoever erases a contact erases all that is known of them."""
    a_seller(acme.organization, "Everything", EVERYTHING)
    stored = {"a_money": "12.50", "a_number": 12.5, "a_choices": ["Red", "Blue"], "a_boolean": True}
    with acting(acme.ben):
        Opportunity.objects.filter(pk=sale).update(
            attributes=stored, description="d" * 300, follow_up_at=datetime(2031, 1, 2, 10, tzinfo=UTC)
        )

    [one] = asked(sale, condition, by=acme.ada)

    assert (one.found, one.currency) == expected


def test_all_of_them_are_asked_in_one_statement(acme: Acme, sale: UUID) -> None:
    recipe = parse(
        a_document(
            note(), when=(when("status", "is", "open"), when("title", "filled"), when("owner", "filled"))
        )
    )
    with acting(acme.ada) as at:
        judged(recipe.conditions, opportunity_id=sale, by=acme.ada, at=at)
        with counted() as statements:
            judged(recipe.conditions, opportunity_id=sale, by=acme.ada, at=at)

    assert len([one for one in statements if "opportunities_opportunity" in one]) == 1
    assert len(statements) == 2  # and which versions are the newest


def test_what_the_author_does_not_see_does_not_exist(acme: Acme, sale: UUID, otto: Member) -> None:
    """A4, also where there is no condition."""
    for member in (acme.pia, otto):
        with pytest.raises(OpportunityNotFound):
            told(sale, by=member)


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("nonsense", "is", "a"),
        ("amount", "gt", "much"),
        ("status", "contains", "op"),
        ("owner", "is", "Ben"),
        ("excluded", "is", "perhaps"),
        ("title", "gt", "a"),
    ],
)
def test_what_can_not_be_understood_is_refused(
    acme: Acme, sale: UUID, field: str, op: str, value: str
) -> None:
    with pytest.raises(Invalid):
        told(sale, when(field, op, value), by=acme.ada)


def test_every_fact_can_be_asked_for(acme: Acme, sale: UUID) -> None:
    """Their SQL is sound, whatever is compared."""
    values = {"id": str(new_id()), "member": str(new_id()), "word": "x", "text": "x", "boolean": "true"}

    for name, fact in FACTS.items():
        assert len(told(sale, when(name, "not", values[fact.kind]), by=acme.ada)) == 1


def test_around_an_event_stand_what_the_ledger_does_not_carry(acme: Acme, sale: UUID) -> None:
    with acting(acme.ben) as at:
        log_activity(sale, kind="Visit", text="", happened_at=None, by=acme.ben, at=at)
        graph = Opportunity.objects.get(pk=sale).workflow_version
        last = graph.steps.order_by("-stage_position").first()
        assert last is not None
        move(sale, step=str(last.step_id), by=acme.ben, at=at)
        logged, moved = (
            Event.objects.filter(opportunity_id=sale, type=kind).get()
            for kind in ("activity.added", "opportunity.moved")
        )

        of_activity = around(logged, opportunity_id=sale, subject_id=logged.subject_id)
        of_move = around(moved, opportunity_id=sale, subject_id=moved.subject_id)

    assert (of_activity.activity_type, of_activity.team_id) == ("Visit", acme.boats.pk)
    assert (of_move.to_stage, of_move.status) == (last.stage_id, last.status)
    assert of_move.from_stage not in (None, last.stage_id)
