"""What pydantic finds wrong with input, as sentences of ours: its own English, found again by its patterns."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticKnownError

from handsel.kernel.sentences import Sentence, as_it_is


def said_by_pydantic(error: Mapping[str, Any]) -> Sentence:
    """`error` is one of `ValidationError.errors()`."""
    context = error.get("ctx") or {}
    try:
        known = PydanticKnownError(error["type"], context or None)
    except (KeyError, TypeError, ValueError):  # one that a validator of ours made up
        return as_it_is(error["msg"])
    values = {name: value if isinstance(value, int) else str(value) for name, value in context.items()}
    plural = {"expected_plural": "" if error["msg"] == _filled(known, values, "") else "s"}
    said = Sentence(known.message_template, values=values | plural if values else None)
    return said if said == error["msg"] else as_it_is(error["msg"])


def _filled(known: PydanticKnownError, values: Mapping[str, Any], plural: str) -> str:
    return known.message_template.format_map({**values, "expected_plural": plural})
