"""What publishing would do, told before it is done (W14)."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from handsel.kernel.refusals import Invalid
from handsel.opportunities.editing import Edit, edit
from handsel.opportunities.quick import set_amount
from handsel.opportunities.simulating import simulate
from handsel.opportunities.simulating_history import CHUNK
from handsel.organizations.acting import acting
from handsel.workflows.document import to_draft_document
from tests.cast import Acme, a_member
from tests.configuration.yard import Yard
from tests.counting import counted


@pytest.fixture
def yard(acme: Acme) -> Yard:
    return Yard(acme)


def tried(yard: Yard, *, days: int = 90, mapped: dict[str, str] | None = None) -> dict[str, Any]:
    document = yard.draft().document
    with acting(yard.ada) as at:
        return simulate(yard.workflow, document=document, days=days, mapped=mapped, at=at)


def with_transitions(yard: Yard, **changes: dict[str, Any]) -> None:
    """Saves the draft with transitions changed by name."""
    transitions = to_draft_document(yard.draft().document)["transitions"]
    yard.edit(transitions=[{**one, **changes.get(one["name"], {})} for one in transitions])


def refusals(found: dict[str, Any]) -> list[tuple[str, str, str | None, str, str, int]]:
    return [
        (one["from"]["name"], one["to"]["name"], one["transition"], one["code"], one["text"], one["count"])
        for one in found["history"]["refusals"]
    ]


def test_what_is_in_flight_is_counted_by_where_it_would_stand(yard: Yard) -> None:
    for step in ("Shelf", "Shelf", "Signed"):
        yard.move(yard.an_opportunity(), step=yard.step(step))
    yard.an_opportunity()
    shelf, lead = yard.step("Shelf"), yard.step("Lead")
    yard.without("Shelf")

    found = tried(yard)

    assert found["opportunities"] == {"total": 4, "open": 3, "closed": 1, "fit": 2, "on_removed": 2}
    (removed,) = found["removed"]
    assert (removed["step"], removed["stage"]["name"], removed["count"], removed["open"]) == (
        {"id": shelf, "name": "Shelf"},
        "Parked",
        2,
        2,
    )
    assert removed["suggestion"] is None  # nothing else stands in that stage
    assert found["status_changes"] == []
    assert tried(yard, mapped={shelf: yard.step("Signed")})["status_changes"] == [
        {"step": {"id": shelf, "name": "Shelf"}, "from": "open", "to": "won", "count": 2}
    ]
    assert tried(yard, mapped={shelf: lead})["status_changes"] == []


def test_a_step_of_the_same_name_is_suggested_else_the_first_of_the_stage(yard: Yard) -> None:
    yard.move(yard.an_opportunity(), step=yard.step("Shelf"))
    document = to_draft_document(yard.without("Shelf").document)
    rack, again = ({"name": name, "stage": stage} for name, stage in (("Rack", "Parked"), ("SHELF", "New")))

    by_stage = yard.edit(steps=[*document["steps"], rack]).document["steps"][-1]["id"]
    assert tried(yard)["removed"][0]["suggestion"] == by_stage

    by_name = yard.edit(steps=[*document["steps"], rack, again]).document["steps"][-1]["id"]
    assert tried(yard)["removed"][0]["suggestion"] == by_name


def test_a_stage_that_closes_is_told_with_what_stands_in_it(yard: Yard) -> None:
    yard.move(yard.an_opportunity(), step=yard.step("Shelf"))
    stages = to_draft_document(yard.draft().document)["stages"]
    yard.edit(stages=[{**one, "status": "archived"} if one["name"] == "Parked" else one for one in stages])

    assert tried(yard)["status_changes"] == [
        {"step": {"id": yard.step("Shelf"), "name": "Shelf"}, "from": "open", "to": "archived", "count": 1}
    ]


def test_the_moves_that_would_have_been_refused_are_told_with_the_reason(yard: Yard) -> None:
    first, second = yard.an_opportunity(), yard.an_opportunity()
    for one in (first, second):
        yard.move(one, step=yard.step("Shelf"))
        yard.move(one, step=yard.step("Lead"))
    yard.move(first, step=yard.step("Signed"))
    yard.without("Signed")
    with_transitions(yard, Unpark={"roles": ["director"]}, Park={"required": ["description", "amount"]})

    found = tried(yard)

    assert (found["history"]["moves"], found["history"]["accepted"], found["history"]["refused"]) == (5, 0, 5)
    assert refusals(found) == [
        ("Lead", "Shelf", "Park", "incomplete", "Park would ask for: Description, Amount.", 2),
        ("Shelf", "Lead", "Unpark", "role_required", "Unpark is only for: director.", 2),
        ("Lead", "Signed", "Sign", "unknown_step", "Signed is no longer a step.", 1),
    ]
    examples = found["history"]["refusals"][0]["examples"]
    assert {one["id"] for one in examples} == {first, second}
    assert all(isinstance(one["number"], int) for one in examples)


def test_required_fields_are_judged_by_what_is_filled_today(yard: Yard) -> None:
    filled, empty = yard.an_opportunity(), yard.an_opportunity()
    for one in (filled, empty):
        yard.move(one, step=yard.step("Shelf"))
    with acting(yard.yves) as at:
        set_amount(filled, amount="0", by=yard.yves, at=at)  # zero is a value (W6)
    with_transitions(yard, Park={"required": ["amount"]})

    assert refusals(tried(yard)) == [
        ("Lead", "Shelf", "Park", "incomplete", "Park would ask for: Amount.", 1)
    ]


def test_what_the_version_asked_for_already_is_not_asked_again(yard: Yard) -> None:
    """It was filled then, whatever became of it."""
    one = yard.an_opportunity()
    with_transitions(yard, Park={"required": ["description"]})
    yard.publish()
    with acting(yard.yves) as at:
        edit(one, edit=Edit(fields={"description": "Here"}), by=yard.yves, at=at)
    yard.move(one, step=yard.step("Shelf"))
    with acting(yard.yves) as at:
        edit(one, edit=Edit(fields={"description": ""}), by=yard.yves, at=at)

    assert tried(yard)["history"] == {"moves": 1, "accepted": 1, "refused": 0, "refusals": []}


def test_a_transition_under_another_name_or_id_between_the_same_steps_is_as_good(yard: Yard) -> None:
    yard.move(yard.an_opportunity(), step=yard.step("Shelf"))
    transitions = to_draft_document(yard.draft().document)["transitions"]
    yard.edit(
        transitions=[
            *(one for one in transitions if one["name"] != "Park"),
            {"name": "Put away", "from": "Lead", "to": "Shelf"},
        ]
    )

    assert tried(yard)["history"]["refused"] == 0
    yard.edit(transitions=[one for one in transitions if one["name"] != "Park"])
    assert refusals(tried(yard)) == [
        ("Lead", "Shelf", "Park", "no_transition", "No transition from Lead to Shelf.", 1)
    ]


def test_roles_are_those_of_today_and_who_is_gone_is_not_asked(yard: Yard, acme: Acme) -> None:
    yara = a_member(acme.organization, "Yara", roles=("director",), teams=[yard.team])
    yard.move(yard.an_opportunity(), step=yard.step("Shelf"))
    yves, yard.yves = yard.yves, yara
    yard.move(yard.an_opportunity(), step=yard.step("Shelf"))
    yard.yves = yves
    with_transitions(yard, Park={"roles": ["manager"]})  # which a director is

    assert tried(yard)["history"]["refused"] == 1
    with acting(yard.ada) as at, connection.cursor() as cursor:
        cursor.execute("UPDATE organizations_membership SET deactivated_at = %s WHERE id = %s", [at, yves.id])
    assert tried(yard)["history"]["refused"] == 0


def test_only_the_last_days_and_this_workflow_are_looked_at(yard: Yard, acme: Acme) -> None:
    yard.move(yard.an_opportunity(), step=yard.step("Shelf"))
    document = yard.draft().document
    with acting(yard.ada) as at:
        later = at.replace(year=at.year + 1)
        found = simulate(yard.workflow, document=document, days=90, mapped=None, at=later)

    assert found["history"]["moves"] == 0
    assert tried(yard, days=1)["history"]["moves"] == 1
    for days in (0, 100_000):
        with pytest.raises(Invalid):
            tried(yard, days=days)


def test_the_number_of_statements_does_not_grow(yard: Yard) -> None:
    taken = []
    for count in (1, 3):
        for _ in range(count):
            yard.move(yard.an_opportunity(), step=yard.step("Shelf"))
        with_transitions(yard, Park={"required": ["amount"]})
        with counted() as statements:
            assert tried(yard)["history"]["refused"] >= count
        taken.append(len(statements))

    assert taken[0] == taken[1]


MANY_OPPORTUNITIES = """
INSERT INTO opportunities_opportunity (id, organization_id, lineage, team_id, workflow_version_id, step_id, entry_kind,
    currency, description, source, attributes, revision, created_at, updated_at, entered_at)
