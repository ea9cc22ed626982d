"""A document becomes an immutable, numbered version (W1).

What opportunities in flight follow is the sentence of the room above: `opportunities.republishing`.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Conflict, FieldProblem
from handsel.kernel.text import check_name
from handsel.ledger.facts import Actor
from handsel.ledger.record import record
from handsel.workflows.checking import check_publishable
from handsel.workflows.document import default_free_document
from handsel.workflows.events import WorkflowPublished
from handsel.workflows.graph import graph_of
from handsel.workflows.models import VersionStep, Workflow, WorkflowVersion
from handsel.workflows.versions import fields_of_step


class WorkflowNameTaken(Conflict):
    code = "workflow_name_taken"


def make_workflow(name: str, *, document: Mapping[str, Any], by: Actor, at: datetime) -> Workflow:
    """A new workflow with its first version."""
    workflow = Workflow(
        id=new_id(),
        organization_id=by.organization_id,
        name=check_name(name, field="workflow"),
        created_at=at,
    )
    try:
        with transaction.atomic():
            workflow.save(force_insert=True)
    except IntegrityError:
        message = f"There is a workflow {name} already. Choose another name."
        raise WorkflowNameTaken(message, fields=[FieldProblem("workflow", message)]) from None
    publish(workflow, document=document, by=by, at=at)
    return workflow


def publish_free(name: str, *, by: Actor, at: datetime) -> Workflow:
    """What a new team gets (W12)."""
    return make_workflow(name, document=default_free_document(name, new_id=new_id), by=by, at=at)


def publish(workflow: Workflow, *, document: Mapping[str, Any], by: Actor, at: datetime) -> WorkflowVersion:
    """The next version. Refused where the document has errors (W13)."""
    graph = graph_of(document)
    check_publishable(graph)
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM workflows_workflow WHERE id = %s FOR UPDATE", [workflow.id])
    number = (
        WorkflowVersion.objects.filter(workflow=workflow).aggregate(last=Max("number"))["last"] or 0
    ) + 1
    version = WorkflowVersion.objects.create(
        organization_id=by.organization_id,
        workflow=workflow,
        number=number,
        document=json.loads(json.dumps(document)),
        published_at=at,
        published_by=by.actor_id,
    )
    stages = {stage.id: place for place, stage in enumerate(graph.stages_on_board)}
    VersionStep.objects.bulk_create(
        VersionStep(
            organization_id=by.organization_id,
            version=version,
            step_id=UUID(step.id),
            name=step.name,
            position=place,
            stage_id=UUID(graph.stage_of(step.id).id),
            stage_name=graph.stage_of(step.id).name,
            stage_position=stages[graph.stage_of(step.id).id],
            status=graph.stage_of(step.id).status.value,
            fields=fields_of_step(graph, step.id),
        )
        for place, step in enumerate(graph.steps_on_board)
    )
    record(
        WorkflowPublished(subject_id=workflow.id, workflow_version_id=version.id, number=number), by=by, at=at
    )
    return version
