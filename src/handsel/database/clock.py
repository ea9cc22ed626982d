"""There is one clock, the database's; HANDSEL_CLOCK sets it for tests of a running system."""

from datetime import datetime
from pathlib import Path

from django.conf import settings


def read_clock(database_now: datetime) -> datetime:
    """`database_now` came with the statement that opened the transaction; every decision uses this one reading."""
    if settings.HANDSEL_CLOCK is None:
        return database_now
    return datetime.fromisoformat(Path(settings.HANDSEL_CLOCK).read_text().strip())