SELECT gen_random_uuid(), o.organization_id, nextval('opportunities_lineage'), o.team_id, o.workflow_version_id, o.step_id,
       'new', 'EUR', '', '', '{}', 1, o.created_at, o.created_at, o.created_at
FROM opportunities_opportunity o, generate_series(1, 20000) WHERE o.id = %s
"""
MANY_MOVES = """
INSERT INTO ledger_event (transaction, organization_id, type, at, actor_kind, actor_id, opportunity_id, revision,
                          workflow_version_id, data)
SELECT e.transaction, e.organization_id, e.type, e.at, e.actor_kind, e.actor_id, o.id, n, e.workflow_version_id, e.data
FROM ledger_event e, opportunities_opportunity o, generate_series(1, 5) n
WHERE e.type = 'opportunity.moved' AND e.opportunity_id = %s
"""


def test_twenty_thousand_opportunities_and_a_hundred_thousand_moves_take_ten_statements_more_than_one(
    yard: Yard,
) -> None:
    one: UUID = yard.an_opportunity()
    yard.move(one, step=yard.step("Shelf"))
    with_transitions(yard, Park={"required": ["amount"]})
    with counted() as for_one:
        tried(yard)
    with acting(yard.ada), connection.cursor() as cursor:
        cursor.execute(MANY_OPPORTUNITIES, [one])
        cursor.execute(MANY_MOVES, [one])

    with counted() as for_all:
        found = tried(yard)

    assert found["opportunities"]["total"] == 20_001
    assert (found["history"]["moves"], found["history"]["refused"]) == (100_006, 100_006)
    assert len(for_all) == len(for_one) + 20_000 // CHUNK
