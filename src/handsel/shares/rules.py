"""What a share may be: how long (S1), by whom (S6), told when (S9). Plain Python; which instant is now is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from handsel.kernel.refusals import (
    Conflict,
    FieldProblem,
    Forbidden,
    Invalid,
    NotFound,
    Refusal,
    field_refused,
)
from handsel.kernel.sentences import say
from handsel.opportunities.rules import Level, NotAllowed, Permission, allows, check_allowed
from handsel.organizations.rules import Capability, MemberInactive, Switch, check_switch

DAY = timedelta(days=1)
MOST_MINUTES_A_DAY = 60 * 48  # enough to refuse before a sum grows out of what a date can hold


class Status(StrEnum):
    """Of the request (S2)."""

    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class State(StrEnum):
    """Of a completed one (S8)."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    EXPIRED = "expired"
    STOPPED = "stopped"


class Due(StrEnum):
    """What is told next."""

    START = "start"
    WARNING = "warning"
    END = "end"


class Cause(StrEnum):
    """Why a share ended (S9)."""

    TIME = "time"
    STOPPED = "stopped"
    NEVER_STARTED = "never_started"
    MEMBER_DEACTIVATED = "member_deactivated"
    TEAM_DISSOLVED = "team_dissolved"
    OPPORTUNITY_DELETED = "opportunity_deleted"
    CUSTODY_MOVED = "custody_moved"
    POOLED = "pooled"


class ShareNotFound(NotFound):
    code = "share_not_found"


class ShareOver(Conflict):
    """An ended share is never revived (S7)."""

    code = "share_over"


class OwnerCannotBeSharedWith(Conflict):
    code = "owner_cannot_be_shared_with"


class NothingAsked(Conflict):
    code = "no_more_time_asked"


class NotYourShare(Forbidden):
    code = "not_your_share"


# Why a request failed, by the code that its row keeps.
FAILURES = {
    "user_inactive": say("The member was deactivated, or has not joined yet."),
    "feature_off": say("Sharing was switched off. An administrator can switch it on."),
    "is_owner": say("It was theirs already: the owner can't be shared with."),
    "not_allowed": say("Who asked may not share this opportunity."),
    "opportunity_gone": say("The opportunity was deleted, or who asked could not see it any more."),
    "grantee_gone": say("There was no such member or team any more."),
    "too_late": say("It came to its turn after the end that was asked for."),
    "stopped": say("It was stopped before it was decided, and never started."),
}
FAILURE_OF: dict[str, str] = {
    "member_inactive": "user_inactive",
    "owner_cannot_be_shared_with": "is_owner",
    "opportunity_not_found": "opportunity_gone",
    "invalid": "grantee_gone",
}


def failure_of(refusal: Refusal) -> str:
    """The code that a row keeps."""
    return FAILURE_OF.get(refusal.code, refusal.code)


# -- how long


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The organization's: its zone counts the days."""

    default_days: int
    maximum_days: int
    zone: tzinfo
    switches: Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """For how long, or until when: at most one of them."""

    minutes: int | None = None
    days: int | None = None
    ends_at: datetime | None = None

    @property
    def field(self) -> str:
        return next(
            (name for name in ("minutes", "days", "ends_at") if getattr(self, name) is not None), "days"
        )


DEFAULT = Lasting()


WHOLE = {
    "minutes": say("Write a whole number of minutes, at least 1."),
    "days": say("Write a whole number of days, at least 1."),
}


def check_lasting(lasting: Lasting) -> None:
    """Its shape alone: one of them, and whole numbers from 1."""
    given = [name for name in ("minutes", "days", "ends_at") if getattr(lasting, name) is not None]
    if len(given) > 1:
        message = say("Say one of minutes, days and ends_at.")
        raise Invalid(message, fields=[FieldProblem(name, message) for name in given])
    for name, count in (("minutes", lasting.minutes), ("days", lasting.days)):
        if count is not None and (type(count) is not int or count < 1):
            raise field_refused(name, WHOLE[name])


def span(
    lasting: Lasting, *, starts_at: datetime | None, terms: Terms, at: datetime
) -> tuple[datetime, datetime]:
    """From when and until when a new share lasts: [start, end)."""
    if starts_at is not None and starts_at < at:
        raise field_refused("starts_at", say("A share can't begin in the past. Leave this out to begin now."))
    start = starts_at or at
    return start, _end(lasting, since=start, start=start, terms=terms)


def extended(lasting: Lasting, *, starts_at: datetime, ends_at: datetime, terms: Terms) -> datetime:
    """The new end, counted from the old one (S7)."""
    if lasting == DEFAULT:
        raise field_refused("days", say("Say for how much longer: minutes, days or ends_at."))
    return _end(lasting, since=ends_at, start=starts_at, terms=terms)


