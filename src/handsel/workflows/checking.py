"""What must not be published, and what its author should know (W13). Plain Python.

Errors block publishing. Each finding stands on one element and says what to do.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict

from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.kernel.sentences import all_of, any_of, say
from handsel.workflows.checking_findings import ENTRY_LABELS, Finding, Level, error, warning
from handsel.workflows.checking_triggers import check_communications, check_triggers
from handsel.workflows.checking_ways import check_ways
from handsel.workflows.graph import NEW, Graph, Mode, Status
from handsel.workflows.ways import INCLUDES

__all__ = ["Finding", "Level", "NotPublishable", "check", "check_publishable"]


SOMEBODY = {
    "administrator": say("an administrator"),
    "manager": say("a manager"),
    "director": say("a director"),
    "professional": say("a professional"),
    "lead_generator": say("a lead generator"),
}


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
            say("{workflow} can't be published. {why}", workflow=graph.name, why=errors[0].text),
            fields=[FieldProblem(_place(finding), finding.text) for finding in errors],
            findings=[asdict(finding) for finding in errors],
        )


def _place(finding: Finding) -> str:
    return finding.element if finding.id is None else f"{finding.element}.{finding.id}"


def _stages(graph: Graph) -> Iterator[Finding]:
    if not graph.open_stages:
        text = say("There is no open stage, so no opportunity could be worked on. Give one the status open.")
        yield error("no_open_stage", graph, text)


def _homeless_steps(graph: Graph) -> Iterator[Finding]:
    for step in graph.steps:
        if step.stage_id is None:
            text = say("{step} has no stage. Choose the one it belongs to.", step=step.name)
            yield error("step_without_stage", step, text, step=step.name)


def _entries(graph: Graph) -> Iterator[Finding]:
    is_implied = graph.mode is Mode.FREE and not graph.open_stages
    if NEW not in graph.entries and not is_implied:
        text = say("There is no entry for new opportunities. Choose the step on which they start.")
        yield Finding(Level.ERROR, "no_entry", "entry", NEW, ENTRY_LABELS[NEW], text)
    for entry in graph.entries.values():
        step = graph.step(entry.step_id)
        if step.stage_id is None or graph.stage(step.stage_id).status is not Status.OPEN:
            text = say(
                "Opportunities start on {step}, which is in no open stage. Choose a step that is.",
                step=step.name,
            )
            yield error("entry_not_open", entry, text, step=step.name)


def _roles(graph: Graph, held_roles: Collection[str] | None) -> Iterator[Finding]:
    if held_roles is None:
        return
    held = frozenset(held_roles).union(*(INCLUDES.get(role, frozenset()) for role in held_roles))
    for transition in graph.declared:
        unheld = [role for role in transition.roles if role not in held]
        if not unheld:
            continue
        roles = any_of(SOMEBODY[role] for role in unheld)
        others = [role for role in transition.roles if role in held]
        if not others:
            text = say(
                "Nobody here is {roles}, so nobody can use {transition}. Give somebody the role, or allow others.",
                roles=roles,
                transition=transition.name,
            )
        else:
            text = say(
                "Nobody here is {roles}, whom {transition} is for. Give somebody the role, or take it off.",
                roles=roles,
                transition=transition.name,
            )
        yield warning(
            "role_nobody_holds", transition, text, transition=transition.name, roles=unheld, others=others
        )


def _amounts(graph: Graph, teams_without_amounts: Collection[str]) -> Iterator[Finding]:
    teams = list(teams_without_amounts)
    for transition in graph.declared:
        if teams and "amount" in transition.required:
            text = say(
                "{transition} requires the amount, and amounts are switched off for {teams}. "
                "Switch them on, or don't require it.",
                transition=transition.name,
                teams=all_of(teams),
            )
            yield warning("amount_switched_off", transition, text, transition=transition.name, teams=teams)
