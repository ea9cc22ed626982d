"""Writing lines into members' lists: each cause once, and the bell is told."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.ids import new_id
from handsel.ledger.readers import Recorded
from handsel.ledger.record import record
from handsel.notifications.events import NotificationAdded
from handsel.organizations.acting import System

FOLLOW_UP_DUE = "opportunity.follow_up_due"
TASK_DUE = "task.reminded"
GIVEN = "opportunity.assigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`because` names the cause; the same one is told to the same member only once."""

    member_id: UUID
    kind: str
    opportunity_id: UUID | None
    because: str
    subject_id: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def notify(lines: Iterable[Line], *, by: System, at: datetime) -> None:
    """In one statement. A member or opportunity that is gone meanwhile is left out."""
    rows = [(new_id(), line) for line in lines]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            {
                "organization": by.organization_id,
                "at": at,
                "ids": [each for each, _ in rows],
                "members": [line.member_id for _, line in rows],
                "kinds": [line.kind for _, line in rows],
                "opportunities": [line.opportunity_id for _, line in rows],
                "subjects": [line.subject_id for _, line in rows],
                "causes": [line.because for _, line in rows],
                "data": [json.dumps(dict(line.data), default=str) for _, line in rows],
            },
        )
        added = cursor.fetchall()
    record(*(NotificationAdded(subject_id=row[0], member_id=row[1]) for row in added), by=by, at=at)


INSERT = """
INSERT INTO notifications_notification (id, organization_id, member_id, kind, opportunity_id, subject_id, because, data, at)
SELECT n.id, %(organization)s, m.id, n.kind, o.id, n.subject_id, n.because, n.data::jsonb, %(at)s
FROM unnest(%(ids)s::uuid[], %(members)s::uuid[], %(kinds)s::text[], %(opportunities)s::uuid[], %(subjects)s::uuid[],
            %(causes)s::text[], %(data)s::text[]) AS n(id, member_id, kind, opportunity_id, subject_id, because, data)
JOIN organizations_membership m ON m.id = n.member_id AND m.deactivated_at IS NULL
LEFT JOIN opportunities_opportunity o ON o.id = n.opportunity_id
WHERE o.id IS NOT NULL OR n.opportunity_id IS NULL
ON CONFLICT DO NOTHING
RETURNING id, member_id
"""


# Reactions: what was given to somebody by somebody else. An import tells nobody (I12): its fact is another one.


def tell_new_owner(event: Recorded, at: datetime) -> None:
    """A reaction to `opportunity.assigned` and `opportunity.team_changed`."""
    if event.data["new_owner"] != event.data["owner_id"]:
        _tell_owner(event, event.data["new_owner"], at=at)


def tell_first_owner(event: Recorded, at: datetime) -> None:
    """A reaction to `opportunity.created`."""
    _tell_owner(event, event.data["owner_id"], at=at)


def _tell_owner(event: Recorded, owner_id: str | None, *, at: datetime) -> None:
    if owner_id is None or event.opportunity_id is None or UUID(owner_id) == event.actor_id:
        return
    line = Line(
        member_id=UUID(owner_id),
        kind=GIVEN,
        opportunity_id=event.opportunity_id,
        subject_id=event.actor_id,
        because=str(event.cursor.id),
    )
    notify([line], by=System(organization_id=event.organization_id), at=at)
