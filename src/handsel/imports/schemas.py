"""Shapes of the imports' endpoints."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from handsel.http.languages import Said
from handsel.http.shapes import In, Ref, Schema


class LayoutOut(Schema):
    """`files` is empty where any single table will do."""

    name: str
    label: str
    files: list[str]


class LayoutsOut(Schema):
    items: list[LayoutOut]
    next_cursor: None


class ImportFileOut(Schema):
    name: str
    rows: int
    columns: list[str]


class MappingLineOut(Schema):
    """`target` is empty for a column that is left out; `note` says why."""

    file: str
    column: str
    target: str
    sample: list[str]
    note: Said


class TargetOut(Schema):
    key: str
    label: Said


class ProgressOut(Schema):
    done: int
    total: int


class KindCounts(Schema):
    create: int = 0
    update: int = 0
    same: int = 0


class ReportOut(Schema):
    """Counts of opportunities; `kinds` has those of people, teams, products and accounts."""

    create: int
    update: int
    same: int
    skipped: int
    problems: int
    kinds: dict[str, KindCounts]
    notes: list[Said]


class ImportMay(Schema):
    map: bool
    check: bool
    run: bool
    undo: bool


class ImportLineOut(Schema):
    id: UUID
    layout: str
    state: Literal["mapping", "checking", "checked", "running", "done", "failed", "undoing", "undone"]
    files: list[ImportFileOut]
    progress: ProgressOut
    report: ReportOut
    created_at: datetime
    updated_at: datetime
    by: Ref
    may: ImportMay


class ImportOut(ImportLineOut):
    source: str
    options: dict[str, str]
    mapping: list[MappingLineOut]
    targets: list[TargetOut]


class ImportsOut(Schema):
    items: list[ImportLineOut]
    next_cursor: str | None


class ImportMessageOut(Schema):
    column: str
    text: Said


class ImportRowOut(Schema):
    """`about` is what the row made or changed: opportunity, account, contact, product, member, team, …"""

    file: str
    line: int
    source_id: str
    about: str
    subject: UUID | None
    outcome: Literal["problem", "note", "created", "updated", "skipped", "undone", "kept"]
    messages: list[ImportMessageOut]


class ImportRowsOut(Schema):
    items: list[ImportRowOut]
    next_cursor: str | None


class MappingLineIn(In):
    file: str
    column: str
    target: str


class OptionsIn(In):
    """What files alone can't tell. Null or empty takes it off; absent leaves it."""

    team: str | None = None
    currency: str | None = None
    source: str | None = None
    encoding: str | None = None
    date_order: str | None = None
    decimal_sign: str | None = None


class MappingIn(In):
    mapping: list[MappingLineIn] = Field(default_factory=list)
    options: OptionsIn = OptionsIn()
