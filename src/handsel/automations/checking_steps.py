"""What is wrong with the steps of a recipe, here and now, and what its author could not do (A4)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from handsel.automations import document as shape
from handsel.automations.checking_conditions import NOT_NOW, check_conditions
from handsel.automations.checking_findings import At, Finding
from handsel.automations.checking_world import World
from handsel.automations.document import Duration, Recipe, Step, Whom
from handsel.contacts.matching import region_of
from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import any_of, say, word
from handsel.organizations.acting import Member
from handsel.organizations.rules import Switch, switched_off
from handsel.outgoing.rules import AddressRefused, check_literal, check_url
from handsel.workflows.attributes import check_value
from handsel.workflows.graph import Graph, Mode, Status, Transition
from handsel.workflows.ways import may_use, relevant_roles

MINUTES_OF_DAY = 24 * 60
WITH_LICENCE = frozenset(
    {"share", "set_fields", "move", "set_owner", "create_task", "log_activity", "add_note"}
)
BY_TIME = frozenset({"follow_up_due", "task_reminded", shape.SCHEDULE})
"""What nobody does. A share ends by time or by somebody."""


@dataclass(frozen=True, slots=True)
class Checked:
    """`by` is who would be the author."""

    recipe: Recipe
    world: World
    by: Member


def check_step(step: Step, checked: Checked) -> Iterator[Finding]:
    at = At(f"steps.{step.id}")
    if step.do in WITH_LICENCE and not checked.by.sales_licence:
        yield at.error(
            "author_cannot",
            say(
                "An automation does what its author may do. You have no sales licence, so you only look at opportunities: "
                "let somebody publish it who has one."
            ),
            reason="licence",
        )
    yield from CHECKS.get(step.do, _nothing)(step, checked, at)


def _nothing(_: Any, __: Checked, ___: At) -> Iterator[Finding]:
    yield from ()


def _share(step: shape.Share, checked: Checked, at: At) -> Iterator[Finding]:
    for switch in (Switch.SHARING, Switch.SHARE_AUTOMATION):
        if not checked.world.switches[switch]:
            yield at.error("feature_off", switched_off(switch), switch=switch.value)
    yield from _whom(step.to, checked, at.slotted("to"))
    if step.to.person == "owner":
        text = say("The owner has it already, so nothing can be shared with them. Choose somebody else.")
        yield at.slotted("to").error("shared_with_owner", text)
    person = checked.world.people.get(step.to.member) if step.to.member else None
    if person is not None and person.active and not person.licence:
        text = say("{person} has no sales licence, so nothing can be shared with them.", person=person.name)
        yield at.slotted("to").error("without_licence", text, member=person.name)
    if step.duration is not None and _minutes(step.duration) > checked.world.longest_share * MINUTES_OF_DAY:
        most = checked.world.longest_share
        text = say("At most {most} days are allowed here: longer shares are refused.", most=most)
        yield at.slotted("duration").warning("share_too_long", text, days=str(most))


def _stop_sharing(step: shape.StopSharing, checked: Checked, at: At) -> Iterator[Finding]:
    if isinstance(step.whose, Whom):
        yield from _whom(step.whose, checked, at.slotted("whose"), past=True)


def _set_fields(step: shape.SetFields, checked: Checked, at: At) -> Iterator[Finding]:
    yield from _values(step.fields, checked, at.slotted("fields"))


def _move(step: shape.Move, checked: Checked, at: At) -> Iterator[Finding]:
    world = checked.world
    yield from _values(step.attributes, checked, at.slotted("attributes"))
    for slot, known in (("step", world.steps), ("stage", world.stages), ("transition", world.transitions)):
        wanted = getattr(step, slot)
        if wanted is not None and wanted not in known and not _is_implicit(step, world):
            yield at.slotted(slot).error(f"unknown_{slot}", NOT_NOW[slot])
            return
    ways = list(_ways(step, world))
    yield from _ways_in(step, ways, checked, at)
    targets = world.processes.targets(step)
    stages = {stage.id: stage for stage in map(world.processes.stage_of, targets)}
    for stage in stages.values():
        if stage.status is Status.LOST and stage.reasons and step.reason is None:
            text = say("{stage} asks for a reason. Choose one.", stage=stage.name)
            yield at.slotted("reason").error("reason_missing", text, stage=stage.name)


def _is_implicit(step: shape.Move, world: World) -> bool:
    """A transition of a free workflow, which is made on the fly."""
    wanted = str(step.transition)
    return any(graph.mode is Mode.FREE and graph.transition(wanted) for graph in world.graphs)


def _ways(step: shape.Move, world: World) -> Iterator[tuple[Graph, Transition]]:
    """All the transitions that it could take, of guided workflows."""
    if step.transition is not None:
        yield from ([world.transitions[step.transition]] if step.transition in world.transitions else [])
        return
    targets = world.processes.targets(step)
    for graph in world.graphs:
        if graph.mode is Mode.GUIDED:
            yield from ((graph, one) for one in graph.declared if one.to_id in targets)


def _ways_in(
    step: shape.Move, ways: list[tuple[Graph, Transition]], checked: Checked, at: At
) -> Iterator[Finding]:
    """Nothing to say where it goes to a step of a free workflow."""
    graphs = {checked.world.steps[UUID(one)] for one in checked.world.processes.targets(step)}
    if any(graph.mode is Mode.FREE for graph in graphs) or not graphs:
        return
    slot = next(name for name in ("step", "stage", "transition") if getattr(step, name) is not None)
    if not ways:
        yield at.slotted(slot).error("no_way", say("No transition leads there."))
        return
    roles = frozenset(checked.by.roles)
    if not any(may_use(one, relevant_roles(graph, roles)) for graph, one in ways):
        needed = sorted({role for _, one in ways for role in one.roles})
        text = say(
            "An automation does what its author may do. This needs the role {needed}, which you lack.",
            needed=any_of(map(word, needed)),
        )
        yield at.slotted(slot).error("author_cannot", text, reason="role", roles=needed)


def _set_owner(step: shape.SetOwner, checked: Checked, at: At) -> Iterator[Finding]:
    if step.to is None:
        return
    slot = "member" if step.to.member else "person"
    yield from _whom(step.to, checked, at, slot=slot)
    team_id = checked.recipe.trigger.team
    team = checked.world.teams.get(team_id) if team_id else None
    member_id = step.to.member
    person = checked.world.people.get(member_id) if member_id else None
    if person is None or not person.active:
        return
    if team is not None and member_id not in team.members:
        text = say(
            "{person} is not of the team {team}, so they can't own its opportunities.",
            person=person.name,
            team=team.name,
        )
        yield at.slotted(slot).error("owner_not_in_team", text, member=person.name, team=team.name)
    elif not any(member_id in one.members for one in checked.world.teams.values() if one.there):
        text = say("{person} is in no team, so they can't own opportunities.", person=person.name)
        yield at.slotted(slot).error("owner_not_in_team", text, member=person.name)


def _create_task(step: shape.CreateTask, checked: Checked, at: At) -> Iterator[Finding]:
    if step.owner is not None:
        yield from _whom(step.owner, checked, at.slotted("owner"))


def _notify(step: shape.Notify, checked: Checked, at: At) -> Iterator[Finding]:
    yield from _whom(step.to, checked, at.slotted("to"))
    if step.to.role is not None and step.to.role not in set(checked.world.held_roles()):
        text = say("Nobody here has the role {role}.", role=word(step.to.role))
        yield at.slotted("to").warning("role_nobody_holds", text, role=step.to.role)


def _webhook(step: shape.Webhook, checked: Checked, at: At) -> Iterator[Finding]:
    """A name is looked up only when it is called."""
    try:
        check_literal(check_url(step.url), allowed=checked.world.allowed)
    except AddressRefused as refusal:
        yield at.slotted("url").error("address_refused", refusal.detail)


def _branch(step: shape.Branch, checked: Checked, at: At) -> Iterator[Finding]:
    yield from check_conditions(step.conditions, by=checked.by, world=checked.world, at=at.slotted("if"))


def _whom(whom: Whom, checked: Checked, at: At, *, slot: str = "", past: bool = False) -> Iterator[Finding]:
    """`past`: somebody who has left will do."""
    here = at.slotted(slot) if slot else at
    world = checked.world
    if whom.member is not None:
        person = world.people.get(whom.member)
        if person is None:
            yield here.error("unknown_member", say("There is no such member."))
        elif not person.active and not past:
            text = say("{person} is not active any more. Choose somebody else.", person=person.name)
            yield here.error("inactive_member", text, member=person.name)
    if whom.team is not None:
        team = world.teams.get(whom.team)
        if team is None or not (team.there or past):
            yield here.error("unknown_team", say("There is no such team."))
    kind, cause = checked.recipe.trigger.type, checked.recipe.trigger.cause
    if whom.person == "task_owner" and kind and not kind.startswith("task_"):
        yield here.error("no_task", say("No task sets this automation off. Choose somebody else."))
    if whom.person == "actor" and (kind in BY_TIME or cause == "time"):
        yield here.warning(
            "nobody_there", say("What happens by itself is done by nobody: this step will be refused.")
        )


def _values(fields: Mapping[str, Any], checked: Checked, at: At) -> Iterator[Finding]:
    for key, value in fields.items():
        attributes = checked.world.attributes(key)
        if not attributes:
            text = say("No workflow has a field {key} that can be set.", key=key[:80])
            yield at.slotted(key).error("unknown_field", text, field=key)
        elif value is None or _is_filled_in(value):
            continue
        else:
            refused = [
                refusal for one in attributes if (refusal := _refused(one, value, checked)) is not None
            ]
            if len(refused) == len(attributes):
                yield at.slotted(key).error("bad_value", refused[0].detail, field=attributes[0].label)


def _is_filled_in(value: Any) -> bool:
    """What stands in it is known only then."""
    return isinstance(value, str) and any(f"{{{name}}}" in value for name in shape.PLACEHOLDERS)


def _refused(attribute: Any, value: Any, checked: Checked) -> Refusal | None:
    try:
        check_value(
            attribute,
            value,
            field=attribute.key,
            currency=checked.by.currency,
            region=region_of(checked.by),
            zone=ZoneInfo(checked.by.time_zone),
            members={str(one) for one, person in checked.world.people.items() if person.active},
        )
    except Refusal as refusal:
        return refusal
    return None


def _minutes(duration: Duration) -> int:
    return duration.minutes or (duration.days or 0) * MINUTES_OF_DAY


CHECKS: dict[str, Callable[[Any, Checked, At], Iterator[Finding]]] = {
    "share": _share,
    "stop_sharing": _stop_sharing,
    "set_fields": _set_fields,
    "move": _move,
    "set_owner": _set_owner,
    "create_task": _create_task,
    "notify": _notify,
    "webhook": _webhook,
    "branch": _branch,
}
