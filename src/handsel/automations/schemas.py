"""Shapes of automations. A document is the recipe as JSON; the guide says what may stand in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, JsonValue, StrictInt

from handsel.http.languages import Said
from handsel.http.misshapen import misshapen
from handsel.http.shapes import In, Ref, Schema
from handsel.kernel.sentences import say

# Five branches in each other, with a group of conditions in the innermost, are some twenty deep.
DEEPEST_JSON = 40


def _check_depth(document: Any) -> Any:
    """Before anything goes down into it: what is too deep has a place that nobody can read."""
    here = [document]
    for _ in range(DEEPEST_JSON):
        here = [each for one in here for each in _inside(one)]
        if not here:
            return document
    raise misshapen(say("Lists and objects stand at most {most} deep in each other.", most=DEEPEST_JSON))


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


Document = Annotated[
    dict[str, JsonValue],
    BeforeValidator(_check_depth),
    Field(
        description="{trigger: {type, …}, conditions: [{field, op, value} or {any: […]}], steps: [{id, do, …}]}"
    ),
]
State = Literal["draft", "live", "paused", "stopped"]


class AutomationIn(In):
    """Without a document it is empty."""

    name: str
    document: Document | None = None


class AutomationPatchIn(In):
    name: str


class OrderIn(In):
    automations: list[UUID]


class AutomationDraftIn(In):
    """`revision`: of the draft that was edited; another one now is a conflict."""

    document: Document
    revision: StrictInt


class AutomationCheckIn(In):
    """Without a document the stored draft."""

    document: Document | None = None


class AutomationPublishIn(In):
    revision: StrictInt


class TryIn(In):
    days: StrictInt = 30
    document: Document | None = None


class AutomationFindingOut(Schema):
    """`place`: trigger, conditions.0 or steps.<id>; `slot`: what of it, or empty. `text` in English, `values` what it names."""

    level: Literal["error", "warning"]
    code: str
    place: str
    slot: str
    text: Said
    values: dict[str, str | list[str]]


class RunCounts(Schema):
    day: int
    failed: int


class AutomationMay(Schema):
    edit: bool
    publish: bool


class AutomationOut(Schema):
    """`changed`: the draft is not what is live. `trigger` as it stands in what is live, else in the
    draft, and `does` what its steps do, by their kind; `runs` are those of the last 24 hours."""

    id: UUID
    name: str
    position: int
    state: State
    stopped_cause: str | None
    version: int | None
    changed: bool
    author: Ref
    author_active: bool
    trigger: dict[str, JsonValue] | None
    does: list[str]
    runs: RunCounts
    last_run_at: datetime | None
    may: AutomationMay


class AutomationDetailOut(AutomationOut):
    draft: Document
    draft_revision: int
    document: Document | None
    findings: list[AutomationFindingOut]
    names: dict[str, str]
    secret: str


class AutomationsOut(Schema):
    items: list[AutomationOut]
    next_cursor: None


class AutomationCheckOut(Schema):
    findings: list[AutomationFindingOut]
    errors: int
    warnings: int
    publishable: bool
    names: dict[str, str]


class AutomationVersionOut(Schema):
    number: int
    published_at: datetime
    published_by: Ref


class AutomationVersionDetailOut(AutomationVersionOut):
    document: Document
    names: dict[str, str]


class AutomationVersionsOut(Schema):
    items: list[AutomationVersionOut]
    next_cursor: None


class LineText(Schema):
    key: str
    values: dict[str, Any]


class RunLine(Schema):
    """What one step did, or would have done."""

    what: Literal["condition", "action", "wait", "branch", "cut", "error"]
    step_id: UUID | None
    outcome: str
    code: str | None
    text: LineText
    at: datetime | None


class TriedEvent(Schema):
    type: str
    at: datetime


class TriedOut(Schema):
    event: TriedEvent
    opportunity: Ref
    number: int
    held: bool
    """Its conditions did."""
    lines: list[RunLine]


class SkippedCount(Schema):
    reason: str
    count: int


class StepCounts(Schema):
    """How often each outcome, by the step; the conditions of the recipe stand under no step."""

    step_id: UUID | None
    what: str
    outcomes: dict[str, int]


class TryOut(Schema):
    """`events` of the kind that the trigger knows happened in those days; of those that it matches the newest `tried` were
    tried, all but the skipped ones to their end (`matched`); of these the conditions of `held` did hold. `limited` says
    why not all were tried."""

    days: int
    events: int
    tried: int
    matched: int
    held: int
    limited: Literal["count", "time"] | None
    skipped: list[SkippedCount]
    would: list[TriedOut]
    steps: list[StepCounts]


class SlotOut(Schema):
    """One thing to fill in. `options` where they are few and known; `needed`: without it nothing can be published."""

    name: str
    type: str
    needed: bool
    options: list[str]


class TriggerKindOut(Schema):
    """`waits_for`: what it comes with, where it is not available yet."""

    type: str
    slots: list[SlotOut]
    available: bool
    waits_for: str | None


class StepKindOut(Schema):
    """`off`: the switches that are off and that it needs."""

    do: str
    slots: list[SlotOut]
    available: bool
    waits_for: str | None
    off: list[str]


class FieldOfCondition(Schema):
    """`types`: a key may be of several, in different workflows; `operators` are those of all of them."""

    key: str
    label: str
    types: list[str]
    options: list[str]
    operators: list[str]
    settable: bool
    group: Literal["fact", "built_in", "attribute"]


class OfWorkflow(Ref):
    workflow: UUID


class StageWord(OfWorkflow):
    status: Literal["open", "won", "lost", "archived"]


class StepWord(OfWorkflow):
    stage: UUID


class TransitionWord(OfWorkflow):
    """`asks`: the fields that must be filled in to go this way, by their keys."""

    from_step: UUID
    to_step: UUID
    asks: list[str]


class TeamWord(Ref):
    workflow: UUID


class ActivityTypesOut(Schema):
    types: list[str]


class VocabularyOut(Schema):
    """All that a recipe may be made of, as it is now."""

    triggers: list[TriggerKindOut]
    steps: list[StepKindOut]
    fields: list[FieldOfCondition]
    teams: list[TeamWord]
    members: list[Ref]
    roles: list[str]
    workflows: list[Ref]
    stages: list[StageWord]
    workflow_steps: list[StepWord]
    transitions: list[TransitionWord]
    channels: list[Ref]
    products: list[Ref]
    activity_types: list[str]
    sources: list[str]
    currencies: list[str]
    placeholders: list[str]
    switches: dict[str, bool]
    time_zone: str
