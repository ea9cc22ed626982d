"""What is wrong with a recipe, on its place (A1, A4, A5). Errors bar publishing, warnings inform."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from handsel.automations.checking_conditions import check_conditions, check_trigger
from handsel.automations.checking_findings import At, Finding
from handsel.automations.checking_steps import Checked, check_step
from handsel.automations.checking_world import World, live_besides, world_of
from handsel.automations.document import Recipe, walk
from handsel.automations.document_reading import read
from handsel.automations.document_spots import Problem
from handsel.automations.loops import Circle, Named, circles
from handsel.automations.rules import AutomationErrors
from handsel.kernel.refusals import FieldProblem
from handsel.kernel.sentences import Sentence, say
from handsel.organizations.acting import Member

LOOP = "loop"


def check_document(
    document: Mapping[str, Any], *, automation_id: UUID, by: Member, name: str
) -> list[Finding]:
    """As if `by` published it: they would be its author. Errors first."""
    reading = read(document)
    found = [_of(problem) for problem in reading.problems]
    if not any(problem.bars_saving for problem in reading.problems):
        world = world_of(by.organization_id)
        found += _check(reading.recipe, world, by=by)
        found += check_loops(Named(automation_id, name, reading.recipe), world)
    return sorted(found, key=lambda one: one.level != "error")


def check_loops(draft: Named, world: World) -> Iterator[Finding]:
    for circle in circles(draft, live_besides(draft.id), processes=world.processes):
        yield _looped(circle)


def check_publishable(document: Mapping[str, Any], *, automation_id: UUID, by: Member, name: str) -> None:
    _check_none(check_document(document, automation_id=automation_id, by=by, name=name), _unpublishable)


def check_resumable_with_others(
    document: Mapping[str, Any], *, automation_id: UUID, by: Member, name: str
) -> None:
    """What was published while it was paused may make a loop with it."""
    draft = Named(automation_id, name, read(document).recipe)
    _check_none(list(check_loops(draft, world_of(by.organization_id))), _unresumable)


def _unpublishable(why: Sentence) -> Sentence:
    return say("This automation can't be published. {why}", why=why)


def _unresumable(why: Sentence) -> Sentence:
    return say("This automation can't run again. {why}", why=why)


def _check_none(found: list[Finding], refused: Callable[[Sentence], Sentence]) -> None:
    errors = [one for one in found if one.level == "error"]
    if errors:
        raise AutomationErrors(
            refused(errors[0].text),
            fields=[FieldProblem(f"{one.place}.{one.slot}".rstrip("."), one.text) for one in errors],
            findings=[asdict(one) for one in found],
        )


def _check(recipe: Recipe, world: World, *, by: Member) -> Iterator[Finding]:
    yield from check_trigger(recipe.trigger, world)
    yield from check_conditions(recipe.conditions, by=by, world=world)
    checked = Checked(recipe, world, by)
    for step in walk(recipe.steps):
        yield from check_step(step, checked)


def _looped(circle: Circle) -> Finding:
    at = At(f"steps.{circle.links[0][1].id}")
    names = " → ".join(circle.names)
    values = {"circle": circle.names}
    if circle.is_certain:
        text = say(
            "This goes around without an end: {names}. Make a condition stand in its way.", names=names
        )
        return at.error(LOOP, text, **values)
    text = say("This may go around: {names}. A chain is cut when it is 8 deep.", names=names)
    return at.warning("possible_loop", text, **values)


def _of(problem: Problem) -> Finding:
    return Finding("error", problem.code, problem.place, problem.slot, problem.text, problem.values)
