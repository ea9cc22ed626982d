"""Saved views: the filters of a board under a name, for oneself (B7)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.board.models import SavedView
from handsel.board.queries import find_team
from handsel.kernel.refusals import NotFound
from handsel.kernel.text import check_name
from handsel.opportunities.queries import Filters, where
from handsel.organizations.acting import Member


class ViewNotFound(NotFound):
    code = "view_not_found"


def save_view(name: str, *, team_id: UUID, filters: dict[str, Any], by: Member, at: datetime) -> SavedView:
    """The same name again replaces the view."""
    shown = find_team(team_id, member=by)
    of_cards = {key: value for key, value in filters.items() if key != "closed"}
    where(Filters(**of_cards), member=by, at=at, graph=shown.graph)
    view, _ = SavedView.objects.update_or_create(
        organization_id=by.organization_id,
        member_id=by.id,
        team_id=team_id,
        name=check_name(name, field="name", limit=200),
        defaults={"filters": {key: value for key, value in filters.items() if value}},
        create_defaults={
            "filters": {key: value for key, value in filters.items() if value},
            "created_at": at,
        },
    )
    return view


def views_of(member: Member, *, team_id: UUID | None) -> list[SavedView]:
    found = SavedView.objects.filter(member_id=member.id).order_by("name")
    return list(found.filter(team_id=team_id) if team_id else found)


def delete_view(view_id: UUID, *, by: Member) -> None:
    gone, _ = SavedView.objects.filter(pk=view_id, member_id=by.id).delete()
    if not gone:
        raise ViewNotFound("There is no such view.")
