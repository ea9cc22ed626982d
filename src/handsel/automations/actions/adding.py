"""Tasks, activities and notes."""

from handsel.automations.actions.doing import Doing, Done, done
from handsel.automations.document import AddNote, CreateTask, LogActivity
from handsel.automations.scene import after, person
from handsel.opportunities import noting, tasking


def create_task(step: CreateTask, doing: Doing) -> Done:
    """Without an owner it is the opportunity's; where that is nobody, the automation's author's."""
    owner = person(step.owner, doing.scene, doing.card) if step.owner is not None else doing.card.owner_id
    task = tasking.add_task(
        doing.scene.opportunity_id,
        title=doing.card.fill(step.title),
        due_at=None if step.due is None else after(step.due, by=doing.by, at=doing.at),
        remind_at=None if step.remind is None else after(step.remind, by=doing.by, at=doing.at),
        owner_id=owner,
        by=doing.by,
        at=doing.at,
    )
    return done(step, owner=str(task.owner_id))


def log_activity(step: LogActivity, doing: Doing) -> Done:
    noting.log_activity(
        doing.scene.opportunity_id,
        kind=doing.card.fill(step.type),
        text=doing.card.fill(step.text),
        happened_at=None,
        by=doing.by,
        at=doing.at,
    )
    return done(step, type=step.type)


def add_note(step: AddNote, doing: Doing) -> Done:
    text = doing.card.fill(step.text)
    noting.add_note(doing.scene.opportunity_id, text=text, by=doing.by, at=doing.at)
    return done(step)
