"""Tasks on an opportunity: due, perhaps with a reminder, done by somebody (B13)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.kernel.refusals import NotFound
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.ledger.record import record
from handsel.opportunities.events import TaskAdded, TaskDeleted, TaskDone, TaskEdited, TaskReopened
from handsel.opportunities.gate import Taken, take
from handsel.opportunities.models import Task
from handsel.opportunities.noting import about
from handsel.opportunities.owning import check_owner, lock_member
from handsel.opportunities.rules import OpportunityNotFound, Permission
from handsel.organizations.acting import Member


class TaskNotFound(NotFound):
    code = "task_not_found"


def add_task(
    opportunity_id: UUID,
    *,
    title: str,
    due_at: datetime | None,
    remind_at: datetime | None,
    owner_id: UUID | None,
    by: Member,
    at: datetime,
) -> Task:
    """Its owner is a member of the opportunity's team, else whoever makes it."""
    if owner_id not in (None, by.id):
        lock_member(owner_id)
    taken = take(opportunity_id, member=by, to=Permission.ADD, at=at)
    if owner_id not in (None, by.id):
        check_owner(owner_id, team_id=taken.team_id)
    task = Task.objects.create(
        organization_id=by.organization_id,
        opportunity_id=taken.id,
        author_id=by.id,
        owner_id=owner_id or by.id,
        title=check_name(title, field="title"),
        due_at=due_at,
        remind_at=remind_at,
        remind_due_at=reminder(remind_at, at=at),
        remind_run_id=by.cause_id,
        created_at=at,
    )
    record(TaskAdded(**about(taken), subject_id=task.pk, owner=task.owner_id), by=by, at=at)
    return task


def edit_task(task_id: UUID, *, changes: dict[str, Any], by: Member, at: datetime) -> Task:
    """`changes` holds title, due_at, remind_at, owner, done; what is absent stays."""
    if changes.get("owner") not in (None, by.id):
        lock_member(changes["owner"])
    task, taken = take_task(task_id, by=by, at=at)
    if "title" in changes:
        task.title = check_name(changes["title"], field="title")
    if "due_at" in changes:
        task.due_at = changes["due_at"]
    if "remind_at" in changes:
        task.remind_at = changes["remind_at"]
        task.remind_due_at, task.remind_run_id = reminder(task.remind_at, at=at), by.cause_id
    if changes.get("owner") not in (None, by.id):
        check_owner(changes["owner"], team_id=taken.team_id)
    if changes.get("owner") is not None:
        task.owner_id = changes["owner"]
    facts: list[TaskEdited | TaskDone | TaskReopened] = []
    done = changes.get("done")
    if done is not None and done != (task.done_at is not None):
        task.done_at = at if done else None
        task.remind_due_at = None if done else reminder(task.remind_at, at=at)
        facts.append((TaskDone if done else TaskReopened)(**about(taken), subject_id=task.pk))
    if set(changes) - {"done"}:
        facts.append(TaskEdited(**about(taken), subject_id=task.pk))
    kept = ["title", "due_at", "remind_at", "remind_due_at", "remind_run_id", "owner", "done_at"]
    task.save(update_fields=kept)
    record(*facts, by=by, at=at)
    return task


def delete_task(task_id: UUID, *, by: Member, at: datetime) -> None:
    task, taken = take_task(task_id, by=by, at=at)
    task.delete()
    record(TaskDeleted(**about(taken), subject_id=task_id), by=by, at=at)


def take_task(task_id: UUID, *, by: Member, at: datetime) -> tuple[Task, Taken]:
    """Reached through its opportunity, and locked by it."""
    found = Task.objects.filter(pk=task_id).values_list("opportunity_id", flat=True).first()
    try:
        if found is not None:
            taken = take(found, member=by, to=Permission.ADD, at=at)
            return Task.objects.get(pk=task_id), taken
    except (OpportunityNotFound, Task.DoesNotExist):
        pass
    raise TaskNotFound(say("There is no such task."))


def reminder(remind_at: datetime | None, *, at: datetime) -> datetime | None:
    return remind_at if remind_at is not None and remind_at > at else None
