"""One step of a recipe, done: the ordinary commands, as its author (A3, A4). Runs and trials do it by the same code."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from handsel.automations import conditions
from handsel.automations.actions import adding, calling, changing, sharing, telling
from handsel.automations.actions.doing import Doing, Done
from handsel.automations.conditions import FOUND, OF_CONTACT, Judged
from handsel.automations.document import AnyOf, Branch, Condition, Conditions, Step, Wait
from handsel.automations.lines import Line
from handsel.automations.scene import Scene, after, look
from handsel.database.fields import instant
from handsel.organizations.acting import Member


def judge(asked: Conditions, scene: Scene, *, by: Member, at: datetime) -> tuple[bool, list[Line]]:
    """Whether all hold, and each of them by itself. Raises OpportunityNotFound where `by` can't see it."""
    each = conditions.judged(asked, opportunity_id=scene.opportunity_id, by=by, at=at)
    return conditions.all_hold(each), [_judged(_at(asked, one.place), one) for one in each]


def perform(step: Step, scene: Scene, *, by: Member, at: datetime) -> Done:
    """Refusals are raised, but for what is kept along with its refusal (a share that failed): that is in the answer."""
    card = look(scene.opportunity_id, by=by, at=at)
    return DO[step.do](step, Doing(scene, card, by, at))


def _wait(step: Wait, doing: Doing) -> Done:
    until = after(step.duration, by=doing.by, at=doing.at)
    line = Line(
        what="wait",
        outcome="waits",
        step_id=step.id,
        key="automation.line.wait",
        values={"until": instant(until)},
    )
    return Done([line], until=until)


def _branch(step: Branch, doing: Doing) -> Done:
    holds, lines = judge(step.conditions, doing.scene, by=doing.by, at=doing.at)
    judged = [replace(line, step_id=step.id) for line in lines]
    line = Line(
        what="branch", outcome="yes" if holds else "no", step_id=step.id, key="automation.line.branch"
    )
    return Done([*judged, line], chosen=holds)


def _at(asked: Conditions, place: str) -> Condition | AnyOf:
    number, _, inner = place.partition(".any.")
    one = asked[int(number)]
    return one.conditions[int(inner)] if inner and isinstance(one, AnyOf) else one


def _judged(one: Condition | AnyOf, judged: Judged) -> Line:
    outcome, place = "yes" if judged.holds else "no", {"place": judged.place}
    if isinstance(one, AnyOf):
        return Line(what="condition", outcome=outcome, key="automation.line.any", values=place)
    values: dict[str, Any] = {"field": one.field, "op": one.op, "value": one.value, **place}
    if not one.field.startswith(OF_CONTACT):
        values[FOUND] = judged.found
    if judged.currency is not None:
        values["currency"] = judged.currency
    return Line(what="condition", outcome=outcome, key="automation.line.condition", values=values)


DO: dict[str, Callable[[Any, Doing], Done]] = {
    "share": sharing.share,
    "stop_sharing": sharing.stop_sharing,
    "set_fields": changing.set_fields,
    "move": changing.move,
    "set_owner": changing.set_owner,
    "create_task": adding.create_task,
    "log_activity": adding.log_activity,
    "add_note": adding.add_note,
    "notify": telling.notify,
    "webhook": calling.call,
    "wait": _wait,
    "branch": _branch,
}
