"""A rule said no. Expected, answered with 4xx, with a stable code and a sentence that says what to do.

Rules raise; only `http.problems` turns the five kinds into statuses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from handsel.kernel.sentences import Sentence, as_it_is, in_a_row, joined


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field at fault: its name as the caller wrote it, and what is wrong with it."""

    name: str
    message: Sentence


class Refusal(Exception):
    """`extra` is carried into the problem answer as it is, so it holds JSON-plain values only. With `gives_back` the answer
    carries `typed` too: the body as it was sent."""

    code: ClassVar[str] = "refused"
    gives_back: ClassVar[bool] = False

    def __init__(self, detail: Sentence, *, fields: list[FieldProblem] | None = None, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = fields or []
        self.extra = extra


class NotFound(Refusal):
    code = "not_found"


class Forbidden(Refusal):
    code = "forbidden"


class Conflict(Refusal):
    code = "conflict"


class Invalid(Refusal):
    code = "invalid"


class TooMany(Refusal):
    code = "too_many"


def named(problems: Iterable[FieldProblem]) -> Sentence:
    """All of them in one line."""
    return in_a_row(joined((as_it_is(one.name), one.message), ": ") for one in problems)


def field_refused(name: str, message: Sentence) -> Invalid:
    """One field is wrong; the sentence is its message."""
    return Invalid(message, fields=[FieldProblem(name, message)])
