"""The quick controls that are one value each: follow-up, amount, exclusion (B4, B10)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.database.fields import instant
from handsel.kernel.money import check_amount
from handsel.kernel.refusals import FieldProblem
from handsel.kernel.sentences import say
from handsel.opportunities.events import AmountSet, FollowUpSet, OpportunityExcluded, OpportunityIncluded
from handsel.opportunities.gate import save, take
from handsel.opportunities.rules import AmountsOff, Permission
from handsel.organizations.acting import Member


def set_follow_up(
    opportunity_id: UUID,
    *,
    follow_up_at: datetime | None,
    by: Member,
    at: datetime,
    revision: int | None = None,
) -> str:
    """At that instant the owner is reminded, once; one that is past already reminds nobody."""
    taken = take(opportunity_id, member=by, to=Permission.FOLLOW_UP, at=at, revision=revision)
    due = follow_up_at if follow_up_at is not None and follow_up_at > at else None
    fact = FollowUpSet(**taken.before(), follow_up_at=instant(follow_up_at))
    return save(taken, {"follow_up_at": follow_up_at, "follow_up_due_at": due}, fact, by=by, at=at)


def set_amount(
    opportunity_id: UUID, *, amount: Any, by: Member, at: datetime, revision: int | None = None
) -> str:
    """Zero is a value, null is none. Refused where the team has amounts switched off, on every surface."""
    taken = take(opportunity_id, member=by, to=Permission.AMOUNT, at=at, revision=revision)
    check_amounts_on(deal_amount=taken.deal_amount)
    checked = check_amount(amount, taken.currency, field="amount")
    fact = AmountSet(
        **taken.before(), amount=None if checked is None else str(checked), currency=taken.currency
    )
    return save(taken, {"amount": checked}, fact, by=by, at=at)


def check_amounts_on(*, deal_amount: bool, field: str = "amount") -> None:
    if not deal_amount:
        message = say("This team does not use amounts. An administrator can switch them on.")
        raise AmountsOff(message, fields=[FieldProblem(field, message)])


def exclude(opportunity_id: UUID, *, by: Member, at: datetime, revision: int | None = None) -> str:
    """Out of every figure of a report, reversibly."""
    taken = take(opportunity_id, member=by, to=Permission.EXCLUDE, at=at, revision=revision)
    return save(taken, {"excluded_at": at}, OpportunityExcluded(**taken.before()), by=by, at=at)


def include(opportunity_id: UUID, *, by: Member, at: datetime, revision: int | None = None) -> str:
    taken = take(opportunity_id, member=by, to=Permission.EXCLUDE, at=at, revision=revision)
    return save(taken, {"excluded_at": None}, OpportunityIncluded(**taken.before()), by=by, at=at)
