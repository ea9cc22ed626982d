"""Shapes of the opportunities' endpoints."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, JsonValue, StrictInt, WithJsonSchema

from handsel.http.languages import Said
from handsel.http.shapes import In, Ref, Schema

# Whatever comes is judged by `check_amount`, which knows the currency and takes true for no number.
Amount = Annotated[Any, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]})]


class StageOut(Schema):
    id: UUID
    name: str
    status: Literal["open", "won", "lost", "archived"]


class AttributeOut(Schema):
    key: str
    label: str
    type: str
    options: list[str]
    section: str


class ContactRef(Schema):
    id: UUID
    name: str
    email: str | None
    phone: str | None
    first_name: str
    last_name: str


class ChannelRef(Schema):
    id: UUID
    name: str
    kind: str


class OpportunityMay(Schema):
    edit: bool
    move: bool
    follow_up: bool
    amount: bool
    add: bool
    assign: bool
    change_team: bool
    delete: bool
    exclude: bool
    share: bool


class OpportunityOut(Schema):
    id: UUID
    number: int
    title: str
    own_title: str | None
    contact: ContactRef | None
    account: Ref | None
    team: Ref
    step: Ref
    stage: StageOut
    status: Literal["open", "won", "lost", "archived"]
    owner: Ref | None
    author: Ref | None
    channel: ChannelRef | None
    product: Ref | None
    amount: str | None
    currency: str
    deal_amount: bool
    follow_up_at: str | None
    description: str
    source: str
    source_number: str | None
    excluded: bool
    parent: Ref | None
    parent_deleted: bool
    attributes: dict[str, JsonValue]
    fields: list[AttributeOut]
    lost_reason: str | None
    revision: int
    access_ends_at: str | None
    created_at: str
    updated_at: str
    closed_at: str | None
    entered_at: str
    level: Literal["view", "modify", "work"]
    may: OpportunityMay


class FiltersIn(Schema):
    """`team`, `stage`, `step`, `status` and `owner` may come several times: any of them. `shared`: with_me, by_me or any,
    of the shares that are live now."""

    team: list[UUID] = Field(default_factory=list)
    stage: list[UUID] = Field(default_factory=list)
    step: list[UUID] = Field(default_factory=list)
    status: list[str] = Field(default_factory=list)
    owner: list[str] = Field(default_factory=list)
    shared: str | None = None
    contact: UUID | None = None
    account: UUID | None = None
    product: UUID | None = None
    q: str | None = None
    excluded: str | None = None
    due: str | None = None
    field: list[str] = Field(default_factory=list)


class OpportunitiesOut(Schema):
    """`total` counts up to 1,000; with `total_capped` there are more. At `access_changes_at` a share of the reader's starts
    or ends: what is shown is to be asked for again."""

    items: list[OpportunityOut]
    next_cursor: str | None
    access_changes_at: str | None
    total: int
    total_capped: bool


class InlineContactIn(In):
    name: str
    phone: str | None = None
    email: str | None = None
    insist: bool = False


class InlineAccountIn(In):
    name: str


class OpportunityIn(In):
    team: UUID
    contact: UUID | None = None
    new_contact: InlineContactIn | None = None
    channel: UUID | None = None
    account: UUID | None = None
    new_account: InlineAccountIn | None = None
    title: str | None = None
    amount: Amount = None
    currency: str | None = None
    follow_up_at: str | None = None
    owner: UUID | None = None
    description: str | None = None
    attributes: dict[str, JsonValue] = Field(default_factory=dict)


class OpportunityEditIn(In):
    title: str | None = None
    description: str | None = None
    follow_up_at: str | None = None
    owner: UUID | None = None
    amount: Amount = None
    attributes: dict[str, JsonValue] = Field(default_factory=dict)
    transition: str | None = None
    step: str | None = None
    stage: str | None = None
    reason: str | None = None
    revision: StrictInt | None = None


class MoveIn(In):
    transition: str | None = None
    step: str | None = None
    stage: str | None = None
    revision: StrictInt | None = None
    attributes: dict[str, JsonValue] = Field(default_factory=dict)
    reason: str | None = None


class OwnerIn(In):
    owner: UUID | None


class ChangeTeamIn(In):
    team: UUID


class FollowUpIn(In):
    follow_up_at: str | None


class AmountIn(In):
    amount: Amount


class ExclusionIn(In):
    excluded: bool


class TeamChangeOut(Schema):
    lost_fields: list[AttributeOut]
    loses_amount: bool
    step: Ref
    stage: StageOut
    owner_stays: bool


class ReasonOut(Schema):
    code: str
    text: Said


class UsableTransition(Ref):
    required: list[str]
    missing: list[AttributeOut]
    triggers: list[str]


class BarredTransition(Ref):
    roles: list[str]


class MoveOut(Schema):
    step: Ref
    stage: StageOut
    allowed: bool
    transition: Ref | None
    transitions: list[UsableTransition]
    barred: list[BarredTransition]
    required: list[str]
    missing: list[AttributeOut]
    reasons: list[ReasonOut]
    reason_options: list[str]
    path: list[Ref]


class WorkflowHere(Ref):
    version: int
    mode: Literal["free", "guided"]


class MovesOut(Schema):
    workflow: WorkflowHere
    step: Ref
    stage: StageOut
    moves: list[MoveOut]


class NoteOut(Schema):
    id: UUID
    text: str
    created_at: str
    edited_at: str | None
    mine: bool


class ActivityOut(Schema):
    id: UUID
    type: str
    text: str
    at: str
    mine: bool


class TimelineTask(Schema):
    id: UUID
    title: str
    due_at: str | None
    done_at: str | None


class TimelineText(Schema):
    key: str
    values: dict[str, JsonValue]


class TimelineItem(Schema):
    id: str
    kind: Literal["event", "note", "activity", "task"]
    type: str
    at: str
    actor: Ref | None
    actor_kind: str
    text: TimelineText
    body: str | None
    note: NoteOut | None
    activity: ActivityOut | None
    task: TimelineTask | None


class TimelineOut(Schema):
    items: list[TimelineItem]
    next_cursor: str | None


class NoteIn(In):
    text: str


class ActivityIn(In):
    type: str
    text: str = ""
    at: str | None = None


class ActivityEditIn(In):
    """What is not named stays. An empty `at` is the instant of the change."""

    type: str = ""
    text: str = ""
    at: str | None = None


class TaskIn(In):
    title: str
    due_at: str | None = None
    remind_at: str | None = None
    owner: UUID | None = None


class TaskEditIn(In):
    title: str | None = None
    due_at: str | None = None
    remind_at: str | None = None
    owner: UUID | None = None
    done: bool | None = None


class TaskMay(Schema):
    edit: bool


class TaskOut(Schema):
    id: UUID
    title: str
    due_at: str | None
    remind_at: str | None
    done_at: str | None
    owner: Ref | None
    opportunity: Ref
    may: TaskMay


class TasksOut(Schema):
    items: list[TaskOut]
    next_cursor: str | None
    access_changes_at: str | None


class FoundOpportunity(Schema):
    id: UUID
    number: int
    title: str
    contact: str | None
    account: str | None
    stage: StageOut
    amount: str | None
    currency: str


class SearchOut(Schema):
    opportunities: list[FoundOpportunity]
    contacts: list[Ref]
    accounts: list[Ref]
    access_changes_at: str | None
