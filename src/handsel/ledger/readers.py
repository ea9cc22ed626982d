"""Reading the ledger in order and without gaps.

An id alone skips what commits late. The pair (transaction, id), below the oldest transaction that is still open, does
not: whatever could still appear has a transaction at or above that horizon.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

BATCH = 200


class Cursor(NamedTuple):
    transaction: int
    id: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as readers get it."""

    cursor: Cursor
    organization_id: UUID
    type: str
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    client: str | None
    opportunity_id: UUID | None
    revision: int | None
    subject_id: UUID | None
    data: dict[str, Any]
    cause_id: UUID | None = None
    """The run of an automation that did it."""


SELECT = """
SELECT transaction::text::bigint, id, organization_id, type, at, actor_kind, actor_id, client, opportunity_id, revision,
       subject_id, cause_id, data::text
FROM ledger_event
WHERE (transaction, id) > (%s::text::xid8, %s) AND transaction < pg_snapshot_xmin(pg_current_snapshot())
"""
IN_ORDER = " ORDER BY transaction, id LIMIT %s"
OF_ORGANIZATION = " AND organization_id = %s"

# Everything below the horizon has been seen by who starts here.
HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1, 9223372036854775807"


def horizon(connection: psycopg.Connection[Any]) -> Cursor:
    row = connection.execute(HORIZON).fetchone()
    assert row is not None
    return Cursor(*row)


def read(
    connection: psycopg.Connection[Any],
    after: Cursor,
    *,
    limit: int = BATCH,
    organization_id: UUID | None = None,
) -> list[Recorded]:
    """What came after `after`, complete and in order; `connection` is one of `handsel_system`."""
    query, values = SELECT, [str(after.transaction), after.id]
    if organization_id is not None:
        query, values = query + OF_ORGANIZATION, [*values, organization_id]
    return [_recorded(row) for row in connection.execute(query + IN_ORDER, [*values, limit])]


def _recorded(row: tuple[Any, ...]) -> Recorded:
    transaction, number, *columns, cause, data = row
    return Recorded(*(Cursor(transaction, number), *columns, json.loads(data), cause))


def lag(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """For /metrics: how many events each stored reader is behind, counted up to ten thousand."""
    rows = connection.execute(
        "SELECT r.name, (SELECT count(*) FROM (SELECT FROM ledger_event e WHERE (e.transaction, e.id) > "
        "(r.transaction, r.event_id) LIMIT 10000) behind) FROM ledger_reader r"
    )
    return dict(rows.fetchall())
