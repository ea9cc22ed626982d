"""Event logs: what happened to which case, in the order of the file (W17). Plain Python.

A log is a stream of (case, activity), read in memory that does not grow with the number of events. Within a
case the order of the file decides; the time of an event is named but never sorts.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol

from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.kernel.sentences import Sentence, say
from handsel.kernel.text import NAME_LIMIT, is_filled

Case = str | int
Event = tuple[Case, str]

MOST_CASES = 1_000_000
LONGEST_CASE = 128
REMEMBERED = 2_000
SHOWN = 40


class LogRefused(Invalid):
    """`fields` name what is at fault: `file`, or the option to use. `available` are the columns, as far as known."""

    code = "log_refused"


@dataclass(frozen=True, slots=True)
class LogOptions:
    """Names of columns (of attributes in XES) where they are not the usual ones, and what is left out.

    `activities` are patterns as of file names (`A_*`); none keeps every activity. `lifecycle` is a state like
    `complete`, in upper or lower case: an event in another one, or in none, is left out.
    """

    case: str | None = None
    activity: str | None = None
    time: str | None = None
    lifecycle: str | None = None
    lifecycle_column: str | None = None
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of a log that comes from outside: bytes as it is unpacked, and events (of a table, lines)."""

    size: int
    events: int


@dataclass(frozen=True, slots=True)
class Columns:
    """By which names a log was read; `available` are all it has (of XES those of the first events)."""

    case: str
    activity: str
    time: str | None
    lifecycle: str | None
    available: tuple[str, ...]


class Log(Protocol):
    """Iterated once; `columns` and `skipped` are final at the end. Raises LogRefused on the way.

    With `has_whole_cases` a case that another one follows never comes back. Without, something is kept of each
    case, which is why there may be MOST_CASES.
    """

    has_whole_cases: bool
    skipped: int

    @property
    def columns(self) -> Columns: ...

    def __iter__(self) -> Iterator[Event]: ...


def patterns(written: Iterable[str]) -> tuple[str, ...]:
    """Of an option that may be given repeatedly, each time with several patterns parted by commas."""
    return tuple(one.strip() for several in written for one in several.split(",") if one.strip())


def keeps(options: LogOptions) -> Callable[[str], bool]:
    """Whether an activity is looked at. One without a name is not, nor one whose name no step could have."""

    @lru_cache(maxsize=REMEMBERED)
    def is_wanted(activity: str) -> bool:
        chosen = not options.activities or any(fnmatchcase(activity, one) for one in options.activities)
        return chosen and is_filled(activity)

    return lambda activity: len(activity) <= NAME_LIMIT and is_wanted(activity)


def known_again(case: str) -> str:
    """By what a case is kept: its name, or what stands for a long one, of which a million would fill the memory."""
    return (
        case
        if len(case) <= LONGEST_CASE
        else blake2b(case.encode("utf-8", "replace"), digest_size=16).hexdigest()
    )


def check_cases(kept: int) -> None:
    """`kept` is of how many cases something is kept so far."""
    if kept >= MOST_CASES:
        raise unreadable(
            say(
                "A table has at most {most:,} cases. Cut it in parts, or save it as XES, where cases are whole.",
                most=MOST_CASES,
            )
        )


def check_events(count: int, *, bounds: Bounds | None) -> None:
    """A small file may unpack to more than anybody waits for."""
    if bounds is not None and count > bounds.events:
        raise unreadable(
            say(
                "A log has at most {events:,} events here. Larger ones are read on the command line.",
                events=bounds.events,
            )
        )


def unreadable(problem: Sentence, *, line: int | None = None) -> LogRefused:
    message = problem if line is None else say("Line {line:,}: {problem}", line=line, problem=problem)
    return LogRefused(say("This log can't be read."), fields=[FieldProblem("file", message)])


def no_column(option: str, problem: Sentence, *, available: Iterable[str]) -> LogRefused:
    columns = [one for one in available if one]
    shown = ", ".join(f"{one:.80}" for one in columns[:SHOWN]) + ", …" * (len(columns) > SHOWN)
    message = say(
        "{problem} There are: {columns}. Name the right one with the option {option}.",
        problem=problem,
        columns=shown or say("none"),
        option=option.replace("_", "-"),
    )
    return LogRefused(
        say("This log can't be read."), fields=[FieldProblem(option, message)], available=columns[:SHOWN]
    )
