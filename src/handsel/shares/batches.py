"""Many at once (S10), each with its own result. Up to 200 are decided while the caller waits; the rest are requests that
the worker decides, in committed chunks: cut off anywhere, it goes on with those that still wait.

The grantees of a chunk are locked first, all in one order, then one opportunity after the other, likewise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Refusal, field_refused
from handsel.kernel.sentences import say
from handsel.ledger.record import record
from handsel.opportunities.access import values, visible
from handsel.opportunities.gate import take
from handsel.opportunities.rules import OpportunityNotFound, Permission
from handsel.organizations.acting import Actor, Member, System
from handsel.shares.events import ShareBatchBegun
from handsel.shares.giving import decide, fail, give, source_of
from handsel.shares.models import LEVELS, Share
from handsel.shares.rules import DEFAULT, Grantee, Lasting, Status, Terms, span
from handsel.shares.stopping import stop_of_opportunity
from handsel.shares.terms import check_one, lock_grantees, look_up_grantees, read_terms, unknown

AT_ONCE = 200
CHUNK = 50  # of one transaction of the worker: others wait for what it locks


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An element that could be read. `index` is its place in what was sent."""

    index: int
    is_stop: bool
    opportunity_id: UUID
    to_member: UUID | None = None
    to_team: UUID | None = None
    lasting: Lasting = DEFAULT
    starts_at: datetime | None = None
    access: str = "view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    index: int
    status: Status
    share_id: UUID | None = None
    refusal: Refusal | None = None


def run_now(items: Sequence[Item], *, batch_id: UUID, by: Member, at: datetime) -> list[Outcome]:
    """A savepoint each: one refusal takes nothing else back."""
    _lock(items)
    in_order = sorted(items, key=lambda item: (item.opportunity_id, item.index))
    return [_one(item, batch_id=batch_id, by=by, at=at) for item in in_order]


def run_later(items: Sequence[Item], *, batch_id: UUID, by: Member, at: datetime) -> list[Outcome]:
    """Shares become requests that wait. What can't be understood fails at once and leaves nothing; stops don't wait."""
    stops = [item for item in items if item.is_stop]
    if len(stops) > AT_ONCE:
        raise field_refused(
            "items", say("At most {most} stops at once: they don't wait for the worker.", most=AT_ONCE)
        )
    terms, seen = read_terms(by.organization_id), _seen(items, by=by, at=at)
    known = look_up_grantees(*_grantees(items))
    outcomes = run_now(stops, batch_id=batch_id, by=by, at=at)
    waiting: list[Share] = []
    for item in items:
        if item.is_stop:
            continue
        try:
            share = _waiting(item, seen, known, terms=terms, by=by, at=at)
        except Refusal as refusal:
            outcomes.append(Outcome(index=item.index, status=Status.FAILED, refusal=refusal))
        else:
            share.batch_id = batch_id
            waiting.append(share)
            outcomes.append(Outcome(index=item.index, status=Status.PROCESSING, share_id=share.pk))
    Share.objects.bulk_create(waiting, batch_size=500)
    if waiting:
        record(ShareBatchBegun(subject_id=batch_id, member_id=by.id), by=by, at=at)
    return outcomes


def run_chunk(batch_id: UUID, *, by: Actor, at: datetime) -> int:
    """The next that wait, all of the chunk or none. How many there were. Who asked may have left: then each fails.

    Two who work on one batch take turns at each row."""
    waiting = Share.objects.filter(batch_id=batch_id, status=Status.PROCESSING)
    rows = list(waiting.order_by("opportunity_id", "id")[:CHUNK])
    terms = read_terms(by.organization_id)
    members = [row.member_id for row in rows if row.member_id]
    grantees = lock_grantees(members, [row.team_id for row in rows if row.team_id])
    for row in rows:
        _decide_waiting(row.pk, grantees, terms=terms, by=by, at=at)
    return len(rows)


