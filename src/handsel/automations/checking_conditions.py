"""What is wrong with the trigger and the conditions of a recipe, here and now."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from handsel.automations.checking_findings import At, Finding
from handsel.automations.checking_world import World
from handsel.automations.conditions import FACTS, compile_one
from handsel.automations.document import SHADOWED, AnyOf, Condition, Conditions, Trigger
from handsel.automations.naming import ids_in, names_of
from handsel.automations.triggers import CHANGES
from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import say
from handsel.organizations.acting import Member

NOT_NOW = {
    "step": say("There is no such step in any workflow now."),
    "stage": say("There is no such stage in any workflow now."),
    "transition": say("There is no such transition in any workflow now."),
}
NEVER = {
    "step": say("It never changes from a step to the same one."),
    "stage": say("It never changes from a stage to the same one."),
}
UNKNOWN = {
    "team": say("There is no such team."),
    "step": say("There is no such step."),
    "stage": say("There is no such stage."),
    "owner": say("There is no such owner."),
    "author": say("There is no such author."),
    "channel": say("There is no such channel."),
    "product": say("There is no such product."),
}
FACT_FIELDS = frozenset(field for fields in CHANGES.values() for field in fields)


def check_trigger(trigger: Trigger, world: World) -> Iterator[Finding]:
    at = At("trigger")
    if trigger.team is not None:
        team = world.teams.get(trigger.team)
        if team is None or not team.there:
            yield at.slotted("team").error("unknown_team", say("There is no such team."))
    for key in trigger.fields:
        if key not in FACT_FIELDS and not world.attributes(key.removeprefix(SHADOWED)):
            yield at.slotted("fields").error(
                "unknown_field", say("No workflow has a field {key}.", key=key[:80]), field=key
            )
    kind = {"step_changed": "step", "stage_changed": "stage"}.get(trigger.type)
    if kind is None:
        return
    for slot, wanted in (("from", trigger.from_id), ("to", trigger.to_id)):
        known = world.steps if kind == "step" else world.stages
        if wanted is not None and wanted not in known:
            yield at.slotted(slot).error(f"unknown_{kind}", NOT_NOW[kind])
    if trigger.from_id is not None and trigger.from_id == trigger.to_id:
        yield at.slotted("to").warning("never", NEVER[kind])


def check_conditions(
    conditions: Conditions, *, by: Member, world: World, at: At | None = None
) -> Iterator[Finding]:
    """Of the recipe itself where `at` is not given."""
    for number, one in enumerate(conditions):
        here = At(f"conditions.{number}") if at is None else at.slotted(str(number))
        among: Sequence[tuple[Condition, At]] = (
            [(one, here)] if isinstance(one, Condition) else _among(one, here)
        )
        if isinstance(one, AnyOf) and not one.conditions:
            yield here.slotted("any").error("missing", say("Say what may hold."))
        for condition, place in among:
            yield from _check(condition, by=by, world=world, at=place)


def _among(one: AnyOf, at: At) -> list[tuple[Condition, At]]:
    return [(each, at.slotted(f"any.{place}")) for place, each in enumerate(one.conditions)]


def _check(condition: Condition, *, by: Member, world: World, at: At) -> Iterator[Finding]:
    try:
        compile_one(condition, graphs=world.graphs, by=by)
    except Refusal as refusal:
        code = (
            "bad_condition"
            if condition.field in FACTS or world.attributes(condition.field.removeprefix(SHADOWED))
            else "unknown_field"
        )
        yield at.error(code, refusal.detail, field=condition.field)
        return
    fact = FACTS.get(condition.field)
    if fact is None or fact.kind not in ("id", "member"):
        return
    ids = ids_in(condition.value or "")
    unknown = ids - _known(condition.field, ids, world)
    if unknown:
        yield at.slotted("value").error(
            "unknown_reference",
            UNKNOWN[condition.field],
            field=condition.field,
        )


def _known(field: str, ids: set[UUID], world: World) -> set[UUID]:
    """Also people who have left and teams that are gone: opportunities still name them."""
    if field in ("owner", "author"):
        return ids & set(world.people)
    if field == "team":
        return ids & set(world.teams)
    return ids & set(names_of(ids))
