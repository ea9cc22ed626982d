"""What the ledger tells of one member, as spans."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from handsel.opportunities.explaining_rules import Assumed, Person, Standing
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
COMING = ("member.invited", "member.joined")
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
    seats = _seats(events, {UUID(team): Sees(sees) for team, sees in json.loads(seats_now).items()})
    ends = _ends_of_teams(list(seats))
    return Person(
        id=member_id,
        there=_there(events, joined_at, deactivated_at),
        standing=_standing(events, now),
        seats={team_id: _until(ends.get(team_id), seat.spans) for team_id, seat in seats.items()},
        assumed=[
            *_assumed_standing(events),
            *(Assumed("seat", seat.before, team_id) for team_id, seat in seats.items() if not seat.is_told),
        ],
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


def _assumed_standing(events: Events) -> Iterator[Assumed]:
    """Who came by an invitation, or was made a member, was told of with their roles."""
    first = next((cause for cause, data, _ in events if "roles" in data), None)
    if first is None or first.type not in COMING:
        yield Assumed("standing", None if first is None else first.at)


class Seat(NamedTuple):
    """`is_told`: since they came. Else what was so before `before`, or until now, is assumed."""

    spans: list[Span[Sees | None]]
    is_told: bool
    before: datetime | None


class Seated(NamedTuple):
    cause: Cause
    team_id: UUID
    saw: Sees | None
    sees: Sees | None
    tells_before: bool


def _seats(events: Events, now: dict[UUID, Sees]) -> dict[UUID, Seat]:
    """Of who came with their seats told, all is known. Of others: a seat that nobody told of was there before; one that was
    left, as one that saw all, where the leaving doesn't tell."""
    comes_with_seats = any(data.get("seats") is not None for cause, data, _ in events if cause.type in COMING)
    told: dict[UUID, list[Seated]] = {}
    for one in _told_seats(events):
        told.setdefault(one.team_id, []).append(one)
    found = {team_id: Seat([Span(sees)], is_told=False, before=None) for team_id, sees in now.items()}
    for team_id, changes in told.items():
        first = changes[0]
        saw = first.saw if first.tells_before or comes_with_seats or first.sees is not None else Sees.ALL
        was_none = first.tells_before and first.saw is None
        found[team_id] = Seat(
            in_order(Span(saw), [(one.cause, one.sees) for one in changes]),
            is_told=comes_with_seats or was_none,
            before=first.cause.at,
        )
    return found


def _told_seats(events: Events) -> Iterator[Seated]:
    for cause, data, subject_id in events:
        if cause.type == "team.edited":
            saw, sees = (data.get(key) and Sees(data[key]) for key in ("saw", "sees"))
            yield Seated(cause, subject_id, saw, sees, tells_before="saw" in data)
        for team_id, sees in (data.get("seats") or {}).items():
            yield Seated(cause, UUID(team_id), None, Sees(sees), tells_before=True)


def _until(end: datetime | None, spans: list[Span[Sees | None]]) -> list[Span[Sees]]:
    return both(spans, [Span(value=True, end=end)], lambda sees, _: sees)


def _ends_of_teams(team_ids: list[UUID]) -> dict[UUID, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(DISSOLVED, {"teams": team_ids})
        return dict(cursor.fetchall())
