"""Every event, once, in order: when transactions commit in the losing order, when handlers fail, when processes die."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import psycopg
import pytest
from django.db import connections

from handsel.ledger import listening, running, wake
from handsel.ledger.listening import CHANNEL, connect
from handsel.ledger.readers import Cursor, Recorded, horizon, lag, read
from handsel.organizations.acting import System, acting
from handsel.organizations.models import Channel
from tests.cast import Acme
from tests.ledger.bells import ENDS_WITHIN, PATIENCE, begun, into, reading, ring, settle, until

BY_ID_ALONE = "SELECT id FROM ledger_event WHERE id > %s ORDER BY id"


def test_no_reader_skips_what_commits_in_the_losing_order(committing: str, acme: Acme) -> None:
    """Two transactions take their ids in one order and commit in the other."""
    first_is_open, second_is_done = threading.Event(), threading.Event()

    def slow() -> None:
        with acting(System(organization_id=acme.organization.pk)):
            ring(acme.organization.pk, 1)
            first_is_open.set()
            second_is_done.wait(PATIENCE)
        connections.close_all()

    settle()
    with connect() as connection:
        start = horizon(connection)
        (lowest,) = connection.execute("SELECT coalesce(max(id), 0) FROM ledger_event").fetchone() or (0,)
        thread = threading.Thread(target=slow)
        thread.start()
        assert first_is_open.wait(PATIENCE)
        ring(acme.organization.pk, 2)

        early = read(connection, start)
        early_by_id = [row[0] for row in connection.execute(BY_ID_ALONE, [lowest])]
        second_is_done.set()
        thread.join(PATIENCE)
        settle()
        late = read(connection, early[-1].cursor if early else start)
        late_by_id = [row[0] for row in connection.execute(BY_ID_ALONE, [early_by_id[-1]])]

    assert [event.data["number"] for event in early] == []  # the second waits for the first
    assert [event.data["number"] for event in late] == [1, 2]
    assert (len(early_by_id), late_by_id) == (1, [])  # the id alone saw the second, and never the first


def test_many_writers_and_no_event_lost_or_repeated(committing: str, acme: Acme) -> None:
    seen: list[int] = []
    cursors: list[Cursor] = []
    done = threading.Event()

    def follow() -> None:
        with connect() as connection:
            cursor = start
            while not (done.is_set() and not read(connection, cursor)):
                for event in read(connection, cursor, limit=7):
                    seen.append(event.data["number"])
                    cursors.append(event.cursor)
                    cursor = event.cursor

    def write(writer: int) -> None:
        for number in range(25):
            with acting(System(organization_id=acme.organization.pk)):
                ring(acme.organization.pk, writer * 100 + number)
                time.sleep(0.001 * (number % 3))
        connections.close_all()

    settle()
    with connect() as connection:
        start = horizon(connection)
    follower = threading.Thread(target=follow)
    writers = [threading.Thread(target=write, args=[writer]) for writer in range(5)]
    for thread in (follower, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    settle()
    done.set()
    follower.join(PATIENCE)

    assert sorted(seen) == sorted(writer * 100 + number for writer in range(5) for number in range(25))
    assert all(before < after for before, after in pairwise(cursors))


def test_handlers_see_each_event_once_over_a_crash(committing: str, acme: Acme) -> None:
    """A handler that writes and dies before the cursor is stored leaves neither; the next run does it, once."""
    crashes = iter([True, True, False])

    def write_a_row(event: Recorded, at: datetime) -> None:
        Channel.objects.create(
            organization_id=event.organization_id,
            kind="in_person",
            name=f"n{event.data['number']}",
            created_at=at,
        )

    def crash(event: Recorded, at: datetime) -> None:
        if event.data["number"] == 2 and next(crashes):
            raise KeyboardInterrupt  # as good as a kill: nothing catches it

    threads: list[str] = []

    def handled() -> list[str]:
        with acting(acme.ada):
            return list(Channel.objects.order_by("name").values_list("name", flat=True))

    def go_until(condition: Callable[[], Any]) -> None:
        stop = threading.Event()

        def run() -> None:
            try:
                running.run_reader(
                    "bells",
                    {"bell.rang": [write_a_row, crash]},
                    opening=lambda event: acting(System(organization_id=event.organization_id)),
                    stop=stop,
                )
            except KeyboardInterrupt:
                threads.append("died")
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        until(lambda: condition() or not thread.is_alive())
        stop.set()
        thread.join(PATIENCE)

    go_until(lambda: begun("bells"))
    ring(acme.organization.pk, 1)
    ring(acme.organization.pk, 2)
    ring(acme.organization.pk, 3)
    for _ in range(3):
        go_until(lambda: len(handled()) == 3)

    assert threads == ["died", "died"]
    assert handled() == ["n1", "n2", "n3"]


def test_an_event_that_fails_does_not_stop_those_after_it(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it fails in Python or in the database."""
    monkeypatch.setattr(running, "PAUSE", 0.001)
    seen: list[int] = []

    def handle(event: Recorded, at: datetime) -> None:
        if event.data["number"] == 1:
            raise ZeroDivisionError
        if event.data["number"] == 2:
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        seen.append(event.data["number"])

    with reading("bells", handle):
        until(lambda: begun("bells"))
        ring(acme.organization.pk, 1)
        ring(acme.organization.pk, 2, 3)
        until(lambda: seen)

    assert seen == [3]


