"""One action on a whole column or on what is named: first a preview, then through the gate, card by card, each alone (B7).

Written in the caller's one transaction, so at most `LARGEST` at a time: the page asks again until nothing is left.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from handsel.board.queries import RECENT, find_team, on_board
from handsel.kernel.refusals import Refusal, field_refused
from handsel.kernel.sentences import Sentence, say
from handsel.opportunities.access import values, visible
from handsel.opportunities.deleting import delete
from handsel.opportunities.moving import move
from handsel.opportunities.owning import check_owner, set_owner
from handsel.opportunities.queries import Filters, where
from handsel.opportunities.quick import set_follow_up
from handsel.organizations.acting import Member
from handsel.workflows.graph import Graph, Status

LARGEST = 200
INCOMPLETE = "incomplete"

CHOSEN = """
SELECT o.id, o.revision FROM opportunities_opportunity o
WHERE o.organization_id = %(organization)s AND o.team_id = %(team)s AND o.step_id = ANY(%(steps)s::uuid[]) AND {on_board}
  AND {visible} {filters}
ORDER BY o.entered_at DESC, o.id DESC LIMIT %(count)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Of `opportunities`, or of a team's stage under filters. `act`: what was said of ACTIONS, one thing only."""

    act: dict[str, Any]
    opportunities: Sequence[UUID] | None = None
    team_id: UUID | None = None
    stage_id: UUID | None = None
    filters: Filters
    closed: str = "90"
    """As on the board: a column that shows 90 days is a column of 90 days."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """`code` and `reason` are empty where it was done."""

    id: UUID
    code: str = ""
    reason: Sentence | None = None


def preview(batch: Batch, *, by: Member, at: datetime) -> dict[str, Any]:
    """What would become of it: every command is really tried, then taken back."""
    return run(batch, by=by, at=at, keep=False)


def run(batch: Batch, *, by: Member, at: datetime, keep: bool = True) -> dict[str, Any]:
    """Each card by the same command as a drag; what is refused stays and is counted with its reason."""
    if len(batch.act) != 1:
        raise field_refused("to_stage", say("Say one thing: {actions}.", actions=", ".join(ACTIONS)))
    chosen = _named(batch) if batch.opportunities is not None else _column(batch, by=by, at=at)
    with transaction.atomic():
        each = {row_id: _one(batch, row_id, revision, by=by, at=at) for row_id, revision in chosen}
        if not keep:
            transaction.set_rollback(True)
    outcome = Counter((result.code, result.reason) for result in each.values())
    return {
        "total": len(chosen),
        "will_change": outcome["", None],
        "changed": outcome["", None],
        "incomplete": sum(count for (code, _), count in outcome.items() if code == INCOMPLETE),
        "refused": [
            {"code": code, "reason": text, "count": count}
            for (code, text), count in outcome.most_common()
            if code
        ],
        "results": [
            {"id": row_id, "code": each[row_id].code or None, "reason": each[row_id].reason}
            for row_id in dict.fromkeys(batch.opportunities or ())
        ],
    }


def _one(batch: Batch, opportunity_id: UUID, revision: int | None, *, by: Member, at: datetime) -> Result:
    """A savepoint each: one refusal takes nothing else back."""
    ((name, value),) = batch.act.items()
    try:
        with transaction.atomic():
            ACTIONS[name](opportunity_id, value=value, reason=batch.reason, by=by, at=at, revision=revision)
    except Refusal as refusal:
        return Result(opportunity_id, refusal.code, refusal.detail)
    return Result(opportunity_id)


def _to_stage(opportunity_id: UUID, *, value: UUID, reason: str | None, **how: Any) -> None:
    move(opportunity_id, stage=str(value), reason=reason, **how)


def _to_step(opportunity_id: UUID, *, value: UUID, reason: str | None, **how: Any) -> None:
    move(opportunity_id, step=str(value), reason=reason, **how)


def _owner(opportunity_id: UUID, *, value: UUID | None, reason: str | None, **how: Any) -> None:
    set_owner(opportunity_id, owner_id=value, **how)


def _follow_up(opportunity_id: UUID, *, value: datetime | None, reason: str | None, **how: Any) -> None:
    set_follow_up(opportunity_id, follow_up_at=value, **how)


def _delete(opportunity_id: UUID, *, value: bool, reason: str | None, **how: Any) -> None:
    delete(opportunity_id, **how)


ACTIONS: dict[str, Callable[..., None]] = {
    "to_stage": _to_stage,
    "to_step": _to_step,
    "owner": _owner,
    "follow_up_at": _follow_up,
    "delete": _delete,
}


def _named(batch: Batch) -> list[tuple[UUID, int | None]]:
    """Sorted, as below; each is decided as it is now. What is hidden or absent is refused like anything else."""
    named = batch.opportunities or ()
    if batch.team_id is not None or batch.stage_id is not None or batch.filters != Filters():
        raise field_refused(
            "opportunities", say("Name either opportunities, or a team, its stage and filters.")
        )
    if len(named) > LARGEST:
        raise field_refused(
            "opportunities",
            say("At most {most} at once; these are {count:,}.", most=LARGEST, count=len(named)),
        )
    return [(row_id, None) for row_id in sorted(set(named))]


def _column(batch: Batch, *, by: Member, at: datetime) -> Sequence[tuple[UUID, int | None]]:
    if batch.team_id is None or batch.stage_id is None:
        missing = "team" if batch.team_id is None else "stage"
        raise field_refused(missing, say("Name a team and its stage, or opportunities."))
    graph = find_team(batch.team_id, member=by, at=at).graph
    _check(batch, graph, team_id=batch.team_id)
    return _choose(batch, graph, by=by, at=at)


def _check(batch: Batch, graph: Graph, *, team_id: UUID) -> None:
    """What no card could do is refused as a whole, by its field."""
    if not graph.has_stage(str(batch.stage_id)):
        raise field_refused("stage", say("This team's workflow has no such stage."))
    if "to_stage" in batch.act and not graph.has_stage(str(batch.act["to_stage"])):
        raise field_refused("to_stage", say("This team's workflow has no such stage."))
    if "to_step" in batch.act and not graph.has_step(str(batch.act["to_step"])):
        raise field_refused("to_step", say("This team's workflow has no such step."))
    if batch.act.get("owner") is not None:
        check_owner(batch.act["owner"], team_id=team_id)


def _choose(batch: Batch, graph: Graph, *, by: Member, at: datetime) -> list[tuple[UUID, int | None]]:
    """In the one order in which opportunities are locked, so that two batches never wait for each other."""
    found = where(batch.filters, member=by, at=at, graph=graph)
    is_open = graph.stage(str(batch.stage_id)).status is Status.OPEN
    shown = on_board(closed=batch.closed, is_open=is_open)
    with connection.cursor() as cursor:
        cursor.execute(
            CHOSEN.format(on_board=shown, visible=visible(), filters=found.sql),
            {
                **values(by, at),
                **found.values,
                "organization": by.organization_id,
                "team": batch.team_id,
                "steps": [step.id for step in graph.steps_of(str(batch.stage_id))],
                "count": LARGEST,
                "since": at - RECENT,
            },
        )
        return sorted((row[0], row[1]) for row in cursor.fetchall())
