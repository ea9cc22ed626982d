"""A document becomes an immutable, numbered version (W1).

What opportunities in flight follow is the sentence of the room above: `opportunities.republishing`.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from handsel.database.conflicts import refusing
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Conflict, FieldProblem
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.ledger.facts import Actor
from handsel.ledger.record import record
from handsel.workflows.checking import check_publishable
from handsel.workflows.document import default_free_document
from handsel.workflows.drafts import follow
from handsel.workflows.events import WorkflowPublished
from handsel.workflows.graph import graph_of
from handsel.workflows.models import VersionStep, Workflow, WorkflowVersion
from handsel.workflows.versions import fields_of_step, newest_version

HOLD = "SELECT name FROM workflows_workflow WHERE id = %s FOR UPDATE"


class WorkflowNameTaken(Conflict):
    code = "workflow_name_taken"


def make_workflow(name: str, *, document: Mapping[str, Any], by: Actor, at: datetime) -> Workflow:
    """A new workflow with its first version."""
    workflow = name_workflow(name, by=by, at=at)
    publish(workflow, document={**document, "workflow": workflow.name}, by=by, at=at)
    return workflow


def name_workflow(name: str, *, by: Actor, at: datetime) -> Workflow:
    """A new workflow with nothing in it yet."""
    workflow = Workflow(
        id=new_id(),
        organization_id=by.organization_id,
        name=check_name(name, field="workflow"),
        created_at=at,
    )
    message = say("There is a workflow {name} already. Choose another name.", name=name)
    refusal = WorkflowNameTaken(message, fields=[FieldProblem("workflow", message)])
    with refusing(workflow_name_once=refusal), transaction.atomic():
        workflow.save(force_insert=True)
    return workflow


def publish_free(name: str, *, by: Actor, at: datetime) -> Workflow:
    """What a new team gets (W12)."""
    return make_workflow(name, document=default_free_document(name, new_id=new_id), by=by, at=at)


def publish(workflow: Workflow, *, document: Mapping[str, Any], by: Actor, at: datetime) -> WorkflowVersion:
    """The next version, which the draft follows. Refused where the document has errors (W13)."""
    graph = graph_of(document)
    check_publishable(graph)
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [workflow.id])
    before = newest_version(workflow.id)
    number = 1 if before is None else before.number + 1
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
    follow(workflow.id, document=document, number=number, before=None if before is None else before.document)
    record(
        WorkflowPublished(subject_id=workflow.id, workflow_version_id=version.id, number=number), by=by, at=at
    )
    return version
