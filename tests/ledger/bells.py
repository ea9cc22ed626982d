"""A fact of the tests' own, and readers of it in threads."""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import connections

from handsel.ledger.facts import Fact
from handsel.ledger.listening import HELD_BACK
from handsel.ledger.readers import Recorded
from handsel.ledger.record import record
from handsel.ledger.running import Handler, run_reader
from handsel.organizations.acting import System, acting

PATIENCE = 120.0  # seconds; a transaction of another worker's test, over in time, may hold readers back
ENDS_WITHIN = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRang(Fact):
    type: ClassVar[str] = "bell.rang"
    text: ClassVar[str] = "The bell rang"
    number: int


def ring(organization_id: UUID, *numbers: int) -> None:
    """In one transaction."""
    by = System(organization_id=organization_id)
    with acting(by) as at:
        record(*(BellRang(number=number) for number in numbers), by=by, at=at)


@contextmanager
def reading(name: str, *handlers: Handler) -> Generator[threading.Event]:
    """A reader of bells on a thread; stopped at the end."""
    stop = threading.Event()

    def run() -> None:
        try:
            run_reader(
                name,
                {BellRang.type: handlers},
                opening=lambda event: acting(System(organization_id=event.organization_id)),
                stop=stop,
            )
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(ENDS_WITHIN)
        assert not thread.is_alive()


def begun(name: str) -> bool:
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_reader WHERE name = %s", [name])
        return bool(cursor.fetchone()[0])


def settle() -> None:
    """Wait for the write transactions that hold readers back; those of other tests' databases do too."""

    def settled() -> bool:
        with connections["system"].cursor() as cursor:
            cursor.execute(HELD_BACK)
            return not cursor.fetchone()[0]

    until(settled)


def until(condition: Callable[[], Any], *, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def into(numbers: list[int]) -> Handler:
    """A handler that writes down which bells it heard."""

    def note(event: Recorded, at: datetime) -> None:
        numbers.append(event.data["number"])

    return note
