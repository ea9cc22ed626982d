"""Shares over HTTP."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query

from handsel.http.router import Router, only_reads
from handsel.shares import schemas as shapes

router = Router(tags=["shares"])
ONE = "/shares/{uuid:share_id}"
OF_ONE = "/opportunities/{uuid:opportunity_id}/shares"


@router.get(OF_ONE, response=shapes.OpportunitySharesOut)
def shares_of(
    request: HttpRequest, opportunity_id: UUID, limit: int | None = None, cursor: str | None = None
) -> bytes:
    raise NotImplementedError


@router.post(OF_ONE, response={201: shapes.ShareOut})
def give_share(request: HttpRequest, opportunity_id: UUID, body: shapes.ShareIn) -> HttpResponse:
    raise NotImplementedError


@router.post(OF_ONE + "/preview", response=shapes.SharePreviewOut)
@only_reads
def preview_share(request: HttpRequest, opportunity_id: UUID, body: shapes.ShareIn) -> dict[str, Any]:
    raise NotImplementedError


@router.post(OF_ONE + "/stop", response=shapes.StoppedOut)
def stop_shares_of(request: HttpRequest, opportunity_id: UUID, body: shapes.StopIn) -> dict[str, int]:
    raise NotImplementedError


@router.get("/shares", response=shapes.SharesOut)
def list_shares(
    request: HttpRequest,
    filters: Query[shapes.ShareFilters],
    sort: str = "asked",
    limit: int | None = None,
    cursor: str | None = None,
) -> bytes:
    raise NotImplementedError


@router.get("/shares/export.csv")
def export_shares(request: HttpRequest, filters: Query[shapes.ShareFilters]) -> HttpResponse:
    raise NotImplementedError


@router.post("/shares/stop", response=shapes.StoppedOut)
def stop_shares_with(request: HttpRequest, body: shapes.StopIn) -> dict[str, int]:
    raise NotImplementedError


@router.post("/shares/batch", response=shapes.SharesBatchOut)
def batch_shares(request: HttpRequest, body: shapes.SharesBatchIn) -> dict[str, Any]:
    raise NotImplementedError


@router.get(ONE, response=shapes.ShareOut)
def get_share(request: HttpRequest, share_id: UUID) -> bytes:
    raise NotImplementedError


@router.post(ONE + "/stop", response=shapes.ShareOut)
def stop_share(request: HttpRequest, share_id: UUID) -> bytes:
    raise NotImplementedError


@router.post(ONE + "/extend", response=shapes.ShareOut)
def extend_share(request: HttpRequest, share_id: UUID, body: shapes.ExtendIn) -> bytes:
    raise NotImplementedError


@router.post(ONE + "/more-time", response=shapes.ShareOut)
def ask_more_time(request: HttpRequest, share_id: UUID, body: shapes.MoreTimeIn) -> bytes:
    raise NotImplementedError


@router.post(ONE + "/more-time/decline", response=shapes.ShareOut)
def decline_more_time(request: HttpRequest, share_id: UUID) -> bytes:
    raise NotImplementedError