def test_a_reader_goes_on_when_the_database_comes_back(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PAUSE", 0.01)
    seen: list[int] = []

    with reading("bells", into(seen)):
        until(lambda: begun("bells"))
        ring(acme.organization.pk, 1)
        until(lambda: seen == [1])
        _end_all_connections(committing)
        ring(acme.organization.pk, 2)
        until(lambda: len(seen) > 1)

    assert seen == [1, 2]


def test_only_one_reads_under_a_name(committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LOOK_EVERY", 0.05)
    one: list[int] = []
    other: list[int] = []

    with reading("bells", into(one)) as stop_one:
        until(lambda: begun("bells"))
        with reading("bells", into(other)):
            ring(acme.organization.pk, 1)
            until(lambda: one)
            stop_one.set()
            ring(acme.organization.pk, 2)
            until(lambda: other)

    assert (one, other) == ([1], [2])


def test_what_nobody_handles_is_left_behind_in_whole_batches(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[Cursor] = []
    store = running._store

    def count(name: str, cursor: Cursor) -> None:
        stored.append(cursor)
        store(name, cursor)

    monkeypatch.setattr(running, "_store", count)
    settle()  # so that what the fixtures did lies behind where it begins

    with reading("bells"):
        until(lambda: begun("bells"))
        ring(acme.organization.pk, *range(300))
        until(lambda: _lag("bells") == 0)

    assert len(stored) == 2


def test_a_reader_that_rests_stops_long_before_its_next_look(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks for the sign each fifth of a second: `reading` asserts that the thread ends."""
    monkeypatch.setattr(listening, "LOOK_EVERY", 10 * ENDS_WITHIN)

    with reading("bells") as stop:
        until(lambda: begun("bells"))
        time.sleep(0.1)
        stop.set()

    assert listening.SLICE <= 0.2


def test_many_records_are_few_wake_ups(committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "PAUSE", 10 * wake.PAUSE)  # so that a slow machine does not ring more often

    with connect() as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        for number in range(100):
            ring(acme.organization.pk, number)
        heard = list(connection.notifies(timeout=0.3))

    assert 1 <= len(heard) <= 50


def test_a_lost_wake_up_only_delays(committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "_notify", lambda: None)
    monkeypatch.setattr(listening, "LOOK_EVERY", 0.4)
    seen: list[int] = []

    with reading("bells", into(seen)):
        until(lambda: begun("bells"))
        ring(acme.organization.pk, 1)
        until(lambda: seen)

    assert seen == [1]


def test_what_an_older_transaction_holds_back_is_read_as_soon_as_it_ends(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a wake-up, since the older one records nothing, and long before the next look."""
    monkeypatch.setattr(listening, "LOOK_EVERY", 60.0)
    seen: list[int] = []

    with reading("bells", into(seen)):
        until(lambda: begun("bells"))
        with psycopg.connect(committing) as other:
            other.execute("SELECT pg_current_xact_id()")
            ring(acme.organization.pk, 1)
            time.sleep(0.15)
            held_back = list(seen)
            other.rollback()
        until(lambda: seen)

    assert (held_back, seen) == ([], [1])


def _end_all_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _lag(name: str) -> int:
    with connect() as connection:
        return lag(connection)[name]
