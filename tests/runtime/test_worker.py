import threading

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from handsel.runtime import worker
from tests.runtime.test_bridge import eventually

done = threading.Event()
SOON = 8  # seconds on a busy machine; the next sign of life would come after ten


@app.task(name="tests.ring")
def ring() -> None:
    done.set()


def ended_within(seconds: float, threads: list[threading.Thread]) -> bool:
    return eventually(lambda: not any(thread.is_alive() for thread in threads), within=seconds)


def test_a_loop_that_fails_or_returns_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    stop, starts = threading.Event(), []

    def loop(_: threading.Event) -> None:
        starts.append(1)
        if len(starts) == 1:
            raise ValueError("first")

    thread = worker.keep_running("loop", loop, stop=stop)

    assert eventually(lambda: len(starts) > 2)
    stop.set()
    assert ended_within(SOON, [thread])


def test_a_job_is_run_and_the_worker_stops_at_once(committing: str) -> None:
    stop = threading.Event()
    done.clear()
    thread = worker.keep_running("jobs", worker.run_jobs, stop=stop)

    ring.defer()

    assert done.wait(60)
    stop.set()
    assert ended_within(SOON, [thread])


def test_a_job_whose_worker_was_killed_is_run_again(committing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done.clear()
    ring.defer()
    with connection.cursor() as cursor:  # as a worker leaves it that took the job and was killed
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [cursor.fetchone()[0]]
        )
    stop = threading.Event()
    thread = worker.keep_running("jobs", worker.run_jobs, stop=stop)

    assert done.wait(60)
    stop.set()
    assert ended_within(SOON, [thread])
