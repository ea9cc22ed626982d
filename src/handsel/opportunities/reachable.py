"""Where an opportunity may go from here, and why not elsewhere (W7): one meaning for page, board and API."""

from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.opportunities.gate import look
from handsel.opportunities.rules import Permission, allows
from handsel.opportunities.values import Typed, values_after
from handsel.organizations.acting import Member
from handsel.workflows.graph import Graph, Stage
from handsel.workflows.rules import Facts, Move, Position, moves_from
from handsel.workflows.versions import describe_attribute

NO_RIGHT = {"code": "not_allowed", "text": "You may look at this opportunity, not move it."}


def moves(opportunity_id: UUID, *, member: Member, at: datetime) -> dict[str, Any]:
    """Every step, allowed or the reasons why not and the shortest legal way; missing fields do not forbid."""
    taken = look(opportunity_id, member=member, at=at)
    graph = taken.graph
    may = allows(taken.level, Permission.MOVE, capabilities=member.capabilities)
    facts = Facts(roles=frozenset(member.roles), values=values_after(taken, Typed()))
    here = graph.step(str(taken.step_id))
    return {
        "step": {"id": here.id, "name": here.name},
        "stage": describe_stage(graph.stage_of(here.id)),
        "moves": [_describe(one, graph, may=may) for one in moves_from(graph, Position(here.id), facts)],
    }


def describe_stage(stage: Stage) -> dict[str, str]:
    return {"id": stage.id, "name": stage.name, "status": stage.status.value}


def _describe(move: Move, graph: Graph, *, may: bool) -> dict[str, Any]:
    reasons = [{"code": one.code, "text": one.text} for one in move.reasons]
    chosen = move.transition
    return {
        "step": {"id": move.step.id, "name": move.step.name},
        "stage": describe_stage(move.stage),
        "allowed": move.allowed and may,
        "transition": {"id": chosen.id, "name": chosen.name} if chosen else None,
        "transitions": [{"id": one.id, "name": one.name} for one in move.transitions],
        "required": list(move.required),
        "missing": [describe_attribute(one) for one in move.missing],
        "reasons": reasons if may else [NO_RIGHT],
        "reason_options": list(move.reason_options),
        "path": [{"id": step_id, "name": graph.step(step_id).name} for step_id in move.path],
    }
