"""Workflows over HTTP: read by everybody, written as the workflow file by who configures (W15)."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field, ValidationError

from handsel.http.router import Router
from handsel.http.shapes import In, Ref
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.kernel.text import check_name
from handsel.opportunities import republishing, workflow_list
from handsel.organizations.acting import member_of, require
from handsel.organizations.rules import Capability, Scope
from handsel.workflows.document import default_free_document, parse
from handsel.workflows.publishing import make_workflow

router = Router(tags=["workflows"])


class WorkflowMay(Schema):
    edit: bool


class WorkflowOut(Schema):
    id: UUID
    name: str
    mode: Literal["free", "guided"]
    version: int
    teams: list[Ref]
    may: WorkflowMay


class WorkflowPage(Schema):
    items: list[WorkflowOut]
    next_cursor: str | None


class StageOfGraph(Schema):
    id: str
    name: str
    status: Literal["open", "won", "lost", "archived"]
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


class AttributeOfGraph(Schema):
    key: str
    label: str
    type: str
    options: list[str]
    section: str


class EntryOfGraph(Schema):
    kind: Literal["new", "existing_account"]
    step: Ref
    name: str | None


class GraphOut(Schema):
    stages: list[StageOfGraph]
    steps: list[StepOfGraph]
    transitions: list[TransitionOfGraph]
    attributes: list[AttributeOfGraph]
    entries: list[EntryOfGraph]


class WorkflowDetailOut(WorkflowOut):
    document: dict[str, Any]
    """The workflow file as JSON."""
    graph: GraphOut


class WorkflowIn(In):
    """The file as `document` (JSON) or `text` (YAML); without either a free workflow."""

    name: str
    document: dict[str, Any] | None = None
    text: str | None = None


class WorkflowFileIn(In):
    """The file as YAML, or as JSON."""

    text: str | None = None
    document: dict[str, Any] | None = None


@router.get("/workflows", response=WorkflowPage)
def list_workflows(request: HttpRequest) -> dict[str, Any]:
    member, _ = member_of(request)
    return {"items": workflow_list.workflows(member), "next_cursor": None}


@router.get("/workflows/{uuid:workflow_id}", response=WorkflowDetailOut)
def show_workflow(request: HttpRequest, workflow_id: UUID) -> dict[str, Any]:
    member, _ = member_of(request)
    return workflow_list.workflow(workflow_id, member=member)


@router.post("/workflows", response={201: WorkflowDetailOut})
def create_workflow(request: HttpRequest, body: WorkflowIn) -> dict[str, Any]:
    member, at = member_of(request)
    require(member, to=Capability.CONFIGURE, scope=Scope.CONFIGURE)
    made = make_workflow(body.name, document=_document(body), by=member, at=at)
    return workflow_list.workflow(made.pk, member=member)


@router.put(
    "/workflows/{uuid:workflow_id}/file",
    response=WorkflowDetailOut,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/yaml": {"schema": {"type": "string"}},
                "text/yaml": {"schema": {"type": "string"}},
                "application/json": {"schema": WorkflowFileIn.model_json_schema()},
            },
        }
    },
)
def put_workflow_file(request: HttpRequest, workflow_id: UUID) -> dict[str, Any]:
    """Publishes the file as the next version; the same file changes nothing."""
    member, at = member_of(request)
    require(member, to=Capability.CONFIGURE, scope=Scope.CONFIGURE)
    republishing.republish_file(
        workflow_list.get_workflow(workflow_id), written=_written(request), by=member, at=at
    )
    return workflow_list.workflow(workflow_id, member=member)


def _document(body: WorkflowIn) -> dict[str, Any]:
    name = check_name(body.name, field="name")
    if body.document is None and body.text is None:
        return default_free_document(name, new_id=new_id)
    document = parse(_one_of(body.text, body.document), previous=None, new_id=new_id)
    return {**document, "workflow": name}


def _written(request: HttpRequest) -> str | dict[str, Any]:
    """YAML as it is, or inside JSON."""
    if request.content_type == "application/json":
        try:
            body = WorkflowFileIn.model_validate_json(request.body)
        except ValidationError as error:
            fields = [
                FieldProblem(".".join(map(str, one["loc"])) or "body", one["msg"]) for one in error.errors()
            ]
            raise Invalid("Send the file as `text`, or as `document`.", fields=fields) from None
        return _one_of(body.text, body.document)
    try:
        return request.body.decode()
    except UnicodeDecodeError:
        raise Invalid("The file must be text in UTF-8.") from None


def _one_of(text: str | None, document: dict[str, Any] | None) -> str | dict[str, Any]:
    if text is not None and document is None:
        return text
    if document is not None and text is None:
        return document
    raise Invalid("Send the workflow either as `text` or as `document`.")
