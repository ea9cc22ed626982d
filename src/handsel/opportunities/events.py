"""What can happen to an opportunity. Bare ids and numbers only: no names, no texts, no amounts of people's lives."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from handsel.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityFact(Fact):
    """`team_id`, `owner_id` and `author_id` are those before the change: who could see it then, must hear of it."""

    type: ClassVar[str] = ""
    text: ClassVar[str] = ""
    team_id: UUID
    owner_id: UUID | None
    author_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityCreated(OpportunityFact):
    type: ClassVar[str] = "opportunity.created"
    text: ClassVar[str] = "{actor} created it on {step}"
    step: UUID
    parent: UUID | None = None
    follow_on: str | None = None
    """Its id in the parent's workflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityFollowedOn(OpportunityFact):
    """Told of the parent, whose revision it leaves as it was: nothing of its own changed (W11)."""

    type: ClassVar[str] = "opportunity.followed_on"
    text: ClassVar[str] = "{actor} started a follow-on of it"
    child: UUID
    follow_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityTriggered(OpportunityFact):
    """What a transition set off: what it made, or found and used (W8)."""

    type: ClassVar[str] = "opportunity.triggered"
    text: ClassVar[str] = "The transition set off {trigger}"
    trigger: str
    made: bool
    made_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityMigrated(OpportunityFact):
    """Publishing moved it off a step that the new version lacks (W14)."""

    type: ClassVar[str] = "opportunity.migrated"
    text: ClassVar[str] = "Version {version} of the workflow removed {from_step}; it stands on {step} now"
    from_step: UUID
    step: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityImported(OpportunityFact):
    type: ClassVar[str] = "opportunity.imported"
    text: ClassVar[str] = "{actor} imported it onto {step}"
    step: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityMoved(OpportunityFact):
    type: ClassVar[str] = "opportunity.moved"
    text: ClassVar[str] = "{actor} moved it from {from_step} to {step}"
    from_step: UUID
    step: UUID
    transition: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityEdited(OpportunityFact):
    type: ClassVar[str] = "opportunity.edited"
    text: ClassVar[str] = "{actor} changed {fields}"
    fields: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityAssigned(OpportunityFact):
    type: ClassVar[str] = "opportunity.assigned"
    text: ClassVar[str] = "{actor} gave it to {new_owner}"
    new_owner: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChanged(OpportunityFact):
    type: ClassVar[str] = "opportunity.team_changed"
    text: ClassVar[str] = "{actor} moved it to the team {new_team}"
    new_team: UUID
    new_owner: UUID | None
    from_step: UUID
    step: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpSet(OpportunityFact):
    type: ClassVar[str] = "opportunity.follow_up_set"
    text: ClassVar[str] = "{actor} set the follow-up to {follow_up_at}"
    follow_up_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDue(OpportunityFact):
    type: ClassVar[str] = "opportunity.follow_up_due"
    text: ClassVar[str] = "The follow-up fell due"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountSet(OpportunityFact):
    type: ClassVar[str] = "opportunity.amount_set"
    text: ClassVar[str] = "{actor} set the amount to {amount} {currency}"
    amount: str | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityExcluded(OpportunityFact):
    type: ClassVar[str] = "opportunity.excluded"
    text: ClassVar[str] = "{actor} excluded it from statistics"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityIncluded(OpportunityFact):
    type: ClassVar[str] = "opportunity.included"
    text: ClassVar[str] = "{actor} included it in statistics again"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityDeleted(OpportunityFact):
    """The tombstone: what is left of a deleted opportunity (B6)."""

    type: ClassVar[str] = "opportunity.deleted"
    text: ClassVar[str] = "{actor} deleted it on {step}"
    step: UUID
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Fact):
    type: ClassVar[str] = "note.added"
    text: ClassVar[str] = "{actor} wrote a note"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEdited(Fact):
    type: ClassVar[str] = "note.edited"
    text: ClassVar[str] = "{actor} changed a note"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDeleted(Fact):
    type: ClassVar[str] = "note.deleted"
    text: ClassVar[str] = "{actor} deleted a note"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityAdded(Fact):
    type: ClassVar[str] = "activity.added"
    text: ClassVar[str] = "{actor} logged an activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEdited(Fact):
    type: ClassVar[str] = "activity.edited"
    text: ClassVar[str] = "{actor} changed an activity"
    fields: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded(Fact):
    type: ClassVar[str] = "task.added"
    text: ClassVar[str] = "{actor} added a task"
    owner: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEdited(Fact):
    type: ClassVar[str] = "task.edited"
    text: ClassVar[str] = "{actor} changed a task"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone(Fact):
    type: ClassVar[str] = "task.done"
    text: ClassVar[str] = "{actor} finished a task"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReopened(Fact):
    type: ClassVar[str] = "task.reopened"
    text: ClassVar[str] = "{actor} reopened a task"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDeleted(Fact):
    type: ClassVar[str] = "task.deleted"
    text: ClassVar[str] = "{actor} deleted a task"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReminded(Fact):
    type: ClassVar[str] = "task.reminded"
    text: ClassVar[str] = "A task's reminder fell due"


FACTS: tuple[type[Fact], ...] = (
    OpportunityCreated, OpportunityFollowedOn, OpportunityImported, OpportunityMoved, OpportunityTriggered,
    OpportunityMigrated, OpportunityEdited, OpportunityAssigned, TeamChanged,
    FollowUpSet, FollowUpDue, AmountSet, OpportunityExcluded, OpportunityIncluded, OpportunityDeleted,
    NoteAdded, NoteEdited, NoteDeleted, ActivityAdded, ActivityEdited,
    TaskAdded, TaskEdited, TaskDone, TaskReopened, TaskDeleted, TaskReminded,
)  # fmt: skip