def _end(lasting: Lasting, *, since: datetime, start: datetime, terms: Terms) -> datetime:
    check_lasting(lasting)
    too_long = say(
        "A share lasts at most {maximum_days} days here, counted from its start.",
        maximum_days=terms.maximum_days,
    )
    days = terms.default_days if lasting == DEFAULT else lasting.days
    if (days or 0) > terms.maximum_days or (lasting.minutes or 0) > terms.maximum_days * MOST_MINUTES_A_DAY:
        raise field_refused(lasting.field, too_long)
    try:
        latest = add_days(start, terms.maximum_days, zone=terms.zone)
        if lasting.ends_at is not None:
            end = lasting.ends_at
        elif lasting.minutes is not None:
            end = since + timedelta(minutes=lasting.minutes)
        else:
            end = add_days(since, days or terms.default_days, zone=terms.zone)
    except OverflowError:
        raise field_refused("starts_at", say("This date is too far away.")) from None
    if end <= since:
        is_new = since == start
        raise field_refused(
            "ends_at",
            say("The end must come after the start.")
            if is_new
            else say("The new end must come after the one until now."),
        )
    if end > latest:
        raise field_refused(lasting.field, too_long)
    return end


def add_days(instant: datetime, days: int, *, zone: tzinfo) -> datetime:
    """The same wall-clock time so many calendar days later. Where the clocks skip it, the instant that it would have been by
    the offset before the change; where it comes twice, the first."""
    local = instant.astimezone(zone).replace(tzinfo=None) + days * DAY
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


# -- who


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMember:
    id: UUID
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTeam:
    id: UUID


Grantee = ToMember | ToTeam


def refusal_of(
    grantee: Grantee,
    *,
    level: Level,
    owner_id: UUID | None,
    capabilities: Iterable[str],
    terms: Terms,
    by_automation: UUID | None,
) -> Refusal | None:
    """Why a request fails that is understood: it is kept with this reason (S2). None: it may be granted.

    Nobody who has it only for a time may share it on, so no grant exceeds what its giver has, in verb or in time (S6).
    """
    try:
        check_allowed(level, Permission.SHARE, capabilities=capabilities)
        check_sharing(terms, by_automation=by_automation)
        check_grantee(grantee, owner_id=owner_id)
    except Refusal as refusal:
        return refusal
    return None


def check_sharing(terms: Terms, *, by_automation: UUID | None) -> None:
    check_switch(terms.switches, Switch.SHARING, is_root=True)
    if by_automation is not None:
        check_switch(terms.switches, Switch.SHARE_AUTOMATION, is_root=True)


def check_grantee(grantee: Grantee, *, owner_id: UUID | None) -> None:
    if not isinstance(grantee, ToMember):
        return
    if not grantee.active:
        raise MemberInactive(
            say("This member is deactivated or has not joined yet: share it with somebody else.")
        )
    if grantee.id == owner_id:
        raise OwnerCannotBeSharedWith(
            say("It is theirs: the owner has it already, for as long as they own it.")
        )


def may_share(level: Level, *, capabilities: Iterable[str], terms: Terms) -> bool:
    return bool(terms.switches.get(Switch.SHARING)) and allows(
        level, Permission.SHARE, capabilities=capabilities
    )


def stops_any(capabilities: Iterable[str]) -> bool:
    """A manager or an administrator (S7). The giver and the owner stop theirs."""
    held = frozenset(capabilities)
    return Capability.CONFIGURE in held or {Capability.REASSIGN, Capability.SEE_EVERYTHING} <= held


def check_stops(*, is_giver: bool, is_owner: bool, capabilities: Iterable[str]) -> None:
    if not (is_giver or is_owner or stops_any(capabilities)):
        raise NotAllowed(say("Only who gave it, the owner, a manager or an administrator may stop a share."))


# -- told when


def warns_at(starts_at: datetime, ends_at: datetime) -> datetime:
    """A day before the end; where it lasts less than four, when a quarter is left."""
    return ends_at - min(DAY, (ends_at - starts_at) / 4)


def due_first(starts_at: datetime, ends_at: datetime, *, at: datetime) -> tuple[Due, datetime]:
    """What is told next of one that was just given or extended. A warning that would lie behind is left out."""
    if starts_at > at:
        return Due.START, starts_at
    warning = warns_at(starts_at, ends_at)
    return (Due.WARNING, warning) if warning > at else (Due.END, ends_at)


def due_after(
    told: Due, starts_at: datetime, ends_at: datetime, *, at: datetime
) -> tuple[Due, datetime] | None:
    """A warning that is late is told as long as there is anything to warn of."""
    if told is Due.END:
        return None
    if told is Due.START and at < ends_at:
        return Due.WARNING, warns_at(starts_at, ends_at)
    return Due.END, ends_at
