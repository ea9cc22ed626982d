"""A draft becomes the next version, with a map for the steps that it removes (W14)."""

import dataclasses
import json
from typing import Any

import pytest

from handsel.ledger.models import Event
from handsel.opportunities.events import OpportunityMigrated
from handsel.opportunities.republishing import StepInUse
from handsel.opportunities.republishing_map import MapRefused
from handsel.opportunities.timeline import timeline
from handsel.organizations.acting import acting
from handsel.workflows.checking import NotPublishable
from handsel.workflows.document import to_draft_document
from handsel.workflows.drafts import DraftBehind, DraftConflict
from handsel.workflows.models import Workflow
from handsel.workflows.publishing import WorkflowNameTaken
from tests.cast import Acme
from tests.configuration.yard import PARKED_IS_ARCHIVED, Yard
from tests.counting import counted


@pytest.fixture
def yard(acme: Acme) -> Yard:
    return Yard(acme)


def test_a_published_draft_is_the_newest_version_and_clean(yard: Yard) -> None:
    one = yard.an_opportunity()
    yard.edit(milestones=["Deposit"])

    published = yard.publish(revision=2)

    draft = yard.draft()
    assert published == {"version": 2, "carried": 1, "moved": 0}
    assert (draft.revision, draft.based_on, draft.edited_by) == (3, 2, None)
    assert (yard.get(one).workflow_version.number, yard.get(one).revision) == (2, 1)


def test_a_draft_that_is_the_newest_version_changes_nothing(yard: Yard) -> None:
    assert yard.publish() == {"version": 1, "carried": 0, "moved": 0}
    assert yard.numbers() == [1]


