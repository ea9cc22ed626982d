"""What the ledger and the grants tell of one opportunity and one member, as spans."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from handsel.opportunities.explaining_rules import Lent, Person, Standing, Thing
from handsel.opportunities.explaining_spans import Cause, Span, Spans, both, in_order
from handsel.opportunities.rules import Level
from handsel.organizations.rules import Sees, has_licence

# Facts of an opportunity tell who had it before them: what comes after is told by the next one, at last by the row.
OF_OPPORTUNITY = """
SELECT e.id, e.type, e.at, e.revision, (e.data->>'team_id')::uuid, (e.data->>'owner_id')::uuid
FROM ledger_event e
WHERE e.organization_id = %(organization)s AND e.opportunity_id = %(opportunity)s AND e.type LIKE 'opportunity.%%'
ORDER BY e.revision, e.id
"""
OPPORTUNITY = "SELECT team_id, owner_id, author_id FROM opportunities_opportunity WHERE id = %(opportunity)s"

# The types are those of the index event_of_people.
OF_MEMBER = """
SELECT e.id, e.type, e.at, e.data::text, e.subject_id FROM ledger_event e
WHERE e.organization_id = %(organization)s
  AND e.type IN ('member.invited', 'member.joined', 'member.edited', 'member.deactivated', 'member.reactivated', 'team.edited')
  AND (e.subject_id = %(member)s OR e.data->>'member_id' = %(member)s::text)
ORDER BY e.at, e.id
"""
MEMBER = """
SELECT m.roles, m.sales_licence, m.joined_at, m.deactivated_at,
       (SELECT coalesce(json_object_agg(s.team_id, s.sees), '{}') FROM organizations_teamseat s WHERE s.member_id = m.id)::text
FROM organizations_membership m WHERE m.id = %(member)s
"""
DISSOLVED = "SELECT id, dissolved_at FROM organizations_team WHERE id = ANY(%(teams)s::uuid[]) AND dissolved_at IS NOT NULL"

GRANTS = """
SELECT g.id, g.member_id, g.team_id, g.level, g.starts_at, least(g.ends_at, g.stopped_at), g.given_by, e.id, e.type, e.at
FROM opportunities_grant g
LEFT JOIN ledger_event e ON e.organization_id = g.organization_id AND e.opportunity_id = g.opportunity_id
    AND e.type = 'share.given' AND e.subject_id = g.id