def _one(item: Item, *, batch_id: UUID, by: Member, at: datetime) -> Outcome:
    try:
        with transaction.atomic():
            if item.is_stop:
                stop_of_opportunity(
                    item.opportunity_id, to_member=item.to_member, to_team=item.to_team, by=by, at=at
                )
                return Outcome(index=item.index, status=Status.COMPLETED)
            given = give(
                item.opportunity_id,
                to_member=item.to_member,
                to_team=item.to_team,
                lasting=item.lasting,
                starts_at=item.starts_at,
                access=item.access,
                batch_id=batch_id,
                by=by,
                at=at,
            )
    except Refusal as refusal:
        return Outcome(index=item.index, status=Status.FAILED, refusal=refusal)
    status = Status.COMPLETED if given.refusal is None else Status.FAILED
    return Outcome(index=item.index, status=status, share_id=given.share_id, refusal=given.refusal)


def _waiting(
    item: Item, seen: dict[UUID, int], known: dict[UUID, Grantee], *, terms: Terms, by: Member, at: datetime
) -> Share:
    check_one(item.to_member, item.to_team)
    if item.opportunity_id not in seen:
        raise OpportunityNotFound(say("There is no such opportunity."))
    start, end = span(item.lasting, starts_at=item.starts_at, terms=terms, at=at)
    if (item.to_member or item.to_team) not in known:
        raise unknown(item.to_member)
    return Share(
        id=new_id(),
        organization_id=by.organization_id,
        opportunity_id=item.opportunity_id,
        number=seen[item.opportunity_id],
        member_id=item.to_member,
        team_id=item.to_team,
        level=LEVELS[item.access],
        source=source_of(by),
        given_by_id=by.id,
        automation_id=by.automation_id,
        run_id=by.run_id,
        asked_at=at,
        minutes=item.lasting.minutes,
        days=item.lasting.days,
        starts_at=start,
        ends_at=end,
        status=Status.PROCESSING,
    )


def _decide_waiting(
    share_id: UUID, grantees: dict[UUID, Grantee], *, terms: Terms, by: Actor, at: datetime
) -> None:
    """Read again under lock: it may have been stopped meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT opportunity_id FROM shares_share WHERE id = %s", [share_id])
        opportunity_id = cursor.fetchone()[0]
    taken = None
    if isinstance(by, Member):
        try:
            taken = take(opportunity_id, member=by, to=Permission.READ, at=at)
        except OpportunityNotFound:
            taken = None
    share = Share.objects.select_for_update(of=("self",)).get(pk=share_id)
    if share.status != Status.PROCESSING:
        return
    grantee = grantees.get(share.member_id or share.team_id or share_id)
    if isinstance(by, System):
        fail(share, "not_allowed", taken=None, by=by, at=at)
    elif taken is None:
        fail(share, "opportunity_gone", taken=None, by=by, at=at)
    elif grantee is None:
        fail(share, "grantee_gone", taken=taken, by=by, at=at)
    elif not _begins(share, terms=terms, at=at):
        fail(share, "too_late", taken=taken, by=by, at=at)
    else:
        decide(share, taken=taken, grantee=grantee, terms=terms, by=by, at=at)
    share.save()


def _begins(share: Share, *, terms: Terms, at: datetime) -> bool:
    """Nobody had access before it was decided; for how long it was asked, it lasts from then on."""
    if share.starts_at > at:
        return True
    lasting = Lasting(minutes=share.minutes, days=share.days)
    if lasting == DEFAULT:
        lasting = Lasting(ends_at=share.ends_at)
    if share.ends_at <= at and lasting.ends_at is not None:
        return False
    share.starts_at, share.ends_at = span(lasting, starts_at=None, terms=terms, at=at)
    return True


def _lock(items: Sequence[Item]) -> None:
    lock_grantees(*_grantees(items))


def _grantees(items: Sequence[Item]) -> tuple[list[UUID], list[UUID]]:
    shares = [item for item in items if not item.is_stop]
    return (
        [item.to_member for item in shares if item.to_member],
        [item.to_team for item in shares if item.to_team],
    )


def _seen(items: Sequence[Item], *, by: Member, at: datetime) -> dict[UUID, int]:
    """The numbers of those that the caller sees."""
    query = f"""
        SELECT o.id, o.lineage FROM opportunities_opportunity o
        WHERE o.organization_id = %(organization)s AND o.id = ANY(%(ids)s::uuid[]) AND {visible()}"""
    ids = [item.opportunity_id for item in items]
    with connection.cursor() as cursor:
        cursor.execute(query, {**values(by, at), "organization": by.organization_id, "ids": ids})
        return dict(cursor.fetchall())
