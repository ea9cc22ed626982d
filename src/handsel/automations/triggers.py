"""Whether an event sets an automation off. Plain Python: what the ledger does not carry is told as `Around`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from handsel.automations.document import Trigger, heard_as

# Each kind of event with the triggers that it may match. What an import or a publication did sets off nothing (I12).
MAY_MATCH: dict[str, tuple[str, ...]] = {
    "opportunity.created": ("opportunity_created",),
    "opportunity.edited": ("opportunity_updated",),
    "opportunity.assigned": ("opportunity_updated",),
    "opportunity.follow_up_set": ("opportunity_updated",),
    "opportunity.amount_set": ("opportunity_updated",),
    "opportunity.excluded": ("opportunity_updated",),
    "opportunity.included": ("opportunity_updated",),
    "opportunity.moved": ("opportunity_updated", "step_changed", "stage_changed"),
    "opportunity.team_changed": ("opportunity_updated", "step_changed", "stage_changed"),
    "opportunity.follow_up_due": ("follow_up_due",),
    "activity.added": ("activity_added",),
    "activity.edited": ("activity_edited",),
    "task.added": ("task_added",),
    "task.done": ("task_done",),
    "task.reminded": ("task_reminded",),
    "share.ended": ("share_ended",),
    "automation.due": ("schedule",),
}
# What changes with each, besides the fields that an edit names itself.
CHANGES: dict[str, tuple[str, ...]] = {
    "opportunity.assigned": ("owner",),
    "opportunity.follow_up_set": ("follow_up_at",),
    "opportunity.amount_set": ("amount",),
    "opportunity.excluded": ("excluded",),
    "opportunity.included": ("excluded",),
    "opportunity.moved": ("step",),
    "opportunity.team_changed": ("team", "step", "owner"),
}


class Happened(Protocol):
    @property
    def type(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Around:
    """`team_id` is the opportunity's; stages and status are of the steps that a move names."""

    team_id: UUID | None = None
    activity_type: str | None = None
    from_stage: UUID | None = None
    to_stage: UUID | None = None
    status: str | None = None


def matches(trigger: Trigger, event: Happened, around: Around) -> bool:
    """Whose schedule fell due is said by the event's subject, not here."""
    if trigger.type not in MAY_MATCH.get(event.type, ()):
        return False
    if trigger.team is not None and trigger.team != around.team_id:
        return False
    return NARROWED.get(trigger.type, _always)(trigger, event, around)


def changed_fields(event: Happened) -> frozenset[str]:
    edited = event.data.get("fields")
    return frozenset(map(heard_as, edited) if edited else CHANGES.get(event.type, ()))


def _always(_: Trigger, __: Happened, ___: Around) -> bool:
    return True


def _updated(trigger: Trigger, event: Happened, _: Around) -> bool:
    return not trigger.fields or not changed_fields(event).isdisjoint(trigger.fields)


def _step_changed(trigger: Trigger, event: Happened, _: Around) -> bool:
    """A transition from a step to itself leaves it where it is."""
    start, end = _id(event.data.get("from_step")), _id(event.data.get("step"))
    return start != end and trigger.from_id in (None, start) and trigger.to_id in (None, end)


def _stage_changed(trigger: Trigger, _: Happened, around: Around) -> bool:
    start, end = around.from_stage, around.to_stage
    return (
        start != end
        and trigger.from_id in (None, start)
        and trigger.to_id in (None, end)
        and trigger.status in (None, around.status)
    )


def _of_type(trigger: Trigger, _: Happened, around: Around) -> bool:
    return is_of_type(trigger, around.activity_type)


def is_of_type(trigger: Trigger, activity_type: str | None) -> bool:
    """As people mean it, who type it: in small letters or in large."""
    wanted = trigger.activity_type
    return wanted is None or (activity_type is not None and wanted.casefold() == activity_type.casefold())


def _by_cause(trigger: Trigger, event: Happened, _: Around) -> bool:
    return trigger.cause in (None, event.data.get("cause"))


def _id(value: Any) -> UUID | None:
    return None if value is None else UUID(str(value))


NARROWED: dict[str, Callable[[Trigger, Happened, Around], bool]] = {
    "opportunity_updated": _updated,
    "step_changed": _step_changed,
    "stage_changed": _stage_changed,
    "activity_added": _of_type,
    "activity_edited": _of_type,
    "share_ended": _by_cause,
}
