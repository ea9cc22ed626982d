"""Workflows over HTTP: read by everybody, written as the workflow file by who configures (W15)."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from handsel.http.router import Router, asks
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Invalid
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.kernel.written import Part
from handsel.opportunities import republishing, version_views, workflow_list
from handsel.opportunities import workflow_shapes as shapes
from handsel.opportunities.workflow_bodies import YAML, described, read_body
from handsel.organizations.acting import configuring, member_of
from handsel.workflows import drafting
from handsel.workflows.document import default_free_document, parse, with_new_ids
from handsel.workflows.publishing import make_workflow

router = Router(tags=["workflows"])
ONE = "/workflows/{uuid:workflow_id}"


@router.get("/workflows", response=shapes.WorkflowPage)
def list_workflows(request: HttpRequest) -> dict[str, Any]:
    member, at = member_of(request)
    return {"items": workflow_list.workflows(member, at=at), "next_cursor": None}


@router.post(
    "/workflows",
    response={201: shapes.WorkflowDetailOut},
    openapi_extra=described(shapes.WorkflowIn, **YAML),
)
@asks(configuring)
def create_workflow(request: HttpRequest) -> dict[str, Any]:
    member, at = member_of(request)
    written, body = read_body(request, shapes.WorkflowIn)
    document = _document(written, body)
    make = drafting.make_unpublished if body.draft else make_workflow
    made = make(document["workflow"], document=document, by=member, at=at)
    return workflow_list.workflow(made.pk, member=member, at=at)


@router.get(ONE, response=shapes.WorkflowDetailOut)
def show_workflow(request: HttpRequest, workflow_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    return workflow_list.workflow(workflow_id, member=member, at=at)


@router.delete(ONE, response={204: None})
def delete_workflow(request: HttpRequest, workflow_id: UUID) -> None:
    """Only while nothing of it has been published: from then on it is part of what happened."""
    member, at = configuring(request)
    drafting.delete_unpublished(workflow_list.get_workflow(workflow_id), by=member, at=at)


@router.put(
    ONE + "/file", response=shapes.WorkflowDetailOut, openapi_extra=described(shapes.WorkflowFileIn, **YAML)
)
def put_workflow_file(request: HttpRequest, workflow_id: UUID) -> dict[str, Any]:
    """Publishes the file as the next version; the same file changes nothing."""
    member, at = configuring(request)
    workflow = workflow_list.get_workflow(workflow_id)
    written, _ = read_body(request, shapes.WorkflowFileIn)
    if written is None:
        raise Invalid(say("Send the workflow as `document`, or as `text`."))
    republishing.republish_file(workflow, written=written, by=member, at=at)
    return workflow_list.workflow(workflow_id, member=member, at=at)


@router.get(ONE + "/file", response=str)
def get_workflow_file(request: HttpRequest, workflow_id: UUID, version: str | None = None) -> HttpResponse:
    """YAML. `version` is a number or `draft`; without it the newest version."""
    member, _ = member_of(request)
    name, text = version_views.file_of(workflow_id, which=version, member=member)
    disposition = f"attachment; filename=\"workflow.yaml\"; filename*=UTF-8''{quote(name, safe='')}.yaml"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(text, content_type="application/yaml", headers=headers)


def _document(written: Part | None, body: shapes.WorkflowIn) -> dict[str, Any]:
    """Of a new workflow, so with ids of its own, whatever ids came."""
    if written is None:
        return default_free_document(check_name(body.name or "", field="name"), new_id=new_id)
    document = parse(written, previous=None, new_id=new_id)
    name = document["workflow"] if body.name is None else check_name(body.name, field="name")
    return with_new_ids({**document, "workflow": name}, new_id=new_id)
