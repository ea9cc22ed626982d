"""A draft becomes a version that runs, with the rights of who published it (A1, A4). Versions never change."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.automations.checking import check_publishable
from handsel.automations.drafts import hold, take
from handsel.automations.events import AutomationPaused, AutomationPublished, AutomationResumed
from handsel.automations.models import AutomationVersion
from handsel.automations.ordering import hold_all
from handsel.automations.rules import AuthorGone, State, check_pausable, check_resumable
from handsel.ledger.record import record
from handsel.organizations.acting import Member

# Shared: nobody is deactivated between our look and our commit.
ACTIVE = """
SELECT FROM organizations_membership WHERE id = %s AND joined_at IS NOT NULL AND deactivated_at IS NULL FOR SHARE
"""
NEWEST = "SELECT coalesce(max(number), 0) FROM automations_automationversion WHERE automation_id = %s"
GO_LIVE = """
UPDATE automations_automation
SET state = 'live', stopped_cause = NULL, version = %s, author_id = %s, next_due_at = NULL WHERE id = %s
"""
SET_STATE = "UPDATE automations_automation SET state = %s, next_due_at = NULL WHERE id = %s"


def publish(automation_id: UUID, *, revision: int, by: Member, at: datetime) -> int:
    """The number of the version, which is live from now on. `by` becomes the author.

    Raises AutomationErrors. All automations are held meanwhile: two that are published at once could make a loop that
    neither makes alone.
    """
    _check_active(by.id)
    hold_all()
    held = take(automation_id, revision=revision)
    check_publishable(held.draft, automation_id=automation_id, by=by)
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
        cursor.execute(GO_LIVE, [number, by.id, automation_id])
    record(AutomationPublished(subject_id=automation_id, number=number), by=by, at=at)
    return number


def pause(automation_id: UUID, *, by: Member, at: datetime) -> None:
    """Nothing sets it off any more; what runs goes on."""
    held = hold(automation_id)
    check_pausable(held.state)
    if held.state == State.LIVE:
        _set_state(automation_id, State.PAUSED)
        record(AutomationPaused(subject_id=automation_id), by=by, at=at)


def resume(automation_id: UUID, *, by: Member, at: datetime) -> None:
    """With the rights of its author still; what happened meanwhile sets it off no more."""
    held = hold(automation_id)
    check_resumable(held.state)
    if held.state == State.PAUSED:
        _set_state(automation_id, State.LIVE)
        record(AutomationResumed(subject_id=automation_id), by=by, at=at)


def _check_active(member_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ACTIVE, [member_id])
        if cursor.fetchone() is None:
            raise AuthorGone("Who publishes an automation must be an active member.")


def _set_state(automation_id: UUID, state: State) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET_STATE, [state.value, automation_id])
