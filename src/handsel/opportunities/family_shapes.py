"""Shapes of follow-ons and families (W11)."""

from typing import Literal
from uuid import UUID

from handsel.http.shapes import In, Ref, Schema
from handsel.opportunities.schemas import AttributeOut, StageOut


class FollowOnIn(In):
    """`follow_on` by id or name; `title` is another word for `name`."""

    follow_on: str
    name: str | None = None
    title: str | None = None


class FamilyMember(Schema):
    id: UUID
    number: int
    title: str
    parent: UUID | None
    depth: int
    follow_on: str | None
    step: Ref
    stage: StageOut
    status: Literal["open", "won", "lost", "archived"]
    amount: str | None
    currency: str
    owner: Ref | None
    created_at: str


class FamilyTotal(Schema):
    currency: str
    amount: str
    count: int


class FollowOnHere(Ref):
    step: Ref
    carry: list[AttributeOut]


class FamilyMay(Schema):
    follow_on: bool


class FamilyOut(Schema):
    """`members`: the whole tree that this reader may see, root first, depth first."""

    parent: FamilyMember | None
    parent_deleted: bool
    members: list[FamilyMember]
    totals: list[FamilyTotal]
    follow_ons: list[FollowOnHere]
    may: FamilyMay
    access_changes_at: str | None
