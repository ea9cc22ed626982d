"""What happened in the last days, as a draft would have met it: each event with the opportunity as it stood then (A6).

Step, owner and team of then are read from the ledger: a fact about an opportunity carries its team and owner before the
change, and a move the step it came from. What fields held then nobody knows.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.automations.scene import Occasion
from handsel.automations.triggers import Around

CHUNK = 200
MOST_READ = 20_000

EVENTS = """
SELECT e.id FROM ledger_event e
WHERE e.organization_id = %(organization)s AND e.type = ANY(%(types)s) AND e.at > %(since)s
  AND e.opportunity_id IS NOT NULL
ORDER BY e.transaction DESC, e.id DESC LIMIT %(limit)s
"""
# Of several facts of one command each tells what was before all of them; what came later has a higher revision.
PAST = """
SELECT e.id, e.type, e.at, e.subject_id, e.actor_kind, e.actor_id, e.data::text, e.opportunity_id, o.lineage,
       a.type, b.stage_id, s.stage_id, s.status,
       CASE WHEN before.id IS NULL THEN o.team_id ELSE (before.data->>'team_id')::uuid END,
       CASE WHEN before.id IS NULL THEN o.owner_id ELSE (before.data->>'owner_id')::uuid END,
       coalesce((left_step.data->>'from_step')::uuid, o.step_id)
FROM ledger_event e
LEFT JOIN opportunities_opportunity o ON o.id = e.opportunity_id
LEFT JOIN opportunities_activity a ON e.type LIKE 'activity.%%' AND a.id = e.subject_id
LEFT JOIN LATERAL (
    SELECT stage_id FROM workflows_versionstep
    WHERE step_id = (e.data->>'from_step')::uuid ORDER BY id DESC LIMIT 1) b ON true
LEFT JOIN LATERAL (
    SELECT stage_id, status FROM workflows_versionstep
    WHERE step_id = (e.data->>'step')::uuid ORDER BY id DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (
    SELECT x.id, x.data FROM ledger_event x
    WHERE x.organization_id = e.organization_id AND x.opportunity_id = e.opportunity_id AND x.revision > e.revision
      AND jsonb_exists(x.data, 'team_id') ORDER BY x.revision, x.id LIMIT 1) before ON true
LEFT JOIN LATERAL (
    SELECT x.data FROM ledger_event x
    WHERE x.organization_id = e.organization_id AND x.opportunity_id = e.opportunity_id AND x.revision > e.revision
      AND x.type IN ('opportunity.moved', 'opportunity.team_changed', 'opportunity.migrated')
    ORDER BY x.revision, x.id LIMIT 1) left_step ON true
WHERE e.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Past:
    """`number` is None where the opportunity is gone since; `team_id`, `owner_id` and `step_id` are those of then, and no
    step where it is to be tried as it is now."""

    event: Occasion
    data: Mapping[str, Any]
    opportunity_id: UUID
    number: int | None
    around: Around
    team_id: UUID | None
    owner_id: UUID | None
    step_id: UUID | None

    @property
    def type(self) -> str:
        return self.event.type


def events(organization_id: UUID, *, types: Sequence[str], since: datetime) -> list[int]:
    """Newest first; one more than may be read where there are more."""
    with connection.cursor() as cursor:
        cursor.execute(
            EVENTS,
            {"organization": organization_id, "types": list(types), "since": since, "limit": MOST_READ + 1},
        )
        return [row[0] for row in cursor.fetchall()]


def chunks(event_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(event_ids), CHUNK):
        yield event_ids[start : start + CHUNK]


def read_past(event_ids: Sequence[int]) -> list[Past]:
    """In the order in which they were asked for."""
    with connection.cursor() as cursor:
        cursor.execute(PAST, [list(event_ids)])
        found = {row[0]: _past(row) for row in cursor.fetchall()}
    return [found[one] for one in event_ids]


def _past(row: tuple[Any, ...]) -> Past:
    number, kind, at, subject_id, actor_kind, actor_id, data, opportunity_id, lineage = row[:9]
    activity_type, from_stage, to_stage, status, team_id, owner_id, step_id = row[9:]
    return Past(
        Occasion(
            id=number, type=kind, at=at, subject_id=subject_id, actor_kind=actor_kind, actor_id=actor_id
        ),
        json.loads(data),
        opportunity_id,
        lineage,
        Around(team_id, activity_type, from_stage, to_stage, status),
        team_id,
        owner_id,
        step_id,
    )
