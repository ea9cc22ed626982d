"""What the ledger tells of one member, as spans."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.opportunities.explaining_rules import Person, Standing
from handsel.opportunities.explaining_spans import Cause, Span, Spans, both, in_order
from handsel.organizations.rules import Sees, has_licence

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

Events = list[tuple[Cause, dict[str, Any], UUID]]


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
