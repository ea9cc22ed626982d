"""A recipe as it is written: a trigger, conditions that must all hold, and steps. Plain Python; ids are UUIDs.

As JSON: `{trigger: {type, …}, conditions: [{field, op, value} | {any: [Condition]}], steps: [{id, do, …}]}`. A draft may
lack anything but a step's id; `document_reading.parse` takes only what is whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias
from uuid import UUID

MOST_STEPS, MOST_CONDITIONS, DEEPEST = 100, 50, 5
PLACEHOLDERS = ("title", "number", "step", "owner", "contact")
"""Written as {title} in texts."""

SHADOWED = "attributes."
"""Before the key of an attribute that is called like a fact of the opportunity."""
HEARD = frozenset({"team", "step", "owner", "excluded"})
"""Facts by whose names changes are heard. An attribute that is called so is heard by its prefixed key alone."""

# What each trigger may be narrowed by, besides the team.
TRIGGERS: dict[str, tuple[str, ...]] = {
    "opportunity_created": (),
    "opportunity_updated": ("fields",),
    "activity_added": ("activity_type",),
    "activity_edited": ("activity_type",),
    "task_added": (),
    "task_done": (),
    "task_reminded": (),
    "step_changed": ("from", "to"),
    "stage_changed": ("from", "to", "status"),
    "share_ended": ("cause",),
    "follow_up_due": (),
    "schedule": ("every", "weekdays", "day", "at"),
}
SCHEDULE = "schedule"
STEPS: dict[str, tuple[str, ...]] = {
    "share": ("to", "minutes", "days", "access"),
    "stop_sharing": ("whose",),
    "set_fields": ("fields",),
    "move": ("step", "stage", "transition", "attributes", "reason"),
    "set_owner": ("member", "person"),
    "create_task": ("title", "owner", "due", "remind"),
    "log_activity": ("type", "text"),
    "add_note": ("text",),
    "notify": ("to", "text"),
    "webhook": ("url",),
    "wait": ("minutes", "days"),
    "branch": ("if", "then", "else"),
}
# What is not there yet, and what it waits for.
TRIGGERS_TO_COME = {
    "claimed": "the pool",
    "handover_received": "handovers",
    "message_received": "conversations",
    "missed_call": "calls",
    "unanswered": "conversations",
}
STEPS_TO_COME = {"assign_by_rule": "distribution", "send_message": "conversations"}

PERSONS = ("owner", "author", "task_owner", "actor")
ACCESS = ("view", "modify")
STATUSES = ("open", "won", "lost", "archived")
CAUSES = (
    "time",
    "stopped",
    "never_started",
    "member_deactivated",
    "team_dissolved",
    "custody_moved",
    "pooled",
)
EVERY = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class Schedule:
    """In the organization's zone. `weekdays` are 1 (Monday) to 7; a month without the `day` means its last one."""

    every: str
    at: str  # "09:30"
    weekdays: tuple[int, ...] = ()
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """`from_id` and `to_id` are steps or stages, as the type says. No `type` only in what is not whole."""

    type: str
    team: UUID | None = None
    fields: tuple[str, ...] = ()
    activity_type: str | None = None
    from_id: UUID | None = None
    to_id: UUID | None = None
    status: str | None = None
    cause: str | None = None
    schedule: Schedule | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    field: str
    op: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple[Condition, ...]


Conditions: TypeAlias = "tuple[Condition | AnyOf, ...]"


@dataclass(frozen=True, slots=True)
class Whom:
    """Exactly one of them. `person`: the opportunity's owner or author, the task's owner, or who set it off."""

    member: UUID | None = None
    team: UUID | None = None
    person: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """Exactly one of them; days are calendar days in the organization's zone."""

    minutes: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Without a duration the organization's default."""

    id: UUID
    to: Whom
    duration: Duration | None
    access: str
    do: str = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSharing:
    """`mine`: those that this automation made."""

    id: UUID
    whose: Literal["all", "mine"] | Whom
    do: str = "stop_sharing"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFields:
    id: UUID
    fields: Mapping[str, Any]
    do: str = "set_fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Exactly one of step, stage and transition."""

    id: UUID
    step: UUID | None = None
    stage: UUID | None = None
    transition: UUID | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    do: str = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOwner:
    """None is Unassigned."""

    id: UUID
    to: Whom | None
    do: str = "set_owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTask:
    """Due and reminder are counted from when the step is done."""

    id: UUID
    title: str
    owner: Whom | None = None
    due: Duration | None = None
    remind: Duration | None = None
    do: str = "create_task"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogActivity:
    id: UUID
    type: str
    text: str = ""
    do: str = "log_activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    id: UUID
    text: str
    do: str = "add_note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    id: UUID
    to: Whom
    text: str
    do: str = "notify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    id: UUID
    url: str
    do: str = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    id: UUID
    duration: Duration
    do: str = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    id: UUID
    conditions: Conditions
    then: "tuple[Step, ...]" = ()
    otherwise: "tuple[Step, ...]" = ()
    do: str = "branch"


Step: TypeAlias = (
    Share
    | StopSharing
    | SetFields
    | Move
    | SetOwner
    | CreateTask
    | LogActivity
    | AddNote
    | Notify
    | Webhook
    | Wait
    | Branch
)


@dataclass(frozen=True, slots=True)
class Recipe:
    trigger: Trigger
    conditions: Conditions
    steps: tuple[Step, ...]


EMPTY: dict[str, Any] = {"trigger": None, "conditions": [], "steps": []}


def walk(steps: Sequence[Step]) -> Iterator[Step]:
    """Each of them, and those inside branches, in the order in which they are written."""
    for step in steps:
        yield step
        if isinstance(step, Branch):
            yield from walk(step.then)
            yield from walk(step.otherwise)


def heard_as(key: str) -> str:
    """By what name a trigger hears that an attribute has changed."""
    return f"{SHADOWED}{key}" if key in HEARD else key
