"""The order in which the automations go that one event sets off (A5)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.automations.events import AutomationSaved
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.ledger.record import record
from handsel.organizations.acting import Member

HOLD_ALL = """
SELECT id, position, draft_revision FROM automations_automation WHERE deleted_at IS NULL ORDER BY id FOR UPDATE
"""
PLACE = """
UPDATE automations_automation a SET position = wanted.position
FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted(id, position) WHERE a.id = wanted.id
"""


def hold_all() -> dict[UUID, tuple[int, int]]:
    """Locked until the transaction ends, in one order: position and revision of each."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_ALL)
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def order(automation_ids: Sequence[UUID], *, by: Member, at: datetime) -> None:
    """All of them, each once."""
    known = hold_all()
    if len(set(automation_ids)) != len(automation_ids) or set(automation_ids) != set(known):
        raise field_refused("automations", say("List every automation of yours, each once."))
    moved = [one for place, one in enumerate(automation_ids, start=1) if known[one][0] != place]
    if not moved:
        return
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [list(automation_ids)])
    record(*(AutomationSaved(subject_id=one, draft_revision=known[one][1]) for one in moved), by=by, at=at)
