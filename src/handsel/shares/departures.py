"""What ends with whom or what it was for (S9): asked by the rooms below, when a member leaves, a team is dissolved, or an
opportunity goes."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.organizations.acting import Actor
from handsel.shares.rules import Cause
from handsel.shares.stopping import end_of_member, end_of_opportunity, end_of_team

FORGET_NOTES = """
UPDATE shares_share SET more_time_note = '' WHERE organization_id = %s AND opportunity_id = %s AND more_time_note <> ''
"""


def member_left(member_id: UUID, *, by: Actor, at: datetime) -> None:
    end_of_member(member_id, by=by, at=at)


def team_dissolved(team_id: UUID, *, by: Actor, at: datetime) -> None:
    end_of_team(team_id, by=by, at=at)


def opportunity_leaves(opportunity_id: UUID, *, cause: str, by: Actor, at: datetime) -> None:
    """The history stays; what people wrote about it goes."""
    end_of_opportunity(opportunity_id, cause=Cause(cause), by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(FORGET_NOTES, [by.organization_id, opportunity_id])
