"""Who could see it, and why: the plain reasons behind the access rule (S11, as far as owner, team, role and grants go)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.database.fields import instant
from handsel.kernel.refusals import field_refused
from handsel.opportunities.access import level as level_sql
from handsel.opportunities.access import values
from handsel.opportunities.gate import look
from handsel.opportunities.models import Grant
from handsel.opportunities.rules import Level
from handsel.organizations.acting import Member
from handsel.organizations.authentication import member_by_id


def explain_access(
    opportunity_id: UUID, *, of: UUID, when: datetime, member: Member, at: datetime
) -> dict[str, Any]:
    """For grants the instant decides, past included; owner, team and role are those of now."""
    taken = look(opportunity_id, member=member, at=at)
    asked = member_by_id(of)
    if asked is None or asked.organization_id != member.organization_id:
        raise field_refused("member", "There is no such member.")
    with connection.cursor() as statement:
        statement.execute(
            f"SELECT {level_sql()} FROM opportunities_opportunity o WHERE o.id = %(id)s",
            {**values(asked, when), "id": opportunity_id},
        )
        found = statement.fetchone()[0]
    reasons: list[dict[str, Any]] = []

    def because(kind: str, _: str, start: datetime | None = None, end: datetime | None = None) -> None:
        text = {"key": f"access.{kind}", "values": {"member": asked.name}}
        held = {"from": instant(start), "until": instant(end), "event": None, "share": None}
        reasons.append({"kind": kind, "text": text, "level": Level(found).name.lower(), **held})

    if taken.owner_id == of:
        because("owner", f"{asked.name} owns it.")
    if asked.sees_everything:
        because("role", f"{asked.name} sees the whole organization.")
    if taken.team_id in asked.teams_seen_whole:
        because("team", f"{asked.name} sees all of its team.")
    if taken.author_id == of and "lead_generator" in asked.roles:
        because("author", f"{asked.name} brought it.")
    for grant in Grant.objects.filter(opportunity_id=opportunity_id, starts_at__lte=when, ends_at__gt=when):
        if grant.stopped_at is None and (grant.member_id == of or grant.team_id in asked.team_ids):
            because("share", "It is shared with them.", grant.starts_at, grant.ends_at)
    return {
        "member": {"id": asked.id, "name": asked.name},
        "at": instant(when),
        "past": [],
        "allowed": found is not None,
        "level": None if found is None else Level(found).name.lower(),
        "reasons": reasons,
    }
