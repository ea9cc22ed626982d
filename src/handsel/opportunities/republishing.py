"""A workflow gets a new version, and every opportunity of it stands on that from the same instant (W14).

One order of locks: the workflow, its draft, its opportunities. Who puts an opportunity onto a workflow (`destination`)
holds the workflow first, so nothing arrives on the old version while the new one is published.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.database.conflicts import refusing
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Conflict, FieldProblem
from handsel.kernel.sentences import say
from handsel.kernel.written import Part
from handsel.ledger.facts import Actor
from handsel.ledger.record_set import record_set
from handsel.opportunities.events import OpportunityMigrated
from handsel.opportunities.republishing_map import step_map
from handsel.workflows.checking import NotPublishable
from handsel.workflows.document import parse
from handsel.workflows.draft_views import describe_check
from handsel.workflows.drafting import take_draft
from handsel.workflows.drafts import DraftBehind, hold_draft
from handsel.workflows.models import Workflow, WorkflowVersion
from handsel.workflows.publishing import HOLD, WorkflowNameTaken, publish
from handsel.workflows.versions import Version, newest_version

# The one transaction that may last: all opportunities of a workflow, however many, stand on the new version or none does.
TAKE_TIME = "SELECT set_config('statement_timeout', '10min', true)"
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
ON_THE_NEW_VERSION = """
    workflow_version_id = %(version)s,
    closed_at = CASE WHEN s.status <> 'open' THEN coalesce(o.closed_at, %(at)s) END,
    lost_reason = CASE WHEN s.status = 'lost' THEN o.lost_reason END
"""
CARRY_OVER = f"""
UPDATE opportunities_opportunity o SET {ON_THE_NEW_VERSION}
FROM workflows_workflowversion v, workflows_versionstep s
WHERE v.id = o.workflow_version_id AND v.workflow_id = %(workflow)s AND v.id <> %(version)s
  AND s.version_id = %(version)s AND s.step_id = o.step_id
"""
MOVE_OFF = f"""
UPDATE opportunities_opportunity o
SET {ON_THE_NEW_VERSION}, step_id = s.step_id, entered_at = %(at)s, updated_at = %(at)s, revision = o.revision + 1
FROM workflows_workflowversion v, workflows_versionstep s, unnest(%(removed)s::uuid[], %(target)s::uuid[]) AS m(removed, target)
WHERE v.id = o.workflow_version_id AND v.workflow_id = %(workflow)s AND v.id <> %(version)s
  AND o.step_id = m.removed AND s.version_id = %(version)s AND s.step_id = m.target
RETURNING o.id AS opportunity_id, o.revision, o.workflow_version_id,
          jsonb_build_object('team_id', o.team_id, 'owner_id', o.owner_id, 'author_id', o.author_id,
                             'from_step', m.removed, 'step', o.step_id, 'version', %(number)s::int) AS data
