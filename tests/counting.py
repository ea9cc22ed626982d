"""How much something takes, in what no busy machine changes: statements of SQL, lines of Python."""

import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def counted() -> Generator[list[str]]:
    """`with counted() as statements:` the SQL in the order in which it ran."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements.extend(query["sql"] for query in captured.captured_queries)


@contextmanager
def at_most_lines(most: int) -> Iterator[None]:
    """Fails as soon as more lines of Python have been executed inside, however long the rest would take."""
    left = most

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal left
        left -= event == "line"
        assert left >= 0, f"more than {most:,} lines"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
