"""Notes, activities and tasks of an opportunity over HTTP."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from handsel.database.fields import instant
from handsel.http.router import Router
from handsel.opportunities import noting, tasking
from handsel.opportunities import schemas as shapes
from handsel.opportunities.api import instant_of
from handsel.opportunities.gate import look
from handsel.opportunities.models import Activity, Note
from handsel.opportunities.task_queries import list_tasks, show_task
from handsel.organizations.acting import Member, member_of

router = Router(tags=["opportunities"])
ONE = "/opportunities/{uuid:opportunity_id}"


@router.post(ONE + "/notes", response={201: shapes.NoteOut})
def add_note(request: HttpRequest, opportunity_id: UUID, body: shapes.NoteIn) -> dict[str, Any]:
    member, at = member_of(request)
    return note_out(noting.add_note(opportunity_id, text=body.text, by=member, at=at), member=member)


@router.patch("/notes/{uuid:note_id}", response=shapes.NoteOut)
def edit_note(request: HttpRequest, note_id: UUID, body: shapes.NoteIn) -> dict[str, Any]:
    member, at = member_of(request)
    return note_out(noting.edit_note(note_id, text=body.text, by=member, at=at), member=member)


@router.delete("/notes/{uuid:note_id}", response={204: None})
def delete_note(request: HttpRequest, note_id: UUID) -> None:
    member, at = member_of(request)
    noting.delete_note(note_id, by=member, at=at)


@router.post(ONE + "/activities", response={201: shapes.ActivityOut})
def log_activity(request: HttpRequest, opportunity_id: UUID, body: shapes.ActivityIn) -> dict[str, Any]:
    member, at = member_of(request)
    made = noting.log_activity(
        opportunity_id,
        kind=body.type,
        text=body.text,
        happened_at=instant_of(body.at, member=member, field="at"),
        by=member,
        at=at,
    )
    return activity_out(made, member=member)


@router.patch("/activities/{uuid:activity_id}", response=shapes.ActivityOut)
def edit_activity(request: HttpRequest, activity_id: UUID, body: shapes.ActivityEditIn) -> dict[str, Any]:
    member, at = member_of(request)
    changes = body.given()
    if "at" in changes:
        changes["at"] = instant_of(body.at, member=member, field="at")
    return activity_out(noting.edit_activity(activity_id, changes=changes, by=member, at=at), member=member)


@router.get(ONE + "/tasks", response=shapes.TasksOut)
def tasks_of(
    request: HttpRequest, opportunity_id: UUID, limit: int | None = None, cursor: str | None = None
) -> bytes:
    member, at = member_of(request)
    look(opportunity_id, member=member, at=at)
    return list_tasks(
        member=member, at=at, opportunity_id=opportunity_id, done=None, limit=limit, cursor=cursor
    )


@router.post(ONE + "/tasks", response={201: shapes.TaskOut})
def add_task(request: HttpRequest, opportunity_id: UUID, body: shapes.TaskIn) -> dict[str, Any]:
    member, at = member_of(request)
    task = tasking.add_task(
        opportunity_id,
        title=body.title,
        due_at=instant_of(body.due_at, member=member, field="due_at"),
        remind_at=instant_of(body.remind_at, member=member, field="remind_at"),
        owner_id=body.owner,
        by=member,
        at=at,
    )
    shown: dict[str, Any] = json.loads(show_task(task.pk, member=member, at=at))
    return shown


@router.get("/tasks", response=shapes.TasksOut)
def all_tasks(
    request: HttpRequest,
    mine: bool = False,  # noqa: FBT001, FBT002 (a filter in the address)
    due: str | None = None,
    done: bool | None = False,  # noqa: FBT001, FBT002 (a filter in the address)
    limit: int | None = None,
    cursor: str | None = None,
) -> bytes:
    member, at = member_of(request)
    return list_tasks(member=member, at=at, mine=mine, due=due, done=done, limit=limit, cursor=cursor)


@router.patch("/tasks/{uuid:task_id}", response=shapes.TaskOut)
def edit_task(request: HttpRequest, task_id: UUID, body: shapes.TaskEditIn) -> bytes:
    member, at = member_of(request)
    changes = body.given()
    for name in {"due_at", "remind_at"} & set(changes):
        changes[name] = instant_of(changes[name], member=member, field=name)
    tasking.edit_task(task_id, changes=changes, by=member, at=at)
    return show_task(task_id, member=member, at=at)


@router.delete("/tasks/{uuid:task_id}", response={204: None})
def delete_task(request: HttpRequest, task_id: UUID) -> None:
    member, at = member_of(request)
    tasking.delete_task(task_id, by=member, at=at)


def activity_out(activity: Activity, *, member: Member) -> dict[str, Any]:
    return {
        "id": activity.pk,
        "type": activity.type,
        "text": activity.text,
        "at": instant(activity.at),
        "mine": activity.author_id == member.id,
    }


def note_out(note: Note, *, member: Member) -> dict[str, Any]:
    return {
        "id": note.pk,
        "text": note.text,
        "created_at": instant(note.created_at),
        "edited_at": instant(note.edited_at),
        "mine": note.author_id == member.id,
    }
