"""Reminders at their instant (B4, B13). A sweep finds what is due; each is taken under lock, told and forgotten in one
transaction, so that it is told once, whoever else sweeps and whatever is killed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, connections

from handsel.database.clock import read_clock
from handsel.ledger.record import record
from handsel.notifications.telling import FOLLOW_UP_DUE, TASK_DUE, Line, notify
from handsel.opportunities.events import FollowUpDue, TaskReminded
from handsel.organizations.acting import System, acting

AT_ONCE = 100  # reminders of one transaction


def remind_of_follow_ups() -> int:
    """How many fell due. One that somebody is changing right now waits for the next sweep."""
    return _sweep(DUE_FOLLOW_UPS, _take_follow_ups)


def remind_of_tasks() -> int:
    return _sweep(DUE_TASKS, _take_tasks)


Take = Callable[[System, datetime], int]

# Across organizations, as the system; then inside each.
DUE_FOLLOW_UPS = "SELECT DISTINCT organization_id FROM opportunities_opportunity WHERE follow_up_due_at <= %s"
DUE_TASKS = "SELECT DISTINCT organization_id FROM opportunities_task WHERE remind_due_at <= %s"


def _sweep(due: str, take: Take) -> int:
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at = read_clock(cursor.fetchone()[0])
        cursor.execute(due, [at])
        organizations: list[UUID] = [row[0] for row in cursor.fetchall()]
    return sum(_sweep_one(System(organization_id=each), take) for each in organizations)


def _sweep_one(system: System, take: Take) -> int:
    reminded = 0
    while True:
        with acting(system) as at:
            taken = take(system, at)
        reminded += taken
        if taken < AT_ONCE:
            return reminded


TAKE_FOLLOW_UPS = """
WITH due AS (
    SELECT id, follow_up_due_at FROM opportunities_opportunity
    WHERE organization_id = %(organization)s AND follow_up_due_at <= %(at)s
    ORDER BY follow_up_due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE opportunities_opportunity o SET follow_up_due_at = NULL FROM due WHERE o.id = due.id
RETURNING o.id, o.revision, o.workflow_version_id, o.team_id, o.owner_id, o.author_id, due.follow_up_due_at
"""


def _take_follow_ups(system: System, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_FOLLOW_UPS, _values(system, at))
        rows = cursor.fetchall()
    facts = [
        FollowUpDue(
            opportunity_id=row[0], revision=row[1], workflow_version_id=row[2],
            team_id=row[3], owner_id=row[4], author_id=row[5],
        )
        for row in rows
    ]  # fmt: skip
    record(*facts, by=system, at=at)
    notify(
        (
            Line(
                member_id=row[4],
                kind=FOLLOW_UP_DUE,
                opportunity_id=row[0],
                because=f"{row[0]} {row[6].isoformat()}",
            )
            for row in rows
            if row[4] is not None
        ),
        by=system,
        at=at,
    )
    return len(rows)


# The opportunity first, as everywhere: a line in the list of notifications points at it.
TAKE_TASKS = """
WITH due AS (
    SELECT t.id, t.remind_due_at, o.revision, o.workflow_version_id, coalesce(t.owner_id, o.owner_id) AS reminded
    FROM opportunities_task t JOIN opportunities_opportunity o ON o.id = t.opportunity_id
    WHERE t.organization_id = %(organization)s AND t.remind_due_at <= %(at)s
    ORDER BY t.remind_due_at LIMIT %(limit)s FOR NO KEY UPDATE OF o SKIP LOCKED FOR UPDATE OF t SKIP LOCKED)
UPDATE opportunities_task t SET remind_due_at = NULL FROM due WHERE t.id = due.id
RETURNING t.id, t.opportunity_id, due.revision, due.workflow_version_id, due.reminded, due.remind_due_at, t.done_at,
          t.remind_run_id
"""


def _take_tasks(system: System, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TASKS, _values(system, at))
        rows = cursor.fetchall()
    undone = [row for row in rows if row[6] is None]
    # What the run of an automation asked for goes on in its chain: a circle through the clock is counted as any other (A5).
    for run_id in dict.fromkeys(row[7] for row in undone):
        facts = [
            TaskReminded(
                subject_id=row[0], opportunity_id=row[1], revision=row[2], workflow_version_id=row[3]
            )
            for row in undone
            if row[7] == run_id
        ]
        record(*facts, by=replace(system, cause_id=run_id), at=at)
    notify(
        (
            Line(
                member_id=row[4],
                kind=TASK_DUE,
                opportunity_id=row[1],
                subject_id=row[0],
                because=f"{row[0]} {row[5].isoformat()}",
            )
            for row in undone
            if row[4] is not None
        ),
        by=system,
        at=at,
    )
    return len(rows)


def _values(system: System, at: datetime) -> dict[str, Any]:
    return {"organization": system.organization_id, "at": at, "limit": AT_ONCE}
