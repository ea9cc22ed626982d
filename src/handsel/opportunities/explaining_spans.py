"""What held from when until when, and why: plain Python. Half-open, `start <= at < end`; in order, without overlap.

Without a start it held since before the ledger tells; without an end it goes on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Cause:
    """The event that made it so."""

    id: int
    type: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    value: T
    start: datetime | None = None
    end: datetime | None = None
    cause: Cause | None = None

    def holds(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


Spans = Sequence[Span[T]]
ALWAYS = [Span(value=True)]
BEFORE = datetime(1, 1, 1, tzinfo=UTC)
"""Of a span without a start, to sort by."""


def in_order(first: Span[T] | None, changes: Iterable[tuple[Cause, T]]) -> list[Span[T]]:
    """`first` until the first change, then each value until the next. A change that is told with an earlier instant than
    the one before it waited for that one, and holds from then on."""
    spans: list[Span[T]] = [] if first is None else [first]
    for cause, value in changes:
        since = spans[-1].start if spans else None
        at = cause.at if since is None else max(since, cause.at)
        if spans:
            spans[-1] = replace(spans[-1], end=at)
        spans.append(Span(value, start=at, cause=cause))
    return joined(spans)


def joined(spans: Iterable[Span[T]]) -> list[Span[T]]:
    """Without what lasts no time, and neighbors of one value as one."""
    found: list[Span[T]] = []
    for span in spans:
        if span.start is not None and span.start == span.end:
            continue
        if found and found[-1].value == span.value and found[-1].end == span.start:
            found[-1] = replace(found[-1], end=span.end)
        else:
            found.append(span)
    return found


def both(left: Spans[T], right: Spans[U], join: Callable[[T, U], V | None]) -> list[Span[V]]:
    """While both hold, what they come to; None is nothing. The cause is that of the one that came last."""
    return joined(_overlaps(left, right, join))


def _overlaps(left: Spans[T], right: Spans[U], join: Callable[[T, U], V | None]) -> Iterator[Span[V]]:
    places = [0, 0]
    while places[0] < len(left) and places[1] < len(right):
        one, other = left[places[0]], right[places[1]]
        start, cause = _later(one, other)
        end = min((each for each in (one.end, other.end) if each is not None), default=None)
        if start is None or end is None or start < end:
            value = join(one.value, other.value)
            if value is not None:
                yield Span(value, start, end, cause)
        if end is None:
            return
        places[0] += one.end == end
        places[1] += other.end == end


def _later(one: Span[Any], other: Span[Any]) -> tuple[datetime | None, Cause | None]:
    """Of two that began together, the one that an event names, the later one."""
    last = max(
        one, other, key=lambda span: (span.start or BEFORE, 0 if span.cause is None else span.cause.id)
    )
    return last.start, last.cause
