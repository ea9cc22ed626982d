from typing import Literal
from uuid import UUID

from pydantic import Field

from handsel.http.shapes import Ref, Schema
from handsel.opportunities.schemas import TimelineText


class AccessEvent(Schema):
    """What in the ledger made it so."""

    id: str
    type: str
    at: str


class AccessReason(Schema):
    """Held from `from` until `until`. No `from`: since before the ledger tells; no `until`: it goes on."""

    kind: Literal["owner", "team", "role", "author", "share"]
    text: TimelineText
    level: Literal["view", "modify", "work"]
    from_: str | None = Field(alias="from")
    until: str | None
    event: AccessEvent | None
    share: UUID | None


class AccessAssumed(Schema):
    """What was so before this instant is not recorded, and assumed to have been as it was first told."""

    text: TimelineText
    before: str


class AccessOut(Schema):
    """`reasons` hold at `at`; `past` are those that held before, or will hold later. Not `known`: what is said of `at` rests on
    something `assumed`. Deleted at `deleted_at`, nobody has seen it since."""

    member: Ref
    at: str
    deleted_at: str | None
    known: bool
    allowed: bool
    level: Literal["view", "modify", "work"] | None
    reasons: list[AccessReason]
    past: list[AccessReason]
    assumed: list[AccessAssumed]
