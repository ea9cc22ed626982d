"""Taking a transition: by its name, by the step it leads to, or by a stage (W5, W6, B9)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.kernel.refusals import FieldProblem
from handsel.kernel.sentences import say
from handsel.kernel.text import check_text, is_filled
from handsel.ledger.facts import Fact
from handsel.opportunities.contact_fields import save_contact_fields
from handsel.opportunities.events import OpportunityMoved
from handsel.opportunities.gate import Taken, check_revision, save, show, take
from handsel.opportunities.rules import Permission, TransitionGone
from handsel.opportunities.triggers import Move, run_triggers
from handsel.opportunities.values import Typed, check_typed, columns_of, facts_of
from handsel.organizations.acting import Member
from handsel.workflows.former import former_transition
from handsel.workflows.graph import Status, Transition
from handsel.workflows.rules import Position, decide_move


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
    SeveralTransitions with the choices, Stale with the current state, TransitionGone with what was typed too. Typed
    attributes are saved with the move or not at all, and so is what the transition sets off.
    """
    taken = take(opportunity_id, member=by, to=Permission.MOVE, at=at)
    reason = given(reason)
    wanted = Wanted(transition=transition, step=step, stage=stage, reason=reason)
    check_not_gone(taken, wanted, typed=attributes or {}, by=by, at=at)
    check_revision(taken, revision, member=by, at=at)
    typed = Typed()
    if attributes:
        typed = check_typed(
            taken.graph, attributes, member=by, currency=taken.currency, deal_amount=taken.deal_amount
        )
    chosen = decide(taken, typed, wanted, by=by)
    columns = columns_of(taken, typed, at=at) | save_contact_fields(taken, typed, by=by, at=at)
    facts = go(Move(taken, chosen, typed, columns, by, at), reason=reason)
    return save(taken, columns, *facts, by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Where to, as it was asked for."""

    transition: str | None = None
    step: str | None = None
    stage: str | None = None
    reason: str | None = None


def given(reason: str | None) -> str | None:
    """A reason that is not filled is none (W6): it is asked for along with all else that is missing."""
    return reason if is_filled(reason) else None


def check_not_gone(
    taken: Taken, wanted: Wanted, *, typed: Mapping[str, Any], by: Member, at: datetime
) -> None:
    """A form that was open while its transition was taken out of the workflow gets back what was typed (W14)."""
    if wanted.transition is None or taken.graph.transition(wanted.transition) is not None:
        return
    check_text(wanted.transition, field="transition")
    former = former_transition(wanted.transition, version_id=taken.workflow_version_id)
    if former is not None:
        message = say(
            "The transition {transition} no longer exists, since version {gone_since} of the workflow. "
            "Look where it may go now, then decide again.",
            transition=former.name,
            gone_since=former.gone_since,
        )
        raise TransitionGone(
            message,
            fields=[FieldProblem("transition", message)],
            typed={"attributes": dict(typed), "reason": wanted.reason},
            current=json.loads(show(taken.id, member=by, at=at)),
        )


def decide(taken: Taken, typed: Typed, wanted: Wanted, *, by: Member) -> Transition:
    if wanted.reason is not None:
        check_text(wanted.reason, field="reason", limit=500)
    return decide_move(
        taken.graph,
        Position(str(taken.step_id)),
        facts_of(taken, typed, by=by),
        transition=wanted.transition,
        step=wanted.step,
        stage=wanted.stage,
        reason=wanted.reason,
    )


def go(move: Move, *, reason: str | None) -> list[Fact]:
    """Puts it on its new step, in `move.columns`, and runs what the transition sets off; gives the facts of both."""
    move.columns.update(columns_of_move(move.taken, move.transition, reason=reason, at=move.at))
    return [moved(move.taken, move.transition, reason=reason), *run_triggers(move)]


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
