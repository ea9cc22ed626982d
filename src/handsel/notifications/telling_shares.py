"""Reactions to what happens to shares: whom it is for hears of it, and who is asked for more time (S9)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from handsel.ledger.readers import Recorded
from handsel.notifications.telling import Line, notify
from handsel.organizations.acting import System

NEWS = timedelta(days=1)
OF_TEAM = "SELECT member_id FROM organizations_teamseat WHERE team_id = %s"
# What the words of each kind name, besides who did it.
NAMED = ("level", "starts_at", "ends_at", "until", "cause")


def tell_grantee(event: Recorded, at: datetime) -> None:
    """A reaction to `share.given`, `share.ending`, `share.extended` and `share.ended`: the member, or who is of the team now.
    Of a request that never started they had not heard, and don't; nor of what is long over when we come to read of it."""
    if event.data.get("cause") != "never_started" and not _is_stale(event, at=at):
        _tell(event, _grantees(event), at=at)


def tell_who_may_extend(event: Recorded, at: datetime) -> None:
    """A reaction to `share.more_time_asked`: who gave it, and the owner."""
    _tell(event, [event.data["given_by"], event.data["owner"]], at=at)


def tell_who_asked(event: Recorded, at: datetime) -> None:
    """A reaction to `share.more_time_declined`."""
    _tell(event, [event.data["asked_by"]], at=at)


def _is_stale(event: Recorded, *, at: datetime) -> bool:
    """An end is news for a day; a beginning, a warning or a new end only before the end."""
    if event.type == "share.ended":
        return datetime.fromisoformat(event.data["ended_at"]) < at - NEWS
    return datetime.fromisoformat(event.data["ends_at"]) <= at


def _grantees(event: Recorded) -> list[str | None]:
    team = event.data["to_team"]
    if team is None:
        return [event.data["to_member"]]
    with connection.cursor() as cursor:
        cursor.execute(OF_TEAM, [team])
        return [str(row[0]) for row in cursor.fetchall()]


def _tell(event: Recorded, members: Collection[str | None], *, at: datetime) -> None:
    """Each once, and nobody what they did themselves."""
    opportunity_id = event.opportunity_id
    told = {UUID(member) for member in members if member is not None} - {event.actor_id}
    if opportunity_id is None:
        return
    said = {name: event.data[name] for name in NAMED if name in event.data}
    lines = [
        Line(
            member_id=member,
            kind=event.type,
            opportunity_id=opportunity_id,
            subject_id=event.subject_id,
            because=str(event.cursor.id),
            data={"actor": event.actor_id, **said},
        )
        for member in sorted(told)
    ]
    notify(lines, by=System(organization_id=event.organization_id), at=at)
