"""The workflows of an organization, each with its newest version and the teams that follow it."""

import json
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.organizations.acting import Member
from handsel.organizations.rules import Capability
from handsel.workflows.document import to_file
from handsel.workflows.graph import Graph
from handsel.workflows.models import Workflow
from handsel.workflows.versions import (
    WorkflowNotFound,
    current_version,
    describe_attribute,
    document_of_version,
    graph_of_version,
)

SELECT = """
SELECT w.id, w.name, v.document->>'mode', v.number,
       (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name) ORDER BY t.name), '[]')
        FROM organizations_team t WHERE t.workflow_id = w.id AND t.dissolved_at IS NULL)::text
FROM workflows_workflow w
CROSS JOIN LATERAL (
    SELECT document, number FROM workflows_workflowversion v WHERE v.workflow_id = w.id ORDER BY number DESC LIMIT 1) v
"""


def workflows(member: Member) -> list[dict[str, Any]]:
    """By name. How work goes is no secret inside the organization: every member may read it."""
    with connection.cursor() as cursor:
        cursor.execute(SELECT + "ORDER BY handsel_fold(w.name), w.id")
        return [_shown(row, member) for row in cursor.fetchall()]


def workflow(workflow_id: UUID, *, member: Member) -> dict[str, Any]:
    """With the workflow file as JSON, and the graph with ids."""
    with connection.cursor() as cursor:
        cursor.execute(SELECT + "WHERE w.id = %s", [workflow_id])
        row = cursor.fetchone()
    if row is None:
        raise WorkflowNotFound("There is no such workflow.")
    version_id, _ = current_version(workflow_id)
    return {
        **_shown(row, member),
        "document": to_file(document_of_version(version_id)),
        "graph": describe_graph(graph_of_version(version_id)),
    }


def get_workflow(workflow_id: UUID) -> Workflow:
    found = Workflow.objects.filter(pk=workflow_id).first()
    if found is None:
        raise WorkflowNotFound("There is no such workflow.")
    return found


def describe_graph(graph: Graph) -> dict[str, Any]:
    """Stages and steps in the order of the board; only declared transitions: a free workflow implies all others."""
    return {
        "stages": [
            {"id": one.id, "name": one.name, "status": one.status.value, "reasons": list(one.reasons)}
            for one in graph.stages_on_board
        ],
        "steps": [
            {
                "id": one.id,
                "name": one.name,
                "stage": one.stage_id,
                "attributes": list(one.attributes),
                "probability": one.probability,
                "limit": one.limit,
            }
            for one in graph.steps_on_board
        ],
        "transitions": [
            {
                "id": one.id,
                "name": one.name,
                "from": one.from_id,
                "to": one.to_id,
                "required": list(one.required),
                "roles": list(one.roles),
            }
            for one in graph.declared
        ],
        "attributes": [describe_attribute(one) for one in graph.attributes],
        "entries": [
            {
                "kind": kind,
                "step": {"id": entry.step_id, "name": graph.step(entry.step_id).name},
                "name": entry.name,
            }
            for kind, entry in graph.entries.items()
        ],
    }


def _shown(row: tuple[Any, ...], member: Member) -> dict[str, Any]:
    workflow_id, name, mode, version, teams = row
    return {
        "id": workflow_id,
        "name": name,
        "mode": mode,
        "version": version,
        "teams": json.loads(teams),
        "may": {"edit": member.can(Capability.CONFIGURE)},
    }
