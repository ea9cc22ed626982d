"""What must not be published, and what its author should know (W13). Plain Python.

Errors block publishing. Each finding stands on one element and says what to do.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict

from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.workflows.checking_findings import ENTRY_LABELS, Finding, Level, error, listed, warning
from handsel.workflows.checking_triggers import check_communications, check_triggers
from handsel.workflows.checking_ways import check_ways
from handsel.workflows.graph import NEW, Graph, Mode, Status
from handsel.workflows.ways import INCLUDES

__all__ = ["Finding", "Level", "NotPublishable", "check", "check_publishable"]


class NotPublishable(Invalid):
    """`findings` are the errors."""

    code = "not_publishable"


def check(
    graph: Graph, *, held_roles: Collection[str] | None = None, teams_without_amounts: Collection[str] = ()
) -> list[Finding]:
    """Errors first. Roles are judged only where `held_roles` tells who is there; the teams are names."""
    errors = [
        *_stages(graph),
        *_homeless_steps(graph),
        *_entries(graph),
        *check_triggers(graph),
        *check_communications(graph),
    ]
    warnings = [
        *check_ways(graph),
        *_roles(graph, held_roles),
        *_amounts(graph, teams_without_amounts),
    ]
    return errors + warnings


def check_publishable(graph: Graph) -> None:
    errors = [finding for finding in check(graph) if finding.level is Level.ERROR]
    if errors:
        raise NotPublishable(
            f"{graph.name} can't be published. {errors[0].text}",
            fields=[FieldProblem(_place(finding), finding.text) for finding in errors],
            findings=[asdict(finding) for finding in errors],
        )


def _place(finding: Finding) -> str:
    return finding.element if finding.id is None else f"{finding.element}.{finding.id}"


def _stages(graph: Graph) -> Iterator[Finding]:
    if not graph.open_stages:
        text = "There is no open stage, so no opportunity could be worked on. Give one the status open."
        yield error("no_open_stage", graph, text)


def _homeless_steps(graph: Graph) -> Iterator[Finding]:
    for step in graph.steps:
        if step.stage_id is None:
            text = f"{step.name} has no stage. Choose the one it belongs to."
            yield error("step_without_stage", step, text, step=step.name)


def _entries(graph: Graph) -> Iterator[Finding]:
    is_implied = graph.mode is Mode.FREE and not graph.open_stages
    if NEW not in graph.entries and not is_implied:
        text = "There is no entry for new opportunities. Choose the step on which they start."
        yield Finding(Level.ERROR, "no_entry", "entry", NEW, ENTRY_LABELS[NEW], text)
    for entry in graph.entries.values():
        step = graph.step(entry.step_id)
        if step.stage_id is None or graph.stage(step.stage_id).status is not Status.OPEN:
            text = f"Opportunities start on {step.name}, which is in no open stage. Choose a step that is."
            yield error("entry_not_open", entry, text, step=step.name)


def _roles(graph: Graph, held_roles: Collection[str] | None) -> Iterator[Finding]:
    if held_roles is None:
        return
    held = frozenset(held_roles).union(*(INCLUDES.get(role, frozenset()) for role in held_roles))
    for transition in graph.declared:
        unheld = [role for role in transition.roles if role not in held]
        if not unheld:
            continue
        nobody = f"Nobody here is {listed([_spoken(role) for role in unheld], last='or')}"
        others = [role for role in transition.roles if role in held]
        if not others:
            text = f"{nobody}, so nobody can use {transition.name}. Give somebody the role, or allow others."
        else:
            text = f"{nobody}, whom {transition.name} is for. Give somebody the role, or take it off."
        yield warning(
            "role_nobody_holds", transition, text, transition=transition.name, roles=unheld, others=others
        )


def _amounts(graph: Graph, teams_without_amounts: Collection[str]) -> Iterator[Finding]:
    teams = list(teams_without_amounts)
    for transition in graph.declared:
        if teams and "amount" in transition.required:
            text = (
                f"{transition.name} requires the amount, and amounts are switched off for {listed(teams)}. "
                "Switch them on, or don't require it."
            )
            yield warning("amount_switched_off", transition, text, transition=transition.name, teams=teams)


def _spoken(role: str) -> str:
    words = role.replace("_", " ")
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
