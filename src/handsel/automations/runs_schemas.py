"""Shapes of the log of runs."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from handsel.automations.schemas import RunLine
from handsel.http.shapes import Ref, Schema

RunState = Literal["ready", "waiting", "done", "failed", "cut", "skipped", "stopped"]


class RunEvent(Schema):
    """What set it off; `id` as in the timeline."""

    id: str
    type: str
    at: datetime


class RunOut(Schema):
    """`opportunity` is null when it is deleted or out of sight, or when the run is about none: `number` names it still.
    `due_at`: when it goes on, or is tried again. `caused_by` is the run whose change set it off."""

    id: UUID
    automation: Ref
    version: int
    opportunity: Ref | None
    number: int | None
    event: RunEvent
    state: RunState
    depth: int
    caused_by: UUID | None
    started_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    lines: list[RunLine]


class RunFilters(Schema):
    """Of each, any may fit; nothing said, all do."""

    state: list[RunState] = []
    automation: list[UUID] = []
    opportunity: UUID | None = None


class RunsOut(Schema):
    items: list[RunOut]
    next_cursor: str | None
