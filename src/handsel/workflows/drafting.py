"""Drafts are made, saved, reset and read (W1). What becomes of opportunities is the sentence of the room above."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Conflict, field_refused
from handsel.kernel.sentences import say
from handsel.kernel.written import Part
from handsel.ledger.facts import Actor
from handsel.ledger.record import record
from handsel.workflows.document import read
from handsel.workflows.draft_views import describe_draft
from handsel.workflows.drafts import Draft, DraftConflict, begin_draft, hold_draft, stored_draft, write_draft
from handsel.workflows.events import WorkflowDeleted, WorkflowDraftSaved
from handsel.workflows.models import Workflow
from handsel.workflows.publishing import HOLD, name_workflow
from handsel.workflows.versions import newest_version


class WorkflowInUse(Conflict):
    code = "workflow_in_use"


class Unpublished(Conflict):
    code = "workflow_unpublished"


def make_unpublished(name: str, *, document: Mapping[str, Any], by: Actor, at: datetime) -> Workflow:
    """A workflow that is nothing but a draft yet: no team can follow it."""
    workflow = name_workflow(name, by=by, at=at)
    called = {**document, "workflow": workflow.name}
    begin_draft(workflow.pk, document=called, based_on=None, by=by.actor_id, at=at)
    _tell(workflow, stored_draft(workflow.pk), by=by, at=at)
    return workflow


def delete_unpublished(workflow: Workflow, *, by: Actor, at: datetime) -> None:
    """With its draft. What was published is part of what happened, and stays."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [workflow.pk])
    if newest_version(workflow.pk) is not None:
        raise WorkflowInUse(
            say(
                "{workflow} has been published. What happened under it names it, so it stays.",
                workflow=workflow.name,
            )
        )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM workflows_workflow WHERE id = %s", [workflow.pk])
        was_there = cursor.rowcount == 1
    if was_there:
        record(WorkflowDeleted(subject_id=workflow.pk), by=by, at=at)


def save(workflow: Workflow, *, written: Part | None, revision: int | None, by: Actor, at: datetime) -> None:
    """The whole document. Without a revision the last one wins; the same document again changes nothing."""
    if written is None:
        raise field_refused("document", say("Send the draft as `document`, or as `text`."))
    draft = take_draft(workflow, revision=revision)
    document = read_draft(written, previous=draft.document)
    if document != draft.document:
        write_draft(workflow.pk, document=document, based_on=draft.based_on, by=by.actor_id, at=at)
        _tell(workflow, stored_draft(workflow.pk), by=by, at=at)


def reset(workflow: Workflow, *, revision: int | None, by: Actor, at: datetime) -> None:
    """The draft is the newest version again, and no longer behind."""
    draft = take_draft(workflow, revision=revision)
    newest = newest_version(workflow.pk)
    if newest is None:
        raise Unpublished(
            say("Nothing of this workflow has been published, so there is nothing to go back to.")
        )
    if (draft.based_on, draft.document) != (newest.number, newest.document):
        write_draft(workflow.pk, document=newest.document, based_on=newest.number)
        _tell(workflow, stored_draft(workflow.pk), by=by, at=at)


def take_draft(workflow: Workflow, *, revision: int | None) -> Draft:
    """Locked. Another revision than the present is a conflict that shows the present one."""
    draft = hold_draft(workflow.pk)
    if revision is not None and revision != draft.revision:
        raise DraftConflict(
            say(
                "Somebody changed this draft since you saw it. Look at it as it is now; nothing was overwritten."
            ),
            current=describe_draft(workflow.pk),
        )
    return draft


def read_or_stored(workflow: Workflow, *, written: Part | None) -> Mapping[str, Any]:
    """The document that was sent, read as saving would read it; without one the stored draft."""
    draft = stored_draft(workflow.pk)
    return draft.document if written is None else read_draft(written, previous=draft.document)


def read_draft(written: Part, *, previous: Mapping[str, Any] | None) -> dict[str, Any]:
    """Raises FileRefused for what not even a draft may hold (W13)."""
    document = read(written, previous=previous, new_id=new_id)
    written.check(say("This draft can't be saved."))
    return document


def _tell(workflow: Workflow, draft: Draft, *, by: Actor, at: datetime) -> None:
    record(WorkflowDraftSaved(subject_id=workflow.pk, draft_revision=draft.revision), by=by, at=at)
