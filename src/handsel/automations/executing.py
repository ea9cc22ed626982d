"""The one executor: takes what is ready or due, in the order of the events and of the automations that each set off, each to
its end or its wait before the next one of the same event (A5). `stepping` does a step.

It is one at a time in the whole house, by an advisory lock; should there be two for a moment, the rows' own locks keep
every step to one of them.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from threading import Event as Stop
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections
from django.db.utils import Error

from handsel.automations.stepping import Then, end_without_author, put_off, take_step
from handsel.automations.stopping import lost
from handsel.automations.telling import tell_of_runs
from handsel.database.clock import read_clock
from handsel.ledger.listening import Connect, connect, listen, rest
from handsel.ledger.running import check_database, run_alone
from handsel.organizations.authentication import member_by_id

NAME = "automations.executor"
AT_ONCE = 100  # runs of one organization before the next one has its turn

log = logging.getLogger(__name__)

# Across organizations, as the system. A paused automation keeps what it has under way. What stands behind one that is tried again
# later is not its turn, and would be in the way of all others.
_ONE_OF = """
FROM automations_run r JOIN automations_automation a ON a.id = r.automation_id AND a.state <> 'paused'
WHERE {which} AND NOT EXISTS (
    SELECT FROM automations_run e JOIN automations_automation ea ON ea.id = e.automation_id AND ea.state <> 'paused'
    WHERE e.organization_id = r.organization_id AND e.event_transaction = r.event_transaction AND e.event_id = r.event_id
      AND e.position < r.position AND e.state = 'ready' AND e.due_at > %(at)s)
"""
_READY = _ONE_OF.format(which="r.state = 'ready' AND (r.due_at IS NULL OR r.due_at <= %(at)s)")
_DUE = _ONE_OF.format(which="r.state = 'waiting' AND r.due_at <= %(at)s")
ORGANIZATIONS = f"SELECT r.organization_id {_READY} UNION SELECT r.organization_id {_DUE}"
_COLUMNS = (
    "r.event_transaction, r.event_id, r.position, r.id, r.automation_id, r.organization_id, a.author_id"
)
_FIRST = "AND r.organization_id = %(organization)s ORDER BY 1, 2, 3, 4 LIMIT %(limit)s"
TURN = f"""
SELECT id, automation_id, organization_id, author_id FROM (
    (SELECT {_COLUMNS} {_READY} {_FIRST}) UNION ALL (SELECT {_COLUMNS} {_DUE} {_FIRST})) r
ORDER BY event_transaction, event_id, position, id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Due:
    run_id: UUID
    automation_id: UUID
    organization_id: UUID
    author_id: UUID


def run_executor(stop: Stop, *, connect: Connect = connect) -> None:
    """Blocks until `stop` is set."""
    run_alone(NAME, lambda connection: _execute(connection, stop=stop), stop=stop, connect=connect)


def _execute(connection: psycopg.Connection[Any], *, stop: Stop) -> None:
    listen(connection)
    while not stop.is_set():
        if work_through(stop=stop) == 0:
            connections.close_all()
            rest(connection, stop=stop)
        else:
            connection.execute("SELECT 1")  # the lock goes with it: somebody else may be at work by now


def work_through(*, stop: Stop | None = None) -> int:
    """One turn of each organization that has something to do; how many steps were taken or put off."""
    at, organizations = _organizations()
    return sum(_take_turn(each, at=at, stop=stop) for each in organizations)


def _take_turn(organization_id: UUID, *, at: Any, stop: Stop | None) -> int:
    """Open pages hear of it once, however many runs it was: nothing of that is in the way of a step."""
    done: Counter[UUID] = Counter()
    for due in _turn(organization_id, at=at):
        if stop is not None and stop.is_set():
            break
        done[due.automation_id] += go_on(due)
    tell_of_runs([one for one, steps in done.items() if steps], organization_id=organization_id)
    return done.total()


def go_on(due: Due) -> int:
    """To its end or its wait; how many steps that took. One that fails is put off, and fails for good when it fails again
    and again; a database that does not answer is no fault of the run's."""
    steps = 0
    try:
        then = Then.NEXT
        while then is Then.NEXT:
            author = member_by_id(due.author_id)
            if author is None or lost(author) is not None:
                then = Then.LOST
            else:
                then = take_step(due.run_id, automation_id=due.automation_id, author=author)
            steps += then is not Then.LATER
        if then is Then.LOST:
            end_without_author(due.run_id, organization_id=due.organization_id)
    except Exception as problem:
        if isinstance(problem, Error):
            check_database()
        log.exception("run %s of automation %s failed", due.run_id, due.automation_id)
        put_off(due.run_id, organization_id=due.organization_id)
        steps += 1
    return steps


def _organizations() -> tuple[Any, list[UUID]]:
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at = read_clock(cursor.fetchone()[0])
        cursor.execute(ORGANIZATIONS, {"at": at})
        return at, sorted(row[0] for row in cursor.fetchall())


def _turn(organization_id: UUID, *, at: Any) -> list[Due]:
    with connections["system"].cursor() as cursor:
        cursor.execute(TURN, {"organization": organization_id, "at": at, "limit": AT_ONCE})
        return [Due(*row) for row in cursor.fetchall()]
