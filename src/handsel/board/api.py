"""The board over HTTP."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query

from handsel.board import schemas as shapes
from handsel.board import views
from handsel.board.batch import KEEP, Batch, preview, run
from handsel.board.export import export_board
from handsel.board.models import SavedView
from handsel.board.queries import board, column
from handsel.http.router import Router
from handsel.opportunities.queries import Filters
from handsel.organizations.acting import member_of

router = Router(tags=["board"])


@router.get("/board", response=shapes.BoardOut)
def show_board(
    request: HttpRequest, team: UUID, filters: Query[shapes.BoardFilters], closed: str = "90"
) -> bytes:
    member, at = member_of(request)
    return board(team, Filters(**filters.dict()), closed=closed, member=member, at=at)


@router.get("/board/column", response=shapes.ColumnPageOut)
def show_column(
    request: HttpRequest,
    team: UUID,
    stage: UUID,
    filters: Query[shapes.BoardFilters],
    closed: str = "90",
    cursor: str | None = None,
) -> bytes:
    member, at = member_of(request)
    return column(team, stage, Filters(**filters.dict()), closed=closed, cursor=cursor, member=member, at=at)


@router.get("/board/export.csv")
def export(request: HttpRequest, team: UUID, filters: Query[shapes.BoardFilters]) -> HttpResponse:
    member, at = member_of(request)
    text = export_board(team, Filters(team=team, **filters.dict()), member=member, at=at)
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="opportunities.csv"'
    return response


@router.post("/board/batch/preview", response=shapes.BatchPreviewOut)
def preview_batch(request: HttpRequest, body: shapes.BatchIn) -> dict[str, Any]:
    member, at = member_of(request)
    return preview(_batch(body), by=member, at=at)


@router.post("/board/batch", response=shapes.BatchOut)
def run_batch(request: HttpRequest, body: shapes.BatchIn) -> dict[str, Any]:
    member, at = member_of(request)
    return run(_batch(body), by=member, at=at)


@router.get("/views", response=shapes.ViewsOut)
def list_views(request: HttpRequest, team: UUID | None = None) -> dict[str, Any]:
    member, _ = member_of(request)
    return {"items": [_view(view) for view in views.views_of(member, team_id=team)], "next_cursor": None}


@router.post("/views", response={201: shapes.ViewOut})
def save_view(request: HttpRequest, body: shapes.ViewIn) -> dict[str, Any]:
    member, at = member_of(request)
    return _view(views.save_view(body.name, team_id=body.team, filters=body.filters.dict(), by=member, at=at))


@router.delete("/views/{uuid:view_id}", response={204: None})
def delete_view(request: HttpRequest, view_id: UUID) -> None:
    member, _ = member_of(request)
    views.delete_view(view_id, by=member)


def _batch(body: shapes.BatchIn) -> Batch:
    return Batch(
        team_id=body.team,
        stage_id=body.stage,
        filters=Filters(**body.filters.dict()),
        to_stage=body.to_stage,
        to_step=body.to_step,
        owner_id=body.owner if "owner" in body.model_fields_set else KEEP,
        closed=body.closed,
        reason=body.reason,
    )


def _view(view: SavedView) -> dict[str, Any]:
    return {
        "id": view.pk,
        "name": view.name,
        "team": view.team_id,
        "filters": view.filters,
        "created_at": view.created_at,
    }
