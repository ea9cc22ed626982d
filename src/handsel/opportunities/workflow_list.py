"""The workflows of an organization, each with its newest version and the teams that follow it."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.sentences import say
from handsel.opportunities.access import values, visible
from handsel.organizations.acting import Member
from handsel.organizations.rules import Capability
from handsel.workflows.document import to_file
from handsel.workflows.drafts import stored_draft
from handsel.workflows.graph import Graph
from handsel.workflows.models import Workflow
from handsel.workflows.reading import COMMUNICATION_KEYS
from handsel.workflows.versions import (
    WorkflowNotFound,
    current_version,
    describe_attribute,
    document_of_version,
    graph_of_version,
)

# A draft is for who configures; so is a workflow that is nothing but a draft.
SELECT = f"""
SELECT w.id, w.name, coalesce(v.document, d.document)->>'mode', v.number,
       (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name) ORDER BY t.name), '[]')
        FROM organizations_team t WHERE t.workflow_id = w.id AND t.dissolved_at IS NULL)::text,
       %(configures)s AND d.document IS NOT NULL AND d.document IS DISTINCT FROM v.document,
       (SELECT count(*) FROM opportunities_opportunity o
        JOIN workflows_workflowversion u ON u.id = o.workflow_version_id
        WHERE u.workflow_id = w.id AND {visible()})
FROM workflows_workflow w
LEFT JOIN workflows_workflowdraft d ON d.workflow_id = w.id
LEFT JOIN LATERAL (
    SELECT document, number FROM workflows_workflowversion v
    WHERE v.workflow_id = w.id ORDER BY number DESC LIMIT 1) v ON true
WHERE (v.number IS NOT NULL OR %(configures)s)
"""


def workflows(member: Member, *, at: datetime) -> list[dict[str, Any]]:
    """By name. How work goes is no secret inside the organization: every member may read it.

    Opportunities are counted as far as the member may see them.
    """
    with connection.cursor() as cursor:
        cursor.execute(SELECT + "ORDER BY handsel_fold(w.name), w.id", _values(member, at))
        return [_shown(row, member) for row in cursor.fetchall()]


def workflow(workflow_id: UUID, *, member: Member, at: datetime) -> dict[str, Any]:
    """With the workflow file as JSON, and the graph with ids."""
    with connection.cursor() as cursor:
        cursor.execute(SELECT + "AND w.id = %(id)s", {**_values(member, at), "id": workflow_id})
        row = cursor.fetchone()
    if row is None:
        raise WorkflowNotFound(say("There is no such workflow."))
    shown = _shown(row, member)
    if shown["version"] is None:
        return {**shown, "document": to_file(stored_draft(workflow_id).document), "graph": None}
    version_id, _ = current_version(workflow_id)
    return {
        **shown,
        "document": to_file(document_of_version(version_id)),
        "graph": describe_graph(graph_of_version(version_id)),
    }


def _values(member: Member, at: datetime) -> dict[str, Any]:
    return {**values(member, at), "configures": member.can(Capability.CONFIGURE)}


def get_workflow(workflow_id: UUID) -> Workflow:
    found = Workflow.objects.filter(pk=workflow_id).first()
    if found is None:
        raise WorkflowNotFound(say("There is no such workflow."))
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
                "triggers": list(one.triggers),
                "communications": [
                    {key: said.get(key) for key in COMMUNICATION_KEYS} for said in one.communications
                ],
            }
            for one in graph.declared
        ],
        "attributes": [describe_attribute(one) for one in graph.attributes],
        "sections": [
            {"name": one.name, "attributes": [attribute.key for attribute in one.attributes]}
            for one in graph.sections
        ],
        "entries": [
            {
                "kind": kind,
                "step": {"id": entry.step_id, "name": graph.step(entry.step_id).name},
                "name": entry.name,
            }
            for kind, entry in graph.entries.items()
        ],
        "follow_ons": [
            {
                "id": one.id,
                "name": one.name,
                "step": {"id": one.step_id, "name": graph.step(one.step_id).name},
                "carry": list(one.carry),
            }
            for one in graph.follow_ons
        ],
        "milestones": list(graph.milestones),
    }


def _shown(row: tuple[Any, ...], member: Member) -> dict[str, Any]:
    workflow_id, name, mode, version, teams, changed, opportunities = row
    return {
        "id": workflow_id,
        "name": name,
        "mode": mode,
        "version": version,
        "teams": json.loads(teams),
        "changed": changed,
        "opportunities": opportunities,
        "may": {
            "edit": member.can(Capability.CONFIGURE),
            "delete": member.can(Capability.CONFIGURE) and version is None,
        },
    }
