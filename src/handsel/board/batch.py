"""One action on a whole column: first a preview, then through the gate, card by card, each alone (B7).

Written in the caller's one transaction, so at most `LARGEST` at a time: the page asks again until nothing is left.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from handsel.board.queries import RECENT, find_team, on_board
from handsel.kernel.refusals import Refusal, field_refused
from handsel.opportunities.access import values, visible
from handsel.opportunities.moving import move
from handsel.opportunities.owning import check_owner, set_owner
from handsel.opportunities.queries import Filters, where
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

KEEP: Any = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    team_id: UUID
    stage_id: UUID
    filters: Filters
    to_stage: UUID | None = None
    to_step: UUID | None = None
    owner_id: UUID | None = KEEP
    closed: str = "90"
    """As on the board: a column that shows 90 days is a column of 90 days."""
    reason: str | None = None


def preview(batch: Batch, *, by: Member, at: datetime) -> dict[str, Any]:
    """What would become of it: every command is really tried, then taken back."""
    done = run(batch, by=by, at=at, keep=False)
    return {
        "total": done["total"],
        "will_change": done["changed"],
        "incomplete": done["incomplete"],
        "refused": done["refused"],
    }


def run(batch: Batch, *, by: Member, at: datetime, keep: bool = True) -> dict[str, Any]:
    """Each card by the same command as a drag; what is refused stays and is counted with its reason."""
    graph = find_team(batch.team_id, member=by).graph
    _check(batch, graph)
    chosen = _choose(batch, graph, by=by, at=at)
    outcome: Counter[tuple[str, str]] = Counter()
    with transaction.atomic():
        for opportunity_id, revision in chosen:
            outcome[_one(batch, opportunity_id, revision, by=by, at=at)] += 1
        if not keep:
            transaction.set_rollback(True)
    return {
        "total": len(chosen),
        "will_change": outcome["", ""],
        "changed": outcome["", ""],
        "incomplete": sum(count for (code, _), count in outcome.items() if code == INCOMPLETE),
        "refused": [
            {"code": code, "reason": text, "count": count}
            for (code, text), count in outcome.most_common()
            if code
        ],
    }


def _one(batch: Batch, opportunity_id: UUID, revision: int, *, by: Member, at: datetime) -> tuple[str, str]:
    """A savepoint each: one refusal takes nothing else back."""
    try:
        with transaction.atomic():
            if batch.owner_id is not KEEP:
                set_owner(opportunity_id, owner_id=batch.owner_id, by=by, at=at, revision=revision)
            else:
                move(
                    opportunity_id,
                    by=by,
                    at=at,
                    stage=_text(batch.to_stage),
                    step=_text(batch.to_step),
                    revision=revision,
                    reason=batch.reason,
                )
    except Refusal as refusal:
        return refusal.code, refusal.detail
    return "", ""


def _check(batch: Batch, graph: Graph) -> None:
    """What no card could do is refused as a whole, by its field."""
    named = [batch.to_stage is not None, batch.to_step is not None, batch.owner_id is not KEEP]
    if sum(named) != 1:
        raise field_refused("to_stage", "Say one thing: to_stage, to_step or owner.")
    if not graph.has_stage(str(batch.stage_id)):
        raise field_refused("stage", "This team's workflow has no such stage.")
    if batch.to_stage is not None and not graph.has_stage(str(batch.to_stage)):
        raise field_refused("to_stage", "This team's workflow has no such stage.")
    if batch.to_step is not None and not graph.has_step(str(batch.to_step)):
        raise field_refused("to_step", "This team's workflow has no such step.")
    if batch.owner_id not in (KEEP, None):
        check_owner(batch.owner_id, team_id=batch.team_id)


def _choose(batch: Batch, graph: Graph, *, by: Member, at: datetime) -> list[tuple[UUID, int]]:
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


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
