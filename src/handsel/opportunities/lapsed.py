"""Who had it by a share that has ended: they are told so, and anybody else that there is no such opportunity (S3)."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.database.fields import instant
from handsel.kernel.sentences import say
from handsel.opportunities.explaining_history import OF_GRANTS, lent_to
from handsel.opportunities.explaining_people import person_of
from handsel.opportunities.explaining_rules import by_share
from handsel.opportunities.rules import Level, ShareEnded
from handsel.organizations.acting import Member

# A share that was stopped before it began was nobody's. One that is being stopped right now may end after our instant.
# Nor is it any different where it ended because the opportunity was deleted.
ENDED = f"""
SELECT g.id, g.team_id IS NOT NULL, least(g.ends_at, g.stopped_at) FROM opportunities_grant g
WHERE g.id IN ({OF_GRANTS}) AND g.level >= %(least)s
  AND (g.member_id = %(me)s OR g.team_id IN (SELECT team_id FROM organizations_teamseat WHERE member_id = %(me)s))
  AND g.starts_at < least(g.ends_at, g.stopped_at) AND (g.ends_at <= %(at)s OR g.stopped_at IS NOT NULL)
"""


def check_not_ended(opportunity_id: UUID, *, member: Member, at: datetime, least: Level = Level.VIEW) -> None:
    """For who comes with a change and finds nothing, or too little. Of a team's share: who was there at its end."""
    with connection.cursor() as cursor:
        named = {"opportunity": opportunity_id, "organization": member.organization_id, "me": member.id}
        cursor.execute(ENDED, {**named, "at": at, "least": least.value})
        rows = cursor.fetchall()
    of_teams = {share_id: end for share_id, is_team, end in rows if is_team}
    ends = [end for _, is_team, end in rows if not is_team]
    if of_teams:
        person = person_of(member.id, organization_id=member.organization_id)
        held = [
            lent
            for lent in lent_to(person, opportunity_id, organization_id=member.organization_id)
            if lent.id in of_teams
        ]
        ends += [
            of_teams[lent.id]
            for lent in held
            if any(span.end == lent.span.end for span in by_share(lent, person))
        ]
    if ends:
        raise ShareEnded(
            say(
                "This opportunity was shared with you for a time, which has ended. Ask who shared it for more."
            ),
            ended_at=instant(max(ends)),
        )
