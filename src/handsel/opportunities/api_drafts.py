"""Drafts over HTTP: the form of a workflow that is being edited, checked, tried and published (W1, W13, W14)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import TypeAdapter

from handsel.http.etags import revision_of
from handsel.http.router import Router, asks, only_reads
from handsel.opportunities import draft_shapes as shapes
from handsel.opportunities import republishing, simulating, workflow_list
from handsel.opportunities.api_workflows import ONE
from handsel.opportunities.workflow_bodies import YAML, described, read_body, read_fields
from handsel.opportunities.workflow_shapes import WorkflowFileIn
from handsel.organizations.acting import configuring, member_of
from handsel.workflows import drafting
from handsel.workflows.document import describe
from handsel.workflows.draft_views import describe_check, describe_draft

router = Router(tags=["workflows"])
DRAFT = ONE + "/draft"
_draft_out = TypeAdapter(shapes.DraftOut)


@router.get(DRAFT, response=shapes.DraftOut)
def show_draft(request: HttpRequest, workflow_id: UUID) -> HttpResponse:
    configuring(request)
    return shown(workflow_id)


@router.put(DRAFT, response=shapes.DraftOut, openapi_extra=described(shapes.DraftIn, **YAML))
def save_draft(request: HttpRequest, workflow_id: UUID) -> HttpResponse:
    """The whole draft. An edit of another revision than the present is a conflict, and brings the present one."""
    member, at = configuring(request)
    workflow = workflow_list.get_workflow(workflow_id)
    written, body = read_body(request, shapes.DraftIn)
    revision = revision_of(request, body=body.revision)
    drafting.save(workflow, written=written, revision=revision, by=member, at=at)
    return shown(workflow_id)


@router.post(DRAFT + "/reset", response=shapes.DraftOut)
@asks(configuring)
def reset_draft(request: HttpRequest, workflow_id: UUID, body: shapes.ResetIn | None = None) -> HttpResponse:
    """The draft is the newest version again."""
    member, at = member_of(request)
    workflow = workflow_list.get_workflow(workflow_id)
    revision = revision_of(request, body=body.revision if body else None)
    drafting.reset(workflow, revision=revision, by=member, at=at)
    return shown(workflow_id)


@router.post(DRAFT + "/check", response=shapes.CheckOut, openapi_extra=described(WorkflowFileIn, **YAML))
@only_reads
def check_draft(request: HttpRequest, workflow_id: UUID) -> dict[str, Any]:
    """Of the draft as it is stored, or as it is sent."""
    configuring(request)
    workflow = workflow_list.get_workflow(workflow_id)
    written, _ = read_body(request, WorkflowFileIn)
    document = drafting.read_or_stored(workflow, written=written)
    return {**describe_check(document, workflow_id=workflow_id), "text": describe(document)}


@router.post(
    DRAFT + "/simulate", response=shapes.SimulationOut, openapi_extra=described(shapes.SimulateIn, **YAML)
)
@only_reads
def simulate_draft(request: HttpRequest, workflow_id: UUID) -> dict[str, Any]:
    _, at = configuring(request)
    workflow = workflow_list.get_workflow(workflow_id)
    written, body = read_body(request, shapes.SimulateIn)
    document = drafting.read_or_stored(workflow, written=written)
    checked = describe_check(document, workflow_id=workflow_id)
    found = simulating.simulate(workflow, document=document, days=body.days, mapped=body.map, at=at)
    return {**found, "publishable": checked["publishable"], "findings": checked["findings"]}


@router.post(DRAFT + "/publish", response=shapes.PublishedOut, openapi_extra=described(shapes.PublishIn))
@asks(configuring)
def publish_draft(request: HttpRequest, workflow_id: UUID) -> dict[str, Any]:
    """Makes the draft the next version, and puts every opportunity of the workflow onto it."""
    member, at = member_of(request)
    workflow = workflow_list.get_workflow(workflow_id)
    wanted = read_fields(request, shapes.PublishIn)
    revision = revision_of(request, body=wanted.revision)
    published = republishing.publish_draft(
        workflow, revision=revision, mapped=wanted.map, over=wanted.over, by=member, at=at
    )
    return {**workflow_list.workflow(workflow_id, member=member, at=at), "published": published}


def shown(workflow_id: UUID) -> HttpResponse:
    draft = _draft_out.validate_python(describe_draft(workflow_id))
    body = _draft_out.dump_json(draft, by_alias=True)
    return HttpResponse(body, content_type="application/json", headers={"ETag": f'"{draft.revision}"'})
