"""Shares over HTTP."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import ValidationError

from handsel.http.misshapen import said_by_pydantic
from handsel.http.problems import refused
from handsel.http.router import Router, only_reads
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import FieldProblem, Invalid, Refusal, named
from handsel.kernel.times import check_instant
from handsel.opportunities.gate import look
from handsel.organizations.acting import Member, member_of
from handsel.shares import batches, export, extending, giving, previewing, queries, stopping
from handsel.shares import schemas as shapes
from handsel.shares.batches import Item, Outcome
from handsel.shares.rules import Lasting, Status, may_share, stops_any
from handsel.shares.terms import read_terms

router = Router(tags=["shares"])
ONE = "/shares/{uuid:share_id}"
OF_ONE = "/opportunities/{uuid:opportunity_id}/shares"


@router.get(OF_ONE, response=shapes.OpportunitySharesOut)
def shares_of(
    request: HttpRequest, opportunity_id: UUID, limit: int | None = None, cursor: str | None = None
) -> bytes:
    member, at = member_of(request)
    seen = look(opportunity_id, member=member, at=at)
    terms = read_terms(member.organization_id)
    page = queries.list_shares(
        {"opportunity": [opportunity_id]}, member=member, at=at, limit=limit, cursor=cursor
    )
    more = shapes.OpportunitySharesMore(
        may=shapes.SharesMay(
            share=may_share(seen.level, capabilities=member.capabilities, terms=terms),
            stop=seen.owner_id == member.id or stops_any(member.capabilities),
        ),
        terms=shapes.ShareTermsOut(
            default_days=terms.default_days, maximum_days=terms.maximum_days, time_zone=str(terms.zone)
        ),
    )
    return page[:-1] + b", " + more.model_dump_json()[1:].encode()


@router.post(OF_ONE, response={201: shapes.ShareOut})
def give_share(request: HttpRequest, opportunity_id: UUID, body: shapes.ShareIn) -> HttpResponse:
    """A refusal that is kept answers with its `share`."""
    member, at = member_of(request)
    given = giving.give(
        opportunity_id,
        to_member=body.member,
        to_team=body.team,
        lasting=_lasting(body, member=member),
        starts_at=_instant(body.starts_at, member=member, field="starts_at"),
        access=body.access,
        by=member,
        at=at,
    )
    if given.refusal is not None:
        return _kept(request, given.refusal, share_id=given.share_id)
    shown = queries.show_share(given.share_id, member=member, at=at)
    return HttpResponse(shown, status=HTTPStatus.CREATED, content_type="application/json")


@router.post(OF_ONE + "/preview", response=shapes.SharePreviewOut)
@only_reads
def preview_share(request: HttpRequest, opportunity_id: UUID, body: shapes.ShareIn) -> dict[str, Any]:
    member, at = member_of(request)
    return previewing.preview(
        opportunity_id,
        to_member=body.member,
        to_team=body.team,
        lasting=_lasting(body, member=member),
        starts_at=_instant(body.starts_at, member=member, field="starts_at"),
        by=member,
        at=at,
    )


@router.post(OF_ONE + "/stop", response=shapes.StoppedOut)
def stop_shares_of(request: HttpRequest, opportunity_id: UUID, body: shapes.StopIn) -> dict[str, int]:
    member, at = member_of(request)
    return {
        "stopped": stopping.stop_of_opportunity(
            opportunity_id, to_member=body.member, to_team=body.team, by=member, at=at
        )
    }


@router.get("/shares", response=shapes.SharesOut)
def list_shares(
    request: HttpRequest,
    filters: Query[shapes.ShareFilters],
    sort: str = "asked",
    limit: int | None = None,
    cursor: str | None = None,
) -> bytes:
    member, at = member_of(request)
    return queries.list_shares(filters.given(), member=member, at=at, sort=sort, limit=limit, cursor=cursor)


@router.get("/shares/export.csv")
def export_shares(request: HttpRequest, filters: Query[shapes.ShareFilters]) -> HttpResponse:
    member, at = member_of(request)
    text = export.export_shares(filters.given(), member=member, at=at)
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="shares.csv"'
    return response


@router.post("/shares/stop", response=shapes.StoppedOut)
def stop_shares_with(request: HttpRequest, body: shapes.StopIn) -> dict[str, int]:
    """All of a member or a team: as many as you may stop."""
    member, at = member_of(request)
    return {"stopped": stopping.stop_of_grantee(to_member=body.member, to_team=body.team, by=member, at=at)}


@router.post("/shares/batch", response=shapes.SharesBatchOut)
def batch_shares(request: HttpRequest, body: shapes.SharesBatchIn) -> dict[str, Any]:
    """Up to 200 are decided at once, unless `later`; more wait for the worker."""
    member, at = member_of(request)
    items, outcomes = _read(body.items, member=member)
    batch_id = new_id()
    waits = body.later or len(body.items) > batches.AT_ONCE
    run = batches.run_later if waits else batches.run_now
    outcomes += run(items, batch_id=batch_id, by=member, at=at)
    counts = {status: sum(one.status is status for one in outcomes) for status in Status}
    return {
        "id": batch_id,
        "items": [_item(one) for one in sorted(outcomes, key=lambda one: one.index)],
        **{status.value: count for status, count in counts.items()},
    }


@router.get(ONE, response=shapes.ShareOut)
def get_share(request: HttpRequest, share_id: UUID) -> bytes:
    member, at = member_of(request)
    return queries.show_share(share_id, member=member, at=at)


@router.post(ONE + "/stop", response=shapes.ShareOut)
def stop_share(request: HttpRequest, share_id: UUID) -> bytes:
    member, at = member_of(request)
    stopping.stop(share_id, by=member, at=at)
    return queries.show_share(share_id, member=member, at=at)


@router.post(ONE + "/extend", response=shapes.ShareOut)
def extend_share(request: HttpRequest, share_id: UUID, body: shapes.ExtendIn) -> bytes:
    member, at = member_of(request)
    extending.extend(share_id, lasting=_lasting(body, member=member), by=member, at=at)
    return queries.show_share(share_id, member=member, at=at)


@router.post(ONE + "/more-time", response=shapes.ShareOut)
def ask_more_time(request: HttpRequest, share_id: UUID, body: shapes.MoreTimeIn) -> bytes:
    member, at = member_of(request)
    lasting = _lasting(body, member=member)
    extending.ask_more_time(share_id, lasting=lasting, note=body.note, by=member, at=at)
    return queries.show_share(share_id, member=member, at=at)


@router.post(ONE + "/more-time/decline", response=shapes.ShareOut)
def decline_more_time(request: HttpRequest, share_id: UUID) -> bytes:
    member, at = member_of(request)
    extending.decline_more_time(share_id, by=member, at=at)
    return queries.show_share(share_id, member=member, at=at)


def _instant(value: str | None, *, member: Member, field: str) -> datetime | None:
    """A local time without an offset is one of the member's time zone; one that the clocks skip is refused (I10)."""
    return None if value is None else check_instant(value, field=field, zone=ZoneInfo(member.time_zone))


