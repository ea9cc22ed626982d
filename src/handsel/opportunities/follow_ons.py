"""A follow-on: a named entry for a child opportunity (W11)."""

from datetime import datetime
from uuid import UUID

from handsel.organizations.acting import Member


def start(parent_id: UUID, *, follow_on: str, name: str | None, by: Member, at: datetime) -> str:
    raise NotImplementedError
