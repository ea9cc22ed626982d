"""Notes and activities on an opportunity (B13). They do not raise its revision (B5)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.kernel.refusals import NotFound
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name, check_text
from handsel.ledger.record import record
from handsel.opportunities.events import ActivityAdded, ActivityEdited, NoteAdded, NoteDeleted, NoteEdited
from handsel.opportunities.gate import Taken, take
from handsel.opportunities.models import Activity, Note
from handsel.opportunities.rules import NotAllowed, OpportunityNotFound, Permission
from handsel.organizations.acting import Member
from handsel.organizations.rules import Capability


class NoteNotFound(NotFound):
    code = "note_not_found"


class ActivityNotFound(NotFound):
    code = "activity_not_found"


def add_note(opportunity_id: UUID, *, text: str, by: Member, at: datetime) -> Note:
    taken = take(opportunity_id, member=by, to=Permission.ADD, at=at)
    note = Note.objects.create(
        organization_id=by.organization_id,
        opportunity_id=taken.id,
        author_id=by.id,
        text=check_name(text, field="text", limit=100_000),
        created_at=at,
    )
    record(NoteAdded(**about(taken), subject_id=note.pk), by=by, at=at)
    return note


def edit_note(note_id: UUID, *, text: str, by: Member, at: datetime) -> Note:
    """Only its author changes a note."""
    note, taken = take_note(note_id, by=by, at=at)
    if note.author_id != by.id:
        raise NotAllowed(say("Only who wrote a note changes it. Write one of your own."))
    note.text = check_name(text, field="text", limit=100_000)
    note.edited_at = at
    note.save(update_fields=["text", "edited_at"])
    record(NoteEdited(**about(taken), subject_id=note.pk), by=by, at=at)
    return note


def delete_note(note_id: UUID, *, by: Member, at: datetime) -> None:
    """Its author, or a manager."""
    note, taken = take_note(note_id, by=by, at=at)
    if note.author_id != by.id and not by.can(Capability.REASSIGN):
        raise NotAllowed(say("Only who wrote a note, or a manager, deletes it."))
    note.delete()
    record(NoteDeleted(**about(taken), subject_id=note_id), by=by, at=at)


def take_note(note_id: UUID, *, by: Member, at: datetime) -> tuple[Note, Taken]:
    """Reached through its opportunity: who may not see that one sees no note."""
    note = Note.objects.filter(pk=note_id).first()
    try:
        if note is not None:
            return note, take(note.opportunity_id, member=by, to=Permission.ADD, at=at)
    except OpportunityNotFound:
        pass
    raise NoteNotFound(say("There is no such note."))


def log_activity(
    opportunity_id: UUID, *, kind: str, text: str, happened_at: datetime | None, by: Member, at: datetime
) -> Activity:
    """`kind` is what people call it: a visit, a call, a document collected."""
    taken = take(opportunity_id, member=by, to=Permission.ADD, at=at)
    activity = Activity.objects.create(
        organization_id=by.organization_id,
        opportunity_id=taken.id,
        author_id=by.id,
        type=check_name(kind, field="type", limit=200),
        text=check_text(text, field="text"),
        at=happened_at or at,
        created_at=at,
    )
    record(ActivityAdded(**about(taken), subject_id=activity.pk), by=by, at=at)
    return activity


def edit_activity(activity_id: UUID, *, changes: dict[str, Any], by: Member, at: datetime) -> Activity:
    """Who logged it, or a manager. `changes`: type, text, at; what is not named stays. Nothing changed, nothing recorded."""
    activity, taken = _take_activity(activity_id, by=by, at=at)
    if activity.author_id != by.id and not by.can(Capability.REASSIGN):
        raise NotAllowed(say("Only who logged an activity, or a manager, changes it."))
    if "type" in changes:
        changes["type"] = check_name(changes["type"], field="type", limit=200)
    if "text" in changes:
        check_text(changes["text"], field="text")
    if "at" in changes:
        changes["at"] = changes["at"] or at
    changed = sorted(name for name, value in changes.items() if getattr(activity, name) != value)
    if not changed:
        return activity
    for name in changed:
        setattr(activity, name, changes[name])
    activity.save(update_fields=changed)
    record(ActivityEdited(**about(taken), subject_id=activity.pk, fields=changed), by=by, at=at)
    return activity


def _take_activity(activity_id: UUID, *, by: Member, at: datetime) -> tuple[Activity, Taken]:
    """Reached as a note is. Read once more under the lock: somebody else may have changed it meanwhile."""
    found = Activity.objects.filter(pk=activity_id).first()
    try:
        if found is not None:
            taken = take(found.opportunity_id, member=by, to=Permission.ADD, at=at)
            found.refresh_from_db()
            return found, taken
    except (OpportunityNotFound, Activity.DoesNotExist):
        pass
    raise ActivityNotFound(say("There is no such activity."))


def about(taken: Taken) -> dict[str, Any]:
    """What a fact says of its opportunity when its revision stays."""
    return {
        "opportunity_id": taken.id,
        "revision": taken.revision,
        "workflow_version_id": taken.workflow_version_id,
    }
