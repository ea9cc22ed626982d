"""How many statements something takes."""

from collections.abc import Generator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def counted() -> Generator[list[str]]:
    """`with counted() as statements:` the SQL in the order in which it ran."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements.extend(query["sql"] for query in captured.captured_queries)
