"""Shapes of drafts, of what publishing them would do, and of event logs."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, StrictInt

from handsel.http.languages import Said
from handsel.http.shapes import In, Ref, Schema
from handsel.opportunities.schemas import StageOut
from handsel.opportunities.workflow_shapes import (
    DocumentOut,
    FindingOut,
    Status,
    WorkflowDetailOut,
    WorkflowFileIn,
)


class DraftMay(Schema):
    edit: bool
    publish: bool


class DraftOut(Schema):
    """`version` is the newest, `based_on` the one that this draft began as; `behind`: they differ.

    `edited_at` and `edited_by` are null where nobody has changed it since.
    """

    workflow: Ref
    document: DocumentOut
    revision: int
    based_on: int | None
    version: int | None
    changed: bool
    behind: bool
    edited_at: datetime | None
    edited_by: Ref | None
    findings: list[FindingOut]
    may: DraftMay


class DraftIn(WorkflowFileIn):
    """`revision` is the one that the edit began with; `If-Match` says the same."""

    revision: StrictInt | None = None


class ResetIn(In):
    revision: StrictInt | None = None


class SimulateIn(WorkflowFileIn):
    """`map` takes a step that the draft removes to one that it has, each by its id or its name."""

    days: StrictInt = 90
    map: dict[str, str] | None = None


class PublishIn(In):
    """`over` is the newest version that one has seen; asked for where the draft is behind."""

    revision: StrictInt | None = None
    map: dict[str, str] | None = None
    over: StrictInt | None = None


class CheckOut(Schema):
    """`text` is what was checked as a file, as an export would write it."""

    findings: list[FindingOut]
    errors: int
    warnings: int
    publishable: bool
    text: str


class Standing(Schema):
    """`fit` stand on a step that the draft has, `on_removed` do not."""

    total: int
    open: int
    closed: int
    fit: int
    on_removed: int


class RemovedStep(Schema):
    """`suggestion` is the id of a step of the draft."""

    step: Ref
    stage: StageOut
    count: int
    open: int
    suggestion: str | None


class StatusChange(Schema):
    step: Ref
    from_: Status = Field(alias="from")
    to: Status
    count: int


class RefusedExample(Schema):
    id: UUID
    number: int


class RefusedMoves(Schema):
    """`transition` is the name under which they moved."""

    from_: Ref = Field(alias="from")
    to: Ref
    transition: str | None
    code: str
    text: Said
    count: int
    examples: list[RefusedExample]


class HistoryOut(Schema):
    moves: int
    accepted: int
    refused: int
    refusals: list[RefusedMoves]


class SimulationOut(Schema):
    days: int
    publishable: bool
    findings: list[FindingOut]
    opportunities: Standing
    removed: list[RemovedStep]
    status_changes: list[StatusChange]
    history: HistoryOut


class Published(Schema):
    """`carried` opportunities kept their step, `moved` ones went from a removed step to a mapped one."""

    version: int
    carried: int
    moved: int


class PublishedOut(WorkflowDetailOut):
    published: Published


class LogIn(In):
    """The fields of a form that brings a log. `activities` are patterns (`A_*`), parted by commas; `lifecycle` is a
    state of XES (`COMPLETE`); the others name columns."""

    activities: str | None = None
    lifecycle: str | None = None
    lifecycle_column: str | None = None
    case: str | None = None
    activity: str | None = None
    time: str | None = None


class DiscoverIn(LogIn):
    min: int = 5
    name: str | None = None


class ReplayIn(LogIn):
    version: int | None = None


class ActivitySeenOut(Schema):
    name: str
    count: int
    starts: int
    ends: int


class LogOut(Schema):
    cases: int
    events: int
    skipped: int
    activities: list[ActivitySeenOut]


class ColumnsOut(Schema):
    case: str
    activity: str
    time: str | None
    lifecycle: str | None
    available: list[str]


class SuccessionOut(Schema):
    from_: str = Field(alias="from")
    to: str
    count: int


class ReplayRefusalOut(Schema):
    """`from` is null where a case begins with an activity that is no step."""

    from_: str | None = Field(alias="from")
    to: str
    count: int
    reason: str


class ReplayOut(Schema):
    """`unlisted` cases were refused for others than those in the list, of which there were too many different ones."""

    cases: int
    completed: int
    refused: int
    accepted: int
    refusals: list[ReplayRefusalOut]
    unlisted: int


class DiscoveryOut(Schema):
    """`replay`: what the draft says to the log that it comes from."""

    log: LogOut
    columns: ColumnsOut
    successions: list[SuccessionOut]
    min: int
    document: DocumentOut
    text: str
    findings: list[FindingOut]
    replay: ReplayOut
