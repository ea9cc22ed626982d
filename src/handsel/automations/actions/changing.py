"""Fields, step and owner, through the gate. What is so already is left as it is: no event says that nothing changed."""

from django.db import transaction

from handsel.automations.actions.doing import Doing, Done, done
from handsel.automations.conditions import called
from handsel.automations.document import Move, SetFields, SetOwner
from handsel.automations.scene import look, person
from handsel.opportunities import editing, moving, owning
from handsel.opportunities.gate import take
from handsel.opportunities.rules import Permission
from handsel.opportunities.values import Typed, check_typed, values_after
from handsel.workflows.rules import NoTransition


def set_fields(step: SetFields, doing: Doing) -> Done:
    fields = doing.card.fill_all(step.fields)
    taken = take(doing.scene.opportunity_id, member=doing.by, to=Permission.EDIT, at=doing.at)
    typed = check_typed(
        taken.graph, fields, member=doing.by, currency=taken.currency, deal_amount=taken.deal_amount
    )
    before, after = values_after(taken, Typed()), values_after(taken, typed)
    changed = {key: value for key, value in fields.items() if before.get(key) != after.get(key)}
    if changed:
        editing.edit(taken.id, edit=editing.Edit(attributes=changed), by=doing.by, at=doing.at)
    return done(step, fields=sorted(map(called, changed)))


def move(step: Move, doing: Doing) -> Done:
    """To where it is already there is no way, but where the workflow has one: then nothing is done."""
    try:
        with transaction.atomic():
            _move(step, doing)
    except NoTransition:
        if doing.card.step_id != step.step and doing.card.stage_id != step.stage:
            raise
    now = look(doing.scene.opportunity_id, by=doing.by, at=doing.at)
    return done(step, step=str(now.step_id))


def set_owner(step: SetOwner, doing: Doing) -> Done:
    owner_id = None if step.to is None else person(step.to, doing.scene, doing.card)
    if owner_id != doing.card.owner_id:
        owning.set_owner(doing.scene.opportunity_id, owner_id=owner_id, by=doing.by, at=doing.at)
    return done(step, owner=None if owner_id is None else str(owner_id))


def _move(step: Move, doing: Doing) -> None:
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
