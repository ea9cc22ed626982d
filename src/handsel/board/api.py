"""The board over HTTP."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query

from handsel.board import schemas as shapes
from handsel.board import views
from handsel.board.batch import Batch, preview, run
from handsel.board.export import export_board, export_table
from handsel.board.models import SavedView
from handsel.board.queries import board, column
from handsel.http.router import Router, names_only, only_reads
from handsel.opportunities.api import instant_of
from handsel.opportunities.queries import Filters
from handsel.opportunities.schemas import FiltersIn
from handsel.organizations.acting import Member, member_of

router = Router(tags=["board"])


@router.get("/board", response=shapes.BoardOut)
def show_board(
    request: HttpRequest, team: UUID, filters: Query[shapes.BoardFilters], closed: str = "90"
) -> bytes:
    member, at = member_of(request)
    return board(team, views.filters_of(filters.model_dump()), closed=closed, member=member, at=at)


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
    wanted = views.filters_of(filters.model_dump())
    return column(team, stage, wanted, closed=closed, cursor=cursor, member=member, at=at)


@router.get("/board/export.csv")
def export(request: HttpRequest, team: UUID, filters: Query[shapes.BoardFilters]) -> HttpResponse:
    member, at = member_of(request)
    wanted = views.filters_of({**filters.model_dump(), "team": [team]})
    return _sheet(export_board(team, wanted, member=member, at=at))


@router.get("/opportunities/export.csv")
def export_opportunities(
    request: HttpRequest, filters: Query[FiltersIn], columns: Query[shapes.ColumnsIn]
) -> HttpResponse:
    """What the list shows under the same filters, but for what one sees only by a share."""
    member, at = member_of(request)
    wanted = Filters(**filters.model_dump())
    return _sheet(export_table(wanted, columns=columns.columns, member=member, at=at))


def _sheet(text: str) -> HttpResponse:
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="opportunities.csv"'
    return response


@router.post("/board/batch/preview", response=shapes.BatchPreviewOut)
@only_reads
def preview_batch(request: HttpRequest, body: shapes.BatchIn) -> dict[str, Any]:
    """Every command is really tried, then taken back."""
    member, at = member_of(request)
    return preview(_batch(body, member=member), by=member, at=at)


@router.post("/board/batch", response=shapes.BatchOut)
@names_only
def run_batch(request: HttpRequest, body: shapes.BatchIn) -> dict[str, Any]:
    member, at = member_of(request)
    return run(_batch(body, member=member), by=member, at=at)


@router.get("/views", response=shapes.ViewsOut)
def list_views(
    request: HttpRequest, team: UUID | None = None, kind: Literal["board", "table"] | None = None
) -> dict[str, Any]:
    member, _ = member_of(request)
    found = views.views_of(member, team_id=team, kind=kind)
    return {"items": [_view(view) for view in found], "next_cursor": None}


@router.post("/views", response={201: shapes.ViewOut})
def save_view(request: HttpRequest, body: shapes.ViewIn) -> dict[str, Any]:
    member, at = member_of(request)
    filters = body.filters.model_dump()
    if body.kind == "table":
        return _view(views.save_table_view(body.name, filters=filters, by=member, at=at))
    return _view(views.save_board_view(body.name, team_id=body.team, filters=filters, by=member, at=at))


@router.delete("/views/{uuid:view_id}", response={204: None})
def delete_view(request: HttpRequest, view_id: UUID) -> None:
    member, _ = member_of(request)
    views.delete_view(view_id, by=member)


def _batch(body: shapes.BatchIn, *, member: Member) -> Batch:
    """A target that is null is none; an owner or a follow-up that is null is said."""
    act: dict[str, Any] = {name: value for name in ("to_stage", "to_step") if (value := getattr(body, name))}
    if "owner" in body.model_fields_set:
        act["owner"] = body.owner
    if "follow_up_at" in body.model_fields_set:
        act["follow_up_at"] = instant_of(body.follow_up_at, member=member)
    if body.delete:
        act["delete"] = True
    return Batch(
        act=act,
        opportunities=body.opportunities,
        team_id=body.team,
        stage_id=body.stage,
        filters=views.filters_of(body.filters.model_dump()),
        closed=body.closed,
        reason=body.reason,
    )


def _view(view: SavedView) -> dict[str, Any]:
    return {
        "id": view.pk,
        "name": view.name,
        "kind": "board" if view.team_id else "table",
        "team": view.team_id,
        "filters": view.filters,
        "created_at": view.created_at,
    }
