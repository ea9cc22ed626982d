"""What pydantic finds wrong with input, as sentences of ours: its own English, found again by its patterns."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError, PydanticKnownError

from handsel.kernel.sentences import Sentence, as_it_is, say

OURS = "said"
TOO_DEEP = "recursion_depth_exceeded"


def misshapen(said: Sentence) -> PydanticCustomError:
    """For a validator of ours to raise: of what else it raises, its text alone arrives."""
    return PydanticCustomError(OURS, "{said}", {"said": said})


def said_by_pydantic(error: Mapping[str, Any]) -> Sentence:
    """`error` is one of `ValidationError.errors()`."""
    context = error.get("ctx") or {}
    if error["type"] == OURS:
        ours: Sentence = context["said"]
        return ours
    if error["type"] == TOO_DEEP:
        return say("Lists and objects stand too deep in each other.")
    try:
        known = PydanticKnownError(error["type"], context or None)
    except (KeyError, TypeError, ValueError):  # one that a validator of ours made up
        return as_it_is(error["msg"])
    values = {name: _value(value) for name, value in context.items()}
    plural = {"expected_plural": "" if error["msg"] == _filled(known, values, "") else "s"}
    said = Sentence(known.message_template, values=values | plural if values else None)
    return said if said == error["msg"] else as_it_is(error["msg"])


def _value(value: object) -> int | str:
    if isinstance(value, int):
        return value
    some, between, last = str(value).rpartition(" or ")  # as pydantic lists what may be chosen
    return say("{some} or {last}", some=some, last=last) if between else last


def _filled(known: PydanticKnownError, values: Mapping[str, Any], plural: str) -> str:
    return known.message_template.format_map({**values, "expected_plural": plural})
