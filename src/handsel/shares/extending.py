"""Lasting longer (S7): its end moves, counted from the old end; and the grantee's wish for it (S9).

Locks: the opportunity, then the share.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.database.fields import instant
from handsel.kernel.sentences import say
from handsel.kernel.text import check_text
from handsel.ledger.record import record
from handsel.opportunities.gate import take
from handsel.opportunities.models import Grant
from handsel.opportunities.noting import about
from handsel.opportunities.rules import Permission
from handsel.organizations.acting import Member
from handsel.shares.events import ShareExtended, ShareMoreTimeAsked, ShareMoreTimeDeclined
from handsel.shares.models import Share
from handsel.shares.queries import find_share
from handsel.shares.rules import (
    Lasting,
    NothingAsked,
    NotYourShare,
    ShareOver,
    check_sharing,
    due_first,
    extended,
)
from handsel.shares.terms import read_terms

LONGEST_NOTE = 1_000
NO_MORE = {"more_time_until": None, "more_time_note": "", "more_time_at": None, "more_time_by_id": None}


@dataclass(frozen=True, slots=True)
class Live:
    share: Share
    starts_at: datetime
    ends_at: datetime


def extend(share_id: UUID, *, lasting: Lasting, by: Member, at: datetime) -> None:
    """Answers a wish for more time, too."""
    taken = take(find_share(share_id, member=by, at=at).opportunity_id, member=by, to=Permission.SHARE, at=at)
    terms = read_terms(by.organization_id)
    check_sharing(terms, by_automation=by.automation_id)
    live = _lock_live(share_id, at=at)
    end = extended(lasting, starts_at=live.starts_at, ends_at=live.ends_at, terms=terms)
    Grant.objects.filter(pk=share_id).update(ends_at=end)
    share = live.share
    share.due, share.due_at = due_first(live.starts_at, end, at=at)
    Share.objects.filter(pk=share_id).update(due=share.due, due_at=share.due_at, **NO_MORE)
    fact = ShareExtended(
        subject_id=share_id,
        **about(taken),
        to_member=share.member_id,
        to_team=share.team_id,
        from_end=str(instant(live.ends_at)),
        ends_at=str(instant(end)),
    )
    record(fact, by=by, at=at)


def ask_more_time(share_id: UUID, *, lasting: Lasting, note: str, by: Member, at: datetime) -> None:
    """The grantee, or anybody of the grantee team, while it lasts. A newer wish replaces an older one."""
    found = find_share(share_id, member=by, at=at)
    if not found.is_grantee:
        raise NotYourShare(
            say("Only whom it is shared with asks for more time. You may extend it, or ask its owner.")
        )
    note = check_text(note, field="note", limit=LONGEST_NOTE)
    terms = read_terms(by.organization_id)
    check_sharing(terms, by_automation=by.automation_id)
    live = _lock_live(share_id, at=at)
    if live.starts_at > at:
        raise ShareOver(say("It has not begun yet."))
    until = extended(lasting, starts_at=live.starts_at, ends_at=live.ends_at, terms=terms)
    Share.objects.filter(pk=share_id).update(
        more_time_until=until, more_time_note=note, more_time_at=at, more_time_by_id=by.id
    )
    fact = ShareMoreTimeAsked(
        subject_id=share_id,
        opportunity_id=found.opportunity_id,
        revision=found.revision,
        to_member=found.member_id,
        to_team=found.team_id,
        until=str(instant(until)),
        given_by=found.given_by,
        owner=found.owner_id,
    )
    record(fact, by=by, at=at)


def decline_more_time(share_id: UUID, *, by: Member, at: datetime) -> None:
    """Who may extend it. The share itself stays as it is."""
    taken = take(find_share(share_id, member=by, at=at).opportunity_id, member=by, to=Permission.SHARE, at=at)
    share = _lock_live(share_id, at=at).share
    if share.more_time_at is None:
        raise NothingAsked(say("Nobody asks for more time of this share."))
    Share.objects.filter(pk=share_id).update(**NO_MORE)
    fact = ShareMoreTimeDeclined(
        subject_id=share_id,
        **about(taken),
        to_member=share.member_id,
        to_team=share.team_id,
        asked_by=share.more_time_by_id,
    )
    record(fact, by=by, at=at)


def _lock_live(share_id: UUID, *, at: datetime) -> Live:
    """The row is locked first: its grant is read when nobody else decides about it any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM shares_share WHERE id = %s FOR UPDATE", [share_id])
    share = Share.objects.get(pk=share_id)
    grant = Grant.objects.filter(pk=share_id, stopped_at=None, ends_at__gt=at).first()
    if grant is None:
        raise ShareOver(say("This share is over, and none is revived. Give a new one."))
    return Live(share, grant.starts_at, grant.ends_at)
