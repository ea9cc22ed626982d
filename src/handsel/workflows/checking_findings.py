"""One thing that the check found, on its element (W13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handsel.workflows.graph import EXISTING_ACCOUNT, NEW, Entry, FollowOn, Graph, Stage, Step, Transition

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
    """`id` is the element's, the kind of an entry, None for the workflow itself."""

    level: Level
    code: str
    element: str
    id: str | None
    name: str
    text: str


def error(code: str, on: Element, text: str) -> Finding:
    return _finding(Level.ERROR, code, on, text)


def warning(code: str, on: Element, text: str) -> Finding:
    return _finding(Level.WARNING, code, on, text)


def listed(names: Sequence[str], *, last: str = "and") -> str:
    """a, b and c."""
    if len(names) < 2:  # noqa: PLR2004 (one needs no joining)
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def _finding(level: Level, code: str, on: Element, text: str) -> Finding:
    word = WORDS[type(on)]
    if isinstance(on, Graph):
        return Finding(level, code, word, None, on.name, text)
    if isinstance(on, Entry):
        return Finding(level, code, word, on.kind, on.name or ENTRY_LABELS[on.kind], text)
    return Finding(level, code, word, on.id, on.name, text)