def test_names_and_order_may_change_and_everything_keeps_its_place(yard: Yard) -> None:
    """W14: a step keeps its identity."""
    one = yard.an_opportunity()
    document = to_draft_document(yard.draft().document)
    text = yard.draft().document

    def anew(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        ends = {"name", "stage", "from", "to", "step"}
        return [{key: f"{value}!" if key in ends else value for key, value in item.items()} for item in items]

    yard.edit(
        stages=anew([*reversed(document["stages"])]),
        steps=anew([*reversed(document["steps"])]),
        transitions=anew(document["transitions"]),
        entries={"new": {"step": "Lead!", "name": None}},
    )
    before = yard.get(one)
    yard.publish()

    after = yard.get(one)
    assert (after.step_id, after.workflow_version.number) == (before.step_id, 2)
    assert {step["id"] for step in yard.draft().document["steps"]} == {step["id"] for step in text["steps"]}
    yard.move(one, step=yard.step("Shelf!"))


def test_opportunities_on_a_removed_step_go_where_the_map_says(yard: Yard) -> None:
    parked, elsewhere = yard.an_opportunity(), yard.an_opportunity()
    yard.move(parked, step=yard.step("Shelf"))
    shelf, lead = yard.step("Shelf"), yard.step("Lead")
    before = yard.get(parked)
    yard.without("Shelf")

    published = yard.publish(mapped={shelf: "Lead"})

    after = yard.get(parked)
    assert published == {"version": 2, "carried": 1, "moved": 1}
    assert (str(after.step_id), after.workflow_version.number, after.revision) == (
        lead,
        2,
        before.revision + 1,
    )
    assert after.entered_at > before.entered_at
    assert after.updated_at == after.entered_at
    assert (yard.get(elsewhere).revision, yard.get(elsewhere).workflow_version.number) == (1, 2)
    with acting(yard.ada):
        (told,) = Event.objects.filter(type="opportunity.migrated")
    assert (told.opportunity_id, told.revision, told.actor_id, told.workflow_version_id) == (
        parked,
        after.revision,
        yard.ada.id,
        after.workflow_version_id,
    )
    assert told.data == {
        "team_id": str(yard.team.pk),
        "owner_id": str(yard.yves.id),
        "author_id": str(yard.yves.id),
        "from_step": shelf,
        "step": lead,
        "version": 2,
    }
    own = {field.name for field in dataclasses.fields(OpportunityMigrated)}
    assert set(told.data) == own - {"opportunity_id", "revision", "workflow_version_id", "subject_id"}


@pytest.mark.parametrize(
    ("start", "to", "becomes"),
    [
        ("Shelf", "Signed", "closed"),
        ("Shelf", "Gone", "closed"),
        ("Gone", "Lead", "open"),
        ("Gone", "Signed", "closed"),
    ],
)
def test_what_is_moved_is_open_or_closed_as_its_new_stage_is(
    yard: Yard, start: str, to: str, becomes: str
) -> None:
    one = yard.an_opportunity()
    yard.move(one, step=yard.step(start))
    removed = yard.step(start)
    was_closed = yard.get(one).closed_at
    yard.without(start)

    yard.publish(mapped={removed: yard.step(to)})

    after = yard.get(one)
    assert ("open" if after.closed_at is None else "closed", after.lost_reason) == (becomes, None)
    if was_closed and becomes == "closed":
        assert after.closed_at == was_closed


def test_a_removed_step_that_is_not_in_the_map_refuses_everything(yard: Yard) -> None:
    for _ in range(2):
        yard.move(yard.an_opportunity(), step=yard.step("Shelf"))
    yard.without("Shelf")

    with pytest.raises(StepInUse, match=r"Shelf \(2\)") as refused:
        yard.publish()

    assert refused.value.extra["steps"] == [{"id": yard.step("Shelf"), "name": "Shelf", "count": 2}]
    assert yard.numbers() == [1]


@pytest.mark.parametrize(
    ("key", "to", "message"),
    [
        ("Shelf", "Nowhere", "The new version has no step 'Nowhere'."),
        ("Shelf", "Shelf", "The new version has no step 'Shelf'."),
        ("Lead", "Signed", "Lead is still a step."),
        ("0192a000-0000-7000-8000-00000000000a", "Lead", "The newest version has no such step."),
        ("rubbish", "Lead", "The newest version has no such step."),
    ],
)
def test_a_map_that_makes_no_sense_is_refused_by_its_entry(
    yard: Yard, key: str, to: str, message: str
) -> None:
    shelf = yard.step("Shelf")
    yard.without("Shelf")
    wanted = shelf if key == "Shelf" else yard.step("Lead") if key == "Lead" else key

    with pytest.raises(MapRefused) as refused:
        yard.publish(mapped={wanted: to})

    (field,) = refused.value.fields
    assert (field.name, field.message.startswith(message)) == (f"map.{wanted}", True)
    assert yard.numbers() == [1]


def test_one_step_in_two_spellings_is_refused(yard: Yard) -> None:
    shelf = yard.step("Shelf")
    yard.without("Shelf")

    for spelling in (shelf.upper(), "Shelf"):
        with pytest.raises(MapRefused, match="stands here twice"):
            yard.publish(mapped={shelf: "Lead", spelling: "Signed"})


def test_a_removed_step_may_be_called_by_the_name_that_it_had(yard: Yard) -> None:
    one = yard.an_opportunity()
    yard.move(one, step=yard.step("Shelf"))
    yard.without("Shelf")

    yard.publish(mapped={"Shelf": "Lead"})

    assert str(yard.get(one).step_id) == yard.step("Lead")


def test_errors_block_publishing_and_come_with_the_findings(yard: Yard) -> None:
    """W13."""
    yard.edit(entries={})

    with pytest.raises(NotPublishable) as refused:
        yard.publish()

    assert [field.name for field in refused.value.fields] == ["entry.new"]
    assert "no_entry" in {one["code"] for one in refused.value.extra["findings"]}
    assert yard.numbers() == [1]


def test_a_draft_that_is_behind_is_published_only_over_the_version_that_one_has_seen(yard: Yard) -> None:
    yard.edit(milestones=["Deposit"])
    yard.republish(PARKED_IS_ARCHIVED)

    with pytest.raises(DraftBehind) as refused:
        yard.publish()
    with pytest.raises(DraftBehind):
        yard.publish(over=1)

    assert refused.value.extra["version"] == 2
    assert yard.publish(over=2)["version"] == 3
    assert yard.draft().based_on == 3


def test_only_the_revision_that_one_has_seen_is_published(yard: Yard) -> None:
    yard.edit(milestones=["Deposit"])

    with pytest.raises(DraftConflict):
        yard.publish(revision=1)

    assert yard.numbers() == [1]


def test_a_workflow_is_called_as_its_draft_says_unless_that_is_taken(yard: Yard) -> None:
    yard.edit(workflow="Boats")
    with pytest.raises(WorkflowNameTaken):
        yard.publish()

    yard.workflow.name = "Yachts"  # as the next request reads it
    yard.edit(workflow="Ships")
    yard.publish()

    with acting(yard.ada):
        assert Workflow.objects.get(pk=yard.workflow.pk).name == "Ships"


def test_the_number_of_statements_does_not_grow_with_the_opportunities(yard: Yard) -> None:
    taken = []
    for count in (1, 4):
        for _ in range(count):
            yard.move(yard.an_opportunity(), step=yard.step("Shelf"))
        shelf = yard.step("Shelf")
        yard.without("Shelf")
        with counted() as statements:
            assert yard.publish(mapped={shelf: "Lead"})["moved"] == count
        taken.append(len(statements))
        document = to_draft_document(yard.draft().document)
        park = {"name": "Park", "from": "Lead", "to": "Shelf"}
        yard.edit(
            steps=[*document["steps"], {"name": "Shelf", "stage": "Parked"}],
            transitions=[*document["transitions"], park],
        )
        yard.publish()

    assert taken[0] == taken[1]


def test_the_timeline_says_why_it_stands_elsewhere_and_calls_steps_as_they_are_called_now(yard: Yard) -> None:
    one = yard.an_opportunity()
    yard.move(one, step=yard.step("Shelf"))
    shelf = yard.step("Shelf")
    document = to_draft_document(yard.without("Shelf").document)
    yard.edit(
        steps=[{**step, "name": "Start"} if step["name"] == "Lead" else step for step in document["steps"]],
        transitions=[{**each, "from": "Start"} for each in document["transitions"]],
        entries={"new": "Start"},
    )
    yard.publish(mapped={shelf: "Start"})

    with acting(yard.yves) as at:
        newest, moved, *_ = json.loads(timeline(one, member=yard.yves, at=at))["items"]

    assert (newest["type"], newest["actor"]["name"]) == ("opportunity.migrated", "Ada")
    values = newest["text"]["values"]
    assert (values["version"], values["from_step"], values["step"]) == (2, "Shelf", "Start")
    assert (moved["text"]["values"]["from_step"], moved["text"]["values"]["step"]) == ("Start", "Shelf")
