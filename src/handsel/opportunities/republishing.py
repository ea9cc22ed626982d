"""A changed workflow file becomes a new version, and every opportunity of the workflow stands on it from that instant.

One order of locks: the workflow, then its opportunities. Who puts an opportunity onto a workflow (`destination`) holds
the workflow first, so nothing arrives on the old version while the new one is published.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.database.conflicts import refusing
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Conflict, FieldProblem
from handsel.ledger.facts import Actor
from handsel.workflows.document import parse
from handsel.workflows.models import Workflow, WorkflowVersion
from handsel.workflows.publishing import WorkflowNameTaken, publish
from handsel.workflows.versions import current_version, document_of_version

HOLD = "SELECT FROM workflows_workflow WHERE id = %s FOR UPDATE"

# In one order, so that a batch of moves and we never wait for each other.
HOLD_OPPORTUNITIES = """
SELECT FROM opportunities_opportunity o JOIN workflows_workflowversion v ON v.id = o.workflow_version_id
WHERE v.workflow_id = %(workflow)s ORDER BY o.id FOR UPDATE OF o
"""
STANDING_ON_DROPPED = """
SELECT s.step_id, s.name, count(*)
FROM opportunities_opportunity o
JOIN workflows_workflowversion v ON v.id = o.workflow_version_id AND v.workflow_id = %(workflow)s
JOIN workflows_versionstep s ON s.version_id = o.workflow_version_id AND s.step_id = o.step_id
WHERE o.step_id <> ALL(%(kept)s::uuid[])
GROUP BY s.step_id, s.name ORDER BY count(*) DESC, s.name
"""
CARRY_OVER = """
UPDATE opportunities_opportunity o
SET workflow_version_id = %(version)s,
    closed_at = CASE WHEN s.status <> 'open' THEN coalesce(o.closed_at, %(at)s) END,
    lost_reason = CASE WHEN s.status = 'lost' THEN o.lost_reason END
FROM workflows_workflowversion v, workflows_versionstep s
WHERE v.id = o.workflow_version_id AND v.workflow_id = %(workflow)s AND v.id <> %(version)s
  AND s.version_id = %(version)s AND s.step_id = o.step_id
"""


class StepInUse(Conflict):
    """`steps` names every dropped step that opportunities stand on, with their number."""

    code = "step_in_use"


def republish(workflow: Workflow, *, document: Mapping[str, Any], by: Actor, at: datetime) -> WorkflowVersion:
    """Publishes and carries every opportunity over, in one statement; revisions stay, for nothing of their own changed.

    Refused where opportunities stand on a step that the document drops: they would stand nowhere.
    """
    values: dict[str, Any] = {"workflow": workflow.pk, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [workflow.pk])
        cursor.execute(HOLD_OPPORTUNITIES, values)
    _check_not_in_use(workflow.pk, kept=[UUID(step["id"]) for step in document["steps"]])
    version = publish(workflow, document=document, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(CARRY_OVER, {**values, "version": version.pk})
    return version


def republish_file(
    workflow: Workflow, *, written: str | Mapping[str, Any], by: Actor, at: datetime
) -> WorkflowVersion | None:
    """The workflow file, as YAML or JSON. What it names as before keeps its identity; the same file changes nothing.

    The workflow is called as its file says.
    """
    previous = take_document(workflow)
    document = parse(written, previous=previous, new_id=new_id)
    if is_same(document, previous) and document["workflow"] == workflow.name:
        return None
    _rename(workflow, document["workflow"])
    return republish(workflow, document=document, by=by, at=at)


def publish_draft(workflow: Workflow, **_: Any) -> dict[str, int]:
    raise NotImplementedError


def take_document(workflow: Workflow) -> Mapping[str, Any]:
    """The document of the newest version, which stays the newest until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [workflow.pk])
    return document_of_version(current_version(workflow.pk)[0])


def is_same(document: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether work goes the same way; what it is called is another question."""
    return {**document, "workflow": ""} == {**other, "workflow": ""}


def _rename(workflow: Workflow, name: str) -> None:
    if name == workflow.name:
        return
    message = f"There is a workflow {name} already. Choose another name."
    workflow.name = name
    refusal = WorkflowNameTaken(message, fields=[FieldProblem("workflow", message)])
    with refusing(workflow_name_once=refusal):
        workflow.save(update_fields=["name"])


def _check_not_in_use(workflow_id: UUID, *, kept: list[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STANDING_ON_DROPPED, {"workflow": workflow_id, "kept": kept})
        standing = cursor.fetchall()
    if standing:
        told = ", ".join(f"{name} ({count})" for _, name, count in standing)
        message = (
            f"Opportunities stand on steps that this file drops: {told}. Keep the steps, or move them first."
        )
        raise StepInUse(
            message,
            fields=[FieldProblem("steps", message)],
            steps=[{"id": str(step), "name": name, "count": count} for step, name, count in standing],
        )
