"""What happens to an import. `subject_id` is the import."""

from dataclasses import dataclass
from typing import ClassVar

from handsel.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStarted(Fact):
    """`work` is check, run or undo: what the worker does after commit."""

    type: ClassVar[str] = "import.started"
    text: ClassVar[str] = "{actor} started an import: {work}"
    work: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgressed(Fact):
    type: ClassVar[str] = "import.progressed"
    text: ClassVar[str] = "An import came to {done} of {total}"
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFinished(Fact):
    """`state` is checked, done or failed."""

    type: ClassVar[str] = "import.finished"
    text: ClassVar[str] = "An import is {state}"
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndone(Fact):
    type: ClassVar[str] = "import.undone"
    text: ClassVar[str] = "{actor} undid an import"
    kept: int


FACTS: tuple[type[Fact], ...] = (ImportStarted, ImportProgressed, ImportFinished, ImportUndone)