"""


class StepInUse(Conflict):
    """`steps` names every dropped step that opportunities stand on, with their number."""

    code = "step_in_use"


def publish_draft(
    workflow: Workflow,
    *,
    revision: int | None,
    mapped: Mapping[str, str] | None,
    over: int | None,
    by: Actor,
    at: datetime,
) -> dict[str, int]:
    """`mapped` takes each removed step that opportunities stand on to a step of the draft; `over` is the newest version
    that one has seen, asked for where the draft is behind.

    Answers with the version and how many were carried over and moved. A draft that is the newest version changes nothing.
    """
    newest = _hold(workflow)
    draft = take_draft(workflow, revision=revision)
    if newest is not None and newest.number not in {draft.based_on, over}:
        raise DraftBehind(
            say(
                "Version {number} was published by another way since this draft began. "
                "Look at what it changed, then publish over it.",
                number=newest.number,
            ),
            version=newest.number,
        )
    _check(draft.document, workflow)
    steps = step_map(mapped or {}, newest=newest, document=draft.document)
    if newest is not None and draft.document == newest.document and draft.based_on == newest.number:
        return {"version": newest.number, "carried": 0, "moved": 0}
    _rename(workflow, draft.document["workflow"])
    version, carried, moved = _republish(workflow, document=draft.document, steps=steps, by=by, at=at)
    return {"version": version.number, "carried": carried, "moved": moved}


def republish(workflow: Workflow, *, document: Mapping[str, Any], by: Actor, at: datetime) -> WorkflowVersion:
    """Publishes and carries every opportunity over, in one statement; revisions stay, for nothing of their own changed.

    Refused where opportunities stand on a step that the document drops: they would stand nowhere.
    """
    _hold(workflow)
    hold_draft(workflow.pk)
    return _republish(workflow, document=document, steps={}, by=by, at=at)[0]


def republish_file(
    workflow: Workflow,
    *,
    written: str | Mapping[str, Any] | Part,
    mapped: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> dict[str, int] | None:
    """The workflow file, as YAML or JSON, or read already. What it names as before keeps its identity; the same file changes nothing.

    The workflow is called as its file says. `mapped` and the answer are as `publish_draft` has them.
    """
    newest = _hold(workflow)
    previous = None if newest is None else newest.document
    document = parse(written, previous=previous or hold_draft(workflow.pk).document, new_id=new_id)
    if previous is not None and is_same(document, previous) and document["workflow"] == workflow.name:
        return None
    steps = step_map(mapped or {}, newest=newest, document=document)
    _rename(workflow, document["workflow"])
    hold_draft(workflow.pk)
    version, carried, moved = _republish(workflow, document=document, steps=steps, by=by, at=at)
    return {"version": version.number, "carried": carried, "moved": moved}


def take_document(workflow: Workflow) -> Mapping[str, Any] | None:
    """The document of the newest version, which stays the newest until the transaction ends; None where there is none."""
    newest = _hold(workflow)
    return None if newest is None else newest.document


def is_same(document: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether work goes the same way; what it is called is another question."""
    return {**document, "workflow": ""} == {**other, "workflow": ""}


def _hold(workflow: Workflow) -> Version | None:
    """As it is called by now, too: somebody may have renamed it since it was read."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [workflow.pk])
        row = cursor.fetchone()
    workflow.name = row[0] if row is not None else workflow.name
    return newest_version(workflow.pk)


def _check(document: Mapping[str, Any], workflow: Workflow) -> None:
    """With everything that the check found, so that the page can show it."""
    found = describe_check(document, workflow_id=workflow.pk)
    errors = [one for one in found["findings"] if one["level"] == "error"]
    if errors:
        raise NotPublishable(
            say("{workflow} can't be published. {why}", workflow=document["workflow"], why=errors[0]["text"]),
            fields=[
                FieldProblem(".".join(filter(None, (one["element"], one["id"]))), one["text"])
                for one in errors
            ],
            findings=found["findings"],
        )


def _republish(
    workflow: Workflow, *, document: Mapping[str, Any], steps: Mapping[UUID, UUID], by: Actor, at: datetime
) -> tuple[WorkflowVersion, int, int]:
    """Under the locks of workflow and draft. All is checked before anything is written."""
    values: dict[str, Any] = {"workflow": workflow.pk, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TIME)
        cursor.execute(HOLD_OPPORTUNITIES, values)
    _check_not_in_use(workflow.pk, kept=[*(UUID(step["id"]) for step in document["steps"]), *steps])
    version = publish(workflow, document=document, by=by, at=at)
    values |= {
        "version": version.pk,
        "number": version.number,
        "removed": [*steps],
        "target": [*steps.values()],
    }
    moved = record_set(OpportunityMigrated, rows=MOVE_OFF, values=values, by=by, at=at) if steps else 0
    with connection.cursor() as cursor:
        cursor.execute(CARRY_OVER, values)
        carried: int = cursor.rowcount
    return version, carried, moved


def _rename(workflow: Workflow, name: str) -> None:
    if name == workflow.name:
        return
    message = say("There is a workflow {name} already. Choose another name.", name=name)
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
        message = say(
            "Opportunities stand on steps that would be gone: {told}. Keep the steps, say where these "
            "opportunities go, or move them first.",
            told=told,
        )
        raise StepInUse(
            message,
            fields=[FieldProblem("steps", message)],
            steps=[{"id": str(step), "name": name, "count": count} for step, name, count in standing],
        )
