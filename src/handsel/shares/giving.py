"""Giving a share: a request first, decided here at once (S2).

Locks, in the one order: the grantee, then the opportunity, then the share.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.database.fields import instant
from handsel.kernel.refusals import Refusal
from handsel.ledger.facts import Fact
from handsel.ledger.record import record
from handsel.opportunities.gate import Taken, take
from handsel.opportunities.models import Grant
from handsel.opportunities.noting import about
from handsel.opportunities.rules import Permission
from handsel.organizations.acting import Actor, Member
from handsel.shares.events import ShareFailed, ShareGiven
from handsel.shares.models import LEVELS, Share
from handsel.shares.rules import (
    DEFAULT,
    Grantee,
    Lasting,
    Status,
    Terms,
    due_first,
    failure_of,
    refusal_of,
    span,
)
from handsel.shares.terms import check_one, lock_grantees, read_terms, unknown


@dataclass(frozen=True, slots=True)
class Given:
    """What became of a request. With a `refusal` it failed, and its row says why."""

    share_id: UUID
    refusal: Refusal | None


def give(
    opportunity_id: UUID,
    *,
    to_member: UUID | None = None,
    to_team: UUID | None = None,
    lasting: Lasting = DEFAULT,
    starts_at: datetime | None = None,
    access: str = "view",
    batch_id: UUID | None = None,
    by: Member,
    at: datetime,
) -> Given:
    """A request that can't be understood, or that names what the caller can't know, is refused and leaves nothing. One
    that is understood is kept, completed or failed: then the refusal is returned and not raised, so that its row stays."""
    check_one(to_member, to_team)
    grantee = _lock(to_member, to_team)
    taken = take(opportunity_id, member=by, to=Permission.READ, at=at)
    terms = read_terms(by.organization_id)
    start, end = span(lasting, starts_at=starts_at, terms=terms, at=at)
    if grantee is None:
        raise unknown(to_member)
    share = Share(
        organization_id=by.organization_id,
        opportunity_id=taken.id,
        number=taken.number,
        member_id=to_member,
        team_id=to_team,
        level=LEVELS[access],
        source=source_of(by),
        given_by_id=by.id,
        automation_id=by.automation_id,
        run_id=by.run_id,
        batch_id=batch_id,
        asked_at=at,
        minutes=lasting.minutes,
        days=lasting.days,
        starts_at=start,
        ends_at=end,
    )
    refusal = decide(share, taken=taken, grantee=grantee, terms=terms, by=by, at=at)
    share.save(force_insert=True)
    return Given(share.pk, refusal)


def source_of(by: Member) -> str:
    if by.automation_id is not None:
        return "automation"
    return "manual" if by.key_id is None else "api"


def decide(
    share: Share, *, taken: Taken, grantee: Grantee, terms: Terms, by: Member, at: datetime
) -> Refusal | None:
    """Completed, with its grant, or failed. The caller stores the share."""
    refusal = refusal_of(
        grantee,
        level=taken.level,
        owner_id=taken.owner_id,
        capabilities=by.capabilities,
        terms=terms,
        by_automation=share.automation_id,
    )
    if refusal is None:
        _complete(share, taken=taken, by=by, at=at)
    else:
        fail(share, failure_of(refusal), taken=taken, by=by, at=at)
    return refusal


def fail(share: Share, failure: str, *, taken: Taken | None, by: Actor, at: datetime) -> None:
    """`taken` is None where the opportunity is out of sight."""
    share.status, share.failure, share.decided_at = Status.FAILED, failure, at
    known = {} if taken is None else about(taken)
    record(ShareFailed(**_named(share), **known, reason=failure, source=share.source), by=by, at=at)


def _complete(share: Share, *, taken: Taken, by: Member, at: datetime) -> None:
    share.status, share.decided_at = Status.COMPLETED, at
    share.due, share.due_at = due_first(share.starts_at, share.ends_at, at=at)
    Grant.objects.create(
        id=share.pk,
        organization_id=share.organization_id,
        opportunity_id=taken.id,
        member_id=share.member_id,
        team_id=share.team_id,
        level=share.level,
        starts_at=share.starts_at,
        ends_at=share.ends_at,
        given_by=share.given_by_id,
    )
    fact: Fact = ShareGiven(
        **_named(share),
        **about(taken),
        level=share.level,
        starts_at=str(instant(share.starts_at)),
        ends_at=str(instant(share.ends_at)),
        source=share.source,
    )
    record(fact, by=by, at=at)


def _lock(to_member: UUID | None, to_team: UUID | None) -> Grantee | None:
    """None where there is no such grantee; the opportunity is asked for first, all the same."""
    found = lock_grantees([to_member] if to_member else [], [to_team] if to_team else [])
    return next(iter(found.values()), None)


def _named(share: Share) -> dict[str, Any]:
    return {"subject_id": share.pk, "to_member": share.member_id, "to_team": share.team_id}
