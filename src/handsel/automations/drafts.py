"""Automations are made, named, edited and deleted (A1). A draft is changed by compare-and-set.

The order of locks: member, automation.
"""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from handsel.automations.document import EMPTY
from handsel.automations.document_reading import check_savable
from handsel.automations.events import AutomationDeleted, AutomationSaved
from handsel.automations.models import Automation
from handsel.automations.rules import (
    MOST_AUTOMATIONS,
    AutomationNameTaken,
    AutomationNotFound,
    AutomationState,
)
from handsel.database.conflicts import refusing
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import FieldProblem
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.ledger.record import record
from handsel.organizations.acting import Member
from handsel.workflows.drafts import DraftConflict

LONGEST_NAME = 200
SECRET_BYTES = 32
NEXT = "SELECT count(*), coalesce(max(position), 0) + 1 FROM automations_automation WHERE deleted_at IS NULL"
HOLD = """
SELECT name, state, version, draft::text, draft_revision, author_id FROM automations_automation
WHERE id = %s AND deleted_at IS NULL FOR UPDATE
"""


@dataclass(frozen=True, slots=True)
class Held:
    """An automation under lock."""

    id: UUID
    name: str
    state: str
    version: int | None
    draft: dict[str, Any]
    revision: int
    author_id: UUID


def make(name: str, *, document: Mapping[str, Any] | None, by: Member, at: datetime) -> UUID:
    """The last in the order. Nothing of it runs before it is published."""
    checked = check_name(name, field="name", limit=LONGEST_NAME)
    if document is not None:
        check_savable(document)
    with connection.cursor() as cursor:
        cursor.execute(NEXT)
        count, position = cursor.fetchone()
    if count >= MOST_AUTOMATIONS:
        raise AutomationState(
            say(
                "An organization has at most {most} automations. Delete one first.",
                most=MOST_AUTOMATIONS,
            )
        )
    automation = Automation(
        id=new_id(),
        organization_id=by.organization_id,
        name=checked,
        position=position,
        author_id=by.id,
        draft=dict(document or EMPTY),
        secret=make_signing_secret(),
        created_at=at,
    )
    with refusing(automation_name_once=_taken(checked)), transaction.atomic():
        automation.save(force_insert=True)
    record(AutomationSaved(subject_id=automation.pk, draft_revision=1), by=by, at=at)
    return automation.pk


def rename(automation_id: UUID, *, name: str, by: Member, at: datetime) -> None:
    held = hold(automation_id)
    checked = check_name(name, field="name", limit=LONGEST_NAME)
    if checked == held.name:
        return
    with refusing(automation_name_once=_taken(checked)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE automations_automation SET name = %s WHERE id = %s", [checked, automation_id])
    record(AutomationSaved(subject_id=automation_id, draft_revision=held.revision), by=by, at=at)


def save(
    automation_id: UUID, *, document: Mapping[str, Any], revision: int, by: Member, at: datetime
) -> None:
    """The whole document; the same again changes nothing. Another revision than the present is a conflict."""
    held = take(automation_id, revision=revision)
    check_savable(document)
    if document == held.draft:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE automations_automation SET draft = %s::jsonb, draft_revision = draft_revision + 1 WHERE id = %s",
            [json.dumps(document), automation_id],
        )
    record(AutomationSaved(subject_id=automation_id, draft_revision=held.revision + 1), by=by, at=at)


def delete(automation_id: UUID, *, by: Member, at: datetime) -> None:
    """It runs no more and is shown no more; what it did goes on naming it."""
    hold(automation_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE automations_automation SET deleted_at = %s, next_due_at = NULL WHERE id = %s",
            [at, automation_id],
        )
    record(AutomationDeleted(subject_id=automation_id), by=by, at=at)


def take(automation_id: UUID, *, revision: int) -> Held:
    held = hold(automation_id)
    if revision != held.revision:
        raise DraftConflict(
            say(
                "Somebody changed this draft since you saw it. Look at it as it is now; nothing was overwritten."
            ),
            current={"draft": held.draft, "draft_revision": held.revision},
        )
    return held


def hold(automation_id: UUID) -> Held:
    """Locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [automation_id])
        row = cursor.fetchone()
    if row is None:
        raise AutomationNotFound(say("There is no such automation."))
    name, state, version, draft, revision, author_id = row
    return Held(automation_id, name, state, version, json.loads(draft), revision, author_id)


def check_there(automation_id: UUID) -> None:
    if not Automation.objects.filter(pk=automation_id, deleted_at__isnull=True).exists():
        raise AutomationNotFound(say("There is no such automation."))


def read_or_stored(
    automation_id: UUID, *, document: Mapping[str, Any] | None
) -> tuple[str, Mapping[str, Any]]:
    """The automation's name, and the document that was sent, as it could be saved; without one the stored draft."""
    found = Automation.objects.filter(pk=automation_id, deleted_at__isnull=True)
    stored = found.values_list("name", "draft").first()
    if stored is None:
        raise AutomationNotFound(say("There is no such automation."))
    if document is not None:
        check_savable(document)
    return stored[0], stored[1] if document is None else document


def make_signing_secret() -> str:
    """As Standard Webhooks spell it."""
    return "whsec_" + base64.b64encode(os.urandom(SECRET_BYTES)).decode()


def _taken(name: str) -> AutomationNameTaken:
    message = say("There is an automation {name} already. Choose another name.", name=name)
    return AutomationNameTaken(message, fields=[FieldProblem("name", message)])
