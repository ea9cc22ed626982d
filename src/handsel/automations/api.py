"""Automations over HTTP: only for who configures (A1)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from handsel.automations import drafts, ordering, publishing, queries, trying
from handsel.automations import schemas as shapes
from handsel.automations.vocabulary import describe_vocabulary
from handsel.http.router import Router, asks, only_reads, works_long
from handsel.organizations.acting import configuring, member_of
from handsel.organizations.authentication import answering

router = Router(tags=["automations"])
ONE = "/automations/{uuid:automation_id}"


@router.get("/automations", response=shapes.AutomationsOut)
def list_automations(request: HttpRequest) -> dict[str, Any]:
    """In the order in which they go."""
    _, at = configuring(request)
    return {"items": queries.automations(at=at), "next_cursor": None}


@router.post("/automations", response={201: shapes.AutomationDetailOut})
@asks(configuring)
def create_automation(request: HttpRequest, body: shapes.AutomationIn) -> dict[str, Any]:
    member, at = member_of(request)
    made = drafts.make(body.name, document=body.document, by=member, at=at)
    return queries.automation(made, member=member, at=at)


@router.get("/automations/vocabulary", response=shapes.VocabularyOut)
def show_vocabulary(request: HttpRequest) -> dict[str, Any]:
    member, _ = configuring(request)
    return describe_vocabulary(member=member)


@router.get("/activity-types", response=shapes.ActivityTypesOut)
def show_activity_types(request: HttpRequest) -> dict[str, Any]:
    """The kinds of activity that automations wait for, for whoever writes one down."""
    member_of(request)
    return {"types": queries.awaited_activity_types()}


@router.put("/automations/order", response=shapes.AutomationsOut)
def order_automations(request: HttpRequest, body: shapes.OrderIn) -> dict[str, Any]:
    member, at = configuring(request)
    ordering.order(body.automations, by=member, at=at)
    return {"items": queries.automations(at=at), "next_cursor": None}


@router.get(ONE, response=shapes.AutomationDetailOut)
def show_automation(request: HttpRequest, automation_id: UUID) -> dict[str, Any]:
    member, at = configuring(request)
    return queries.automation(automation_id, member=member, at=at)


@router.patch(ONE, response=shapes.AutomationDetailOut)
def rename_automation(
    request: HttpRequest, automation_id: UUID, body: shapes.AutomationPatchIn
) -> dict[str, Any]:
    member, at = configuring(request)
    drafts.rename(automation_id, name=body.name, by=member, at=at)
    return queries.automation(automation_id, member=member, at=at)


@router.delete(ONE, response={204: None})
def delete_automation(request: HttpRequest, automation_id: UUID) -> None:
    """What it did stays in its history."""
    member, at = configuring(request)
    drafts.delete(automation_id, by=member, at=at)


@router.put(ONE + "/draft", response=shapes.AutomationDetailOut)
def save_automation_draft(
    request: HttpRequest, automation_id: UUID, body: shapes.AutomationDraftIn
) -> dict[str, Any]:
    """The whole draft. Another revision than the present is a conflict, and brings the present draft as `current`."""
    member, at = configuring(request)
    drafts.save(automation_id, document=body.document, revision=body.revision, by=member, at=at)
    return queries.automation(automation_id, member=member, at=at)


@router.post(ONE + "/draft/check", response=shapes.AutomationCheckOut)
@only_reads
def check_automation_draft(
    request: HttpRequest, automation_id: UUID, body: shapes.AutomationCheckIn
) -> dict[str, Any]:
    """Of the draft as it is stored, or as it is sent."""
    member, _ = configuring(request)
    name, document = drafts.read_or_stored(automation_id, document=body.document)
    return queries.describe_check(document, automation_id=automation_id, name=name, member=member)


@router.post(ONE + "/draft/try", response=shapes.TryOut)
@works_long
def try_automation_draft(request: Any, automation_id: UUID, body: shapes.TryIn) -> dict[str, Any]:
    """What it would have done with the events of the last days. Nothing is changed, and nothing is sent (A6)."""
    with answering(request) as at:
        request.at = at
        member, _ = configuring(request)
        wanted = trying.prepare(automation_id, document=body.document, days=body.days, by=member, at=at)
    return trying.run(wanted)


@router.post(ONE + "/publish", response=shapes.AutomationDetailOut)
@asks(configuring)
def publish_automation(
    request: HttpRequest, automation_id: UUID, body: shapes.AutomationPublishIn
) -> dict[str, Any]:
    """Makes the draft the next version, live from now on. Who publishes is the author, with whose rights it acts."""
    member, at = member_of(request)
    publishing.publish(automation_id, revision=body.revision, by=member, at=at)
    return queries.automation(automation_id, member=member, at=at)


@router.post(ONE + "/pause", response=shapes.AutomationDetailOut)
@asks(configuring)
def pause_automation(request: HttpRequest, automation_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    publishing.pause(automation_id, by=member, at=at)
    return queries.automation(automation_id, member=member, at=at)


@router.post(ONE + "/resume", response=shapes.AutomationDetailOut)
@asks(configuring)
def resume_automation(request: HttpRequest, automation_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    publishing.resume(automation_id, by=member, at=at)
    return queries.automation(automation_id, member=member, at=at)


@router.get(ONE + "/versions", response=shapes.AutomationVersionsOut)
def list_automation_versions(request: HttpRequest, automation_id: UUID) -> dict[str, Any]:
    configuring(request)
    drafts.check_there(automation_id)
    return {"items": queries.versions(automation_id), "next_cursor": None}


@router.get(ONE + "/versions/{int:number}", response=shapes.AutomationVersionDetailOut)
def show_automation_version(request: HttpRequest, automation_id: UUID, number: int) -> dict[str, Any]:
    configuring(request)
    drafts.check_there(automation_id)
    return queries.version(automation_id, number=number)
