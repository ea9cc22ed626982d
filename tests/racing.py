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
LONGEST = 10.0
T = TypeVar("T")
Action = Callable[[datetime], object]

WAITING = """
SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE NOT l.granted AND a.datname = current_database()
"""


def overlapping(first: Action, second: Action, *, by: Actor, then_by: Actor | None = None) -> tuple[str, str]:
    """What became of each: `done`, or the code of its refusal. `first` commits when `second` waits for it, or is over."""
    return _overlapping(first, second, by=by, then_by=then_by)[0]


def waits(first: Action, second: Action, *, by: Actor, then_by: Actor | None = None) -> bool:
    """Whether `second` waits for the commit of `first`."""
    return _overlapping(first, second, by=by, then_by=then_by)[1]


def _overlapping(
    first: Action, second: Action, *, by: Actor, then_by: Actor | None
) -> tuple[tuple[str, str], bool]:
    began, may_commit = threading.Event(), threading.Event()
    outcome: dict[str, str] = {}

    def run_first(at: datetime) -> None:
        try:
            first(at)
        finally:
            began.set()
        may_commit.wait(LONGEST)

    threads = [
        threading.Thread(target=_act, args=("first", run_first, by, outcome)),
        threading.Thread(target=_act, args=("second", second, then_by or by, outcome)),
    ]
    threads[0].start()
    assert began.wait(LONGEST)
    threads[1].start()
    blocked = _is_blocked(threads[1])
    may_commit.set()
    for thread in threads:
        thread.join(LONGEST)
    return (outcome["first"], outcome["second"]), blocked


def _act(name: str, action: Action, by: Actor, outcome: dict[str, str]) -> None:
    try:
        with acting(by) as at:
            action(at)
        outcome[name] = DONE
    except Refusal as refusal:
        outcome[name] = refusal.code
    except Exception as error:  # noqa: BLE001 (told to the test, which expects none)
        outcome[name] = repr(error)
    finally:
        connections.close_all()


def _is_blocked(thread: threading.Thread) -> bool:
    """As soon as it waits for a lock; False when it is over without."""
    deadline = time.monotonic() + LONGEST / 2
    while thread.is_alive() and time.monotonic() < deadline:
        with connections["owner"].cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,):
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
        except Exception as error:  # noqa: BLE001 (told to the test)
            return error

    return run
