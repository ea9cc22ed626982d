"""What administrators are told of automations."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.automations.events import AutomationRan
from handsel.ledger.record import record
from handsel.notifications.telling import Line, notify
from handsel.organizations.acting import System, acting
from handsel.organizations.rules import Capability, Role, capabilities_of

STOPPED, CUT = "automation.stopped", "automation.cut"
CONFIGURING = [role.value for role in Role if Capability.CONFIGURE in capabilities_of([role], licence=False)]
WHO = """
SELECT m.id, (SELECT name FROM automations_automation WHERE id = %s) FROM organizations_membership m
WHERE m.joined_at IS NOT NULL AND m.deactivated_at IS NULL AND m.roles && %s
"""


def tell_administrators(
    kind: str, *, automation_id: UUID, because: str, by: System, at: datetime, **data: str
) -> None:
    """Each of them once for each cause."""
    with connection.cursor() as cursor:
        cursor.execute(WHO, [automation_id, CONFIGURING])
        rows = cursor.fetchall()
    lines = [
        Line(
            member_id=member_id,
            kind=kind,
            opportunity_id=None,
            subject_id=automation_id,
            because=f"{automation_id} {because}",
            data={"automation": name, **data},
        )
        for member_id, name in rows
    ]
    notify(lines, by=by, at=at)


def tell_of_runs(automation_ids: Iterable[UUID], *, organization_id: UUID) -> None:
    """There is news in their logs: in a transaction of its own, after that of the runs."""
    facts = [AutomationRan(subject_id=one) for one in automation_ids]
    if facts:
        by = System(organization_id=organization_id)
        with acting(by) as at:
            record(*facts, by=by, at=at)
