"""Members, and the invitations by which they come."""

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import login
from django.http import HttpRequest

from handsel.http.paging import check_limit
from handsel.http.router import Router, asks
from handsel.kernel.refusals import Forbidden
from handsel.kernel.sentences import say
from handsel.organizations import invitations, people, queries, upstairs
from handsel.organizations.acting import Member, System, acting, managing_people, member_of
from handsel.organizations.authentication import ORGANIZATION_IN_SESSION
from handsel.organizations.models import Membership
from handsel.organizations.people import MemberChanges
from handsel.organizations.rules import Capability, Sees, has_licence
from handsel.organizations.schemas import (
    AcceptedOut,
    AcceptIn,
    DeactivateIn,
    InvitationOut,
    InviteIn,
    MemberIn,
    MemberList,
    MemberOut,
)

router = Router(tags=["members"])
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class OtherSite(Forbidden):
    code = "other_site"


@router.get("/members", response=MemberList)
def list_members(
    request: HttpRequest,
    q: str | None = None,
    active: bool | None = None,  # noqa: FBT001 (a filter in the address)
    limit: int | None = None,
    cursor: str | None = None,
) -> dict[str, Any]:
    member, _ = member_of(request)
    page = queries.members(
        q=q, active=active, limit=check_limit(limit), cursor=cursor, scope=f"members:{member.organization_id}"
    )
    return {"items": _shaped(page.items, reader=member), "next_cursor": page.next_cursor}


@router.post("/members", response={201: MemberOut})
@asks(managing_people)
def invite_member(request: HttpRequest, body: InviteIn) -> dict[str, Any]:
    member, at = member_of(request)
    seats = {
        team if isinstance(team, UUID) else team.id: Sees("all" if isinstance(team, UUID) else team.sees)
        for team in body.teams
    }
    invited = people.invite(
        body.email,
        name=body.name,
        roles=body.roles,
        sales_licence=body.sales_licence,
        seats=seats,
        by=member,
        at=at,
    )
    return _one(invited.pk, reader=member)


@router.get("/members/{uuid:member_id}", response=MemberOut)
def read_member(request: HttpRequest, member_id: UUID) -> dict[str, Any]:
    member, _ = member_of(request)
    return _one(member_id, reader=member)


@router.patch("/members/{uuid:member_id}", response=MemberOut)
def edit_member(request: HttpRequest, member_id: UUID, body: MemberIn) -> dict[str, Any]:
    member, at = managing_people(request)
    people.edit(member_id, changes=cast("MemberChanges", body.given()), by=member, at=at)
    return _one(member_id, reader=member)


@router.post("/members/{uuid:member_id}/deactivate", response=MemberOut)
@asks(managing_people)
def deactivate_member(
    request: HttpRequest, member_id: UUID, body: DeactivateIn | None = None
) -> dict[str, Any]:
    member, at = member_of(request)
    if body is not None and "reassign_to" in body.model_fields_set:
        people.deactivate_and_reassign(member_id, to=body.reassign_to, by=member, at=at)
    else:
        people.deactivate(member_id, by=member, at=at)
    return _one(member_id, reader=member)


@router.post("/members/{uuid:member_id}/reactivate", response=MemberOut)
@asks(managing_people)
def reactivate_member(request: HttpRequest, member_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    people.reactivate(member_id, by=member, at=at)
    return _one(member_id, reader=member)


@router.post("/members/{uuid:member_id}/invitation", response=MemberOut)
@asks(managing_people)
def send_invitation_again(request: HttpRequest, member_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    people.send_again(member_id, by=member, at=at)
    return _one(member_id, reader=member)


@router.get("/invitations/{token}", response=InvitationOut, auth=None)
def read_invitation(request: HttpRequest, token: str) -> dict[str, Any]:  # noqa: ARG001 (the router's signature)
    link = invitations.read_token(token)
    with acting(System(organization_id=link.organization_id)) as at:
        invited = invitations.look(link, at=at)
        return {
            "email": invited.user.email,
            "organization": invited.organization.name,
            "name": invited.name,
            "needs_password": not invited.user.has_usable_password(),
        }


@router.post("/invitations/{token}/accept", response=AcceptedOut, auth=None)
def accept_invitation(request: HttpRequest, token: str, body: AcceptIn | None = None) -> dict[str, Any]:
    """Signs in who sets a password by it; who had one before signs in with that."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise OtherSite(say("Accept the invitation on the page that the link in the mail opens."))
    link, given = invitations.read_token(token), body or AcceptIn()
    with acting(System(organization_id=link.organization_id)) as at:
        is_new = not invitations.look(link, at=at).user.has_usable_password()
        joined = invitations.accept(link, name=given.name, password=given.password, at=at)
    if is_new:
        login(request, joined.user, backend=BACKEND)
        request.session[ORGANIZATION_IN_SESSION] = str(joined.organization_id)
    return {
        "email": joined.user.email,
        "organization": {"id": joined.organization_id, "name": joined.organization.name},
        "signed_in": is_new,
    }


def _one(member_id: UUID, *, reader: Member) -> dict[str, Any]:
    return _shaped([queries.member_with_seats(member_id)], reader=reader)[0]


def _shaped(rows: Collection[Membership], *, reader: Member) -> list[dict[str, Any]]:
    counted = [row.pk for row in rows if reader.sees_everything or row.pk == reader.id]
    holds = upstairs.holdings().of_members(counted) if counted else {}
    return [_shape(row, holds=holds.get(row.pk, 0), reader=reader) for row in rows]


def _shape(row: Membership, *, holds: int, reader: Member) -> dict[str, Any]:
    may = reader.can(Capability.MANAGE_PEOPLE)
    return {
        "id": row.pk,
        "name": row.name,
        "email": row.user.email,
        "roles": row.roles,
        "sales_licence": has_licence(row.roles, row.sales_licence),
        "teams": [
            {"id": seat.team_id, "name": seat.team.name, "sees": seat.sees} for seat in row.seats.all()
        ],
        "active": row.joined_at is not None and row.deactivated_at is None,
        "availability": row.availability,
        "time_zone": row.time_zone or reader.time_zone,
        "invited": row.joined_at is None and row.deactivated_at is None,
        "last_seen_at": row.last_seen_at,
        "holds": holds,
        "may": {"edit": may, "deactivate": may and row.deactivated_at is None},
    }
