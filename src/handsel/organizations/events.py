"""What happens to organizations and their people. `changed` names fields; `subject_id` is whom or what it is about."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from handsel.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationFounded(Fact):
    type: ClassVar[str] = "organization.founded"
    text: ClassVar[str] = "{actor} founded the organization {subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationEdited(Fact):
    type: ClassVar[str] = "organization.edited"
    text: ClassVar[str] = "{actor} changed the organization: {changed}"
    changed: list[str]
    switches: dict[str, bool] | None = None
    """Those that were switched, as they are now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCreated(Fact):
    type: ClassVar[str] = "team.created"
    text: ClassVar[str] = "{actor} created the team {subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamEdited(Fact):
    """With `member_id` it is about a seat: `sees` is what they see of the team from now on, None when they left it, `saw` what
    they saw until now, None when they were not in it. What was recorded before `saw` was, lacks it."""

    type: ClassVar[str] = "team.edited"
    text: ClassVar[str] = "{actor} changed the team {subject}: {changed}"
    changed: list[str]
    member_id: UUID | None = None
    sees: str | None = None
    saw: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDeleted(Fact):
    type: ClassVar[str] = "team.deleted"
    text: ClassVar[str] = "{actor} dissolved the team {subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Fact):
    """A mail follows. `again` when it is not the first one. `seats`: what they see of which teams from now on, by id; None
    where nothing is said of it, as in what was recorded before it could be."""

    type: ClassVar[str] = "member.invited"
    text: ClassVar[str] = "{actor} invited {subject}"
    roles: list[str]
    sales_licence: bool
    again: bool
    seats: dict[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Fact):
    """`seats` as in MemberInvited: of who joined without an invitation."""

    type: ClassVar[str] = "member.joined"
    text: ClassVar[str] = "{subject} joined"
    roles: list[str]
    sales_licence: bool
    seats: dict[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEdited(Fact):
    type: ClassVar[str] = "member.edited"
    text: ClassVar[str] = "{actor} changed {subject}: {changed}"
    changed: list[str]
    roles: list[str]
    sales_licence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDeactivated(Fact):
    type: ClassVar[str] = "member.deactivated"
    text: ClassVar[str] = "{actor} deactivated {subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberReactivated(Fact):
    type: ClassVar[str] = "member.reactivated"
    text: ClassVar[str] = "{actor} reactivated {subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAdded(Fact):
    type: ClassVar[str] = "channel.added"
    text: ClassVar[str] = "{actor} added the channel {subject}"
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEdited(Fact):
    type: ClassVar[str] = "channel.edited"
    text: ClassVar[str] = "{actor} changed the channel {subject}: {changed}"
    changed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDeleted(Fact):
    type: ClassVar[str] = "channel.deleted"
    text: ClassVar[str] = "{actor} closed the channel {subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMade(Fact):
    type: ClassVar[str] = "key.made"
    text: ClassVar[str] = "{actor} made the API key {subject}"
    member_id: UUID
    scopes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked(Fact):
    type: ClassVar[str] = "key.revoked"
    text: ClassVar[str] = "{actor} revoked the API key {subject}"
    member_id: UUID


FACTS: tuple[type[Fact], ...] = (
    OrganizationFounded,
    OrganizationEdited,
    TeamCreated,
    TeamEdited,
    TeamDeleted,
    MemberInvited,
    MemberJoined,
    MemberEdited,
    MemberDeactivated,
    MemberReactivated,
    ChannelAdded,
    ChannelEdited,
    ChannelDeleted,
    KeyMade,
    KeyRevoked,
)
