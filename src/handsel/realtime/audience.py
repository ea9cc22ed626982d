"""Who hears of an event. One access query for a batch of an organization's events and all its connected members."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from handsel.database.clock import read_clock
from handsel.ledger.readers import Cursor, Recorded
from handsel.opportunities.access import MANY, lasting, viewer_values, visible
from handsel.organizations.acting import Member
from handsel.organizations.rules import Capability
from handsel.realtime.hints import (
    AUDIENCES,
    ENDS_SHARE,
    KEPT_FROM_GRANTEE,
    TAKES_ACCESS,
    Audience,
    gone_of,
    hint_of,
)

SEEN = f"""
SELECT o.id, array_agg(m.me), coalesce(array_agg(m.me) FILTER (WHERE {lasting(MANY)}), '{{}}')
FROM json_to_recordset(%(viewers)s::json)
     AS m(me uuid, licence boolean, everything boolean, follows boolean, whole uuid[], teams uuid[])
JOIN opportunities_opportunity o ON o.organization_id = %(organization)s AND o.id = ANY(%(ids)s)
WHERE {visible(MANY)}
GROUP BY o.id
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One hint and the members that it is for."""

    cursor: Cursor
    hint: dict[str, Any]
    members: set[UUID]


@dataclass(frozen=True, slots=True)
class Seeing:
    """Who sees an opportunity now; `lasting`: those of them who have it by more than a share."""

    all: frozenset[UUID] = frozenset()
    lasting: frozenset[UUID] = frozenset()


class Viewers:
    """The listening members of one organization, made ready once and asked about until they change."""

    def __init__(self, members: Iterable[Member]) -> None:
        self.each = [_Viewer(member) for member in members]
        self.as_json = json.dumps([viewer.values for viewer in self.each], default=str)


def tell(events: Sequence[Recorded], viewers: Viewers, *, connection: psycopg.Connection[Any]) -> list[Told]:
    """In the order of `events`; decided by access as it is at this instant. All are of the viewers' organization."""
    events = [event for event in events if event.type in AUDIENCES]
    if not viewers.each or not events:
        return []
    asking = {Audience.SEES_IT, Audience.SHARED}
    opportunities = {event.opportunity_id for event in events if AUDIENCES[event.type] in asking}
    seen = _who_sees(
        [each for each in opportunities if each is not None],
        viewers,
        organization_id=events[0].organization_id,
        connection=connection,
    )
    told, lost = [], defaultdict[UUID, set[UUID]](set)
    for event in events:
        hearing = _hearing(event, viewers, seen=seen)
        if hearing:
            told.append(Told(event.cursor, hint_of(event), hearing))
        if event.type in TAKES_ACCESS and event.opportunity_id is not None:
            still = _seeing(event, seen).all
            losing = _had(event, viewers) - still - lost[event.opportunity_id]
            lost[event.opportunity_id] |= (
                losing  # each is told once, however often it was passed on meanwhile
            )
            if losing:
                told.append(Told(event.cursor, gone_of(event), losing))
    return told


def now(connection: psycopg.Connection[Any]) -> datetime:
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    return read_clock(row[0])


class _Viewer:
    def __init__(self, member: Member) -> None:
        self.member = member
        self.values = viewer_values(member)

    def could_see(self, *, team: str | None, owner: str | None, author: str | None) -> bool:
        """By what the opportunity was before; a live grant would still be there, and speaks for itself."""
        me, mine = str(self.member.id), self.values
        return bool(
            mine["everything"]
            or owner == me
            or (mine["follows"] and author == me)
            or any(str(whole) == team for whole in mine["whole"])
        )

    def is_grantee(self, event: Recorded) -> bool:
        to_team, mine = event.data.get("to_team"), self.member.team_ids
        return event.data.get("to_member") == str(self.member.id) or any(str(one) == to_team for one in mine)

    def hears(self, event: Recorded) -> bool:
        member, audience = self.member, AUDIENCES[event.type]
        if audience is Audience.EVERYBODY:
            return True
        if audience is Audience.CONFIGURING:
            return member.can(Capability.CONFIGURE)
        if audience is Audience.IMPORTERS:
            return member.can(Capability.IMPORT) or member.id == event.actor_id
        its_own = event.data.get("member_id") == str(member.id)
        return its_own or (audience is Audience.KEY_HOLDER and member.can(Capability.CONFIGURE))


def _hearing(event: Recorded, viewers: Viewers, *, seen: Mapping[UUID, Seeing]) -> set[UUID]:
    match AUDIENCES[event.type]:
        case Audience.SEES_IT:
            return {*_seeing(event, seen).all}
        case Audience.SHARED:
            to_grantee = set() if event.type in KEPT_FROM_GRANTEE else _grantees(event, viewers)
            return to_grantee | _seeing(event, seen).lasting
        case Audience.SAW_IT:
            return _could_see(event, viewers)
        case _:
            return {viewer.member.id for viewer in viewers.each if viewer.hears(event)}


def _seeing(event: Recorded, seen: Mapping[UUID, Seeing]) -> Seeing:
    return seen.get(event.opportunity_id, Seeing()) if event.opportunity_id else Seeing()


def _had(event: Recorded, viewers: Viewers) -> set[UUID]:
    """Who may have lost it by this. One that never began gave nothing."""
    if event.type != ENDS_SHARE:
        return _could_see(event, viewers)
    return set() if event.data.get("cause") == "never_started" else _grantees(event, viewers)


def _grantees(event: Recorded, viewers: Viewers) -> set[UUID]:
    return {viewer.member.id for viewer in viewers.each if viewer.is_grantee(event)}


def _could_see(event: Recorded, viewers: Viewers) -> set[UUID]:
    data = event.data
    before = {name: data.get(f"{name}_id") for name in ("team", "owner", "author")}
    return {viewer.member.id for viewer in viewers.each if viewer.could_see(**before)}


def _who_sees(
    ids: Sequence[UUID], viewers: Viewers, *, organization_id: UUID, connection: psycopg.Connection[Any]
) -> dict[UUID, Seeing]:
    if not ids:
        return {}
    values = {
        "viewers": viewers.as_json,
        "organization": organization_id,
        "ids": ids,
        "at": now(connection),
    }
    rows = connection.execute(SEEN, values)
    return {row[0]: Seeing(frozenset(row[1]), frozenset(row[2])) for row in rows}
