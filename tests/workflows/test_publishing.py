"""A document becomes an immutable, numbered version (W1)."""

from datetime import datetime

import pytest
from django.db import connection, transaction
from django.db.utils import Error

from handsel.kernel.ids import new_id
from handsel.ledger.models import Event
from handsel.organizations.acting import acting
from handsel.workflows.checking import NotPublishable
from handsel.workflows.document import parse
from handsel.workflows.models import VersionStep, Workflow, WorkflowVersion
from handsel.workflows.publishing import WorkflowNameTaken, make_workflow, publish, publish_free
from handsel.workflows.versions import current_version, graph_of_version
from tests.cast import Acme
from tests.racing import DONE, overlapping
from tests.workflows.boats import BOATS, a_document


def fresh(text: str = BOATS) -> dict[str, object]:
    return {**parse(text, previous=None, new_id=new_id)}


def test_a_new_workflow_has_its_first_version_and_its_steps_in_rows(acme: Acme, db: None) -> None:
    with acting(acme.ada) as at:
        workflow = make_workflow("Guided", document=fresh(), by=acme.ada, at=at)
        version_id, number = current_version(workflow.pk)
        rows = VersionStep.objects.filter(version_id=version_id).order_by("position")
        steps = [(row.name, row.stage_name, row.status) for row in rows]
        told = Event.objects.filter(type="workflow.published", subject_id=workflow.pk).get()

    assert number == 1
    assert steps == [
        ("Lead in", "New", "open"),
        ("Offer sent", "Proposed", "open"),
        ("Offer revised", "Proposed", "open"),
        ("Signed", "Won", "won"),
        ("Gone", "Lost", "lost"),
        ("Shelf", "Archived", "archived"),
    ]
    assert (told.workflow_version_id, told.data) == (version_id, {"number": 1})


def test_publishing_again_is_the_next_number(acme: Acme, db: None) -> None:
    with acting(acme.ada) as at:
        workflow = publish_free("Free", by=acme.ada, at=at)
        document = WorkflowVersion.objects.get(workflow=workflow).document
        publish(workflow, document=document, by=acme.ada, at=at)

        assert current_version(workflow.pk)[1] == 2
        assert list(WorkflowVersion.objects.filter(workflow=workflow).values_list("number", flat=True)) == [
            1,
            2,
        ]


def test_a_version_is_never_changed(acme: Acme, db: None) -> None:
    with acting(acme.ada) as at:
        workflow = publish_free("Free", by=acme.ada, at=at)
        version_id, _ = current_version(workflow.pk)
        for statement in (
            "UPDATE workflows_workflowversion SET number = 9 WHERE id = %s",
            "UPDATE workflows_versionstep SET name = 'x' WHERE version_id = %s",
        ):
            with (
                pytest.raises(Error, match="is refused"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement, [version_id])


def test_a_version_is_read_once(acme: Acme, db: None) -> None:
    with acting(acme.ada) as at:
        workflow = publish_free("Free", by=acme.ada, at=at)
        version_id, _ = current_version(workflow.pk)

        assert graph_of_version(version_id) is graph_of_version(version_id)


def test_two_workflows_never_share_a_name(acme: Acme, db: None) -> None:
    with acting(acme.ada) as at:
        with pytest.raises(WorkflowNameTaken):
            publish_free("Boats", by=acme.ada, at=at)

        assert Workflow.objects.filter(name="Boats").count() == 1


def test_of_two_who_publish_at_once_each_gets_a_number(committing: str, acme: Acme) -> None:
    """The lock on the workflow: without it both would be version 2."""
    with acting(acme.ada) as at:
        workflow = make_workflow("Guided", document=fresh(), by=acme.ada, at=at)

    def again(at: datetime) -> object:
        return publish(workflow, document=fresh(), by=acme.ada, at=at)

    assert overlapping(again, again, by=acme.ada) == (DONE, DONE)
    with acting(acme.ada):
        numbers = WorkflowVersion.objects.filter(workflow=workflow).order_by("number")
        assert list(numbers.values_list("number", flat=True)) == [1, 2, 3]


def test_a_document_with_an_error_is_not_published(acme: Acme, db: None) -> None:
    """W13"""
    document = a_document()
    won = next(step["id"] for step in document["steps"] if step["name"] == "Signed")
    document["entries"] = {"new": {"step": won, "name": None}}
    with acting(acme.ada) as at, pytest.raises(NotPublishable):
        make_workflow("Guided", document=document, by=acme.ada, at=at)
