"""Published versions over HTTP: looked at and compared (W15)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import P, QueryEx

from handsel.http.router import Router
from handsel.opportunities import version_views
from handsel.opportunities import workflow_shapes as shapes
from handsel.opportunities.api_workflows import ONE
from handsel.organizations.acting import member_of

router = Router(tags=["workflows"])


@router.get(ONE + "/versions", response=shapes.VersionsOut)
def list_versions(
    request: HttpRequest, workflow_id: UUID, limit: int | None = None, cursor: str | None = None
) -> dict[str, Any]:
    member, _ = member_of(request)
    return version_views.versions(workflow_id, member=member, limit=limit, cursor=cursor)


@router.get(ONE + "/versions/{int:number}", response=shapes.VersionDetailOut)
def show_version(request: HttpRequest, workflow_id: UUID, number: int) -> dict[str, Any]:
    member, _ = member_of(request)
    return version_views.version(workflow_id, number=number, member=member)


@router.get(ONE + "/compare", response=shapes.CompareOut)
def compare(
    request: HttpRequest, workflow_id: UUID, to: str, from_: QueryEx[str, P(alias="from")]
) -> dict[str, Any]:
    """Two versions, or one and the draft: numbers, or `draft`."""
    member, _ = member_of(request)
    return version_views.compared(workflow_id, start=from_, to=to, member=member)
