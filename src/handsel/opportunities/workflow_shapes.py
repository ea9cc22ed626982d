"""Shapes of the workflows' endpoints: the workflow, its graph, its draft document, what the check finds."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, WithJsonSchema

from handsel.http.languages import Said
from handsel.http.shapes import In, Ref, Schema

Mode = Literal["free", "guided"]
Status = Literal["open", "won", "lost", "archived"]
EntryKind = Literal["new", "existing_account"]
Element = Literal["workflow", "stage", "step", "transition", "entry", "follow_on", "attribute"]


class WorkflowMay(Schema):
    edit: bool
    delete: bool


class WorkflowOut(Schema):
    """`version` is null while nothing has been published; `changed`: the draft differs from the newest version."""

    id: UUID
    name: str
    mode: Mode
    version: int | None
    teams: list[Ref]
    changed: bool
    opportunities: int
    may: WorkflowMay


class WorkflowPage(Schema):
    items: list[WorkflowOut]
    next_cursor: str | None


class CommunicationOut(Schema):
    name: str | None
    channel: str | None
    mode: str | None
    template: str | None
    subject: str | None
    text: str | None


class StageOfGraph(Schema):
    id: str
    name: str
    status: Status
    reasons: list[str]


class StepOfGraph(Schema):
    id: str
    name: str
    stage: str
    attributes: list[str]
    probability: float | None
    limit: str | None


class TransitionOfGraph(Schema):
    id: str
    name: str
    from_: str = Field(alias="from")
    to: str
    required: list[str]
    roles: list[str]
    triggers: list[str]
    communications: list[CommunicationOut]


class AttributeOfGraph(Schema):
    key: str
    label: str
    type: str
    options: list[str]
    section: str


class EntryOfGraph(Schema):
    kind: EntryKind
    step: Ref
    name: str | None


class FollowOnOfGraph(Schema):
    id: str
    name: str
    step: Ref
    carry: list[str]


class SectionOfGraph(Schema):
    name: str
    attributes: list[str]


class GraphOut(Schema):
    stages: list[StageOfGraph]
    steps: list[StepOfGraph]
    transitions: list[TransitionOfGraph]
    attributes: list[AttributeOfGraph]
    sections: list[SectionOfGraph]
    entries: list[EntryOfGraph]
    follow_ons: list[FollowOnOfGraph]
    milestones: list[str]


class WorkflowDetailOut(WorkflowOut):
    """`document` is the workflow file as JSON, of the draft while nothing has been published."""

    document: dict[str, Any]
    graph: GraphOut | None


class WorkflowFileIn(In):
    """The file as `document` (JSON) or as `text` (YAML); it may come bare as well."""

    document: dict[str, Any] | None = None
    text: str | None = None


class WorkflowIn(WorkflowFileIn):
    """Called as `name` says, else as the file; without a file a free workflow. `draft`: nothing is published."""

    name: str | None = None
    draft: bool = False


class AttributeOfDocument(Schema):
    key: str
    label: str
    type: str
    options: list[str]


class SectionOfDocument(Schema):
    name: str
    attributes: list[AttributeOfDocument]


class StepOfDocument(Schema):
    """`stage` is a name; a draft's step may lack one."""

    id: str
    name: str
    stage: str | None
    attributes: list[str]
    probability: float | None
    limit: str | None


class TransitionOfDocument(Schema):
    """`from` and `to` are names of steps."""

    id: str
    name: str
    from_: str = Field(alias="from")
    to: str
    required: list[str]
    roles: list[str]
    triggers: list[str]
    communications: list[CommunicationOut]


class EntryOfDocument(Schema):
    step: str
    name: str | None


_ENTRY = {
    "type": "object",
    "properties": {"step": {"type": "string"}, "name": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
    "required": ["step", "name"],
}
# A kind without an entry is absent, which a model with fields could not say.
Entries = Annotated[
    dict[EntryKind, EntryOfDocument],
    WithJsonSchema({"type": "object", "properties": {"new": _ENTRY, "existing_account": _ENTRY}}),
]


class FollowOnOfDocument(Schema):
    id: str
    name: str
    step: str
    carry: list[str]


class DocumentOut(Schema):
    """The workflow file with ids: names are what refers, every key is always there."""

    workflow: str
    mode: Mode
    sections: list[SectionOfDocument]
    stages: list[StageOfGraph]
    steps: list[StepOfDocument]
    transitions: list[TransitionOfDocument]
    entries: Entries
    follow_ons: list[FollowOnOfDocument]
    milestones: list[str]


class FindingOut(Schema):
    """`id` is the element's, the kind of an entry, or the key of an attribute. `values` are what `text` names."""

    level: Literal["error", "warning"]
    code: str
    element: Element
    id: str | None
    name: str
    text: Said
    values: dict[str, str | list[str]]


class VersionOut(Schema):
    number: int
    published_at: datetime
    published_by: Ref | None
    steps: int
    transitions: int
    current: bool


class VersionsOut(Schema):
    items: list[VersionOut]
    next_cursor: str | None


class VersionDetailOut(Schema):
    """`text` is the workflow file as YAML."""

    number: int
    published_at: datetime
    published_by: Ref | None
    document: DocumentOut
    graph: GraphOut
    text: str


class LineOut(Schema):
    """A line of the file; its number, from 1, in either file where it stands."""

    kind: Literal["same", "added", "removed"]
    text: str
    from_line: int | None
    to_line: int | None


class DetailOut(Schema):
    what: str
    before: str | None
    after: str | None


class ChangeOut(Schema):
    kind: Literal["added", "removed", "changed"]
    element: Element
    id: str | None
    name: str
    details: list[DetailOut]


class CompareOut(Schema):
    """`from` and `to` are numbers of versions, or `draft`."""

    from_: int | Literal["draft"] = Field(alias="from")
    to: int | Literal["draft"]
    lines: list[LineOut]
    changes: list[ChangeOut]
