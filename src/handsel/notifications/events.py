"""Only tells the bell of one member that there is something new; the line itself is personal and stays out of the ledger."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from handsel.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationAdded(Fact):
    """About `member_id` alone. It names no opportunity, so that it stays out of timelines."""

    type: ClassVar[str] = "notification.added"
    text: ClassVar[str] = "{subject} was notified"
    member_id: UUID
