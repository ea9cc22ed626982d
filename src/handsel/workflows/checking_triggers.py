"""Triggers that would run too early, and what can't be chosen yet (W8, W9, W13). Plain Python."""

from collections.abc import Iterator

from handsel.kernel.sentences import say
from handsel.workflows.checking_findings import Finding, error
from handsel.workflows.graph import NEW, Graph, Transition
from handsel.workflows.triggers import CREATE_ACCOUNT, TRIGGERS

ACCOUNT = "account.name"
DISABLED = "disabled"


def check_triggers(graph: Graph) -> Iterator[Finding]:
    bare = _steps_perhaps_without_account(graph)
    for transition in graph.declared:
        for name in _too_early(transition, has_account=transition.from_id not in bare):
            text = say(
                "On {transition}, {trigger} would run where there may be no account yet. "
                "Put create account before it or on every way there, or require the account.",
                transition=transition.name,
                trigger=TRIGGERS[name].label,
            )
            yield error("trigger_order", transition, text, transition=transition.name, trigger=name)
        for name in transition.triggers:
            trigger = TRIGGERS[name]
            if trigger.comes_with is not None:
                text = say(
                    "{transition} can't {trigger} yet: that comes with {comes_with}. Take it off.",
                    transition=transition.name,
                    trigger=trigger.label,
                    comes_with=trigger.comes_with,
                )
                yield error(
                    "trigger_not_available",
                    transition,
                    text,
                    transition=transition.name,
                    trigger=name,
                    comes_with=trigger.comes_with,
                )


def check_communications(graph: Graph) -> Iterator[Finding]:
    for transition in graph.declared:
        for communication in transition.communications:
            if communication.get("mode") != DISABLED:
                name = communication.get("name") or communication.get("channel") or ""
                text = say(
                    "{transition} can't send {letter} yet: that comes with conversations. Disable it.",
                    transition=transition.name,
                    letter=name or say("a message"),
                )
                yield error(
                    "communication_not_available",
                    transition,
                    text,
                    transition=transition.name,
                    communication=name,
                )


def _too_early(transition: Transition, *, has_account: bool) -> Iterator[str]:
    has_account = has_account or ACCOUNT in transition.required
    for name in transition.triggers:
        if TRIGGERS[name].needs_account and not has_account:
            yield name
        has_account = has_account or name == CREATE_ACCOUNT


def _steps_perhaps_without_account(graph: Graph) -> set[str]:
    """Where an opportunity without account can come to stand: from the entry or a follow-on, by transitions that
    don't make sure of one. The entry for existing accounts starts with one."""
    waiting = [follow_on.step_id for follow_on in graph.follow_ons]
    if NEW in graph.entries:
        waiting.append(graph.entries[NEW].step_id)
    found = set(waiting)
    while waiting:
        for transition in graph.transitions_from(waiting.pop()):
            makes_sure = ACCOUNT in transition.required or CREATE_ACCOUNT in transition.triggers
            if not makes_sure and transition.to_id not in found:
                found.add(transition.to_id)
                waiting.append(transition.to_id)
    return found
