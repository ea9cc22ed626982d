"""An automation whose author can't act any more stops by itself, and says so (A4)."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.automations.events import AutomationStopped
from handsel.automations.keeping import write_each
from handsel.automations.lines import cut
from handsel.automations.rules import AUTHOR_GONE, AUTHOR_LOST_RIGHT
from handsel.automations.telling import STOPPED, tell_administrators
from handsel.ledger.readers import Recorded
from handsel.ledger.record import record
from handsel.organizations.acting import Member, System
from handsel.organizations.authentication import member_by_id
from handsel.organizations.rules import Capability

OF_AUTHOR = """
SELECT id FROM automations_automation
WHERE author_id = %s AND state IN ('live', 'paused') AND deleted_at IS NULL ORDER BY position, id
"""
HOLD = "SELECT state, author_id FROM automations_automation WHERE id = %s FOR UPDATE"
STOP = """
UPDATE automations_automation SET state = 'stopped', stopped_cause = %s, next_due_at = NULL, live_since = NULL WHERE id = %s
"""
END_RUNS = """
UPDATE automations_run SET state = 'stopped', due_at = NULL, ended_at = %s
WHERE automation_id = %s AND state IN ('ready', 'waiting') RETURNING id
"""


def stop_those_of(event: Recorded, at: datetime) -> None:
    """A reaction to `member.deactivated` and `member.edited`."""
    with connection.cursor() as cursor:
        cursor.execute(OF_AUTHOR, [event.subject_id])
        found = [row[0] for row in cursor.fetchall()]
    for each in found:
        stop_if_lost(each, by=System(organization_id=event.organization_id), at=at)


def stop_if_lost(automation_id: UUID, *, by: System, at: datetime) -> None:
    """With all that it has under way. Left alone where its author, who may be another one by now, still has the right."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [automation_id])
        row = cursor.fetchone()
    if row is None or row[0] not in {"live", "paused"}:
        return
    cause = lost(member_by_id(row[1]))
    if cause is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(STOP, [cause, automation_id])
        cursor.execute(END_RUNS, [at, automation_id])
        ended = [found[0] for found in cursor.fetchall()]
    write_each([(run_id, cut(cause)) for run_id in ended], at=at)
    record(AutomationStopped(subject_id=automation_id, cause=cause), by=by, at=at)
    tell_administrators(
        STOPPED, automation_id=automation_id, because=at.isoformat(), by=by, at=at, cause=cause
    )


def lost(author: Member | None) -> str | None:
    """Why an author can't act any more."""
    if author is None:
        return AUTHOR_GONE
    return None if author.can(Capability.CONFIGURE) else AUTHOR_LOST_RIGHT
