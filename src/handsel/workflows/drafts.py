"""The form of a workflow that is being edited (W1): one row per workflow, changed under its lock.

A draft that nobody has changed follows every version that is published by another way; one that was changed stays as it is
and is *behind*. The order of locks: the workflow, its draft, its opportunities.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Conflict
from handsel.kernel.sentences import say
from handsel.workflows.versions import WorkflowNotFound, newest_version

READ = """
SELECT document::text, revision, based_on, edited_at, edited_by FROM workflows_workflowdraft WHERE workflow_id = %s
"""
BEGIN = """
INSERT INTO workflows_workflowdraft (id, organization_id, workflow_id, document, revision, based_on, edited_at, edited_by)
SELECT %(id)s, w.organization_id, w.id, %(document)s::jsonb, 1, %(based_on)s, %(edited_at)s, %(edited_by)s
FROM workflows_workflow w WHERE w.id = %(workflow)s
ON CONFLICT (organization_id, workflow_id) DO NOTHING
"""
WRITE = """
UPDATE workflows_workflowdraft
SET document = %(document)s::jsonb, revision = revision + 1, based_on = %(based_on)s,
    edited_at = %(edited_at)s, edited_by = %(edited_by)s
WHERE workflow_id = %(workflow)s
"""


class DraftConflict(Conflict):
    """`current` is the draft as it is now, as the API shows it."""

    code = "draft_conflict"


class DraftBehind(Conflict):
    """`version` is the newest one, which was published by another way."""

    code = "draft_behind"


@dataclass(frozen=True, slots=True)
class Draft:
    document: Mapping[str, Any]
    revision: int
    based_on: int | None
    edited_at: datetime | None
    edited_by: UUID | None


def stored_draft(workflow_id: UUID) -> Draft:
    return _read(READ, workflow_id)


def hold_draft(workflow_id: UUID) -> Draft:
    """Locked until the transaction ends: who saves and who publishes wait for each other."""
    return _read(READ + "FOR UPDATE", workflow_id)


def begin_draft(
    workflow_id: UUID,
    *,
    document: Mapping[str, Any],
    based_on: int | None,
    by: UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Of a workflow that has none; one that is there stays."""
    _execute(BEGIN, workflow_id, document, based_on, by=by, at=at, id=new_id())


def write_draft(
    workflow_id: UUID,
    *,
    document: Mapping[str, Any],
    based_on: int | None,
    by: UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Under its lock. `by` and `at` are given where somebody edited it, and left out where it became a version."""
    _execute(WRITE, workflow_id, document, based_on, by=by, at=at)


def follow(
    workflow_id: UUID, *, document: Mapping[str, Any], number: int, before: Mapping[str, Any] | None
) -> None:
    """After version `number` was published with this document, where `before` was the newest one until then.

    The draft goes along where it says what it was based on, or says the new version already; else it is behind now.
    """
    if before is None:
        begin_draft(workflow_id, document=document, based_on=number)
    draft = hold_draft(workflow_id)
    if draft.based_on == number:
        return
    is_clean = draft.based_on == number - 1 and draft.document == before
    if is_clean or draft.document == document:
        write_draft(workflow_id, document=document, based_on=number)


def _read(query: str, workflow_id: UUID) -> Draft:
    row = _row(query, workflow_id)
    if row is None:
        _begin_late(workflow_id)
        row = _row(query, workflow_id)
    if row is None:
        raise WorkflowNotFound(say("There is no such workflow."))
    document, *rest = row
    return Draft(json.loads(document), *rest)


def _begin_late(workflow_id: UUID) -> None:
    """What an older program made while this one was being installed has no draft yet. The lock on the workflow first, as
    everywhere: the foreign key would take it last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM workflows_workflow WHERE id = %s FOR KEY SHARE", [workflow_id])
    newest = newest_version(workflow_id)
    if newest is not None:
        begin_draft(workflow_id, document=newest.document, based_on=newest.number)


def _row(query: str, workflow_id: UUID) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(query, [workflow_id])
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def _execute(
    query: str,
    workflow_id: UUID,
    document: Mapping[str, Any],
    based_on: int | None,
    *,
    by: UUID | None,
    at: datetime | None,
    **values: Any,
) -> None:
    told = {"document": json.dumps(document), "based_on": based_on, "edited_at": at, "edited_by": by}
    with connection.cursor() as cursor:
        cursor.execute(query, {"workflow": workflow_id, **told, **values})
