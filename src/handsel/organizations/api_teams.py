"""Teams and who sits in them."""

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest

from handsel.http.paging import check_limit
from handsel.http.router import Router, asks
from handsel.organizations import queries, teams, upstairs
from handsel.organizations.acting import Member, configuring, managing_people, member_of
from handsel.organizations.models import Team
from handsel.organizations.rules import Capability, Sees
from handsel.organizations.schemas import NewTeamIn, SeatIn, TeamIn, TeamList, TeamOut
from handsel.organizations.teams import TeamChanges

router = Router(tags=["teams"])


@router.get("/teams", response=TeamList)
def list_teams(
    request: HttpRequest,
    *,
    all: bool = False,  # noqa: A002 (its name in the address)
    limit: int | None = None,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Those whose board the reader can open; with `all`, every team that an opportunity can be given to."""
    member, _ = member_of(request)
    wanted = queries.live_teams() if all else queries.teams_for(member)
    page = queries.teams_with_people(
        wanted,
        limit=check_limit(limit),
        cursor=cursor,
        scope=f"teams:{member.organization_id}:{member.id}:{all}",
    )
    return {"items": _shaped(page.items, reader=member), "next_cursor": page.next_cursor}


@router.post("/teams", response={201: TeamOut})
@asks(configuring)
def create_team(request: HttpRequest, body: NewTeamIn) -> dict[str, Any]:
    member, at = member_of(request)
    team = teams.create(
        body.name,
        workflow_id=body.workflow,
        deal_amount=body.deal_amount,
        potential=body.potential,
        automatic_assignment=body.automatic_assignment,
        by=member,
        at=at,
    )
    return _one(team.pk, reader=member)


@router.get("/teams/{uuid:team_id}", response=TeamOut)
def read_team(request: HttpRequest, team_id: UUID) -> dict[str, Any]:
    member, _ = member_of(request)
    return _one(team_id, reader=member)


@router.patch("/teams/{uuid:team_id}", response=TeamOut)
def edit_team(request: HttpRequest, team_id: UUID, body: TeamIn) -> dict[str, Any]:
    member, at = configuring(request)
    given = body.given()
    if "workflow" in given:
        given["workflow_id"] = given.pop("workflow")
    teams.edit(team_id, changes=cast("TeamChanges", given), by=member, at=at)
    return _one(team_id, reader=member)


@router.delete("/teams/{uuid:team_id}", response=None)
def dissolve_team(request: HttpRequest, team_id: UUID) -> None:
    member, at = configuring(request)
    teams.dissolve(team_id, by=member, at=at)


@router.put("/teams/{uuid:team_id}/members/{uuid:member_id}", response=TeamOut)
def seat_member(request: HttpRequest, team_id: UUID, member_id: UUID, body: SeatIn) -> dict[str, Any]:
    member, at = managing_people(request)
    teams.seat(team_id, member_id=member_id, sees=Sees(body.sees), by=member, at=at)
    return _one(team_id, reader=member)


@router.delete("/teams/{uuid:team_id}/members/{uuid:member_id}", response=TeamOut)
def unseat_member(request: HttpRequest, team_id: UUID, member_id: UUID) -> dict[str, Any]:
    member, at = managing_people(request)
    teams.unseat(team_id, member_id=member_id, by=member, at=at)
    return _one(team_id, reader=member)


def _one(team_id: UUID, *, reader: Member) -> dict[str, Any]:
    return _shaped([queries.team_with_people(team_id)], reader=reader)[0]


def _shaped(found: Collection[Team], *, reader: Member) -> list[dict[str, Any]]:
    workflows = upstairs.workflows().names_of({team.workflow_id for team in found})
    may_edit = reader.can(Capability.CONFIGURE)
    return [
        {
            "id": team.pk,
            "name": team.name,
            "workflow": {"id": team.workflow_id, "name": workflows.get(team.workflow_id, "")},
            "deal_amount": team.deal_amount,
            "potential": team.potential,
            "automatic_assignment": team.automatic_assignment,
            "members": [
                {
                    "id": seat.member_id,
                    "name": seat.member.name,
                    "sees": seat.sees,
                    "active": seat.member.joined_at is not None and seat.member.deactivated_at is None,
                }
                for seat in team.seats.all()
            ],
            "may": {"edit": may_edit},
        }
        for team in found
    ]
