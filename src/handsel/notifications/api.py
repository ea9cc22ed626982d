from typing import Any

from django.http import HttpRequest

from handsel.http.router import Router
from handsel.notifications import queries, reading
from handsel.notifications.schemas import NotificationsOut, ReadIn
from handsel.organizations.acting import member_of

router = Router(tags=["notifications"])


@router.get("/notifications", response=NotificationsOut)
def list_notifications(
    request: HttpRequest, limit: int | None = None, cursor: str | None = None
) -> dict[str, Any]:
    member, at = member_of(request)
    return queries.page(member, limit=limit, cursor=cursor, at=at)


@router.put("/notifications/read", response={204: None})
def read_notifications(request: HttpRequest, body: ReadIn) -> None:
    member, at = member_of(request)
    reading.mark_read(member, until=body.until, at=at)
