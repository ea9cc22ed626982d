"""What members and teams hold, for the room that deactivates and dissolves them (O7)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.ledger.record import record
from handsel.opportunities.events import OpportunityAssigned
from handsel.organizations.acting import Member

OF_MEMBERS = """
SELECT owner_id, count(*) FROM opportunities_opportunity
WHERE owner_id = ANY(%s::uuid[]) AND closed_at IS NULL GROUP BY owner_id
"""
# Opportunities are locked after members, as everywhere; a new owner who is not of an opportunity's team does not get it.
HELD = """
SELECT o.id, o.revision, o.team_id, o.author_id, o.workflow_version_id,
       EXISTS (SELECT FROM organizations_teamseat s WHERE s.team_id = o.team_id AND s.member_id = %(to)s::uuid)
FROM opportunities_opportunity o WHERE o.owner_id = %(owner)s AND o.closed_at IS NULL ORDER BY o.id FOR UPDATE OF o
"""
GIVE = """
UPDATE opportunities_opportunity SET owner_id = %(to)s::uuid, revision = revision + 1, updated_at = %(at)s
WHERE id = ANY(%(ids)s::uuid[])
"""


def of_members(member_ids: Collection[UUID]) -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(OF_MEMBERS, [list(member_ids)])
        return dict(cursor.fetchall())


def of_team(team_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM opportunities_opportunity WHERE team_id = %s", [team_id])
        return int(cursor.fetchone()[0])


def reassign(member_id: UUID, *, to: UUID | None, by: Member, at: datetime) -> None:
    """Every open opportunity; those of a team that the new owner is not in become Unassigned (B4)."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"owner": member_id, "to": to})
        held = cursor.fetchall()
        for is_of_team, owner in ((True, to), (False, None)):
            ids = [row[0] for row in held if row[5] == is_of_team]
            if ids:
                cursor.execute(GIVE, {"to": owner, "ids": ids, "at": at})
    facts = [
        OpportunityAssigned(
            opportunity_id=row[0],
            revision=row[1] + 1,
            workflow_version_id=row[4],
            team_id=row[2],
            owner_id=member_id,
            author_id=row[3],
            new_owner=to if row[5] else None,
        )
        for row in held
    ]
    for start in range(0, len(facts), 500):
        record(*facts[start : start + 500], by=by, at=at)
