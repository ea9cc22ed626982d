"""What the ledger and the grants tell of one opportunity, as spans."""

from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from handsel.opportunities.explaining_rules import Assumed, Lent, Person, Thing
from handsel.opportunities.explaining_spans import ALWAYS, Cause, Span, Spans, both, in_order
from handsel.opportunities.rules import Level

# Facts of an opportunity tell who had it before them: what comes after is told by the next one, at last by the row. Where it
# was deleted there is none, and the last fact says so.
OF_OPPORTUNITY = """
SELECT e.id, e.type, e.at, e.revision, (e.data->>'team_id')::uuid, (e.data->>'owner_id')::uuid, (e.data->>'author_id')::uuid
FROM ledger_event e
WHERE e.organization_id = %(organization)s AND e.opportunity_id = %(opportunity)s AND e.type LIKE 'opportunity.%%'
ORDER BY e.revision, e.id
"""
OPPORTUNITY = "SELECT team_id, owner_id, author_id FROM opportunities_opportunity WHERE id = %(opportunity)s"

# A grant outlives its opportunity and knows it no longer: that it was given is a fact of it still.
OF_GRANTS = """
SELECT id FROM opportunities_grant WHERE opportunity_id = %(opportunity)s
UNION ALL SELECT subject_id FROM ledger_event
WHERE organization_id = %(organization)s AND opportunity_id = %(opportunity)s AND type = 'share.given'
"""
GRANTS = f"""
SELECT g.id, g.member_id, g.team_id, g.level, g.starts_at, least(g.ends_at, g.stopped_at), g.given_by,
    CASE e.actor_kind WHEN 'automation' THEN e.actor_id END, e.id, e.type, e.at
FROM opportunities_grant g
LEFT JOIN ledger_event e ON e.organization_id = g.organization_id AND e.opportunity_id = %(opportunity)s
    AND e.type = 'share.given' AND e.subject_id = g.id
WHERE g.starts_at < least(g.ends_at, g.stopped_at) AND g.id IN ({OF_GRANTS})
ORDER BY g.starts_at, g.id
"""

MAKES = frozenset({"opportunity.created", "opportunity.imported"})
HANDS_ON = MAKES | {"opportunity.assigned", "opportunity.team_changed"}
DELETED = "opportunity.deleted"


Now = tuple[UUID, UUID | None, UUID | None]


class Told(NamedTuple):
    """An event of the opportunity, with whose it was before it."""

    id: int
    type: str
    at: datetime
    revision: int
    team_id: UUID
    owner_id: UUID | None
    author_id: UUID | None

    @property
    def cause(self) -> Cause:
        return Cause(self.id, self.type, self.at)


def thing_of(opportunity_id: UUID, *, organization_id: UUID) -> Thing:
    given = {"opportunity": opportunity_id, "organization": organization_id}
    with connection.cursor() as cursor:
        cursor.execute(OPPORTUNITY, given)
        row: Now | None = cursor.fetchone()
        cursor.execute(OF_OPPORTUNITY, given)
        told = [Told(*each) for each in cursor.fetchall()]
    team_id, owner_id, author_id = row or (None, None, told[-1].author_id)
    groups = [list(group) for _, group in groupby(told, key=lambda one: (one.revision, one.at))]
    causes = [_cause(group) for group in groups]
    first, *after = [*((group[0].team_id, group[0].owner_id) for group in groups), (team_id, owner_id)]
    is_whole = bool(told) and told[0].type in MAKES and told[0].revision == 1
    before = None if is_whole else first
    teams: Spans[UUID | None] = in_order(
        before and Span(before[0]), zip(causes, (one[0] for one in after), strict=True)
    )
    return Thing(
        author_id=author_id,
        teams=both(teams, ALWAYS, lambda team_id, _: team_id),
        owners=in_order(before and Span(before[1]), zip(causes, (one[1] for one in after), strict=True)),
        deleted_at=None if row else told[-1].at,
        assumed=[] if is_whole else [Assumed("opportunity", told[0].at if told else None)],
    )


def _cause(of_one_transaction: list[Told]) -> Cause:
    """Several facts may tell of one change: the one that hands on names it."""
    named = (one for one in of_one_transaction if one.type in HANDS_ON or one.type == DELETED)
    return next(named, of_one_transaction[0]).cause


def lent_to(person: Person, opportunity_id: UUID, *, organization_id: UUID) -> list[Lent]:
    with connection.cursor() as cursor:
        cursor.execute(GRANTS, {"opportunity": opportunity_id, "organization": organization_id})
        rows = cursor.fetchall()
    return [
        Lent(row[0], row[2], row[6], row[7], Span(Level(row[3]), row[4], row[5], _given(*row[8:])))
        for row in rows
        if row[1] == person.id or row[2] in person.seats
    ]


def _given(event_id: int | None, kind: str, at: datetime) -> Cause | None:
    return None if event_id is None else Cause(event_id, kind, at)
