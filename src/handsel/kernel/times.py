"""Instants and local times (I10). Plain Python: which instant is now is told by the caller."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say

# RFC 3339, with the zone left out where a local time is meant
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_instant(value: object, *, field: str, zone: tzinfo) -> datetime:
    """In UTC. Without an offset it is a local time of `zone`: one that a clock change skips is refused, one
    that comes twice means the first."""
    moment = _moment(value, field)
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        instant = moment.replace(tzinfo=zone, fold=0).astimezone(UTC)
        skipped = instant.astimezone(zone).replace(tzinfo=None) != moment
    except OverflowError:
        raise field_refused(field, say("This date is too far away.")) from None
    if skipped:
        raise field_refused(field, say("This local time does not exist: the clock is put forward over it."))
    return instant


def check_day(value: object, *, field: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and DAY.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise field_refused(field, say("There is no such day.")) from None
    raise field_refused(field, say("Write a day like 2027-03-14."))


def instant_of(local: datetime, *, zone: tzinfo) -> datetime:
    """Of a local time that nobody typed: one that a clock change skips is when it would have been by the offset before the
    change, one that comes twice is the first. In UTC."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def in_days(at: datetime, days: int, *, zone: tzinfo) -> datetime:
    """The same local time so many calendar days later, which need not be so many times 24 hours."""
    return instant_of(at.astimezone(zone).replace(tzinfo=None) + timedelta(days=days), zone=zone)


def write_instant(instant: datetime) -> str:
    """`2027-03-14T09:30:00Z`; fractions of a second only where there are some."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _moment(value: object, field: str) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and INSTANT.fullmatch(value.strip()):
        try:
            return datetime.fromisoformat(value.strip().upper())
        except ValueError:
            raise field_refused(field, say("There is no such day or time.")) from None
    raise field_refused(field, say("Write a day and a time like 2027-03-14T09:30."))
