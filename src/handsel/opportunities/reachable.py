"""Where an opportunity may go from here, and why not elsewhere (W7): one meaning for page, board and API."""

from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.kernel.sentences import say
from handsel.opportunities.gate import look
from handsel.opportunities.rules import Permission, allows
from handsel.opportunities.values import Typed, facts_of
from handsel.organizations.acting import Member
from handsel.workflows.graph import Graph, Stage, Transition
from handsel.workflows.rules import Facts, Move, Position, missing_of, moves_from, required_of
from handsel.workflows.versions import describe_attribute, workflow_of_version

NO_RIGHT = {"code": "not_allowed", "text": say("You may look at this opportunity, not move it.")}


def moves(opportunity_id: UUID, *, member: Member, at: datetime) -> dict[str, Any]:
    """Every step, allowed or the reasons why not and the shortest legal way; missing fields do not forbid."""
    taken = look(opportunity_id, member=member, at=at)
    graph = taken.graph
    may = allows(taken.level, Permission.MOVE, capabilities=member.capabilities)
    facts = facts_of(taken, Typed(), by=member)
    here = graph.step(str(taken.step_id))
    return {
        "workflow": _describe_workflow(taken.workflow_version_id, graph),
        "step": {"id": here.id, "name": here.name},
        "stage": describe_stage(graph.stage_of(here.id)),
        "moves": [
            _describe(one, graph, facts, may=may) for one in moves_from(graph, Position(here.id), facts)
        ],
    }


def describe_stage(stage: Stage) -> dict[str, str]:
    return {"id": stage.id, "name": stage.name, "status": stage.status.value}


def _describe_workflow(version_id: UUID, graph: Graph) -> dict[str, Any]:
    workflow = workflow_of_version(version_id)
    return {
        "id": workflow.id,
        "name": workflow.name,
        "version": workflow.version,
        "mode": graph.mode.value,
    }


def _describe(move: Move, graph: Graph, facts: Facts, *, may: bool) -> dict[str, Any]:
    reasons = [{"code": one.code, "text": one.text} for one in move.reasons]
    chosen = move.transition
    return {
        "step": {"id": move.step.id, "name": move.step.name},
        "stage": describe_stage(move.stage),
        "allowed": move.allowed and may,
        "transition": {"id": chosen.id, "name": chosen.name} if chosen else None,
        "transitions": [_describe_transition(one, graph, facts) for one in move.transitions],
        "barred": [{"id": one.id, "name": one.name, "roles": list(one.roles)} for one in move.barred],
        "required": list(move.required),
        "missing": [describe_attribute(one) for one in move.missing],
        "reasons": reasons if may else [NO_RIGHT],
        "reason_options": list(move.reason_options),
        "path": [{"id": step_id, "name": graph.step(step_id).name} for step_id in move.path],
    }


def _describe_transition(transition: Transition, graph: Graph, facts: Facts) -> dict[str, Any]:
    return {
        "id": transition.id,
        "name": transition.name,
        "required": list(required_of(transition, facts)),
        "missing": [describe_attribute(one) for one in missing_of(graph, transition.required, facts)],
        "triggers": list(transition.triggers),
    }
