"""The draft of a workflow: saved as a whole, by one at a time, following what is published by another way (W1)."""

from typing import Any

import pytest
from django.db import connection

from handsel.kernel.refusals import Refusal
from handsel.kernel.written import FileRefused, plain_part
from handsel.ledger.models import Event
from handsel.organizations.acting import acting
from handsel.organizations.teams import edit as edit_team
from handsel.workflows import drafting
from handsel.workflows.document import to_draft_document
from handsel.workflows.draft_views import describe_draft
from handsel.workflows.drafts import DraftConflict
from handsel.workflows.for_teams import names_of
from handsel.workflows.models import Workflow, WorkflowDraft
from tests.cast import Acme
from tests.configuration.yard import PARKED_IS_ARCHIVED, YACHTS, Yard
from tests.workflows.boats import a_document


@pytest.fixture
def yard(acme: Acme) -> Yard:
    return Yard(acme)


def shown(yard: Yard) -> dict[str, Any]:
    with acting(yard.ada):
        return describe_draft(yard.workflow.pk)


def state(yard: Yard) -> tuple[Any, ...]:
    draft = shown(yard)
    return draft["revision"], draft["based_on"], draft["version"], draft["changed"], draft["behind"]


def test_a_workflow_begins_with_a_draft_of_its_first_version(yard: Yard) -> None:
    draft = shown(yard)

    assert state(yard) == (1, 1, 1, False, False)
    assert (draft["edited_at"], draft["edited_by"]) == (None, None)
    assert [step["stage"] for step in draft["document"]["steps"]] == ["New", "Parked", "Won", "Lost"]


def test_a_saved_draft_counts_up_and_says_who_changed_it(yard: Yard) -> None:
    yard.edit(milestones=["Deposit"])

    draft = shown(yard)
    assert state(yard) == (2, 1, 1, True, False)
    assert draft["edited_by"] == {"id": str(yard.ada.id), "name": "Ada"}
    with acting(yard.ada):
        told = Event.objects.get(type="workflow.draft_saved", subject_id=yard.workflow.pk)
    assert told.data == {"draft_revision": 2}


def test_the_same_draft_again_changes_nothing(yard: Yard) -> None:
    yard.edit()

    assert state(yard) == (1, 1, 1, False, False)


def test_an_edit_of_an_older_revision_is_a_conflict_that_shows_the_present_one(yard: Yard) -> None:
    yard.edit(milestones=["Deposit"])
    mine = plain_part({**to_draft_document(yard.draft().document), "milestones": ["Delivery"]})

    with acting(yard.ada) as at, pytest.raises(DraftConflict) as refused:
        drafting.save(yard.workflow, written=mine, revision=1, by=yard.ada, at=at)

    assert refused.value.extra["current"] == shown(yard)
    assert yard.draft().document["milestones"] == ["Deposit"]


def test_a_reset_never_brings_an_old_revision_back(yard: Yard) -> None:
    """Otherwise who saw revision 1 could overwrite what is another draft by now (ABA)."""
    yard.edit(milestones=["Deposit"])

    with acting(yard.ada) as at:
        drafting.reset(yard.workflow, revision=2, by=yard.ada, at=at)

    assert state(yard) == (3, 1, 1, False, False)


def test_a_draft_that_nobody_changed_follows_what_is_published_by_another_way(yard: Yard) -> None:
    yard.republish(PARKED_IS_ARCHIVED)

    assert state(yard) == (2, 2, 2, False, False)


def test_a_changed_draft_stays_and_is_behind(yard: Yard) -> None:
    yard.edit(milestones=["Deposit"])

    yard.republish(PARKED_IS_ARCHIVED)

    assert state(yard) == (2, 1, 2, True, True)
    assert yard.draft().document["milestones"] == ["Deposit"]
    yard.republish(YACHTS.replace("entries:", "milestones: [Deposit]\nentries:"))
    assert state(yard) == (3, 3, 3, False, False)  # the file said what the draft says


def test_a_draft_may_hold_what_cannot_be_published(yard: Yard) -> None:
    """W13: a step may lack its stage, entries may be missing."""
    steps = [{**step, "stage": None} for step in to_draft_document(yard.draft().document)["steps"]]

    yard.edit(steps=steps, entries={})

    draft = shown(yard)
    assert {"step_without_stage", "no_entry"} <= {one["code"] for one in draft["findings"]}
    assert [step["stage"] for step in draft["document"]["steps"]] == [None] * 4


def test_what_no_draft_may_hold_is_refused(yard: Yard) -> None:
    with pytest.raises(FileRefused):
        yard.edit(stages=[{"name": "New", "status": "ajar"}])

    assert state(yard) == (1, 1, 1, False, False)


def test_a_workflow_may_be_nothing_but_a_draft(acme: Acme) -> None:
    with acting(acme.ada) as at:
        made = drafting.make_unpublished("Sketch", document=a_document(), by=acme.ada, at=at)

        assert names_of([made.pk]) == {}
        draft = describe_draft(made.pk)
        assert (draft["based_on"], draft["version"], draft["changed"], draft["behind"]) == (
            None,
            None,
            True,
            False,
        )
        with pytest.raises(Refusal, match="No such workflow"):
            edit_team(acme.boats.pk, changes={"workflow_id": made.pk}, by=acme.ada, at=at)
        with pytest.raises(drafting.Unpublished):
            drafting.reset(made, revision=None, by=acme.ada, at=at)
        drafting.delete_unpublished(made, by=acme.ada, at=at)
        assert (
            Workflow.objects.filter(name="Sketch").count(),
            WorkflowDraft.objects.filter(workflow=made).count(),
        ) == (0, 0)
        told = Event.objects.filter(type__startswith="workflow.", subject_id=made.pk).order_by("pk")
        assert list(told.values_list("type", "data")) == [
            ("workflow.draft_saved", {"draft_revision": 1}),
            ("workflow.deleted", {}),
        ]


def test_what_was_published_is_not_deleted(yard: Yard) -> None:
    with acting(yard.ada) as at, pytest.raises(drafting.WorkflowInUse):
        drafting.delete_unpublished(yard.workflow, by=yard.ada, at=at)


def test_a_workflow_that_older_code_made_gets_its_draft_when_it_is_asked_for(yard: Yard) -> None:
    with acting(yard.ada), connection.cursor() as cursor:
        cursor.execute("DELETE FROM workflows_workflowdraft WHERE workflow_id = %s", [yard.workflow.pk])

    assert state(yard) == (1, 1, 1, False, False)
    yard.edit(milestones=["Deposit"])
    assert state(yard) == (2, 1, 1, True, False)
