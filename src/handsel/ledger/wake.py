"""One coalesced wake-up for the readers.

NOTIFY takes a database-wide lock at commit, so no hot transaction calls it: a thread of the process does, at most
fifty times a second. A wake-up that is lost delays by a second and loses nothing, since readers also look by themselves.
"""

import logging
import threading
import time

from django.db import connections
from django.db.utils import Error

from handsel.ledger.listening import CHANNEL

PAUSE = 0.02

log = logging.getLogger(__name__)
_wanted = threading.Event()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def wake() -> None:
    """Returns at once."""
    _wanted.set()
    if _thread is None or not _thread.is_alive():
        _start()


def _start() -> None:
    global _thread  # noqa: PLW0603 (one for the process)
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_notify_forever, name="ledger-wake", daemon=True)
            _thread.start()


def _notify_forever() -> None:
    while True:
        _wanted.wait()
        _wanted.clear()
        _notify()
        time.sleep(PAUSE)


def _notify() -> None:
    """The connection goes back to the pool each time: between wake-ups it may well die."""
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
    except Error as error:
        log.info("wake-up not sent; readers look by themselves within a second: %s", error)
    finally:
        connections["default"].close()
