"""One thing that the check found, on its element (W13)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from handsel.kernel.sentences import Sentence
from handsel.workflows.graph import EXISTING_ACCOUNT, NEW, Entry, FollowOn, Graph, Stage, Step, Transition

Code = Literal[
    "step_without_stage",
    "no_entry",
    "entry_not_open",
    "no_open_stage",
    "trigger_order",
    "trigger_not_available",
    "communication_not_available",
    "unreachable_step",
    "dead_end",
    "open_circle",
    "no_way_to_won",
    "exit_from_lost",
    "required_never_displayed",
    "role_nobody_holds",
    "amount_switched_off",
]
Value = str | list[str]
Element = Graph | Stage | Step | Transition | Entry | FollowOn

WORDS: dict[type[Element], str] = {
    Graph: "workflow",
    Stage: "stage",
    Step: "step",
    Transition: "transition",
    Entry: "entry",
    FollowOn: "follow_on",
}


ENTRY_LABELS = {NEW: "New opportunity", EXISTING_ACCOUNT: "New opportunity, existing account"}


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`id` is the element's, the kind of an entry, None for the workflow itself.

    `values` are what `text` names, so that it can be told in other languages; a list where it may name several.
    """

    level: Level
    code: Code
    element: str
    id: str | None
    name: str
    text: Sentence
    values: Mapping[str, Value] = field(default_factory=dict)


def error(code: Code, on: Element, text: Sentence, **values: Value) -> Finding:
    return _finding(Level.ERROR, code, on, text, values)


def warning(code: Code, on: Element, text: Sentence, **values: Value) -> Finding:
    return _finding(Level.WARNING, code, on, text, values)


def _finding(level: Level, code: Code, on: Element, text: Sentence, values: Mapping[str, Value]) -> Finding:
    word = WORDS[type(on)]
    if isinstance(on, Graph):
        return Finding(level, code, word, None, on.name, text, values)
    if isinstance(on, Entry):
        return Finding(level, code, word, on.kind, on.name or ENTRY_LABELS[on.kind], text, values)
    return Finding(level, code, word, on.id, on.name, text, values)
