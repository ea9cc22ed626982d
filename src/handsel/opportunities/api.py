"""The opportunity over HTTP: parse, door, one action, shape."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from ninja import Query

from handsel.contacts.queries import read_account, read_contact
from handsel.http.etags import revision_of
from handsel.http.router import Router
from handsel.kernel.times import check_instant
from handsel.opportunities import (
    changing_team,
    creating,
    deleting,
    editing,
    explaining_shapes,
    family_shapes,
    follow_ons,
    moving,
    owning,
    queries,
    quick,
)
from handsel.opportunities import schemas as shapes
from handsel.opportunities.explaining import explain_access
from handsel.opportunities.family import family
from handsel.opportunities.gate import show
from handsel.opportunities.queries import Filters, list_opportunities
from handsel.opportunities.reachable import moves
from handsel.opportunities.timeline import timeline
from handsel.organizations.acting import Member, member_of

router = Router(tags=["opportunities"])
ONE = "/opportunities/{uuid:opportunity_id}"


@router.get("/opportunities", response=shapes.OpportunitiesOut)
def list_(
    request: HttpRequest,
    filters: Query[shapes.FiltersIn],
    sort: str = "updated",
    limit: int | None = None,
    cursor: str | None = None,
) -> bytes:
    """`sort`: updated, created, number and amount have the largest first; title, step, owner, team, account and follow_up
    the smallest. With `-` before it the other way round."""
    member, at = member_of(request)
    return list_opportunities(
        Filters(**filters.model_dump()), member=member, at=at, sort=sort, limit=limit, cursor=cursor
    )


@router.post("/opportunities", response={201: shapes.OpportunityOut})
def create(request: HttpRequest, body: shapes.OpportunityIn) -> HttpResponse:
    member, at = member_of(request)
    new = creating.NewOpportunity(
        team_id=body.team,
        contact_id=body.contact,
        new_contact=creating.NewContact(**body.new_contact.model_dump()) if body.new_contact else None,
        channel_id=body.channel,
        account_id=body.account,
        new_account=body.new_account.name if body.new_account else None,
        title=body.title,
        amount=body.amount,
        currency=body.currency,
        follow_up_at=instant_of(body.follow_up_at, member=member),
        owner_id=body.owner if "owner" in body.model_fields_set else creating.ME,
        description=body.description,
        attributes=body.attributes,
    )
    return shown(creating.create(new, by=member, at=at), status=201)


@router.get(ONE, response=shapes.OpportunityOut)
def get(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    member, at = member_of(request)
    return shown(show(opportunity_id, member=member, at=at))


@router.patch(ONE, response=shapes.OpportunityOut)
def edit(request: HttpRequest, opportunity_id: UUID, body: shapes.OpportunityEditIn) -> HttpResponse:
    member, at = member_of(request)
    given = body.given()
    if "follow_up_at" in given:
        given["follow_up_at"] = instant_of(body.follow_up_at, member=member)
    typed = editing.Edit(
        fields={
            key: given[key] for key in ("title", "description", "follow_up_at", "amount") if key in given
        },
        attributes=body.attributes,
        owner=given.get("owner", editing.KEEP),
        transition=body.transition,
        step=body.step,
        stage=body.stage,
        reason=body.reason,
    )
    revision = revision_of(request, body=body.revision)
    return shown(editing.edit(opportunity_id, edit=typed, by=member, at=at, revision=revision))


@router.delete(ONE, response={204: None})
def delete(request: HttpRequest, opportunity_id: UUID) -> None:
    member, at = member_of(request)
    deleting.delete(opportunity_id, by=member, at=at, revision=revision_of(request))


@router.get(ONE + "/moves", response=shapes.MovesOut)
def list_moves(request: HttpRequest, opportunity_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    return moves(opportunity_id, member=member, at=at)


@router.post(ONE + "/move", response=shapes.OpportunityOut)
def move(request: HttpRequest, opportunity_id: UUID, body: shapes.MoveIn) -> HttpResponse:
    member, at = member_of(request)
    revision = revision_of(request, body=body.revision)
    return shown(
        moving.move(
            opportunity_id,
            by=member,
            at=at,
            transition=body.transition,
            step=body.step,
            stage=body.stage,
            revision=revision,
            attributes=body.attributes,
            reason=body.reason,
        )
    )


@router.post(ONE + "/follow-ons", response={201: shapes.OpportunityOut})
def start_follow_on(
    request: HttpRequest, opportunity_id: UUID, body: family_shapes.FollowOnIn
) -> HttpResponse:
    member, at = member_of(request)
    name = body.title if body.name is None else body.name
    made = follow_ons.start(opportunity_id, follow_on=body.follow_on, name=name, by=member, at=at)
    return shown(made, status=201)


@router.get(ONE + "/family", response=family_shapes.FamilyOut)
def get_family(request: HttpRequest, opportunity_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    return family(opportunity_id, member=member, at=at)


@router.put(ONE + "/owner", response=shapes.OpportunityOut)
def set_owner(request: HttpRequest, opportunity_id: UUID, body: shapes.OwnerIn) -> HttpResponse:
    member, at = member_of(request)
    return shown(
        owning.set_owner(opportunity_id, owner_id=body.owner, by=member, at=at, revision=revision_of(request))
    )


@router.put(ONE + "/team", response=shapes.OpportunityOut)
def change_team(request: HttpRequest, opportunity_id: UUID, body: shapes.ChangeTeamIn) -> HttpResponse:
    member, at = member_of(request)
    return shown(
        changing_team.change_team(
            opportunity_id, team_id=body.team, by=member, at=at, revision=revision_of(request)
        )
    )


@router.get(ONE + "/team-change", response=shapes.TeamChangeOut)
def preview_team_change(request: HttpRequest, opportunity_id: UUID, team: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    return changing_team.preview_team_change(opportunity_id, team_id=team, by=member, at=at)


@router.put(ONE + "/follow-up", response=shapes.OpportunityOut)
def set_follow_up(request: HttpRequest, opportunity_id: UUID, body: shapes.FollowUpIn) -> HttpResponse:
    member, at = member_of(request)
    instant = instant_of(body.follow_up_at, member=member)
    return shown(
        quick.set_follow_up(
            opportunity_id, follow_up_at=instant, by=member, at=at, revision=revision_of(request)
        )
    )


@router.put(ONE + "/amount", response=shapes.OpportunityOut)
def set_amount(request: HttpRequest, opportunity_id: UUID, body: shapes.AmountIn) -> HttpResponse:
    member, at = member_of(request)
    return shown(
        quick.set_amount(opportunity_id, amount=body.amount, by=member, at=at, revision=revision_of(request))
    )


@router.put(ONE + "/exclusion", response=shapes.OpportunityOut)
def set_exclusion(request: HttpRequest, opportunity_id: UUID, body: shapes.ExclusionIn) -> HttpResponse:
    member, at = member_of(request)
    action = quick.exclude if body.excluded else quick.include
    return shown(action(opportunity_id, by=member, at=at, revision=revision_of(request)))


@router.get(ONE + "/timeline", response=shapes.TimelineOut)
def get_timeline(
    request: HttpRequest, opportunity_id: UUID, limit: int | None = None, cursor: str | None = None
) -> bytes:
    member, at = member_of(request)
    return timeline(opportunity_id, member=member, at=at, limit=limit, cursor=cursor)


@router.get(ONE + "/access", response=explaining_shapes.AccessOut)
def get_access(
    request: HttpRequest, opportunity_id: UUID, member: UUID | None = None, at: str | None = None
) -> dict[str, Any]:
    """Who could see it, and why: at any instant, past included."""
    asker, now = member_of(request)
    when = instant_of(at, member=asker, field="at") or now
    return explain_access(opportunity_id, of=member or asker.id, when=when, member=asker, at=now)


@router.get("/contacts/{uuid:contact_id}/opportunities", response=shapes.OpportunitiesOut)
def of_contact(
    request: HttpRequest, contact_id: UUID, limit: int | None = None, cursor: str | None = None
) -> bytes:
    member, at = member_of(request)
    read_contact(contact_id, member=member, at=at)
    return list_opportunities(Filters(contact=contact_id), member=member, at=at, limit=limit, cursor=cursor)


@router.get("/accounts/{uuid:account_id}/opportunities", response=shapes.OpportunitiesOut)
def of_account(
    request: HttpRequest, account_id: UUID, limit: int | None = None, cursor: str | None = None
) -> bytes:
    member, at = member_of(request)
    read_account(account_id, member=member, at=at)
    return list_opportunities(Filters(account=account_id), member=member, at=at, limit=limit, cursor=cursor)


@router.get("/search", response=shapes.SearchOut)
def search(request: HttpRequest, q: str) -> dict[str, Any] | bytes:
    """The best few of each kind, for the palette."""
    member, at = member_of(request)
    if len(q.strip()) < 2 or "\x00" in q:  # noqa: PLR2004 (a single letter finds everything, that is nothing)
        return {"opportunities": [], "contacts": [], "accounts": [], "access_changes_at": None}
    return queries.search(q, member=member, at=at)


def instant_of(value: str | None, *, member: Member, field: str = "follow_up_at") -> datetime | None:
    """A local time without an offset is one of the member's time zone; one that the clocks skip is refused (I10)."""
    if value is None or value == "":
        return None
    return check_instant(value, field=field, zone=ZoneInfo(member.time_zone))


def shown(text: str, *, status: int = 200) -> HttpResponse:
    """JSON from PostgreSQL as it is, with its revision as ETag."""
    response = HttpResponse(text, status=status, content_type="application/json")
    response["ETag"] = f'"{json.loads(text)["revision"]}"'
    return response
