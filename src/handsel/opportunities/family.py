"""The family of an opportunity: parent, children, and what they come to together (W11)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.organizations.acting import Member


def family(opportunity_id: UUID, *, member: Member, at: datetime) -> dict[str, Any]:
    raise NotImplementedError
