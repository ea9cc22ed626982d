"""What happens to shares. `subject_id` is the share; none raises the revision of its opportunity (B5).

Every one names its grantee, `to_member` or `to_team`, so that it reaches them, and no other who has it only for a time (S8).
Instants are written in UTC with `Z`.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from handsel.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFact(Fact):
    type: ClassVar[str] = ""
    text: ClassVar[str] = ""
    to_member: UUID | None
    to_team: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareGiven(ShareFact):
    """Granted; it may begin later."""

    type: ClassVar[str] = "share.given"
    text: ClassVar[str] = "{actor} shared it with {to_member}{to_team} until {ends_at}"
    level: int
    starts_at: str
    ends_at: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFailed(ShareFact):
    type: ClassVar[str] = "share.failed"
    text: ClassVar[str] = "{actor} could not share it with {to_member}{to_team}: {reason}"
    reason: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareStarted(ShareFact):
    """Of one that was given for later."""

    type: ClassVar[str] = "share.started"
    text: ClassVar[str] = "What was shared with {to_member}{to_team} began"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareEnding(ShareFact):
    """The warning before the end (S9)."""

    type: ClassVar[str] = "share.ending"
    text: ClassVar[str] = "What is shared with {to_member}{to_team} ends at {ends_at}"
    ends_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareExtended(ShareFact):
    type: ClassVar[str] = "share.extended"
    text: ClassVar[str] = "{actor} extended what is shared with {to_member}{to_team} to {ends_at}"
    from_end: str
    ends_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMoreTimeAsked(ShareFact):
    type: ClassVar[str] = "share.more_time_asked"
    text: ClassVar[str] = "{actor} asked for more time, until {until}"
    until: str
    given_by: UUID | None
    owner: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMoreTimeDeclined(ShareFact):
    type: ClassVar[str] = "share.more_time_declined"
    text: ClassVar[str] = "{actor} declined more time"
    asked_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareEnded(ShareFact):
    """`cause`: time, stopped, never_started, member_deactivated, team_dissolved, opportunity_deleted, …"""

    type: ClassVar[str] = "share.ended"
    text: ClassVar[str] = "What was shared with {to_member}{to_team} ended: {cause}"
    cause: str
    ended_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareStopMissed(ShareFact):
    """Somebody stopped what was not there (S7)."""

    type: ClassVar[str] = "share.stop_missed"
    text: ClassVar[str] = "{actor} stopped sharing it, and nothing was there"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareBatchBegun(Fact):
    """`subject_id` is a batch whose shares wait for the worker; `member_id` asked for it."""

    type: ClassVar[str] = "share.batch_begun"
    text: ClassVar[str] = "{actor} asked for many shares at once"
    member_id: UUID


FACTS: tuple[type[Fact], ...] = (
    ShareGiven,
    ShareFailed,
    ShareStarted,
    ShareEnding,
    ShareExtended,
    ShareMoreTimeAsked,
    ShareMoreTimeDeclined,
    ShareEnded,
    ShareStopMissed,
    ShareBatchBegun,
)
