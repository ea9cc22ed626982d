"""When a schedule falls due: a local time of day in the organization's zone, on the days it names. Plain Python."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta, tzinfo

from handsel.automations.document import Schedule
from handsel.kernel.times import instant_of

FARTHEST = 63
"""Days to the next day of a month, counted generously."""


def next_due(schedule: Schedule, *, after: datetime, zone: tzinfo) -> datetime:
    """The first instant after `after`. A local time that a clock change skips is when it would have been by the offset
    before the change; one that comes twice is the first."""
    clock = time.fromisoformat(schedule.at)
    begin = after.astimezone(zone).date() - timedelta(days=1)
    for days in range(FARTHEST + 2):
        day = begin + timedelta(days=days)
        if _is_on(schedule, day):
            due = instant_of(datetime.combine(day, clock), zone=zone)
            if due > after:
                return due
    raise AssertionError(schedule)


def _is_on(schedule: Schedule, day: date) -> bool:
    if schedule.every == "week":
        return day.isoweekday() in schedule.weekdays
    if schedule.every == "month":
        last = monthrange(day.year, day.month)[1]
        return day.day == min(schedule.day or 1, last)
    return True
