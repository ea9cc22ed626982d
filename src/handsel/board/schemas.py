"""Shapes of the board."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, JsonValue

from handsel.http.languages import Said
from handsel.http.shapes import In, Ref, Schema
from handsel.opportunities.schemas import StageOut


class BoardTeam(Schema):
    id: UUID
    name: str
    deal_amount: bool


class BoardWorkflow(Schema):
    id: UUID
    name: str
    version: int
    mode: Literal["free", "guided"]


class Amounts(Schema):
    currency: str
    amount: str


class BoardStage(StageOut):
    position: int


class Card(Schema):
    id: UUID
    number: int
    contact: str | None
    title: str | None
    account: str | None
    amount: str | None
    currency: str
    step: UUID
    owner: UUID | None
    follow_up_at: str | None
    channel: str | None
    revision: int
    entered_at: str
    excluded: bool
    move: bool
    source_number: str | None
    product: str | None
    access_ends_at: str | None


class ColumnOut(Schema):
    stage: BoardStage
    steps: list[Ref]
    count: int
    share: float
    amounts: list[Amounts]
    cards: list[Card]
    next_cursor: str | None


class StageMove(Schema):
    stage: UUID
    allowed: bool
    code: str | None
    text: Said | None


class BoardPerson(Ref):
    active: bool


class BoardOut(Schema):
    team: BoardTeam
    workflow: BoardWorkflow
    now: str
    closed: Literal["90", "all"]
    count: int
    amounts: list[Amounts]
    people: list[BoardPerson]
    columns: list[ColumnOut]
    moves: dict[str, list[StageMove]]
    access_changes_at: str | None


class ColumnPageOut(Schema):
    cards: list[Card]
    next_cursor: str | None
    access_changes_at: str | None


class BoardFilters(Schema):
    owner: str | None = None
    q: str | None = None
    due: str | None = None
    excluded: str | None = None
    field: list[str] = Field(default_factory=list)


class ColumnsIn(Schema):
    columns: list[str] = Field(default_factory=list)


class BoardFiltersIn(BoardFilters, In):
    """In a body: what is not understood is refused, as it would otherwise choose the whole column."""


class ViewFiltersIn(In):
    """Of a board: owner, q, due, excluded, field, closed. Of the table: all that its list takes, its columns and its sort."""

    owner: str | list[str] | None = None
    q: str | None = None
    due: str | None = None
    excluded: str | None = None
    field: list[str] = Field(default_factory=list)
    closed: str | None = None
    team: list[UUID] = Field(default_factory=list)
    stage: list[UUID] = Field(default_factory=list)
    step: list[UUID] = Field(default_factory=list)
    status: list[str] = Field(default_factory=list)
    shared: str | None = None
    contact: UUID | None = None
    account: UUID | None = None
    product: UUID | None = None
    columns: list[str] = Field(default_factory=list)
    sort: str | None = None


class ViewIn(In):
    """Of the board of a team, or of the table of all opportunities."""

    name: str
    kind: Literal["board", "table"] = "board"
    team: UUID | None = None
    filters: ViewFiltersIn = Field(default_factory=ViewFiltersIn)


class ViewOut(Schema):
    id: UUID
    name: str
    kind: Literal["board", "table"]
    team: UUID | None
    filters: dict[str, JsonValue]
    created_at: datetime


class ViewsOut(Schema):
    items: list[ViewOut]
    next_cursor: None


class BatchIn(In):
    """Opportunities by name (at most 200), or one column under its filters; and what is to be done with them: a move, an
    owner (null is Unassigned), a follow-up (null is none), or deletion."""

    opportunities: list[UUID] | None = None
    team: UUID | None = None
    stage: UUID | None = None
    filters: BoardFiltersIn = Field(default_factory=BoardFiltersIn)
    closed: Literal["90", "all"] = "90"
    to_stage: UUID | None = None
    to_step: UUID | None = None
    owner: UUID | None = None
    follow_up_at: str | None = None
    delete: bool = False
    reason: str | None = None


class Refusals(Schema):
    code: str
    reason: Said
    count: int


class BatchResult(Schema):
    """`code` is null where it was done."""

    id: UUID
    code: str | None
    reason: Said | None


class BatchPreviewOut(Schema):
    """`results`: one for each that was named, in that order."""

    total: int
    will_change: int
    incomplete: int
    refused: list[Refusals]
    results: list[BatchResult]


class BatchOut(BatchPreviewOut):
    changed: int
