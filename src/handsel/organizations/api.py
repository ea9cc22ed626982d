"""Oneself and the organization one works in."""

from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest

from handsel.http.paging import check_limit
from handsel.http.router import Router
from handsel.kernel.refusals import Forbidden, field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.organizations import availability, editing, people, queries, upstairs
from handsel.organizations.acting import Member, configuring, member_of
from handsel.organizations.authentication import ORGANIZATION_IN_SESSION
from handsel.organizations.editing import OrganizationChanges
from handsel.organizations.localities import check_locale, check_time_zone
from handsel.organizations.rules import Capability
from handsel.organizations.schemas import (
    AvailabilityHistory,
    AvailabilityIn,
    ChosenOrganizationIn,
    MeIn,
    MeOut,
    OrganizationIn,
    OrganizationOut,
)

router = Router(tags=["organization"])


class KeyHasOneOrganization(Forbidden):
    code = "key_has_one_organization"


@router.get("/me", response=MeOut, by_alias=True)
def me(request: HttpRequest) -> dict[str, Any]:
    member, at = member_of(request)
    return _me(member, at=at)


@router.patch("/me", response=MeOut, by_alias=True)
def edit_me(request: HttpRequest, body: MeIn) -> dict[str, Any]:
    member, at = member_of(request)
    name = check_name(body.name, field="name") if body.name is not None else None
    locale = check_locale(body.locale) if body.locale is not None else None
    zone = check_time_zone(body.time_zone) if body.time_zone else body.time_zone
    row = people.edit_self(member, name=name, locale=locale, time_zone=zone, at=at)
    return _me(replace(member, name=row.name, locale=row.locale or member.locale), at=at)


@router.put("/me/organization", response=None)
def choose_organization(request: HttpRequest, body: ChosenOrganizationIn) -> None:
    """The next request is answered there."""
    member, _ = member_of(request)
    if member.key_id is not None:
        raise KeyHasOneOrganization(
            say("An API key belongs to one organization. Use a key of the other one.")
        )
    if body.organization not in [
        organization_id for organization_id, _ in queries.organizations_of(member.user_id)
    ]:
        raise field_refused("organization", say("No such organization."))
    request.session[ORGANIZATION_IN_SESSION] = str(body.organization)


@router.put("/me/availability", response=MeOut, by_alias=True)
def change_availability(request: HttpRequest, body: AvailabilityIn) -> dict[str, Any]:
    member, at = member_of(request)
    availability.change(body.state, by=member, at=at)
    return _me(member, at=at)


@router.get("/members/{uuid:member_id}/availability", response=AvailabilityHistory)
def availability_history(
    request: HttpRequest, member_id: UUID, limit: int | None = None, cursor: str | None = None
) -> queries.Page:
    member, _ = member_of(request)
    shown = queries.get_member(member_id)
    return queries.availability_history(
        shown.pk,
        limit=check_limit(limit),
        cursor=cursor,
        scope=f"availability:{member.organization_id}:{shown.pk}",
    )


@router.get("/organization", response=OrganizationOut)
def organization(request: HttpRequest) -> dict[str, Any]:
    member, _ = member_of(request)
    return _organization(member)


@router.patch("/organization", response=OrganizationOut)
def edit_organization(request: HttpRequest, body: OrganizationIn) -> dict[str, Any]:
    member, at = configuring(request)
    given = body.given()
    if "shares" in given:
        given["shares"] = body.shares.given()
    editing.edit(cast("OrganizationChanges", given), by=member, at=at)
    return _organization(member)


def _me(member: Member, *, at: datetime) -> dict[str, Any]:
    here, own = queries.the_organization(member.organization_id), queries.get_member(member.id)
    relatives = queries.family()
    sees = {place.team_id: place.sees.value for place in member.teams}
    teams = sorted(queries.teams_for(member).order_by("name", "pk"), key=lambda team: team.pk not in sees)
    return {
        "id": member.id,
        "name": member.name,
        "email": member.email,
        "locale": member.locale,
        "time_zone": own.time_zone or here.time_zone,
        "own_time_zone": own.time_zone,
        "availability": own.availability,
        "organization": {
            "id": here.pk,
            "name": here.name,
            "time_zone": here.time_zone,
            "locale": here.locale,
            "currency": here.currency,
            "parent": _parent(relatives),
        },
        "organizations": _organizations(member, here.name),
        "roles": list(member.roles),
        "sales_licence": member.sales_licence,
        "capabilities": sorted(member.capabilities),
        "teams": [
            {
                "id": team.pk,
                "name": team.name,
                "sees": sees.get(team.pk, ""),
                "deal_amount": team.deal_amount,
                "potential": team.potential,
            }
            for team in teams
        ],
        "switches": queries.switches_in(here, relatives),
        "unread": upstairs.inbox().unread(member),
        "now": at,
        "may": {
            "configure": member.can(Capability.CONFIGURE),
            "manage_people": member.can(Capability.MANAGE_PEOPLE),
            "import": member.can(Capability.IMPORT),
            "create": member.can(Capability.CREATE),
            "see_everything": member.sees_everything,
            "work": member.can(Capability.WORK),
        },
    }


def _organizations(member: Member, name: str) -> list[dict[str, Any]]:
    """Between which the person may switch; a key can't."""
    if member.key_id is not None:
        return [{"id": member.organization_id, "name": name}]
    found = sorted(queries.organizations_of(member.user_id), key=lambda one: one[1])
    return [{"id": organization_id, "name": called} for organization_id, called in found]


def _organization(member: Member) -> dict[str, Any]:
    here = queries.the_organization(member.organization_id)
    relatives = queries.family()
    return {
        "id": here.pk,
        "name": here.name,
        "parent": _parent(relatives),
        "children": [{"id": one.id, "name": one.name} for one in relatives if one.relation == "child"],
        "time_zone": here.time_zone,
        "locale": here.locale,
        "currency": here.currency,
        "switches": queries.switches_in(here, relatives),
        "shares": {name: getattr(here, column) for name, column in editing.SHARES.items()},
        "may": {"edit": member.can(Capability.CONFIGURE)},
    }


def _parent(relatives: list[queries.Relative]) -> dict[str, Any] | None:
    return next(({"id": one.id, "name": one.name} for one in relatives if one.relation == "parent"), None)
