"""What happened to an opportunity, newest first: events of the ledger, with the bodies of notes, activities and tasks (B13)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.opportunities.access import lasting, values, visible
from handsel.opportunities.gate import check_visible
from handsel.opportunities.naming import names_of
from handsel.organizations.acting import Member

NAMED = (
    "step",
    "from_step",
    "new_owner",
    "new_team",
    "owner",
    "to_member",
    "to_team",
    "given_by",
    "asked_by",
)
# Another opportunity that the reader may not see is none, and so is what led there.
RELATED = ("parent", "child")
_IDS = ", ".join(f"e.data->>'{key}'" for key in (*NAMED, *RELATED))

# Events of one opportunity sort by its revision and their id: the order of the ledger is complete, not chronological.
# Beside them the names of what their ids mean: one statement for both. Who has it only by a share hears of their own (S8).
OWN_SHARES = f"""
(e.type NOT LIKE 'share.%%' OR e.data->>'to_member' = %(me)s::text OR e.data->>'to_team' = ANY(%(teams)s::uuid[]::text[])
 OR {lasting()})
"""
EVENTS = f"""
WITH e AS MATERIALIZED (
    SELECT e.* FROM opportunities_opportunity o
    JOIN ledger_event e ON e.organization_id = o.organization_id AND e.opportunity_id = o.id
    WHERE o.id = %(id)s AND {visible()} AND (e.revision, e.id) < (%(revision)s, %(after)s) AND {OWN_SHARES}
    ORDER BY e.revision DESC, e.id DESC LIMIT %(count)s
), meant AS MATERIALIZED (
    SELECT array_agg(DISTINCT one.id::uuid) AS ids FROM e CROSS JOIN LATERAL unnest(ARRAY[e.actor_id::text, {_IDS}]) AS one(id)
)
SELECT json_agg(json_build_array(e.id, e.type, handsel_z(e.at), e.actor_kind, e.actor_id, e.revision, e.data,
       CASE WHEN n.id IS NOT NULL THEN json_build_object(
           'id', n.id, 'text', n.text, 'created_at', handsel_z(n.created_at), 'edited_at', handsel_z(n.edited_at),
           'mine', n.author_id = %(me)s) END,
       CASE WHEN v.id IS NOT NULL THEN json_build_object(
           'id', v.id, 'type', v.type, 'text', v.text, 'at', handsel_z(v.at), 'mine', v.author_id = %(me)s) END,
       CASE WHEN k.id IS NOT NULL THEN json_build_object(
           'id', k.id, 'title', k.title, 'due_at', handsel_z(k.due_at), 'done_at', handsel_z(k.done_at)) END
       ) ORDER BY e.revision DESC, e.id DESC)::text,
  (SELECT json_object_agg(id, name) FROM (
    SELECT id, name FROM organizations_membership WHERE id = ANY((SELECT ids FROM meant)::uuid[])
    UNION ALL SELECT id, name FROM organizations_team WHERE id = ANY((SELECT ids FROM meant)::uuid[])
    UNION ALL (SELECT DISTINCT ON (step_id) step_id, name FROM workflows_versionstep
               WHERE step_id = ANY((SELECT ids FROM meant)::uuid[]) ORDER BY step_id, id DESC)
    UNION ALL SELECT o.id, coalesce(o.title, '#' || o.lineage) FROM opportunities_opportunity o
        WHERE o.id = ANY((SELECT ids FROM meant)::uuid[]) AND {visible()}) names)::text
FROM e
LEFT JOIN opportunities_note n ON e.type = 'note.added' AND n.id = e.subject_id
LEFT JOIN opportunities_activity v ON e.type = 'activity.added' AND v.id = e.subject_id
LEFT JOIN opportunities_task k ON e.type LIKE 'task.%%' AND k.id = e.subject_id
"""
LAST = (2**31 - 1, 2**63 - 1)
AUTOMATION = "automation"
PARTS = {"note": 7, "activity": 8, "task": 9}


def timeline(
    opportunity_id: UUID, *, member: Member, at: datetime, limit: int | None = None, cursor: str | None = None
) -> bytes:
    """One page as JSON bytes."""
    scope = f"timeline {member.organization_id} {opportunity_id}"
    revision, after = read_cursor(cursor, scope=scope) or LAST
    count = check_limit(limit)
    with connection.cursor() as statement:
        statement.execute(
            EVENTS,
            {
                **values(member, at),
                "id": opportunity_id,
                "revision": revision,
                "after": after,
                "count": count + 1,
            },
        )
        events, named = statement.fetchone()
    if events is None:
        check_visible(opportunity_id, member=member, at=at)  # nothing happened, or not for their eyes
    rows, names = json.loads(events or "[]"), json.loads(named or "{}")
    shown = rows[:count]
    automatic = {UUID(row[4]) for row in shown if row[3] == AUTOMATION and row[4]}
    if automatic:
        names |= {str(one): name for one, name in names_of(automatic).items()}
    following = write_cursor([shown[-1][5], shown[-1][0]], scope=scope) if len(rows) > count else None
    page = {"items": [_item(row, names) for row in shown], "next_cursor": following}
    return json.dumps(page).encode()


def _item(row: list[Any], names: Mapping[str, str]) -> dict[str, Any]:
    data, kind = row[6], row[1].partition(".")[0]
    told = {
        key: names.get(str(value), value) if key in NAMED and value else value for key, value in data.items()
    }
    related = {key: names.get(data[key]) for key in RELATED if key in data}
    if related:
        told |= related | {"follow_on": data["follow_on"] if any(related.values()) else None}
    actor = None if row[4] is None else {"id": row[4], "name": names.get(row[4], "")}
    parts = {name: row[place] for name, place in PARTS.items()}
    body = (parts["note"] or {}).get("text") or (parts["activity"] or {}).get("text")
    return {
        "id": str(row[0]),
        "kind": kind if kind in PARTS else "event",
        "type": row[1],
        "at": row[2],
        "actor": actor,
        "actor_kind": row[3],
        "text": {"key": row[1], "values": told},
        "body": body,
        **parts,
    }
