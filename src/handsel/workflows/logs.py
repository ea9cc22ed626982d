"""Event logs: what happened to which case, in the order of the file (W17). Plain Python.

A log is CSV or XES, packed with gzip or not; which one, its first bytes tell. It is read as a stream of
(case, activity), in memory that does not grow with the number of events. Within a case the order of the
file decides; the time of an event is named but never sorts.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import IO, Protocol

from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.kernel.text import NAME_LIMIT, is_filled

Event = tuple[str | int, str]
"""Case and activity."""

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BUFFER = 256 * 1024
REMEMBERED_NAMES = 10_000
MEGABYTE = 1_000_000


class LogRefused(Invalid):
    """`fields` name the part of the request at fault: `file`, or the option to use; `available` the columns."""

    code = "log_refused"


@dataclass(frozen=True, slots=True)
class LogOptions:
    """Names of columns (of attributes in XES) where they are not the usual ones, and what is left out.

    `activities` are patterns as of file names (`A_*`); none keeps every activity. `state` is that of the
    life cycle, in any case (`complete`): what is in another, or in none, is left out.
    """

    case: str | None = None
    activity: str | None = None
    time: str | None = None
    lifecycle: str | None = None
    state: str | None = None
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """By which names a log was read; `available` are all it has (of XES those of the first events)."""

    case: str
    activity: str
    time: str | None
    lifecycle: str | None
    available: tuple[str, ...]


class Log(Protocol):
    """Iterated once. `columns` is whole and `skipped` final when it is at its end.

    With `has_whole_cases` a case that another one follows never comes back.
    """

    has_whole_cases: bool
    skipped: int

    @property
    def columns(self) -> Columns: ...

    def __iter__(self) -> Iterator[Event]: ...


def patterns(written: Iterable[str]) -> tuple[str, ...]:
    """Of options that were given once or repeatedly, each with one pattern or several parted by commas."""
    return tuple(one.strip() for several in written for one in several.split(",") if one.strip())
