"""What an import may do next, its limits, and what it refuses."""

from collections.abc import Sequence
from enum import StrEnum

from handsel.kernel.refusals import Conflict, FieldProblem, Invalid, NotFound
from handsel.kernel.sentences import Sentence, say, say_count

MEGABYTE = 1024 * 1024
LARGEST_FILES = 50 * MEGABYTE
"""Of one import, together."""
MOST_ROWS = 200_000
CHUNK = 200
"""Rows of one transaction: it lasts milliseconds, because an open one stalls every reader of the ledger."""
AT_ONCE = 4 * MEGABYTE
"""What is checked while the caller waits; more goes to the worker."""
MOST_LINES_NAMED = 100
"""Lines that a refusal names. The report of an import has all of them."""


class State(StrEnum):
    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class Work(StrEnum):
    CHECK = "check"
    RUN = "run"
    UNDO = "undo"


DURING: dict[Work, State] = {Work.CHECK: State.CHECKING, Work.RUN: State.RUNNING, Work.UNDO: State.UNDOING}
AFTER: dict[Work, State] = {Work.CHECK: State.CHECKED, Work.RUN: State.DONE, Work.UNDO: State.UNDONE}
BEGINS_FROM: dict[Work, frozenset[State]] = {
    Work.CHECK: frozenset({State.MAPPING, State.CHECKED}),
    Work.RUN: frozenset({State.CHECKED, State.FAILED}),
    Work.UNDO: frozenset({State.DONE, State.FAILED, State.RUNNING}),
}
MAPPED_IN = frozenset({State.MAPPING, State.CHECKED})


class Kind(StrEnum):
    """What a row of a file describes, in the order in which the kinds are brought in."""

    PERSON = "person"
    PRODUCT = "product"
    ACCOUNT = "account"
    OPPORTUNITY = "opportunity"


class Outcome(StrEnum):
    """Of a row. What was made or changed can be taken back, and is then undone or kept."""

    PROBLEM = "problem"
    NOTE = "note"
    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"
    UNDONE = "undone"
    KEPT = "kept"


class ImportNotFound(NotFound):
    code = "import_not_found"


class ImportNotReady(Conflict):
    """`state` is what it is in."""

    code = "import_not_ready"


class ImportBroken(Invalid):
    """Nothing was imported; `fields` name the lines at fault, the first hundred of them."""

    code = "import_broken"


NOT_NOW: dict[Work, Sentence] = {
    Work.CHECK: say("This import has been run. Begin a new one with the same files."),
    Work.RUN: say("Check this import first: only what was checked is run, and only once."),
    Work.UNDO: say("Only an import that has been run can be undone, and only once."),
}


def check_begins(state: str, work: Work) -> None:
    if State(state) not in BEGINS_FROM[work]:
        raise ImportNotReady(NOT_NOW[work], state=state)


def check_may_map(state: str) -> None:
    if State(state) not in MAPPED_IN:
        raise ImportNotReady(NOT_NOW[Work.CHECK], state=state)


def broken(problems: Sequence[FieldProblem], *, count: int | None = None) -> ImportBroken:
    """`name` of a problem is `file:line column`."""
    total = len(problems) if count is None else count
    first = problems[0]
    at_first = {"first": first.name, "message": first.message}
    if total == 1:
        text = say("Nothing was imported. {first}: {message}", **at_first)
    else:
        text = say_count(
            "Nothing was imported. {first}: {message} And 1 more.",
            "Nothing was imported. {first}: {message} And {count:,} more.",
            count=total - 1,
            **at_first,
        )
    return ImportBroken(text, fields=list(problems[:MOST_LINES_NAMED]))
