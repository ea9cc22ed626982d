"""Ending shares early (S7), and for them when their grantee or opportunity goes (S9). Each by itself: others stay (S4).

The row of a share is locked first and its grant after it, everywhere: who has the lock of the row decides about both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.database.fields import instant
from handsel.kernel.sentences import say
from handsel.ledger.facts import Fact
from handsel.ledger.record import record
from handsel.opportunities.gate import look
from handsel.opportunities.noting import about
from handsel.opportunities.rules import Level, NotAllowed
from handsel.organizations.acting import Actor, Member
from handsel.shares.events import ShareEnded, ShareFailed, ShareStopMissed
from handsel.shares.queries import find_share
from handsel.shares.rules import Cause, check_stops, stops_any
from handsel.shares.terms import check_one, is_known, unknown

CHUNK = 500  # facts of one statement

# A share that lasts has something left to tell; whether its grant is still live is seen under the lock.
LOCK = """
SELECT s.id, s.opportunity_id, s.member_id, s.team_id, s.status, s.source FROM shares_share s
WHERE s.organization_id = %(organization)s AND (s.status = 'processing' OR s.due_at IS NOT NULL) AND {which}
ORDER BY s.id FOR UPDATE OF s
"""
MAY_STOP = """(%(any)s OR s.given_by = %(me)s OR EXISTS (
    SELECT FROM opportunities_opportunity o WHERE o.id = s.opportunity_id AND o.owner_id = %(me)s))"""
STOP = """
UPDATE opportunities_grant SET stopped_at = %(at)s, cause = %(cause)s
WHERE id = ANY(%(ids)s::uuid[]) AND stopped_at IS NULL AND ends_at > %(at)s RETURNING id
"""
NEVER_START = """
UPDATE shares_share SET status = 'failed', failure = %(failure)s, decided_at = %(at)s, stopped_by = %(by)s,
    stopped_by_automation_id = %(by_automation)s WHERE id = ANY(%(ids)s::uuid[])
