"""Whose it is. Only an active member of its team, or nobody (B4)."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.kernel.refusals import FieldProblem
from handsel.kernel.sentences import say
from handsel.opportunities.events import OpportunityAssigned
from handsel.opportunities.gate import save, take
from handsel.opportunities.rules import NotOfTheTeam, Permission
from handsel.organizations.acting import Member

# Shared locks: the row must not be deactivated or leave the team before we commit. Members are locked before opportunities.
OF_TEAM = """
SELECT FROM organizations_membership m
JOIN organizations_teamseat seat ON seat.member_id = m.id AND seat.team_id = %s
WHERE m.id = %s AND m.joined_at IS NOT NULL AND m.deactivated_at IS NULL
FOR SHARE
"""


def set_owner(
    opportunity_id: UUID, *, owner_id: UUID | None, by: Member, at: datetime, revision: int | None = None
) -> str:
    if owner_id is not None:
        lock_member(owner_id)
    taken = take(opportunity_id, member=by, to=Permission.ASSIGN, at=at, revision=revision)
    if owner_id is not None:
        check_owner(owner_id, team_id=taken.team_id)
    fact = OpportunityAssigned(**taken.before(), new_owner=owner_id)
    return save(taken, {"owner_id": owner_id}, fact, by=by, at=at)


def lock_member(member_id: UUID) -> None:
    """First in the one order of locks: member, opportunity, the rest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM organizations_membership WHERE id = %s FOR SHARE", [member_id])


def lock_owner(opportunity_id: UUID) -> None:
    """Likewise, for who owns it now; one who becomes owner before we have the opportunity is locked late, but locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM organizations_membership WHERE id = "
            "(SELECT owner_id FROM opportunities_opportunity WHERE id = %s) FOR SHARE",
            [opportunity_id],
        )


def is_of_team(member_id: UUID, *, team_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(OF_TEAM, [team_id, member_id])
        return cursor.fetchone() is not None


def check_owner(owner_id: UUID, *, team_id: UUID, field: str = "owner") -> None:
    if not is_of_team(owner_id, team_id=team_id):
        message = say("Only an active member of the team can own it. Choose one of them, or Unassigned.")
        raise NotOfTheTeam(message, fields=[FieldProblem(field, message)])