def _lasting(body: shapes.LastingIn, *, member: Member) -> Lasting:
    return Lasting(
        minutes=body.minutes, days=body.days, ends_at=_instant(body.ends_at, member=member, field="ends_at")
    )


def _kept(request: HttpRequest, refusal: Refusal, *, share_id: UUID) -> HttpResponse:
    """Answered, not raised: raised, it would take the row back that remembers it."""
    refusal.extra = {**refusal.extra, "share": {"id": str(share_id)}}
    return refused(request, refusal)


def _read(raw: Sequence[Any], *, member: Member) -> tuple[list[Item], list[Outcome]]:
    items: list[Item] = []
    outcomes: list[Outcome] = []
    for index, one in enumerate(raw):
        try:
            items.append(_read_one(index, one, member=member))
        except Refusal as refusal:
            outcomes.append(Outcome(index=index, status=Status.FAILED, refusal=refusal))
    return items, outcomes


def _read_one(index: int, raw: Any, *, member: Member) -> Item:
    try:
        body = shapes.BatchItemIn.model_validate(raw)
    except ValidationError as error:
        fields = [
            FieldProblem(".".join(map(str, one["loc"])) or "items", said_by_pydantic(one))
            for one in error.errors()
        ]
        raise Invalid(named(fields), fields=fields) from None
    return Item(
        index=index,
        is_stop=body.do == "stop",
        opportunity_id=body.opportunity,
        to_member=body.member,
        to_team=body.team,
        lasting=_lasting(body, member=member),
        starts_at=_instant(body.starts_at, member=member, field="starts_at"),
        access=body.access,
    )


def _item(one: Outcome) -> dict[str, Any]:
    error = one.refusal
    return {
        "index": one.index,
        "status": one.status,
        "share": one.share_id,
        "error": None
        if error is None
        else {
            "code": error.code,
            "detail": error.detail,
            "fields": [asdict(field) for field in error.fields],
        },
    }
