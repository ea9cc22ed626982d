"""Saved views: the filters of a board or of the table under a name, for oneself (B7)."""

import json
from collections.abc import Mapping, Set
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.board.export import check_columns
from handsel.board.models import SavedView
from handsel.board.queries import check_closed, find_team
from handsel.kernel.refusals import NotFound, field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.opportunities.queries import Filters, order_of, where
from handsel.organizations.acting import Member


class ViewNotFound(NotFound):
    code = "view_not_found"


OF_BOARDS = frozenset({"owner", "q", "due", "excluded", "field", "closed"})
ONLY_OF_BOARDS = frozenset({"closed"})
BESIDE_FILTERS = frozenset({"closed", "columns", "sort"})


def save_board_view(
    name: str, *, team_id: UUID | None, filters: dict[str, Any], by: Member, at: datetime
) -> SavedView:
    """The same name again replaces the view, here and below."""
    if team_id is None:
        raise field_refused("team", say("Name the team whose board it is."))
    shown = find_team(team_id, member=by, at=at)
    given = _given(filters, fields=OF_BOARDS)
    if not isinstance(given.get("owner", ""), str):
        raise field_refused("filters.owner", say("A board shows one owner's cards, or everybody's."))
    check_closed(given.get("closed", "90"))
    where(filters_of(given), member=by, at=at, graph=shown.graph)
    return _keep(name, team_id=team_id, filters=given, by=by, at=at)


def save_table_view(name: str, *, filters: dict[str, Any], by: Member, at: datetime) -> SavedView:
    given = _given(filters, fields=filters.keys() - ONLY_OF_BOARDS)
    where(filters_of(given), member=by, at=at)
    order_of(given.get("sort", "updated"))
    check_columns(given.get("columns", []))
    return _keep(name, team_id=None, filters=json.loads(json.dumps(given, default=str)), by=by, at=at)


def filters_of(given: Mapping[str, Any]) -> Filters:
    """As a list or a board reads them; one owner may stand alone."""
    known = {key: value for key, value in given.items() if key not in BESIDE_FILTERS}
    owner = known.get("owner")
    if isinstance(owner, str):
        known["owner"] = [owner]
    return Filters(**{key: value for key, value in known.items() if value})


def _given(filters: Mapping[str, Any], *, fields: Set[str]) -> dict[str, Any]:
    given = {key: value for key, value in filters.items() if value}
    for key in sorted(given.keys() - fields):
        raise field_refused(f"filters.{key}", say("This kind of view knows no such filter."))
    return given


def _keep(name: str, *, team_id: UUID | None, filters: dict[str, Any], by: Member, at: datetime) -> SavedView:
    known: dict[str, Any] = {
        "organization_id": by.organization_id,
        "member_id": by.id,
        "team_id": team_id,
        "name": check_name(name, field="name", limit=200),
    }
    view, _ = SavedView.objects.update_or_create(
        **known, defaults={"filters": filters}, create_defaults={"filters": filters, "created_at": at}
    )
    return view


def views_of(member: Member, *, team_id: UUID | None, kind: str | None) -> list[SavedView]:
    found = SavedView.objects.filter(member_id=member.id).order_by("name")
    if team_id is not None:
        found = found.filter(team_id=team_id)
    return list(found if kind is None else found.filter(team_id__isnull=kind == "table"))


def delete_view(view_id: UUID, *, by: Member) -> None:
    gone, _ = SavedView.objects.filter(pk=view_id, member_id=by.id).delete()
    if not gone:
        raise ViewNotFound(say("There is no such view."))
