"""The draft as the API shows it, with what the check finds in it (W13)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.times import write_instant
from handsel.workflows.checking import Level, check
from handsel.workflows.document import to_draft_document
from handsel.workflows.drafts import stored_draft
from handsel.workflows.graph import graph_of
from handsel.workflows.versions import newest_version

# What the check asks of the organization: who is there, and which teams of this workflow have their amounts off.
AROUND = """
SELECT ARRAY(SELECT DISTINCT role FROM organizations_membership m, unnest(m.roles) AS role
             WHERE m.joined_at IS NOT NULL AND m.deactivated_at IS NULL),
       ARRAY(SELECT t.name FROM organizations_team t
             WHERE t.workflow_id = %s AND t.dissolved_at IS NULL AND NOT t.deal_amount ORDER BY t.name)
"""
ABOUT = """
SELECT w.name, m.id, m.name FROM workflows_workflow w LEFT JOIN organizations_membership m ON m.id = %s WHERE w.id = %s
"""


def describe_draft(workflow_id: UUID) -> dict[str, Any]:
    """JSON-plain; for who configures, who may both edit and publish it."""
    draft = stored_draft(workflow_id)
    newest = newest_version(workflow_id)
    number = None if newest is None else newest.number
    with connection.cursor() as cursor:
        cursor.execute(ABOUT, [draft.edited_by, workflow_id])
        name, editor_id, editor = cursor.fetchone()
    return {
        "workflow": {"id": str(workflow_id), "name": name},
        "document": to_draft_document(draft.document),
        "revision": draft.revision,
        "based_on": draft.based_on,
        "version": number,
        "changed": newest is None or draft.document != newest.document,
        "behind": draft.based_on != number,
        "edited_at": None if draft.edited_at is None else write_instant(draft.edited_at),
        "edited_by": None if editor_id is None else {"id": str(editor_id), "name": editor},
        "findings": findings(draft.document, workflow_id=workflow_id),
        "may": {"edit": True, "publish": True},
    }


def describe_check(document: Mapping[str, Any], *, workflow_id: UUID | None) -> dict[str, Any]:
    found = findings(document, workflow_id=workflow_id)
    errors = sum(one["level"] == Level.ERROR for one in found)
    return {
        "findings": found,
        "errors": errors,
        "warnings": len(found) - errors,
        "publishable": errors == 0,
    }


def findings(document: Mapping[str, Any], *, workflow_id: UUID | None) -> list[dict[str, Any]]:
    """Without a workflow, of a document that is nobody's yet."""
    with connection.cursor() as cursor:
        cursor.execute(AROUND, [workflow_id])
        roles, teams = cursor.fetchone()
    found = check(graph_of(document), held_roles=roles, teams_without_amounts=teams)
    return [{**asdict(one), "level": one.level.value} for one in found]
