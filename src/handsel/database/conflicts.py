"""A constraint speaks where a check came too early: its violation becomes the refusal that its name stands for."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError

from handsel.kernel.refusals import Conflict, FieldProblem, Refusal
from handsel.kernel.sentences import Sentence


class Taken(Conflict):
    code = "taken"


def taken(field: str, message: Sentence) -> Taken:
    """Something else bears this name already."""
    return Taken(message, fields=[FieldProblem(field, message)])


@contextmanager
def refusing(**constraints: Refusal) -> Generator[None]:
    """`with refusing(team_name_once=taken("name", "…")):`. The transaction is lost: whoever goes on needs a savepoint."""
    try:
        yield
    except IntegrityError as error:
        refusal = constraints.get(constraint_of(error))
        if refusal is None:
            raise
        raise refusal from error


def constraint_of(error: IntegrityError) -> str:
    """The name of the violated constraint, as PostgreSQL tells it."""
    cause: Any = error.__cause__
    return getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