"""
FORGET = """
UPDATE shares_share SET stopped_by = %(by)s, stopped_by_automation_id = %(by_automation)s, due = NULL, due_at = NULL
WHERE id = ANY(%(ids)s::uuid[])
"""
# Why one that waits fails when what it is for goes.
FAILURE_BY = {
    Cause.STOPPED: "stopped",
    Cause.MEMBER_DEACTIVATED: "user_inactive",
    Cause.TEAM_DISSOLVED: "grantee_gone",
}
REVISIONS = """
SELECT id, revision, workflow_version_id FROM opportunities_opportunity WHERE id = ANY(%s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Locked:
    id: UUID
    opportunity_id: UUID
    member_id: UUID | None
    team_id: UUID | None
    status: str
    source: str


def stop(share_id: UUID, *, by: Member, at: datetime) -> None:
    """One that is over already is left as it is, and that is recorded."""
    share = find_share(share_id, member=by, at=at)
    check_stops(
        is_giver=share.given_by == by.id, is_owner=share.owner_id == by.id, capabilities=by.capabilities
    )
    if not _stop("s.id = %(share)s", {"share": share_id}, cause=Cause.STOPPED, by=by, at=at):
        missed = ShareStopMissed(
            subject_id=share_id,
            opportunity_id=share.opportunity_id,
            revision=share.revision,
            to_member=share.member_id,
            to_team=share.team_id,
        )
        record(missed, by=by, at=at)


def stop_of_opportunity(
    opportunity_id: UUID,
    *,
    to_member: UUID | None = None,
    to_team: UUID | None = None,
    by: Member,
    at: datetime,
) -> int:
    """All of them, or those of a member or team: as many as the caller may stop."""
    taken = look(opportunity_id, member=by, at=at)
    if to_member is not None or to_team is not None:
        check_one(to_member, to_team)
    _check_known(to_member, to_team)
    which, named = _of_grantee(to_member, to_team)
    which += " AND s.opportunity_id = %(opportunity)s"
    named |= {"opportunity": opportunity_id}
    is_free = taken.level == Level.WORK or taken.owner_id == by.id or stops_any(by.capabilities)
    stopped = _stop_allowed(which, named, is_free=is_free, by=by, at=at)
    if not stopped:
        record(ShareStopMissed(**about(taken), to_member=to_member, to_team=to_team), by=by, at=at)
    return stopped


def stop_of_grantee(
    *, to_member: UUID | None = None, to_team: UUID | None = None, by: Member, at: datetime
) -> int:
    """Of a member or a team, whatever the opportunity: as many as the caller may stop."""
    check_one(to_member, to_team)
    _check_known(to_member, to_team)
    which, named = _of_grantee(to_member, to_team)
    stopped = _stop_theirs(which, named, by=by, at=at)
    if not stopped:
        record(ShareStopMissed(to_member=to_member, to_team=to_team), by=by, at=at)
    return stopped


def stop_of_automation(opportunity_id: UUID, *, automation_id: UUID, by: Member, at: datetime) -> int:
    """Those that this automation gave of this opportunity."""
    taken = look(opportunity_id, member=by, at=at)
    which = "s.opportunity_id = %(opportunity)s AND s.automation_id = %(automation)s"
    named = {"opportunity": opportunity_id, "automation": automation_id}
    stopped = _stop_allowed(which, named, is_free=True, by=by, at=at)
    if not stopped:
        record(ShareStopMissed(**about(taken), to_member=None, to_team=None), by=by, at=at)
    return stopped


# What ends them without anybody stopping them (S9).


def end_of_member(member_id: UUID, *, by: Actor, at: datetime) -> None:
    """Deactivated: none comes back with them."""
    _stop("s.member_id = %(member)s", {"member": member_id}, cause=Cause.MEMBER_DEACTIVATED, by=by, at=at)


def end_of_team(team_id: UUID, *, by: Actor, at: datetime) -> None:
    _stop("s.team_id = %(team)s", {"team": team_id}, cause=Cause.TEAM_DISSOLVED, by=by, at=at)


def end_of_opportunity(opportunity_id: UUID, *, cause: Cause, by: Actor, at: datetime) -> None:
    """It is under lock: nobody gives a new one meanwhile."""
    _stop("s.opportunity_id = %(opportunity)s", {"opportunity": opportunity_id}, cause=cause, by=by, at=at)


def _check_known(to_member: UUID | None, to_team: UUID | None) -> None:
    if not is_known(to_member, to_team):
        raise unknown(to_member)


def _of_grantee(to_member: UUID | None, to_team: UUID | None) -> tuple[str, dict[str, Any]]:
    named: dict[str, Any] = {"member": to_member, "team": to_team}
    if to_member is not None:
        return "s.member_id = %(member)s", named
    return ("s.team_id = %(team)s" if to_team is not None else "true"), named


def _stop_allowed(which: str, named: Mapping[str, Any], *, is_free: bool, by: Member, at: datetime) -> int:
    """Refused where there are some and none that the caller may stop. `is_free`: who finds nothing is not refused."""
    stopped = _stop_theirs(which, named, by=by, at=at)
    if not stopped and (not is_free or _any_left(which, named, by=by, at=at)):
        raise NotAllowed(say("Only who gave it, the owner, a manager or an administrator may stop a share."))
    return stopped


def _stop_theirs(which: str, named: Mapping[str, Any], *, by: Member, at: datetime) -> int:
    values = {**named, "me": by.id, "any": stops_any(by.capabilities)}
    return _stop(f"{which} AND {MAY_STOP}", values, cause=Cause.STOPPED, by=by, at=at)


def _any_left(which: str, named: Mapping[str, Any], *, by: Member, at: datetime) -> bool:
    query = f"""
        SELECT FROM shares_share s LEFT JOIN opportunities_grant g ON g.id = s.id
        WHERE s.organization_id = %(organization)s AND {which}
          AND (s.status = 'processing' OR (g.stopped_at IS NULL AND g.ends_at > %(at)s)) LIMIT 1"""
    with connection.cursor() as cursor:
        cursor.execute(query, {**named, "organization": by.organization_id, "at": at})
        return cursor.fetchone() is not None


def _stop(which: str, named: Mapping[str, Any], *, cause: Cause, by: Actor, at: datetime) -> int:
    """How many ended by it. What is being decided right now is waited for."""
    values = {**named, "organization": by.organization_id, "at": at, "cause": cause.value}
    stopper = by if cause is Cause.STOPPED and isinstance(by, Member) else None
    values["by"] = None if stopper is None else stopper.id
    values["by_automation"] = None if stopper is None else stopper.automation_id
    failure = FAILURE_BY.get(cause, "opportunity_gone")
    with connection.cursor() as cursor:
        cursor.execute(LOCK.format(which=which), values)
        locked = [Locked(*row) for row in cursor.fetchall()]
        waiting = [one for one in locked if one.status == "processing"]
        cursor.execute(NEVER_START, {**values, "failure": failure, "ids": [one.id for one in waiting]})
        cursor.execute(STOP, {**values, "ids": [one.id for one in locked if one.status == "completed"]})
        ended = {row[0] for row in cursor.fetchall()}
        cursor.execute(FORGET, {**values, "ids": list(ended)})
        cursor.execute(REVISIONS, [[one.opportunity_id for one in locked]])
        about = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
    facts = [
        _fact(one, cause, failure, about=about.get(one.opportunity_id, (None, None)), at=at)
        for one in locked
        if one.status == "processing" or one.id in ended
    ]
    _record(facts, by=by, at=at)
    return len(facts)


def _fact(
    one: Locked, cause: Cause, failure: str, *, about: tuple[int | None, UUID | None], at: datetime
) -> Fact:
    """One that waited was stopped before it began, or failed because what it was for is gone."""
    named: dict[str, Any] = {
        "subject_id": one.id,
        "opportunity_id": one.opportunity_id,
        "revision": about[0],
        "workflow_version_id": about[1],
        "to_member": one.member_id,
        "to_team": one.team_id,
    }
    if one.status == "processing" and cause is not Cause.STOPPED:
        return ShareFailed(**named, reason=failure, source=one.source)
    ends = Cause.NEVER_STARTED if one.status == "processing" else cause
    return ShareEnded(**named, cause=ends.value, ended_at=str(instant(at)))


def _record(facts: Sequence[Fact], *, by: Actor, at: datetime) -> None:
    for start in range(0, len(facts), CHUNK):
        record(*facts[start : start + CHUNK], by=by, at=at)
