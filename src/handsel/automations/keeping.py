"""A run's row and its lines. Whoever holds the row decides what comes next; nobody else does anything meanwhile."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.automations.lines import Line
from handsel.automations.runs_models import OPEN
from handsel.automations.scene import Occasion, Scene
from handsel.kernel.ids import new_id

# The automation is shared, so that it is not paused or stopped before we commit; before its runs, as everywhere.
HOLD = """
SELECT r.id, r.organization_id, r.automation_id, r.version_number, r.event_id, r.event_type, r.event_at, r.opportunity_id,
       r.number, r.state, r.step, r.due_at, r.tries, r.facts::text, a.state, a.deleted_at IS NOT NULL, a.author_id,
       EXISTS (SELECT FROM automations_run e JOIN automations_automation ea ON ea.id = e.automation_id
               WHERE e.organization_id = r.organization_id AND e.event_transaction = r.event_transaction
                 AND e.event_id = r.event_id AND e.position < r.position AND e.state = 'ready' AND ea.state <> 'paused')
FROM automations_automation a JOIN automations_run r ON r.automation_id = a.id
WHERE r.id = %s FOR SHARE OF a FOR UPDATE OF r
"""
SAVE = """
UPDATE automations_run
SET state = %(state)s, step = %(step)s, due_at = %(due_at)s, tries = %(tries)s, started_at = coalesce(started_at, %(at)s),
    ended_at = %(ended_at)s
WHERE id = %(id)s
"""
WRITE = """
INSERT INTO automations_line (id, organization_id, run_id, number, step_id, what, outcome, code, text, at)
SELECT n.id, r.organization_id, r.id, coalesce(l.last, 0) + row_number() OVER (PARTITION BY r.id ORDER BY n.place), n.step_id,
       n.what, n.outcome, n.code, n.text::jsonb, %(at)s
FROM unnest(%(ids)s::uuid[], %(runs)s::uuid[], %(step_ids)s::uuid[], %(whats)s::text[], %(outcomes)s::text[], %(codes)s::text[],
            %(texts)s::text[]) WITH ORDINALITY AS n(id, run_id, step_id, what, outcome, code, text, place)
JOIN automations_run r ON r.id = n.run_id
LEFT JOIN LATERAL (SELECT max(number) AS last FROM automations_line WHERE run_id = r.id) l ON true
"""
LOCK = "SELECT automation_id FROM automations_run WHERE id = %s FOR UPDATE"


@dataclass(frozen=True, slots=True)
class Held:
    """Under lock. `blocked`: one that goes before it, of the same event, has not come to its end or wait."""

    id: UUID
    organization_id: UUID
    automation_id: UUID
    version: int
    event_id: int
    event_type: str
    event_at: datetime
    opportunity_id: UUID | None
    number: int | None
    state: str
    step: str | None
    due_at: datetime | None
    tries: int
    facts: dict[str, Any]
    automation_state: str
    automation_deleted: bool
    author_id: UUID
    blocked: bool

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def scene(self) -> Scene | None:
        """None of a run that is about no opportunity."""
        if self.opportunity_id is None:
            return None
        return Scene(
            automation_id=self.automation_id,
            run_id=self.id,
            opportunity_id=self.opportunity_id,
            number=self.number,
            event=Occasion(
                id=self.event_id,
                type=self.event_type,
                at=self.event_at,
                subject_id=_id(self.facts.get("subject")),
                actor_kind=self.facts.get("actor_kind", "system"),
                actor_id=_id(self.facts.get("actor")),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a run comes to by one step."""

    state: str
    lines: Sequence[Line] = field(default_factory=tuple)
    step: str | None = None
    due_at: datetime | None = None
    tries: int = 0

    @property
    def goes_on(self) -> bool:
        return self.state == "ready" and self.due_at is None


FACTS = [each.name for each in fields(Held)].index("facts")


def hold(run_id: UUID) -> Held | None:
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [run_id])
        row = cursor.fetchone()
    return None if row is None else Held(*row[:FACTS], *(json.loads(row[FACTS]), *row[FACTS + 1 :]))


def save(run_id: UUID, progress: Progress, *, at: datetime) -> None:
    """The row is held."""
    values: dict[str, Any] = {
        "id": run_id,
        "state": progress.state,
        "step": progress.step,
        "due_at": progress.due_at,
        "tries": progress.tries,
        "at": at,
        "ended_at": None if progress.state in OPEN else at,
    }
    with connection.cursor() as cursor:
        cursor.execute(SAVE, values)
    write(run_id, progress.lines, at=at)


def write(run_id: UUID, lines: Sequence[Line], *, at: datetime) -> None:
    """The row is held, so that no two lines get one number."""
    write_each([(run_id, line) for line in lines], at=at)


def write_each(written: Sequence[tuple[UUID, Line]], *, at: datetime) -> None:
    """Lines of many runs, whose rows are held."""
    if not written:
        return
    lines = [line for _, line in written]
    values: dict[str, Any] = {
        "runs": [run_id for run_id, _ in written],
        "at": at,
        "ids": [new_id() for _ in lines],
        "step_ids": [line.step_id for line in lines],
        "whats": [line.what for line in lines],
        "outcomes": [line.outcome for line in lines],
        "codes": [line.code for line in lines],
        "texts": [json.dumps(line.text(), default=str) for line in lines],
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)


def lock(run_id: UUID) -> UUID | None:
    """For who only adds a line: of which automation it is; None when it is forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [run_id])
        row = cursor.fetchone()
    return None if row is None else row[0]


def _id(value: Any) -> UUID | None:
    return None if value is None else UUID(str(value))
