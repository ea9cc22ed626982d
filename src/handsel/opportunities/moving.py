"""Taking a transition: by its name, by the step it leads to, or by a stage (W5, W6, B9)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.kernel.text import check_name
from handsel.opportunities.contact_fields import save_contact_fields
from handsel.opportunities.events import OpportunityMoved
from handsel.opportunities.gate import Taken, save, take
from handsel.opportunities.rules import Permission
from handsel.opportunities.values import Typed, check_typed, columns_of, values_after
from handsel.organizations.acting import Member
from handsel.workflows.graph import Status, Transition
from handsel.workflows.rules import Facts, Position, decide_move


def move(
    opportunity_id: UUID,
    *,
    by: Member,
    at: datetime,
    transition: str | None = None,
    step: str | None = None,
    stage: str | None = None,
    revision: int | None = None,
    attributes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> str:
    """The opportunity as it is now, as JSON text.

    Refused: Incomplete with all missing fields, NoTransition and RoleRequired with the shortest legal way,
    SeveralTransitions with the choices, Stale with the current state. Typed attributes are saved with the move or not at all.
    """
    taken = take(opportunity_id, member=by, to=Permission.MOVE, at=at, revision=revision)
    typed = Typed()
    if attributes:
        typed = check_typed(
            taken.graph, attributes, member=by, currency=taken.currency, deal_amount=taken.deal_amount
        )
    chosen = decide(taken, typed, by=by, transition=transition, step=step, stage=stage, reason=reason)
    columns = columns_of(taken, typed, at=at) | save_contact_fields(taken, typed, by=by, at=at)
    columns |= columns_of_move(taken, chosen, reason=reason, at=at)
    return save(taken, columns, moved(taken, chosen, reason=reason), by=by, at=at)


def decide(
    taken: Taken,
    typed: Typed,
    *,
    by: Member,
    transition: str | None,
    step: str | None,
    stage: str | None,
    reason: str | None,
) -> Transition:
    if reason is not None:
        check_name(reason, field="reason", limit=500)
    return decide_move(
        taken.graph,
        Position(str(taken.step_id)),
        Facts(roles=frozenset(by.roles), values=values_after(taken, typed)),
        transition=transition,
        step=step,
        stage=stage,
        reason=reason,
    )


def columns_of_move(taken: Taken, chosen: Transition, *, reason: str | None, at: datetime) -> dict[str, Any]:
    """`closed_at` is when it left the open stages: kept while it stays closed, gone when it is reopened."""
    stage = taken.graph.stage_of(chosen.to_id)
    is_open = stage.status is Status.OPEN
    columns: dict[str, Any] = {"step_id": UUID(chosen.to_id), "entered_at": at}
    if is_open != (taken.closed_at is None):
        columns["closed_at"] = None if is_open else at
    if stage.status is not Status.LOST:
        columns["lost_reason"] = None
    elif reason is not None or taken.graph.stage_of(str(taken.step_id)).id != stage.id:
        columns["lost_reason"] = reason
    return columns


def moved(taken: Taken, chosen: Transition, *, reason: str | None) -> OpportunityMoved:
    known = taken.graph.stage_of(chosen.to_id).reasons
    return OpportunityMoved(
        **taken.before(),
        from_step=taken.step_id,
        step=UUID(chosen.to_id),
        transition=chosen.id,
        reason=reason if reason in known else None,
    )
