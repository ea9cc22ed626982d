"""Schedules at their instant: a sweep finds which fell due, tells the ledger, and says when next. One that was missed while
nothing ran falls due once."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, connections

from handsel.automations.document_reading import NotReady
from handsel.automations.events import AutomationDue
from handsel.automations.recipes import recipe_of
from handsel.automations.schedules import next_due
from handsel.database.clock import read_clock
from handsel.database.fields import instant
from handsel.ledger.readers import Recorded
from handsel.ledger.record import record
from handsel.organizations.acting import System, acting

AT_ONCE = 100

# Across organizations, as the system; then inside each.
DUE = "SELECT DISTINCT organization_id FROM automations_automation WHERE next_due_at <= %s"
TAKE = """
SELECT a.id, a.version, a.next_due_at, o.time_zone
FROM automations_automation a JOIN organizations_organization o ON o.id = a.organization_id
WHERE a.organization_id = %(organization)s AND a.next_due_at <= %(at)s AND a.state = 'live'
ORDER BY a.next_due_at, a.position, a.id LIMIT %(limit)s FOR UPDATE OF a SKIP LOCKED
"""
SCHEDULED = """
SELECT a.id, a.version, a.next_due_at, o.time_zone
FROM automations_automation a JOIN organizations_organization o ON o.id = a.organization_id
WHERE a.next_due_at IS NOT NULL AND a.state = 'live' FOR UPDATE OF a
"""
SET = "UPDATE automations_automation SET next_due_at = %s WHERE id = %s"


def sweep() -> int:
    """How many fell due. One that somebody is changing right now waits for the next sweep."""
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at = read_clock(cursor.fetchone()[0])
        cursor.execute(DUE, [at])
        organizations = [row[0] for row in cursor.fetchall()]
    return sum(_sweep_one(System(organization_id=each)) for each in organizations)


def plan_anew(event: Recorded, at: datetime) -> None:
    """A reaction to `organization.edited`: another time zone, other instants."""
    if "time_zone" not in event.data["changed"]:
        return
    with connection.cursor() as cursor:
        cursor.execute(SCHEDULED)
        rows = cursor.fetchall()
    for automation_id, version, due_at, zone in rows:
        if due_at > at:
            _set_next(automation_id, version, after=at, zone=zone)


def _sweep_one(system: System) -> int:
    with acting(system) as at, connection.cursor() as cursor:
        cursor.execute(TAKE, {"organization": system.organization_id, "at": at, "limit": AT_ONCE})
        rows = cursor.fetchall()
        for automation_id, version, _, zone in rows:
            _set_next(automation_id, version, after=at, zone=zone)
        facts = [AutomationDue(subject_id=row[0], instant=str(instant(row[2]))) for row in rows]
        record(*facts, by=system, at=at)
    return len(rows)


def _set_next(automation_id: UUID, version: int, *, after: datetime, zone: str) -> None:
    """None for one that this Handsel does not understand any more."""
    try:
        schedule = recipe_of(automation_id, version).trigger.schedule
    except NotReady:
        schedule = None
    due = None if schedule is None else next_due(schedule, after=after, zone=ZoneInfo(zone))
    with connection.cursor() as cursor:
        cursor.execute(SET, [due, automation_id])
