"""What a share would come to, before anybody gives it: until when, what becomes visible, to how many, and why not."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.database.fields import instant
from handsel.kernel.refusals import Refusal
from handsel.opportunities.access import level, level_ends, team_values, viewer_values
from handsel.opportunities.gate import look
from handsel.opportunities.rules import Level, Permission, allows
from handsel.organizations.acting import Member
from handsel.organizations.authentication import member_by_id
from handsel.shares.rules import Grantee, Lasting, ToTeam, refusal_of, span
from handsel.shares.terms import check_one, look_up_grantees, read_terms, unknown

OPENS = """
SELECT (SELECT count(*) FROM opportunities_note n WHERE n.opportunity_id = %(id)s),
       (SELECT count(*) FROM opportunities_activity a WHERE a.opportunity_id = %(id)s),
       (SELECT count(*) FROM opportunities_task t WHERE t.opportunity_id = %(id)s),
       (SELECT count(*) FROM organizations_teamseat seat JOIN organizations_membership m ON m.id = seat.member_id
        WHERE seat.team_id = %(team)s::uuid AND m.joined_at IS NOT NULL AND m.deactivated_at IS NULL)
"""

ALREADY = f"SELECT {level()}, {level_ends()} FROM opportunities_opportunity o WHERE o.id = %(id)s"


def preview(
    opportunity_id: UUID,
    *,
    to_member: UUID | None,
    to_team: UUID | None,
    lasting: Lasting,
    starts_at: datetime | None,
    by: Member,
    at: datetime,
) -> dict[str, Any]:
    """What is wrong stands beside what is known, so that the page can show both."""
    taken = look(opportunity_id, member=by, at=at)
    terms = read_terms(by.organization_id)
    wrong: list[Refusal] = []
    lasts: tuple[datetime | None, datetime | None] = (None, None)
    already: dict[str, Any] | None = None
    try:
        lasts = span(lasting, starts_at=starts_at, terms=terms, at=at)
    except Refusal as refusal:
        wrong.append(refusal)
    try:
        check_one(to_member, to_team)
        grantees = look_up_grantees([to_member] if to_member else [], [to_team] if to_team else [])
        if not grantees:
            raise unknown(to_member)
        grantee = next(iter(grantees.values()))
        # Who has it only for a time may not ask what others have (S11).
        if allows(taken.level, Permission.SHARE, capabilities=by.capabilities):
            already = _already(opportunity_id, grantee, at=at)
        refused = refusal_of(
            grantee,
            level=taken.level,
            owner_id=taken.owner_id,
            capabilities=by.capabilities,
            terms=terms,
            by_automation=by.automation_id,
        )
        wrong += [] if refused is None else [refused]
    except Refusal as refusal:
        wrong.append(refusal)
    with connection.cursor() as cursor:
        cursor.execute(OPENS, {"id": opportunity_id, "team": to_team})
        notes, activities, tasks, people = cursor.fetchone()
    return {
        "starts_at": instant(lasts[0]),
        "ends_at": instant(lasts[1]),
        "opens": {
            "contact": taken.contact_id is not None,
            "account": taken.account_id is not None,
            "notes": notes,
            "activities": activities,
            "tasks": tasks,
        },
        "people": people if to_team is not None else int(to_member is not None),
        "already": already,
        "refusal": said(wrong[0]) if wrong else None,
    }


def _already(opportunity_id: UUID, grantee: Grantee, *, at: datetime) -> dict[str, Any] | None:
    """What they have now without this share, and until when shares alone give it."""
    if isinstance(grantee, ToTeam):
        viewer = team_values(grantee.id)
    else:
        member = member_by_id(grantee.id)
        if member is None:
            return None
        viewer = viewer_values(member)
    with connection.cursor() as cursor:
        cursor.execute(ALREADY, {**viewer, "id": opportunity_id, "at": at})
        held, until = cursor.fetchone()
    return None if held is None else {"level": Level(held).name.lower(), "until": instant(until)}


def said(refusal: Refusal) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "text": refusal.detail,
        "fields": [asdict(field) for field in refusal.fields],
    }
