"""One demonstration organization as the generator works with it: its people as actors, its teams and their words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from handsel.demo.crowd import Person, canadian_numbers, people, portuguese_numbers
from handsel.demo.words import ENGLISH, FRENCH, PORTUGUESE, Language
from handsel.organizations.acting import Member, System, TeamPlace
from handsel.organizations.models import Channel, Membership, Organization, Team
from handsel.organizations.rules import Role, Sees, capabilities_of, has_licence


@dataclass(frozen=True, slots=True)
class Manner:
    """`share` of the opportunities, their currencies besides the organization's own, and who asks for boats there."""

    share: float
    languages: Mapping[Language, float]
    countries: Mapping[str, int]
    abroad: str


MANNERS = {
    "Lake Boats": Manner(
        share=0.42,
        languages={ENGLISH: 0.6, FRENCH: 0.4},
        countries={
            "CA": 34, "FR": 24, "US": 8, "GB": 6, "IT": 6, "PT": 4, "PL": 4, "CN": 5, "KR": 4, "GR": 4, "JP": 2, "GE": 2,
        },
        abroad="USD",
    ),
    "Lake Boats East": Manner(
        share=0.27,
        languages={ENGLISH: 1.0},
        countries={"CA": 50, "GB": 30, "US": 10, "FR": 6, "DE": 4},
        abroad="USD",
    ),
    "Porto Náutica": Manner(
        share=0.31,
        languages={PORTUGUESE: 0.9, ENGLISH: 0.1},
        countries={"PT": 58, "ES": 14, "BR": 8, "FR": 8, "GB": 7, "DE": 5},
        abroad="GBP",
    ),
}  # fmt: skip
# How much of an organization's work each team has.
WEIGHTS = {
    "New boats": 34, "Used boats": 28, "Service yard": 26, "Accessories": 12, "Boats": 62, "Moorings": 38, "Vendas": 65,
    "Charter": 35,
}  # fmt: skip
COME_AGAIN = 0.27
LEFT = "noah@lakeboats.example"
"""Who worked here and has left: deactivated, with a history."""


@dataclass(slots=True, kw_only=True)
class House:
    id: UUID
    name: str
    manner: Manner
    zone: ZoneInfo
    currency: str
    rng: Random
    members: list[Member]
    teams: list[Team]
    channels: list[UUID]
    crowd: Iterator[Person]
    accounts: list[UUID] = field(default_factory=list)
    contacts: list[UUID] = field(default_factory=list)

    @property
    def system(self) -> System:
        return System(organization_id=self.id)

    def language(self) -> Language:
        known = self.manner.languages
        return self.rng.choices(list(known), list(known.values()))[0]

    def team(self) -> Team:
        return self.rng.choices(self.teams, [WEIGHTS[team.name] for team in self.teams])[0]

    def with_role(self, *roles: str) -> list[Member]:
        return [one for one in self.members if set(roles) & set(one.roles)]

    def someone_known(self) -> UUID | None:
        """A contact who came before: about one in four comes again."""
        return self.rng.choice(self.contacts) if self.contacts and self.rng.random() < COME_AGAIN else None

    def chief(self) -> Member:
        """Sees the whole organization and may reassign."""
        return self.rng.choice(self.with_role(Role.MANAGER, Role.DIRECTOR))

    def sellers(self, team: Team) -> list[Member]:
        return [one for one in self.members if one.sales_licence and team.pk in one.team_ids]

    def scouts(self, team: Team) -> list[Member]:
        return [one for one in self.members if Role.LEAD_GENERATOR in one.roles and team.pk in one.team_ids]


def enter(organization: Organization, *, rng: Random) -> House:
    """Inside the organization's transaction."""
    manner = MANNERS[organization.name]
    numbers = {
        "Lake Boats": canadian_numbers(514, 438, 450, 579, 819, 418, 613, 343, 705, 873),
        "Lake Boats East": canadian_numbers(902, 782, 506, 709),
        "Porto Náutica": portuguese_numbers(),
    }[organization.name]
    return House(
        id=organization.pk,
        name=organization.name,
        manner=manner,
        zone=ZoneInfo(organization.time_zone),
        currency=organization.currency,
        rng=rng,
        members=[
            _actor(one, organization)
            for one in Membership.objects.select_related("user").order_by("user__email")
        ],
        teams=list(Team.objects.filter(dissolved_at=None).order_by("name")),
        channels=list(Channel.objects.order_by("name").values_list("id", flat=True)),
        crowd=people(rng, countries=manner.countries, numbers=numbers),
    )


def _actor(member: Membership, organization: Organization) -> Member:
    """As `member_by_id` gives it; that one reads on another connection, which sees only what is committed."""
    licence = has_licence(member.roles, member.sales_licence)
    return Member(
        id=member.pk,
        user_id=member.user_id,
        organization_id=organization.pk,
        name=member.name,
        email=member.user.email,
        time_zone=organization.time_zone,
        locale=organization.locale,
        currency=organization.currency,
        roles=tuple(member.roles),
        sales_licence=licence,
        capabilities=capabilities_of(member.roles, licence=licence),
        teams=tuple(TeamPlace(seat.team_id, Sees(seat.sees)) for seat in member.seats.all()),
    )


def at_work(rng: Random, moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment, or the next one at which a dealer of boats is open: Monday to Saturday, from eight to six."""
    local = moment.astimezone(zone)
    opens, closes, sunday, day = 8, 18, 6, 24
    if local.hour >= closes:
        local += timedelta(hours=day - local.hour + opens)
    elif local.hour < opens:
        local += timedelta(hours=opens - local.hour)
    if local.weekday() == sunday:
        local += timedelta(hours=day)
    if local != moment.astimezone(zone):
        local = local.replace(minute=rng.randrange(60), second=rng.randrange(60)) + timedelta(
            hours=rng.randrange(3)
        )
    return local.astimezone(moment.tzinfo)
