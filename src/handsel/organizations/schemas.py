"""Bodies and answers."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, StrictInt

from handsel.http.shapes import In, Ref, Schema

SeesIn = Literal["own", "all"]


class Switches(Schema):
    handover: bool
    cross_silo: bool
    sharing: bool
    share_automation: bool
    potential: bool


class OrganizationRef(Schema):
    id: UUID
    name: str
    time_zone: str
    locale: str
    currency: str
    parent: Ref | None


class MyTeam(Schema):
    """`sees` is empty where the reader has no seat and sees the team by their role."""

    id: UUID
    name: str
    sees: Literal["own", "all", ""]
    deal_amount: bool
    potential: bool


class MayAnywhere(Schema):
    configure: bool
    manage_people: bool
    import_: bool = Field(alias="import")
    create: bool
    see_everything: bool
    work: bool


class MeOut(Schema):
    """`time_zone` is the one to show times in; `own_time_zone` is empty where that is the organization's."""

    id: UUID
    name: str
    email: str
    locale: str
    time_zone: str
    own_time_zone: str
    availability: str
    organization: OrganizationRef
    organizations: list[Ref]
    roles: list[str]
    sales_licence: bool
    capabilities: list[str]
    teams: list[MyTeam]
    switches: Switches
    unread: int
    now: datetime
    may: MayAnywhere


class MeIn(In):
    """An empty `time_zone` is the organization's."""

    name: str | None = None
    locale: str | None = None
    time_zone: str | None = None


class ChosenOrganizationIn(In):
    organization: UUID


class AvailabilityIn(In):
    state: str


class AvailabilityOut(Schema):
    state: str
    at: datetime


class AvailabilityHistory(Schema):
    items: list[AvailabilityOut]
    next_cursor: str | None


class MayEdit(Schema):
    edit: bool


class ShareTerms(Schema):
    default_days: int
    maximum_days: int


class OrganizationOut(Schema):
    id: UUID
    name: str
    parent: Ref | None
    children: list[Ref]
    time_zone: str
    locale: str
    currency: str
    switches: Switches
    shares: ShareTerms
    may: MayEdit


class ShareTermsIn(In):
    """Whole days. What is not named stays."""

    default_days: StrictInt = 0
    maximum_days: StrictInt = 0


class OrganizationIn(In):
    name: str = ""
    time_zone: str = ""
    locale: str = ""
    currency: str = ""
    switches: dict[str, bool] = {}
    shares: ShareTermsIn = ShareTermsIn()


class TeamMember(Schema):
    id: UUID
    name: str
    sees: SeesIn
    active: bool


class TeamOut(Schema):
    id: UUID
    name: str
    workflow: Ref
    deal_amount: bool
    potential: bool
    automatic_assignment: bool
    members: list[TeamMember]
    may: MayEdit


class TeamList(Schema):
    items: list[TeamOut]
    next_cursor: str | None


class NewTeamIn(In):
    name: str
    workflow: UUID | None = None
    deal_amount: bool = True
    potential: bool = False
    automatic_assignment: bool = False


class TeamIn(In):
    name: str = ""
    workflow: UUID = UUID(int=0)
    deal_amount: bool = True
    potential: bool = False
    automatic_assignment: bool = False


class SeatIn(In):
    sees: SeesIn = "all"


class SeatOfTeamIn(In):
    id: UUID
    sees: SeesIn = "all"


class SeatOut(Schema):
    id: UUID
    name: str
    sees: SeesIn


class MayWithMember(Schema):
    edit: bool
    deactivate: bool


class MemberOut(Schema):
    """`holds` counts open opportunities, for who sees the whole organization and for oneself; else it is 0."""

    id: UUID
    name: str
    email: str
    roles: list[str]
    sales_licence: bool
    teams: list[SeatOut]
    active: bool
    availability: str
    time_zone: str
    invited: bool
    last_seen_at: datetime | None
    holds: int
    may: MayWithMember


class MemberList(Schema):
    items: list[MemberOut]
    next_cursor: str | None


class InviteIn(In):
    """`sales_licence` null: as the roles say. A team is an id, or an id with what they see of it."""

    email: str
    name: str
    roles: list[str]
    sales_licence: bool | None = None
    teams: list[UUID | SeatOfTeamIn] = []


class MemberIn(In):
    name: str = ""
    roles: list[str] = []
    sales_licence: bool | None = None


class DeactivateIn(In):
    """`reassign_to` absent: refused while they hold anything; null: what they hold becomes Unassigned."""

    reassign_to: UUID | None = None


class InvitationOut(Schema):
    email: str
    organization: str
    name: str
    needs_password: bool


class AcceptIn(In):
    name: str | None = None
    password: str | None = None


class AcceptedOut(Schema):
    """`signed_in` is false for who had a password before: they sign in with it."""

    email: str
    organization: Ref
    signed_in: bool


class ChannelOut(Schema):
    id: UUID
    kind: str
    name: str
    active: bool
    may: MayEdit


class ChannelList(Schema):
    items: list[ChannelOut]
    next_cursor: str | None


class NewChannelIn(In):
    kind: str
    name: str


class ChannelIn(In):
    name: str = ""
    active: bool = True


class KeyOut(Schema):
    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    member: Ref
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewKeyOut(KeyOut):
    secret: str


class KeyList(Schema):
    items: list[KeyOut]
    next_cursor: str | None


class NewKeyIn(In):
    name: str
    scopes: list[str]
