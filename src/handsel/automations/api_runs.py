"""What automations did, step by step: only for who configures (A1)."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from handsel.automations import runs
from handsel.automations import runs_schemas as shapes
from handsel.http.router import Router
from handsel.organizations.acting import configuring

router = Router(tags=["automations"])


@router.get("/automations/runs", response=shapes.RunsOut)
def list_runs(
    request: HttpRequest,
    filters: Query[shapes.RunFilters],
    limit: int | None = None,
    cursor: str | None = None,
) -> bytes:
    """Newest first. Those that ended are forgotten after 180 days."""
    member, at = configuring(request)
    return runs.page(runs.Wanted(**filters.model_dump()), member=member, limit=limit, cursor=cursor, at=at)


@router.get("/automations/runs/{uuid:run_id}", response=shapes.RunOut)
def show_run(request: HttpRequest, run_id: UUID) -> bytes:
    member, at = configuring(request)
    return runs.one(run_id, member=member, at=at)


@router.get("/automations/{uuid:automation_id}/runs", response=shapes.RunsOut)
def list_runs_of_automation(
    request: HttpRequest,
    automation_id: UUID,
    filters: Query[shapes.RunFilters],
    limit: int | None = None,
    cursor: str | None = None,
) -> bytes:
    """Newest first."""
    member, at = configuring(request)
    runs.check_there(automation_id)
    wanted = runs.Wanted(**{**filters.model_dump(), "automation": [automation_id]})
    return runs.page(wanted, member=member, limit=limit, cursor=cursor, at=at)
