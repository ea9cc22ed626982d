"""An event log as XES (IEEE 1849): every trace is a case (W17). Plain Python.

Read by expat as it comes. No document type is accepted, so there are no entities, and nothing is ever fetched.
"""

import io
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from handsel.kernel.sentences import Sentence, say
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

CHUNK = 64 * 1024
LONGEST_TOKEN = 1_000_000
DEEPEST = 100
MOST_NAMES = 10_000
SAMPLED_EVENTS, SAMPLED_KEYS = 1_000, 500
OF_TRACE = "case:"
LOG, TRACE, EVENT, OF_EVENT = 1, 2, 3, 4
"""How deep they stand; deeper there are attributes of attributes, which never count."""


class XesLog:
    """Of texts only those count that stand directly in a trace or an event; all else is passed over.

    With the option `case` it is an attribute of the trace that names the case.
    """

    def __init__(self, stream: io.BufferedReader, options: LogOptions, bounds: Bounds | None = None) -> None:
        self.stream = stream
        self.options = options
        self.bounds = bounds
        self.has_whole_cases = options.case is None
        self.skipped = 0
        self.trace_key = None if options.case is None else options.case.removeprefix(OF_TRACE)
        self.activity_key = options.activity or "concept:name"
        self.state_key = options.lifecycle_column or "lifecycle:transition"
        self.state = None if options.lifecycle is None else options.lifecycle.strip().casefold()
        self.is_wanted = keeps(options)
        self.depth = 0
        self.is_in_trace = self.is_in_event = False
        self.traces = self.events = 0
        self.case: str | None = None
        self.event: dict[str, str] = {}
        self.used: set[str] = set()
        self.seen: dict[str, bool] = {}
        self.waiting: list[Event] = []
        self.names: dict[str, str] = {}
        self.parser = expat.ParserCreate(None, " ", self.names)
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    @property
    def columns(self) -> Columns:
        time = self.options.time or "time:timestamp"
        return Columns(
            case=OF_TRACE + (self.trace_key or "concept:name"),
            activity=self.activity_key,
            time=time if time in self.seen else None,
            lifecycle=self.state_key if self.state_key in self.seen else None,
            available=tuple(key for key, is_text in self.seen.items() if is_text),
        )

    def __iter__(self) -> Iterator[Event]:
        fed = 0
        while chunk := self.stream.read(CHUNK):
            self._parse(chunk, is_last=False)
            check_events(self.events, bounds=self.bounds)
            yield from self.waiting
            self.waiting.clear()
            fed += len(chunk)
            if fed - self.parser.CurrentByteIndex > LONGEST_TOKEN or len(self.names) > MOST_NAMES:
                raise self._refused(say("What begins here is too long, or names too many different things."))
        self._parse(b"", is_last=True)
        self._check_used()

    def _parse(self, chunk: bytes, *, is_last: bool) -> None:
        try:
            self.parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            problem = say("This is no well-formed XML: {error}.", error=expat.ErrorString(error.code))
            raise unreadable(problem, line=error.lineno) from None
        except (LookupError, ValueError):  # what Python says of the encoding that a file declares
            raise self._refused(
                say("The encoding declared here is not known. Save the log as UTF-8.")
            ) from None

    def _refuse_doctype(self, *_: object) -> None:
        raise self._refused(say("A document type (DOCTYPE) is not accepted. Take it out; XES needs none."))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        depth = self.depth = self.depth + 1
        if self.is_in_event:
            if depth == OF_EVENT:
                self._note(tag, attributes)
        elif depth == EVENT and self.is_in_trace:
            if _local(tag) == "event":
                self.is_in_event = True
                self.event.clear()
            else:
                self._note_of_trace(tag, attributes)
        elif depth == TRACE:
            self.is_in_trace = _local(tag) == "trace"
            self.traces += self.is_in_trace
            self.case = None
        elif depth == LOG and _local(tag) != "log":
            raise self._refused(
                say("This is XML, but no XES: it begins with <{tag:.80}>, not with <log>.", tag=_local(tag))
            )
        if depth > DEEPEST:
            raise self._refused(say("This is nested too deeply."))

    def _end(self, _: str) -> None:
        depth = self.depth
        self.depth = depth - 1
        if depth == EVENT and self.is_in_event:
            self.is_in_event = False
            self._take()
        elif depth == TRACE:
            self.is_in_trace = False

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        key = attributes.get("key", "")
        if key in (self.activity_key, self.state_key) and _local(tag) == "string":
            self.event[key] = attributes.get("value", "")
        if self.events < SAMPLED_EVENTS and len(self.seen) < SAMPLED_KEYS:
            self.seen[key] = self.seen.get(key, False) or _local(tag) == "string"

    def _note_of_trace(self, tag: str, attributes: Mapping[str, str]) -> None:
        key = attributes.get("key", "")
        if key == self.trace_key and _local(tag) == "string":
            self.case = known_again(attributes.get("value", ""))
        if self.events < SAMPLED_EVENTS and len(self.seen) < SAMPLED_KEYS:
            self.seen[OF_TRACE + key] = _local(tag) == "string"

    def _take(self) -> None:
        self.events += 1
        self.used.update(self.event)
        case = self.traces if self.trace_key is None else self.case
        activity = self.event.get(self.activity_key, "")
        is_in_state = (
            self.state is None or self.event.get(self.state_key, "").strip().casefold() == self.state
        )
        if is_in_state and case and self.is_wanted(activity):
            self.waiting.append((case, activity))
        else:
            self.skipped += 1

    def _check_used(self) -> None:
        """Where no event at all has what decides, the option is mistaken and not the log."""
        available = self.columns.available
        if self.events and self.activity_key not in self.used:
            raise no_column(
                "activity",
                say("No event has the text {key:.80}.", key=self.activity_key),
                available=available,
            )
        if self.events and self.state is not None and self.state_key not in self.used:
            raise no_column(
                "lifecycle_column",
                say("No event has the text {key:.80}.", key=self.state_key),
                available=available,
            )
        if self.events and self.trace_key is not None and OF_TRACE + self.trace_key not in self.seen:
            raise no_column(
                "case",
                say("No trace has the text {key:.80}.", key=self.trace_key),
                available=available,
            )
        if self.events and self.options.time is not None and self.options.time not in self.seen:
            raise no_column(
                "time", say("No event has {time:.80}.", time=self.options.time), available=available
            )

    def _refused(self, problem: Sentence) -> Exception:
        return unreadable(problem, line=self.parser.CurrentLineNumber)


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]
