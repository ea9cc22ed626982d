from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime

from handsel.http.shapes import In, Ref, Schema


class TextOut(Schema):
    """A sentence by its key; the page says it in the reader's language, as it does those of a timeline."""

    key: str
    values: dict[str, Any]


class NotificationOut(Schema):
    id: UUID
    kind: Literal[
        "opportunity.follow_up_due", "opportunity.assigned", "task.reminded",
        "share.given", "share.ending", "share.ended", "share.extended",
        "share.more_time_asked", "share.more_time_declined",
        "automation.notify", "automation.stopped", "automation.cut",
    ]  # fmt: skip
    opportunity: Ref | None
    text: TextOut
    at: AwareDatetime
    read_at: AwareDatetime | None


class NotificationsOut(Schema):
    items: list[NotificationOut]
    next_cursor: str | None
    unread: int
    access_changes_at: str | None


class ReadIn(In):
    until: AwareDatetime
