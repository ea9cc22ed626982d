"""Telling what fell due: a start, a warning, an end (S9). It decides nothing: access begins and ends by comparison.

Each is taken under lock, told and put on to what comes next in one transaction: it is told once, whoever else sweeps and
whatever is killed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, connections

from handsel.database.clock import read_clock
from handsel.database.fields import instant
from handsel.ledger.facts import Fact
from handsel.ledger.record import record
from handsel.organizations.acting import System, acting
from handsel.shares.events import ShareEnded, ShareEnding, ShareStarted
from handsel.shares.rules import Cause, Due, due_after

AT_ONCE = 100

# Across organizations, as the system; then inside each.
DUE = "SELECT DISTINCT organization_id FROM shares_share WHERE due_at <= %s"
LOCK = """
SELECT id FROM shares_share WHERE organization_id = %s AND due_at <= %s ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED
"""
# Read when they are locked: what another one has just changed is seen.
READ = """
SELECT s.id, s.due, s.member_id, s.team_id, s.run_id, s.opportunity_id, o.revision, o.workflow_version_id, g.starts_at, g.ends_at,
       g.stopped_at
FROM shares_share s JOIN opportunities_grant g ON g.id = s.id
LEFT JOIN opportunities_opportunity o ON o.id = s.opportunity_id
WHERE s.id = ANY(%s::uuid[]) ORDER BY s.due_at, s.id
"""
PUT_ON = """
UPDATE shares_share s SET due = n.due, due_at = n.due_at
FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[]) AS n(id, due, due_at) WHERE s.id = n.id
"""


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    due: str
    member_id: UUID | None
    team_id: UUID | None
    run_id: UUID | None
    opportunity_id: UUID
    revision: int | None
    workflow_version_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    stopped_at: datetime | None


def tell_what_is_due() -> int:
    """How many were taken. One that somebody is changing right now waits for the next sweep."""
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at = read_clock(cursor.fetchone()[0])
        cursor.execute(DUE, [at])
        organizations: list[UUID] = [row[0] for row in cursor.fetchall()]
    return sum(_sweep(System(organization_id=each)) for each in organizations)


def _sweep(system: System) -> int:
    told = 0
    while True:
        with acting(system) as at:
            taken = tell(system, at=at)
        told += taken
        if taken < AT_ONCE:
            return told


def tell(system: System, *, at: datetime) -> int:
    """One step of each that is due; what follows and is due as well comes with the next."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [system.organization_id, at, AT_ONCE])
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(READ, [ids])
        rows = [Row(*row) for row in cursor.fetchall()]
        following = [_following(row, at=at) for row in rows]
        whats = [None if one is None else one[0].value for one in following]
        cursor.execute(PUT_ON, [[row.id for row in rows], whats, [one and one[1] for one in following]])
    for row in rows:
        # What the run of an automation lent ends in its chain: a circle through the clock is counted as any other (A5).
        record(*_told(row, at=at), by=replace(system, cause_id=row.run_id), at=at)
    return len(ids)


def _following(row: Row, *, at: datetime) -> tuple[Due, datetime] | None:
    if row.stopped_at is not None:
        return None
    return due_after(Due(row.due), row.starts_at, row.ends_at, at=at)


def _told(row: Row, *, at: datetime) -> Iterator[Fact]:
    if row.stopped_at is not None:
        return
    about: dict[str, Any] = {
        "subject_id": row.id,
        "opportunity_id": row.opportunity_id,
        "revision": row.revision,
        "workflow_version_id": row.workflow_version_id,
        "to_member": row.member_id,
        "to_team": row.team_id,
    }
    if row.due == Due.START:
        yield ShareStarted(**about)
    elif row.due == Due.WARNING and at < row.ends_at:
        yield ShareEnding(**about, ends_at=str(instant(row.ends_at)))
    elif row.due == Due.END:
        yield ShareEnded(**about, cause=Cause.TIME.value, ended_at=str(instant(row.ends_at)))
