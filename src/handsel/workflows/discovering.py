"""A first draft from what happened (W17). Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from handsel.workflows.logs import Columns, LogOptions


@dataclass(frozen=True, slots=True)
class ActivitySeen:
    name: str
    count: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Observed:
    """What one pass over a log counted. `skipped` events were left out; `successions` are (from, to)."""

    cases: int
    events: int
    skipped: int
    activities: tuple[ActivitySeen, ...]
    successions: Mapping[tuple[str, str], int]
    columns: Columns


@dataclass(frozen=True, slots=True)
class Discovery:
    """`file` is the workflow file as JSON; `text` the same as YAML."""

    observed: Observed
    at_least: int
    file: dict[str, Any]
    text: str


def discover(
    stream: IO[bytes],
    options: LogOptions,
    *,
    at_least: int,
    name: str,
    most_bytes: int | None = None,
) -> Discovery:
    """`most_bytes` bounds the unpacked log, for what comes from outside. Raises LogRefused."""
    return draft_from(observe(stream, options, most_bytes=most_bytes), at_least=at_least, name=name)


def observe(stream: IO[bytes], options: LogOptions, *, most_bytes: int | None = None) -> Observed:
    raise NotImplementedError


def draft_from(observed: Observed, *, at_least: int, name: str) -> Discovery:
    raise NotImplementedError
