"""Event logs for tests, as a person would write them, and as programs pack them."""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from handsel.workflows.logs import Bounds, Event, Log, LogOptions, LogRefused
from handsel.workflows.logs_reading import read_log

SHARED = Path(__file__).parents[1] / "data" / "event-logs"
Traces = Sequence[Sequence[str]]
TWO = [["Ask", "Answer"], ["Ask"]]


def as_csv(
    traces: Traces, *, delimiter: str = ",", header: tuple[str, str] = ("case:concept:name", "concept:name")
) -> bytes:
    """The cases one after the other."""
    rows = [(f"c{number}", activity) for number, trace in enumerate(traces) for activity in trace]
    return table([header, *rows], delimiter=delimiter)


def table(rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def as_xes(traces: Traces) -> bytes:
    cases = "".join(
        f'<trace><string key="concept:name" value="c{number}"/>{"".join(map(an_event, trace))}</trace>'
        for number, trace in enumerate(traces)
    )
    return xes(cases)


def an_event(activity: str, more: str = "") -> str:
    """XML keeps a line break in an attribute only where it is written as a number."""
    value = quoteattr(activity, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
    return f'<event><string key="concept:name" value={value}/>{more}</event>'


def xes(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<log xmlns="http://www.xes-standard.org/">{inside}</log>'.encode()


def opened(content: bytes, options: LogOptions | None = None, *, bounds: Bounds | None = None) -> Log:
    return read_log(io.BytesIO(content), options or LogOptions(), bounds=bounds)


def events_in(
    content: bytes, options: LogOptions | None = None, *, bounds: Bounds | None = None
) -> list[Event]:
    return list(opened(content, options, bounds=bounds))


def refusal_of(
    content: bytes, options: LogOptions | None = None, *, bounds: Bounds | None = None
) -> tuple[str, str]:
    try:
        events_in(content, options, bounds=bounds)
    except LogRefused as refused:
        [problem] = refused.fields
        return problem.name, problem.message
    raise AssertionError


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def interleaved(traces: Traces) -> bytes:
    """One event of each case in turn, as many cases as there are."""
    rows = [
        (f"c{number}", trace[place])
        for place in range(max(map(len, traces), default=0))
        for number, trace in enumerate(traces)
        if place < len(trace)
    ]
    return table([("case", "activity"), *rows])
