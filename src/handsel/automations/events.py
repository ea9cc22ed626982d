"""What can happen to an automation; `subject_id` is its id. What it does is told by the events of the things it changes."""

from dataclasses import dataclass
from typing import ClassVar

from handsel.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationSaved(Fact):
    """Made, renamed, put elsewhere in the order, or its draft changed."""

    type: ClassVar[str] = "automation.saved"
    text: ClassVar[str] = "{actor} changed the automation"
    draft_revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationPublished(Fact):
    type: ClassVar[str] = "automation.published"
    text: ClassVar[str] = "{actor} published version {number} of the automation"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationPaused(Fact):
    type: ClassVar[str] = "automation.paused"
    text: ClassVar[str] = "{actor} paused the automation"


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationResumed(Fact):
    type: ClassVar[str] = "automation.resumed"
    text: ClassVar[str] = "{actor} resumed the automation"


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationStopped(Fact):
    """By the system: `cause` is author_gone or author_lost_right."""

    type: ClassVar[str] = "automation.stopped"
    text: ClassVar[str] = "The automation was stopped: {cause}"
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationDue(Fact):
    """`instant` is when it fell due, which may be a while ago."""

    type: ClassVar[str] = "automation.due"
    text: ClassVar[str] = "The automation's schedule fell due"
    instant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationRan(Fact):
    """There is news in the log of its runs: one fact for a whole turn of them."""

    type: ClassVar[str] = "automation.ran"
    text: ClassVar[str] = "The automation ran"


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationDeleted(Fact):
    type: ClassVar[str] = "automation.deleted"
    text: ClassVar[str] = "{actor} deleted the automation"


FACTS: tuple[type[Fact], ...] = (
    AutomationSaved, AutomationPublished, AutomationPaused, AutomationResumed, AutomationStopped,
    AutomationDue, AutomationRan, AutomationDeleted,
)  # fmt: skip
