"""Reading the ledger in order and without gaps.

An id alone skips what commits late. The pair (transaction, id), below the oldest transaction that is still open, does
not: whatever could still appear has a transaction at or above that horizon.
"""

import json
import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from threading import Event as Stop
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from django.db import connections
from django.db.utils import Error

from handsel.ledger.wake import CHANNEL

BATCH = 200
LOOK_EVERY = 1.0
TRIES = 5

log = logging.getLogger(__name__)


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


SELECT = """
SELECT transaction::text::bigint, id, organization_id, type, at, actor_kind, actor_id, client, opportunity_id, revision,
       subject_id, data::text
FROM ledger_event
WHERE (transaction, id) > (%s::text::xid8, %s) AND transaction < pg_snapshot_xmin(pg_current_snapshot())
"""
IN_ORDER = " ORDER BY transaction, id LIMIT %s"
OF_ORGANIZATION = " AND organization_id = %s"

# Everything below the horizon has been seen by who starts here.
HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1, 9223372036854775807"


def horizon(connection: psycopg.Connection[Any]) -> Cursor:
    row = connection.execute(HORIZON).fetchone()
    assert row is not None  # noqa: S101
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
    return Recorded(Cursor(row[0], row[1]), *row[2:11], json.loads(row[11]))


Handler = Callable[[Recorded, datetime], None]
Opener = Callable[[Recorded], AbstractContextManager[datetime]]


def run_reader(
    name: str,
    handlers: dict[str, list[Handler]],
    *,
    opening: Opener,
    connect: Callable[[], psycopg.Connection[Any]],
    stop: Stop,
) -> None:
    """Hand every event to its handlers, once, in order, across crashes; returns when `stop` is set.

    Handlers and the new cursor share one transaction (`opening` begins it). One process reads under a name at a time:
    the advisory lock lives on the connection, so it goes with the process.
    """
    with connect() as connection:
        while not _is_mine(connection, name):
            if stop.wait(LOOK_EVERY):
                return
        cursor = _stored(connection, name)
        connection.execute(f"LISTEN {CHANNEL}")
        while not stop.is_set():
            batch = read(connection, cursor)
            for event in batch:
                _hand_over(name, event, handlers.get(event.type, []), opening=opening)
                cursor = event.cursor
            if batch:
                _store(name, cursor)
            if len(batch) < BATCH:
                _wait(connection, stop)


def _is_mine(connection: psycopg.Connection[Any], name: str) -> bool:
    row = connection.execute(
        "SELECT pg_try_advisory_lock(hashtext('handsel.reader'), hashtext(%s))", [name]
    ).fetchone()
    return row == (True,)


def _stored(connection: psycopg.Connection[Any], name: str) -> Cursor:
    """A reader that is new begins now: what happened before it was there is none of its business."""
    start = horizon(connection)
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_reader (name, transaction, event_id) VALUES (%s, %s::text::xid8, %s) ON CONFLICT DO NOTHING",
            [name, str(start.transaction), start.id],
        )
        cursor.execute(
            "SELECT transaction::text::bigint, event_id FROM ledger_reader WHERE name = %s", [name]
        )
        return Cursor(*cursor.fetchone())


def _store(name: str, cursor: Cursor) -> None:
    with connections["default"].cursor() as statement:
        statement.execute(
            "UPDATE ledger_reader SET transaction = %s::text::xid8, event_id = %s WHERE name = %s",
            [str(cursor.transaction), cursor.id, name],
        )


def _hand_over(name: str, event: Recorded, handlers: Iterable[Handler], *, opening: Opener) -> None:
    """An event that fails again and again is logged and left behind: it must not stop those after it."""
    handlers = list(handlers)
    if not handlers:
        return
    for attempt in range(1, TRIES + 1):
        try:
            with opening(event) as at:
                for handle in handlers:
                    handle(event, at)
                _store(name, event.cursor)
        except Error:
            connections["default"].close()
            if attempt == TRIES:
                raise  # the database is in trouble, not the event: stop here, begin again where we stood
        except Exception:
            log.exception(
                "reader %s could not handle %s %s (try %d)", name, event.type, event.cursor.id, attempt
            )
        else:
            return


def _wait(connection: psycopg.Connection[Any], stop: Stop) -> None:
    for _ in connection.notifies(timeout=LOOK_EVERY, stop_after=1):
        return
    stop.wait(0)


def lag(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """For /metrics: how many events each stored reader is behind."""
    rows = connection.execute(
        "SELECT r.name, (SELECT count(*) FROM (SELECT FROM ledger_event e WHERE (e.transaction, e.id) > "
        "(r.transaction, r.event_id) LIMIT 10000) behind) FROM ledger_reader r"
    )
    return dict(rows.fetchall())
