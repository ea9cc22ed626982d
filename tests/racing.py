"""Two things at once, in threads and over real commits (ask for `committing`).

`overlapping` leaves nothing to chance: the first has done everything but its commit when the second begins.
"""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connections

from handsel.kernel.refusals import Refusal
from handsel.organizations.acting import Actor, acting

DONE = "done"
LONGEST = 30.0
T = TypeVar("T")
Action = Callable[[datetime], object]

WAITING = """
SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE NOT l.granted AND a.datname = current_database()
"""


def overlapping(first: Action, second: Action, *, by: Actor, then_by: Actor | None = None) -> tuple[str, str]:
    """What became of each: `done`, or the code of its refusal. `first` commits when `second` waits for it, or is over."""
    (one, two), _ = _in_line([(first, by), (second, then_by or by)])
    return one, two


def waits(first: Action, second: Action, *, by: Actor, then_by: Actor | None = None) -> bool:
    """Whether `second` waits for the commit of `first`."""
    return _in_line([(first, by), (second, then_by or by)])[1]


def in_line(*actions: Action, by: Actor) -> list[str]:
    """As `overlapping`: each begins when the one before it waits, or is over; then the first commits."""
    return _in_line([(action, by) for action in actions])[0]


def _in_line(actions: Sequence[tuple[Action, Actor]]) -> tuple[list[str], bool]:
    began, may_commit = threading.Event(), threading.Event()
    outcome: dict[int, str] = {}
    first = actions[0][0]

    def run_first(at: datetime) -> None:
        try:
            first(at)
        finally:
            began.set()
        may_commit.wait(LONGEST)

    threads = [
        threading.Thread(target=_act, args=(place, action if place else run_first, by, outcome))
        for place, (action, by) in enumerate(actions)
    ]
    threads[0].start()
    assert began.wait(LONGEST)
    blocked = 0
    for thread in threads[1:]:
        thread.start()
        blocked += _is_blocked(thread, behind=blocked)
    may_commit.set()
    for thread in threads:
        thread.join(LONGEST)
    return [outcome[place] for place in range(len(actions))], blocked > 0


def _act(place: int, action: Action, by: Actor, outcome: dict[int, str]) -> None:
    try:
        with acting(by) as at:
            action(at)
        outcome[place] = DONE
    except Refusal as refusal:
        outcome[place] = refusal.code
    except Exception as error:
        outcome[place] = repr(error)
    finally:
        connections.close_all()


def _is_blocked(thread: threading.Thread, *, behind: int) -> bool:
    """As soon as it waits for a lock, too, as those `behind` which it came; False when it is over without."""
    deadline = time.monotonic() + LONGEST / 2
    while thread.is_alive() and time.monotonic() < deadline:
        with connections["owner"].cursor() as cursor:
            cursor.execute(WAITING)
            row = cursor.fetchone()
        if row is not None and row[0] > behind:
            return True
        time.sleep(0.01)
    return False


def together(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """All of them from the same instant on; their results in the order of the jobs."""
    barrier = threading.Barrier(len(jobs))
    results: dict[int, Any] = {}

    def run(place: int) -> None:
        try:
            barrier.wait(LONGEST)
            results[place] = jobs[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(6 * LONGEST)
    return [results[place] for place in range(len(jobs))]


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """As `together`, but what one of them raised is its result."""
    return together([_telling(job) for job in jobs])


def _telling(job: Callable[[], object]) -> Callable[[], object]:
    def run() -> object:
        try:
            return job()
        except Exception as error:
            return error

    return run
