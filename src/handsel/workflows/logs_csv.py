"""An event log as CSV: a row is an event; columns tell its case and its activity (W17). Plain Python."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain

from handsel.kernel.sentences import say
from handsel.workflows.logs import (
    Bounds,
    Columns,
    Event,
    LogOptions,
    check_events,
    keeps,
    known_again,
    no_column,
    unreadable,
)

DELIMITERS = (",", ";", "\t")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LARGEST_ROW = 4_000_000

STANDARD = {
    "case": "case:concept:name",
    "activity": "concept:name",
    "time": "time:timestamp",
    "lifecycle_column": "lifecycle:transition",
}
ALIASES = {
    "case": {"case", "caseid", "casenumber", "casename", "traceid"},
    "activity": {"activity", "activityname", "activitylabel", "task", "taskname"},
    "time": {"timestamp", "time", "datetime"},
    "lifecycle_column": {"lifecycle", "lifecyclestate", "lifecycletransition"},
}
"""In lower case, letters alone; taken where the standard name is absent and just one column fits."""
MEANING = {
    "case": say("the case"),
    "activity": say("the activity"),
    "lifecycle_column": say("the state of the life cycle"),
}


class CsvLog:
    """Cases may be interleaved. The header is read at once."""

    has_whole_cases = False

    def __init__(self, stream: io.BufferedReader, options: LogOptions, bounds: Bounds | None = None) -> None:
        self.stream = stream
        self.options = options
        self.bounds = bounds
        self.skipped = 0
        self.line = 0
        self.size_of_row = 0
        lines = self._lines()
        first = next((line for line in lines if line.strip()), "")
        self.rows = csv.reader(chain([first], lines), delimiter=_delimiter(first), strict=True)
        header = next(self._each_row(begins=self.line), [])
        self.columns = _columns(header, options)

    def __iter__(self) -> Iterator[Event]:
        columns = self.columns
        width = len(columns.available)
        case_at, activity_at = map(columns.available.index, (columns.case, columns.activity))
        state_at = columns.available.index(columns.lifecycle) if columns.lifecycle is not None else 0
        state = None if self.options.lifecycle is None else self.options.lifecycle.strip().casefold()
        is_wanted = keeps(self.options)
        for cells in self._each_row(begins=self.line + 1):
            if len(cells) != width:
                self._fit(cells, width)
            case, activity = cells[case_at], cells[activity_at]
            is_in_state = state is None or cells[state_at].strip().casefold() == state
            if is_in_state and case.strip() and is_wanted(activity):
                yield known_again(case), activity
            else:
                self.skipped += 1

    def _each_row(self, *, begins: int) -> Iterator[list[str]]:
        """`begins` is the line of the next one."""
        try:
            for cells in self.rows:
                self.size_of_row = 0
                if cells:
                    yield cells
                begins = self.line + 1
        except csv.Error as error:
            raise unreadable(say("This is no well-formed CSV: {error}.", error=error), line=begins) from None

    def _fit(self, cells: list[str], width: int) -> None:
        """Some programs end their rows with empty cells that the header has not."""
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) != width:
            problem = say(
                "This row has {count} fields, and the header has {width}.", count=len(cells), width=width
            )
            raise unreadable(problem, line=self.line)

    def _lines(self) -> Iterator[str]:
        """Never more than one row at a time, however the file was made."""
        while data := self.stream.readline(LARGEST_ROW + 1):
            self.line += 1
            check_events(self.line - 1, bounds=self.bounds)
            self.size_of_row += len(data)
            if self.size_of_row > LARGEST_ROW:
                problem = say(
                    "This row is longer than {most:,} bytes; perhaps a quotation mark is left open.",
                    most=LARGEST_ROW,
                )
                raise unreadable(problem, line=self.line)
            if b"\0" in data:
                problem = say("This holds the character NUL, so it is no text. Save the log as CSV in UTF-8.")
                raise unreadable(problem, line=self.line)
            try:
                yield (data.removeprefix(BYTE_ORDER_MARK) if self.line == 1 else data).decode()
            except UnicodeDecodeError:
                raise unreadable(say("This is not UTF-8. Save the log as UTF-8."), line=self.line) from None


def _delimiter(header: str) -> str:
    """The one that parts the header into most columns, quotation marks minded."""

    def count(delimiter: str) -> int:
        try:
            return len(next(csv.reader([header], delimiter=delimiter), []))
        except csv.Error:  # told when the rows are read
            return 0

    return max(DELIMITERS, key=count)


def _columns(header: Sequence[str], options: LogOptions) -> Columns:
    return Columns(
        case=_needed(header, "case", options.case),
        activity=_needed(header, "activity", options.activity),
        time=_column(header, "time", options.time),
        lifecycle=(_column if options.lifecycle is None else _needed)(
            header, "lifecycle_column", options.lifecycle_column
        ),
        available=tuple(header),
    )


def _needed(header: Sequence[str], option: str, given: str | None) -> str:
    found = _column(header, option, given)
    if found is None:
        fitting = _fitting(header, option)
        problem = (
            say("It is not clear which column holds {meaning}.", meaning=MEANING[option])
            if fitting
            else say("No column holds {meaning}.", meaning=MEANING[option])
        )
        raise no_column(option, problem, available=header)
    return found


def _column(header: Sequence[str], option: str, given: str | None) -> str | None:
    wanted = STANDARD[option] if given is None else given
    if header.count(wanted) > 1:
        raise no_column(
            option, say("Several columns are called {wanted:.80}.", wanted=wanted), available=header
        )
    if wanted in header:
        return wanted
    if given is not None:
        raise no_column(option, say("There is no column {given:.80}.", given=given), available=header)
    fitting = _fitting(header, option)
    return fitting[0] if len(fitting) == 1 else None


def _fitting(header: Sequence[str], option: str) -> list[str]:
    return [name for name in header if "".join(filter(str.isalpha, name)).casefold() in ALIASES[option]]
