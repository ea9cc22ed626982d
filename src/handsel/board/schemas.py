"""Shapes of the board."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, JsonValue

from handsel.http.shapes import In, Ref
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
    text: str | None


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


class ColumnPageOut(Schema):
    cards: list[Card]
    next_cursor: str | None


class BoardFilters(Schema):
    owner: str | None = None
    q: str | None = None
    due: str | None = None
    excluded: str | None = None
    field: list[str] = Field(default_factory=list)


class BoardFiltersIn(BoardFilters, In):
    """In a body: what is not understood is refused, as it would otherwise choose the whole column."""


class ViewFiltersIn(BoardFiltersIn):
    closed: str | None = None


class ViewIn(In):
    name: str
    team: UUID
    filters: ViewFiltersIn = Field(default_factory=ViewFiltersIn)


class ViewOut(Schema):
    id: UUID
    name: str
    team: UUID
    filters: dict[str, JsonValue]
    created_at: datetime


class ViewsOut(Schema):
    items: list[ViewOut]
    next_cursor: None


class BatchIn(In):
    """One column under its filters, and what is to be done with it: a move, or an owner (null is Unassigned)."""

    team: UUID
    stage: UUID
    filters: BoardFiltersIn = Field(default_factory=BoardFiltersIn)
    closed: Literal["90", "all"] = "90"
    to_stage: UUID | None = None
    to_step: UUID | None = None
    owner: UUID | None = None
    reason: str | None = None


class Refusals(Schema):
    code: str
    reason: str
    count: int


class BatchPreviewOut(Schema):
    total: int
    will_change: int
    incomplete: int
    refused: list[Refusals]


class BatchOut(BatchPreviewOut):
    changed: int
