from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, SkipValidation, StrictBool, StrictInt

from handsel.http.languages import Said
from handsel.http.shapes import In, Ref, Schema

Access = Literal["view", "modify"]
Status = Literal["processing", "completed", "failed"]
State = Literal["scheduled", "active", "expired", "stopped"]
Source = Literal["manual", "api", "automation"]
Whole = Annotated[StrictInt, Field(ge=1)]
LARGEST_BATCH = 5_000


class LastingIn(In):
    """Exactly one of them; none means the organization's default. A local time without an offset is in your zone."""

    minutes: Whole | None = None
    days: Whole | None = None
    ends_at: str | None = None


class ShareIn(LastingIn):
    """With a `member` or a `team`. `days` are calendar days of the organization's zone: the same time of day."""

    member: UUID | None = None
    team: UUID | None = None
    starts_at: str | None = None
    access: Access = "view"


class ExtendIn(LastingIn):
    """Counted from the old end; `ends_at` is the new one."""


class MoreTimeIn(LastingIn):
    note: str = ""


class StopIn(In):
    """Of a `member`, of a `team`, or, without both, all of them."""

    member: UUID | None = None
    team: UUID | None = None


class BatchItemIn(ShareIn):
    """What is wrong with an element is said in its own result."""

    do: Literal["share", "stop"]
    opportunity: UUID


class SharesBatchIn(In):
    items: Annotated[list[SkipValidation[BatchItemIn]], Field(min_length=1, max_length=LARGEST_BATCH)]
    later: StrictBool = False
    """Let the worker decide; more than 200 always are."""


class FailureOut(Schema):
    code: str
    text: str


class MoreTimeOut(Schema):
    until: AwareDatetime
    note: str
    at: AwareDatetime
    by: Ref | None


class ShareMay(Schema):
    stop: bool
    extend: bool
    ask: bool


class ShareOut(Schema):
    """`opportunity` is null where it is deleted or not for the reader's eyes; `number` always says which one it was, `deleted` by
    which id one that is gone may still be asked for, by those who may: who could see it.

    Where an automation gave or stopped it, `given_by` or `stopped_by` is the automation's author.

    `status` is what became of the request, `state` where a completed one stands now, `cause` why it ended.
    """

    id: UUID
    opportunity: Ref | None
    number: int
    deleted: UUID | None
    member: Ref | None
    team: Ref | None
    given_by: Ref | None
    automation: Ref | None
    source: Source
    access: Access
    asked_at: AwareDatetime
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    status: Status
    failure: FailureOut | None
    state: State | None
    ended_at: AwareDatetime | None
    stopped_by: Ref | None
    stopped_by_automation: Ref | None
    cause: str | None
    more_time: MoreTimeOut | None
    batch: UUID | None
    may: ShareMay


class SharesOut(Schema):
    items: list[ShareOut]
    next_cursor: str | None


class SharesMay(Schema):
    share: bool
    stop: bool


class ShareTermsOut(Schema):
    default_days: int
    maximum_days: int
    time_zone: str


class OpportunitySharesMore(Schema):
    may: SharesMay
    terms: ShareTermsOut


class OpportunitySharesOut(SharesOut, OpportunitySharesMore): ...


class ShareRefusalOut(Schema):
    code: str
    text: Said
    fields: list[dict[str, Said]]


class OpensOut(Schema):
    """What becomes visible: the contact with their data, the account, and how many of each."""

    contact: bool
    account: bool
    notes: int
    activities: int
    tasks: int


class AlreadyOut(Schema):
    """`until` is told where shares alone give this level; a team has what is shared with it."""

    level: Literal["view", "modify", "work"]
    until: AwareDatetime | None


class SharePreviewOut(Schema):
    """What it would come to. `people` see it then; `already` is what they have without it, null where nothing or where the
    caller may not share; `refusal` is why it would not work."""

    starts_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    opens: OpensOut
    people: int
    already: AlreadyOut | None
    refusal: ShareRefusalOut | None


class StoppedOut(Schema):
    stopped: int


class BatchErrorOut(Schema):
    code: str
    detail: Said
    fields: list[dict[str, Said]]


class SharesBatchItemOut(Schema):
    index: int
    status: Status
    share: UUID | None
    error: BatchErrorOut | None


class SharesBatchOut(Schema):
    """`id` is what its shares are known by: `GET /shares?batch=`."""

    id: UUID
    items: list[SharesBatchItemOut]
    completed: int
    failed: int
    processing: int


class ShareFilters(Schema):
    """Each may come several times; `q` looks in numbers, names and grantees."""

    member: list[UUID] = []
    team: list[UUID] = []
    status: list[Status] = []
    source: list[Source] = []
    state: list[State] = []
    given_by: list[UUID] = []
    opportunity: list[UUID] = []
    automation: list[UUID] = []
    batch: list[UUID] = []
    q: str | None = None

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.model_dump().items() if value}
