"""The organization's terms, and who a share is for."""

import json
from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from handsel.kernel.refusals import FieldProblem, Invalid, Refusal, field_refused
from handsel.kernel.sentences import say
from handsel.organizations.rules import has_licence, switches_of
from handsel.shares.rules import Grantee, Terms, ToMember, ToTeam

TERMS = """
SELECT share_default_days, share_maximum_days, time_zone, switches::text FROM organizations_organization WHERE id = %s
"""
# Shared locks, first of all locks: nobody of them is deactivated and no team dissolved before we commit.
MEMBERS = """
SELECT id, roles, sales_licence, joined_at IS NOT NULL AND deactivated_at IS NULL FROM organizations_membership
WHERE id = ANY(%s::uuid[]) ORDER BY id FOR SHARE
"""
TEAMS = """
SELECT id FROM organizations_team WHERE id = ANY(%s::uuid[]) AND dissolved_at IS NULL ORDER BY id FOR SHARE
"""
NO_MEMBER, NO_TEAM = say("There is no such member."), say("There is no such team.")


def read_terms(organization_id: UUID) -> Terms:
    with connection.cursor() as cursor:
        cursor.execute(TERMS, [organization_id])
        default, maximum, zone, switches = cursor.fetchone()
    return Terms(
        default_days=default,
        maximum_days=maximum,
        zone=ZoneInfo(zone),
        switches=switches_of(json.loads(switches), parent=None),
    )


def lock_grantees(members: Iterable[UUID], teams: Iterable[UUID]) -> dict[UUID, Grantee]:
    """Those that may be named: of this organization, with a sales licence, not dissolved. Others are absent (S1)."""
    return _read(MEMBERS, TEAMS, members, teams)


def look_up_grantees(members: Iterable[UUID], teams: Iterable[UUID]) -> dict[UUID, Grantee]:
    """The same without locks, for who only reads."""
    return _read(MEMBERS.replace("FOR SHARE", ""), TEAMS.replace("FOR SHARE", ""), members, teams)


def _read(
    of_members: str, of_teams: str, members: Iterable[UUID], teams: Iterable[UUID]
) -> dict[UUID, Grantee]:
    found: dict[UUID, Grantee] = {}
    wanted_members, wanted_teams = list(members), list(teams)
    with connection.cursor() as cursor:
        if wanted_members:
            cursor.execute(of_members, [wanted_members])
            for member_id, roles, override, active in cursor.fetchall():
                if has_licence(roles, override):
                    found[member_id] = ToMember(id=member_id, active=active)
        if wanted_teams:
            cursor.execute(of_teams, [wanted_teams])
            found |= {row[0]: ToTeam(id=row[0]) for row in cursor.fetchall()}
    return found


def is_known(to_member: UUID | None, to_team: UUID | None) -> bool:
    """Whoever could ever be shared with, for who stops: those who have left, too."""
    table = "organizations_membership" if to_member is not None else "organizations_team"
    if to_member is None and to_team is None:
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM {table} WHERE id = %s", [to_member or to_team])
        return cursor.fetchone() is not None


def check_one(to_member: UUID | None, to_team: UUID | None) -> None:
    if (to_member is None) == (to_team is None):
        message = say("Say with whom: a member or a team.")
        raise Invalid(message, fields=[FieldProblem("member", message), FieldProblem("team", message)])


def unknown(to_member: UUID | None) -> Refusal:
    return field_refused("member", NO_MEMBER) if to_member is not None else field_refused("team", NO_TEAM)
