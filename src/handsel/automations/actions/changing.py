"""Fields, step and owner, through the gate."""

from handsel.automations.actions.doing import Doing, Done, done
from handsel.automations.document import Move, SetFields, SetOwner
from handsel.automations.scene import look, person
from handsel.opportunities import editing, moving, owning


def set_fields(step: SetFields, doing: Doing) -> Done:
    changes = editing.Edit(attributes=doing.card.fill_all(step.fields))
    editing.edit(doing.scene.opportunity_id, edit=changes, by=doing.by, at=doing.at)
    return done(step, fields=sorted(step.fields))


def move(step: Move, doing: Doing) -> Done:
    moving.move(
        doing.scene.opportunity_id,
        by=doing.by,
        at=doing.at,
        transition=None if step.transition is None else str(step.transition),
        step=None if step.step is None else str(step.step),
        stage=None if step.stage is None else str(step.stage),
        attributes=doing.card.fill_all(step.attributes),
        reason=None if step.reason is None else doing.card.fill(step.reason),
    )
    now = look(doing.scene.opportunity_id, by=doing.by, at=doing.at)
    return done(step, step=str(now.step_id))


def set_owner(step: SetOwner, doing: Doing) -> Done:
    owner_id = None if step.to is None else person(step.to, doing.scene, doing.card)
    owning.set_owner(doing.scene.opportunity_id, owner_id=owner_id, by=doing.by, at=doing.at)
    return done(step, owner=None if owner_id is None else str(owner_id))
