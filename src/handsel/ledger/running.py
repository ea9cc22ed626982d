"""A reader with a stored cursor: every event to its handlers, once, in order, across crashes and restarts.

Handlers and the new cursor share one transaction, so that neither is there without the other.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from threading import Event as Stop
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections
from django.db.utils import Error

from handsel.ledger.listening import LOOK_EVERY, Connect, connect, listen, wait
from handsel.ledger.readers import BATCH, Cursor, Recorded, horizon, read

TRIES = 5
PAUSE = 0.1  # seconds between tries, and at first before a lost database is looked for again
LONGEST_PAUSE = 5.0

log = logging.getLogger(__name__)

Handler = Callable[[Recorded, datetime], None]
Opener = Callable[[Recorded], AbstractContextManager[datetime]]
Worth = Callable[[psycopg.Connection[Any], Collection[UUID]], Collection[UUID]]


def run_reader(
    name: str,
    handlers: Mapping[str, Sequence[Handler]],
    *,
    opening: Opener,
    stop: Stop,
    worth: Worth | None = None,
    connect: Connect = connect,
) -> None:
    """Blocks until `stop` is set; `opening` begins the transaction in which an event is handled. `worth` says of which
    organizations events need to be handled at all: asked once for a whole batch, it spares the others' a transaction each."""

    def follow(connection: psycopg.Connection[Any]) -> None:
        _follow(connection, name, handlers, opening=opening, worth=worth, stop=stop)

    run_alone(name, follow, stop=stop, connect=connect)


def run_alone(
    name: str,
    work: Callable[[psycopg.Connection[Any]], None],
    *,
    stop: Stop,
    connect: Connect = connect,
) -> None:
    """One process works under a name at a time: the advisory lock lives on the connection, so it goes with the process.
    When the database goes away we wait for it and go on where we stood."""
    pause = PAUSE
    while not stop.is_set():
        try:
            with connect() as connection:
                if _becomes_mine(connection, name, stop=stop):
                    pause = PAUSE
                    work(connection)
        except (psycopg.Error, Error) as problem:
            log.warning("%s lost the database and looks for it again: %s", name, problem)
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            connections["default"].close()


def _becomes_mine(connection: psycopg.Connection[Any], name: str, *, stop: Stop) -> bool:
    """Waits while another process works under this name."""
    query = "SELECT pg_try_advisory_lock(hashtext('handsel.reader'), hashtext(%s))"
    while not stop.is_set():
        if connection.execute(query, [name]).fetchone() == (True,):
            return True
        stop.wait(LOOK_EVERY)
    return False


def _follow(
    connection: psycopg.Connection[Any],
    name: str,
    handlers: Mapping[str, Sequence[Handler]],
    *,
    opening: Opener,
    worth: Worth | None,
    stop: Stop,
) -> None:
    cursor = _stored(connection, name)
    listen(connection)
    while not stop.is_set():
        batch = read(connection, cursor)
        meant = _meant(connection, batch, handlers, worth)
        for event in batch:
            if event.organization_id in meant and event.type in handlers:
                _hand_over(name, event, handlers[event.type], opening=opening, stop=stop)
            if stop.is_set():
                return  # the rest, and perhaps this one again, when somebody reads on
            cursor = event.cursor
        if batch:
            _store(name, cursor)
        if len(batch) < BATCH:
            connections["default"].close()
            wait(connection, stop=stop)


def _meant(
    connection: psycopg.Connection[Any],
    batch: Sequence[Recorded],
    handlers: Mapping[str, Sequence[Handler]],
    worth: Worth | None,
) -> Collection[UUID]:
    organizations = {event.organization_id for event in batch if handlers.get(event.type)}
    return worth(connection, organizations) if worth is not None and organizations else organizations


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


def _hand_over(
    name: str, event: Recorded, handlers: Sequence[Handler], *, opening: Opener, stop: Stop
) -> None:
    """An event that fails again and again is logged and left behind: it must not stop those after it."""
    for attempt in range(1, TRIES + 1):
        try:
            with opening(event) as at:
                for handle in handlers:
                    handle(event, at)
                _store(name, event.cursor)
        except Exception as problem:
            if isinstance(problem, Error):
                check_database()  # if it is gone, that is no fault of the event
            log.exception(
                "reader %s could not handle %s %s (try %d)", name, event.type, event.cursor.id, attempt
            )
            if stop.wait(PAUSE * attempt):
                return
        else:
            return


def check_database() -> None:
    """Raises where it does not answer."""
    connections["default"].close()
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")
