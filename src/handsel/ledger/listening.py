"""A connection of the system's own: what waits for wake-ups or holds an advisory lock can't share one from the pool."""

from collections.abc import Callable
from threading import Event as Stop
from typing import Any

import psycopg
from django.db import connections

CHANNEL = "handsel_ledger"
LOOK_EVERY = 1.0  # seconds, should a wake-up be lost
LOOK_SOON = 0.01  # seconds, while something is committed that an older open transaction still holds back
SLICE = 0.2  # seconds until a stop is noticed

# A peer that vanished without a word is given up after ten seconds.
KEEPALIVE = {
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}

Connect = Callable[[], psycopg.Connection[Any]]

HELD_BACK = """
SELECT EXISTS (SELECT FROM ledger_event WHERE transaction >= pg_snapshot_xmin(pg_current_snapshot()))
"""


def connect() -> psycopg.Connection[Any]:
    """As `handsel_system`, outside the pool, autocommit."""
    settings = connections["system"].settings_dict
    given = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
    }
    ours = {"pool", "server_side_binding", "prepare_threshold", "isolation_level"}
    options = {name: value for name, value in settings["OPTIONS"].items() if name not in ours}
    chosen = (
        KEEPALIVE | {"connect_timeout": 5} | options | {key: value for key, value in given.items() if value}
    )
    return psycopg.connect(**chosen, autocommit=True)


def listen(connection: psycopg.Connection[Any]) -> None:
    connection.execute(f"LISTEN {CHANNEL}")


def wait(connection: psycopg.Connection[Any], *, stop: Stop) -> None:
    """Until a wake-up, a second at the most; at once when `stop` is set, and soon when a commit is held back."""
    if stop.is_set():
        return
    if connection.execute(HELD_BACK).fetchone() == (True,):
        stop.wait(LOOK_SOON)
        return
    rest(connection, stop=stop)


def rest(connection: psycopg.Connection[Any], *, stop: Stop) -> None:
    """The same for who waits for rows that readers write, not for events."""
    for _ in range(round(LOOK_EVERY / SLICE)):
        if any(True for _ in connection.notifies(timeout=SLICE, stop_after=1)) or stop.is_set():
            return
