"""A database that was restarted leaves dead connections in the pool; they are found when they are used."""

from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connections

T = TypeVar("T")


def mend(alias: str) -> None:
    """Throw away this thread's connection and whatever else in the pool is dead."""
    connection = connections[alias]
    connection.close()
    pool = getattr(connection, "pool", None)
    if pool is not None:
        pool.check()


def steady(alias: str, read: Callable[[], T]) -> T:
    """Read, and once more on a fresh connection. Only for reads outside a transaction."""
    try:
        return read()
    except (OperationalError, InterfaceError):
        mend(alias)
        return read()