WHERE g.opportunity_id = %(opportunity)s AND g.starts_at < least(g.ends_at, g.stopped_at)
ORDER BY g.starts_at, g.id
"""

MAKES = frozenset({"opportunity.created", "opportunity.imported"})
HANDS_ON = MAKES | {"opportunity.assigned", "opportunity.team_changed"}


class Told(NamedTuple):
    """An event of the opportunity, with whose it was before it."""

    id: int
    type: str
    at: datetime
    revision: int
    team_id: UUID
    owner_id: UUID | None

    @property
    def cause(self) -> Cause:
        return Cause(self.id, self.type, self.at)


def thing_of(opportunity_id: UUID, *, organization_id: UUID) -> Thing:
    given = {"opportunity": opportunity_id, "organization": organization_id}
    with connection.cursor() as cursor:
        cursor.execute(OPPORTUNITY, given)
        team_id, owner_id, author_id = cursor.fetchone()
        cursor.execute(OF_OPPORTUNITY, given)
        told = [Told(*row) for row in cursor.fetchall()]
    groups = [list(group) for _, group in groupby(told, key=lambda one: (one.revision, one.at))]
    causes = [_cause(group) for group in groups]
    first, *after = [*((group[0].team_id, group[0].owner_id) for group in groups), (team_id, owner_id)]
    is_whole = bool(told) and told[0].type in MAKES and told[0].revision == 1
    before = None if is_whole else first
    return Thing(
        author_id=author_id,
        teams=in_order(before and Span(before[0]), zip(causes, (one[0] for one in after), strict=True)),
        owners=in_order(before and Span(before[1]), zip(causes, (one[1] for one in after), strict=True)),
    )


def _cause(of_one_transaction: list[Told]) -> Cause:
    """Several facts may tell of one change: the one that hands on names it."""
    named = (one for one in of_one_transaction if one.type in HANDS_ON)
    return next(named, of_one_transaction[0]).cause


def person_of(member_id: UUID, *, organization_id: UUID) -> Person:
    given = {"member": member_id, "organization": organization_id}
    with connection.cursor() as cursor:
        cursor.execute(MEMBER, given)
        roles, licence, joined_at, deactivated_at, seats_now = cursor.fetchone()
        cursor.execute(OF_MEMBER, given)
        events = [(Cause(row[0], row[1], row[2]), json.loads(row[3]), row[4]) for row in cursor.fetchall()]
    now = Standing(tuple(roles), licence=has_licence(roles, licence))
    return Person(
        id=member_id,
        there=_there(events, joined_at, deactivated_at),
        standing=_standing(events, now),
        seats=_seats(events, {UUID(team): Sees(sees) for team, sees in json.loads(seats_now).items()}),
    )


Events = list[tuple[Cause, dict[str, Any], UUID]]


def _there(events: Events, joined_at: datetime | None, deactivated_at: datetime | None) -> Spans[bool]:
    if joined_at is None:
        return []
    by = next((cause for cause, _, _ in events if cause.type == "member.joined"), None)
    active = {"member.deactivated": None, "member.reactivated": True}
    changes = [(cause, active[cause.type]) for cause, _, _ in events if cause.type in active]
    since = Span(value=True, start=joined_at, end=deactivated_at if not changes else None, cause=by)
    was_there = not changes or changes[0][1] is None
    return both(
        [since], in_order(Span(True if was_there else None), changes), lambda joined, here: here and joined
    )


def _standing(events: Events, now: Standing) -> Spans[Standing]:
    told = [
        (cause, Standing(tuple(data["roles"]), licence=data["sales_licence"]))
        for cause, data, _ in events
        if "roles" in data
    ]
    return in_order(Span(told[0][1] if told else now), told)


def _seats(events: Events, now: dict[UUID, Sees]) -> dict[UUID, Spans[Sees]]:
    """A seat whose beginning nobody told was there before; one that was left, as one that saw all."""
    told: dict[UUID, list[tuple[Cause, Sees | None]]] = {}
    for cause, team_id, sees in _told_seats(events):
        told.setdefault(team_id, []).append((cause, sees))
    found: dict[UUID, list[Span[Sees | None]]] = {team_id: [Span(sees)] for team_id, sees in now.items()}
    for team_id, changes in told.items():
        before = Sees.ALL if changes[0][1] is None else None
        found[team_id] = in_order(Span(before), changes)
    ends = _ends_of_teams(list(found))
    whole = {team_id: [Span(value=True, end=ends.get(team_id))] for team_id in found}
    return {team_id: both(spans, whole[team_id], lambda sees, _: sees) for team_id, spans in found.items()}


def _told_seats(events: Events) -> Iterator[tuple[Cause, UUID, Sees | None]]:
    for cause, data, subject_id in events:
        if cause.type == "team.edited":
            yield cause, subject_id, None if data["sees"] is None else Sees(data["sees"])
        for team_id, sees in (data.get("seats") or {}).items():
            yield cause, UUID(team_id), Sees(sees)


def _ends_of_teams(team_ids: list[UUID]) -> dict[UUID, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(DISSOLVED, {"teams": team_ids})
        return dict(cursor.fetchall())


def lent_to(person: Person, opportunity_id: UUID) -> list[Lent]:
    with connection.cursor() as cursor:
        cursor.execute(GRANTS, {"opportunity": opportunity_id})
        rows = cursor.fetchall()
    return [
        Lent(row[0], row[2], row[6], Span(Level(row[3]), row[4], row[5], _given(*row[7:])))
        for row in rows
        if row[1] == person.id or row[2] in person.seats
    ]


def _given(event_id: int | None, kind: str, at: datetime) -> Cause | None:
    return None if event_id is None else Cause(event_id, kind, at)
