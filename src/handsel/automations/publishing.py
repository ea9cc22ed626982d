"""A draft becomes a version that runs, with the rights of who published it (A1, A4). Versions never change."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from handsel.automations.checking import check_publishable, check_resumable_with_others
from handsel.automations.document_reading import read
from handsel.automations.drafts import hold, take
from handsel.automations.events import AutomationPaused, AutomationPublished, AutomationResumed
from handsel.automations.models import AutomationVersion
from handsel.automations.ordering import hold_all
from handsel.automations.rules import AuthorGone, State, check_pausable, check_resumable
from handsel.automations.schedules import next_due
from handsel.kernel.sentences import say
from handsel.ledger.record import record
from handsel.organizations.acting import Member

# Shared: nobody is deactivated between our look and our commit.
ACTIVE = """
SELECT FROM organizations_membership WHERE id = %s AND joined_at IS NOT NULL AND deactivated_at IS NULL FOR SHARE
"""
NEWEST = "SELECT coalesce(max(number), 0) FROM automations_automationversion WHERE automation_id = %s"
GO_LIVE = """
UPDATE automations_automation
SET state = 'live', stopped_cause = NULL, version = %(version)s, author_id = %(author)s, next_due_at = %(due)s,
    live_since = CASE WHEN state = 'live' THEN live_since ELSE %(at)s END
WHERE id = %(id)s
"""
SET_STATE = "UPDATE automations_automation SET state = %s, live_since = %s, next_due_at = %s WHERE id = %s"
LIVE = """
SELECT v.document::text FROM automations_automation a
JOIN automations_automationversion v ON v.automation_id = a.id AND v.number = a.version WHERE a.id = %s
"""
ZONE = "SELECT time_zone FROM organizations_organization WHERE id = %s"


def publish(automation_id: UUID, *, revision: int, by: Member, at: datetime) -> int:
    """The number of the version, which is live from now on. `by` becomes the author.

    Raises AutomationErrors. All automations are held meanwhile: two that are published at once could make a loop that
    neither makes alone.
    """
    _check_active(by.id)
    hold_all()
    held = take(automation_id, revision=revision)
    check_publishable(held.draft, automation_id=automation_id, by=by, name=held.name)
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [automation_id])
        number = int(cursor.fetchone()[0]) + 1
        AutomationVersion.objects.create(
            organization_id=by.organization_id,
            automation_id=automation_id,
            number=number,
            document=held.draft,
            published_at=at,
            published_by=by.id,
        )
        due = _due(held.draft, by=by, at=at)
        values: dict[str, Any] = {
            "version": number,
            "author": by.id,
            "due": due,
            "at": at,
            "id": automation_id,
        }
        cursor.execute(GO_LIVE, values)
    record(AutomationPublished(subject_id=automation_id, number=number), by=by, at=at)
    return number


def pause(automation_id: UUID, *, by: Member, at: datetime) -> None:
    """Nothing sets it off any more; what was set off waits until it is resumed."""
    held = hold(automation_id)
    check_pausable(held.state)
    if held.state == State.LIVE:
        _set_state(automation_id, State.PAUSED, live_since=None, due_at=None)
        record(AutomationPaused(subject_id=automation_id), by=by, at=at)


def resume(automation_id: UUID, *, by: Member, at: datetime) -> None:
    """With the rights of its author still; what happened meanwhile sets it off no more. Raises AutomationErrors where it
    would go around with what was published meanwhile."""
    hold_all()
    held = hold(automation_id)
    check_resumable(held.state)
    if held.state == State.PAUSED:
        document = _live_document(automation_id)
        check_resumable_with_others(document, automation_id=automation_id, by=by, name=held.name)
        _set_state(automation_id, State.LIVE, live_since=at, due_at=_due(document, by=by, at=at))
        record(AutomationResumed(subject_id=automation_id), by=by, at=at)


def _check_active(member_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ACTIVE, [member_id])
        if cursor.fetchone() is None:
            raise AuthorGone(say("Who publishes an automation must be an active member."))


def _live_document(automation_id: UUID) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(LIVE, [automation_id])
        document: dict[str, Any] = json.loads(cursor.fetchone()[0])
        return document


def _due(document: Mapping[str, Any], *, by: Member, at: datetime) -> datetime | None:
    schedule = read(document).recipe.trigger.schedule
    if schedule is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(ZONE, [by.organization_id])
        return next_due(schedule, after=at, zone=ZoneInfo(cursor.fetchone()[0]))


def _set_state(
    automation_id: UUID, state: State, *, live_since: datetime | None, due_at: datetime | None
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET_STATE, [state.value, live_since, due_at, automation_id])
