"""Histories at random: people, teams, owners and shares change, and at each instant it is noted who sees what."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st

from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Refusal
from handsel.ledger.facts import Fact
from handsel.ledger.record import record
from handsel.opportunities.changing_team import change_team
from handsel.opportunities.creating import NewContact, NewOpportunity, create
from handsel.opportunities.deleting import delete
from handsel.opportunities.models import Grant, Opportunity
from handsel.opportunities.owning import set_owner
from handsel.organizations import people, teams
from handsel.organizations.acting import Member, System, acting
from handsel.organizations.authentication import member_by_id
from handsel.organizations.events import MemberJoined
from handsel.organizations.models import Channel, Membership, Team, TeamSeat, User
from handsel.organizations.rules import Role, Sees, has_licence
from handsel.shares.events import ShareGiven
from tests.cast import an_organization

BEGIN = datetime(2031, 3, 1, 8, tzinfo=UTC)
TICK = timedelta(minutes=30)
PEOPLE, TEAMS, THINGS = 3, 2, 2
TITLE = "A boat"

persons, some_teams, things = (st.integers(0, most - 1) for most in (PEOPLE, TEAMS, THINGS))
roles = st.frozensets(st.sampled_from(Role), min_size=1, max_size=2)
STEPS = st.one_of(
    st.tuples(st.just("owner"), things, st.none() | persons),
    st.tuples(st.just("team"), things, some_teams),
    st.tuples(st.just("seat"), some_teams, persons, st.none() | st.sampled_from(Sees)),
    st.tuples(st.just("roles"), persons, roles),
    st.tuples(st.just("licence"), persons, st.none() | st.booleans()),
    st.tuples(st.just("deactivate"), persons),
    st.tuples(st.just("reactivate"), persons),
    st.tuples(
        st.just("grant"), things, st.tuples(st.booleans(), st.integers(0, 1)), st.sampled_from([1, 2]),
        st.integers(0, 3), st.integers(1, 6),
    ),
    st.tuples(st.just("stop"), st.integers(0, 4)),
    st.tuples(st.just("delete"), things),
)  # fmt: skip
HISTORIES = st.lists(st.tuples(STEPS, st.integers(1, 3)), min_size=3, max_size=14)


@dataclass
class House:
    ada: Member
    people: list[UUID]
    teams: list[UUID]
    things: list[UUID]
    grants: list[UUID] = field(default_factory=list)
    at: datetime = BEGIN
    tells_seats: bool = True
    """Not as it was told before seats that came with an invitation were, and what was before a change."""


def a_house(*, enroll: Callable[..., Membership] = people.enroll) -> House:
    """Everything in it was recorded as it came to be. Ada, a manager, does what is done; Ben sees all of Boats, Cleo what is
    hers, as the first opportunity is; the second was brought by Leo."""
    organization = an_organization("House")
    by = System(organization_id=organization.pk)
    with acting(by):
        made = [teams.create(name, by=by, at=BEGIN) for name in ("Boats", "Loans")]
        boss = people.enroll(
            "ada@example.org", name="Ada", roles=("administrator", "manager"), by=by, at=BEGIN,
            seats={team.pk: Sees.ALL for team in made},
        )  # fmt: skip
        seats: Sequence[dict[UUID, Sees]] = [{made[0].pk: Sees.ALL}, {made[0].pk: Sees.OWN}, {}]
        members = [
            enroll(f"{name}@example.org", name=name, roles=[role], by=by, at=BEGIN, seats=seat)
            for name, role, seat in zip(
                ("Ben", "Cleo", "Leo"), ("professional", "professional", "lead_generator"), seats, strict=True
            )
        ]
        Channel.objects.create(organization=organization, kind="in_person", name="Counter", created_at=BEGIN)
    ada, leo = member_by_id(boss.pk), member_by_id(members[2].pk)
    assert ada is not None
    assert leo is not None
    with acting(leo):
        teams.seat(made[1].pk, member_id=leo.id, sees=Sees.OWN, by=ada, at=BEGIN)
    leo = member_by_id(leo.id)
    assert leo is not None
    things = [_made(made[0], by=ada, owner=members[1].pk), _made(made[1], by=leo, owner=None)]
    return House(ada, [one.pk for one in members], [one.pk for one in made], things)


def an_old_house() -> House:
    """As an earlier version left it, and went on with it: nothing tells in which teams people came, nor what a change of a seat
    changed."""
    house = a_house(enroll=_enrolled_long_ago)
    house.tells_seats = False
    return house


def _enrolled_long_ago(
    email: str, *, name: str, roles: list[str], by: System, at: datetime, seats: dict[UUID, Sees]
) -> Membership:
    user = User.objects.create(email=email.lower(), name=name, password="!")
    organization = {"organization_id": by.organization_id}
    member = Membership.objects.create(**organization, user=user, name=name, roles=roles, joined_at=at)
    for team_id, sees in seats.items():
        TeamSeat.objects.create(**organization, team_id=team_id, member=member, sees=sees)
    licence = has_licence(roles, None)
    record(MemberJoined(subject_id=member.pk, roles=roles, sales_licence=licence), by=by, at=at)
    return member


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatToldLongAgo(Fact):
    type: ClassVar[str] = "team.edited"
    text: ClassVar[str] = ""
    changed: list[str]
    member_id: UUID
    sees: str | None


def _seat_long_ago(house: House, team_id: UUID, member_id: UUID, sees: Sees | None) -> None:
    organization_id = house.ada.organization_id
    seat = TeamSeat.objects.filter(team_id=team_id, member_id=member_id).first()
    if (seat and seat.sees) == sees:
        return
    TeamSeat.objects.filter(team_id=team_id, member_id=member_id).delete()
    if sees is not None:
        TeamSeat.objects.create(
            organization_id=organization_id, team_id=team_id, member_id=member_id, sees=sees
        )
    fact = SeatToldLongAgo(subject_id=team_id, changed=["members"], member_id=member_id, sees=sees)
    record(fact, by=house.ada, at=house.at)


def _made(team: Team, *, by: Member, owner: UUID | None) -> UUID:
    kim = NewContact(name="Kim")
    new = NewOpportunity(team_id=team.pk, new_contact=kim, title=TITLE, owner_id=owner)
    with acting(by):
        return UUID(json.loads(create(new, by=by, at=BEGIN))["id"])


def happens(house: House, step: tuple[Any, ...], *, ticks: int) -> None:
    """What the rules refuse does not happen."""
    house.at += ticks * TICK
    kind, *what = step
    try:
        with acting(house.ada):
            DO[kind](house, *what)
    except Refusal:
        pass


def _owner(house: House, thing: int, person: int | None) -> None:
    owner = None if person is None else house.people[person]
    set_owner(house.things[thing], owner_id=owner, by=house.ada, at=house.at)


def _team(house: House, thing: int, team: int) -> None:
    change_team(house.things[thing], team_id=house.teams[team], by=house.ada, at=house.at)


def _seat(house: House, team: int, person: int, sees: Sees | None) -> None:
    team_id, member_id = house.teams[team], house.people[person]
    if not house.tells_seats:
        _seat_long_ago(house, team_id, member_id, sees)
    elif sees is None:
        teams.unseat(team_id, member_id=member_id, by=house.ada, at=house.at)
    else:
        teams.seat(team_id, member_id=member_id, sees=sees, by=house.ada, at=house.at)


def _roles(house: House, person: int, wanted: frozenset[Role]) -> None:
    people.edit(house.people[person], changes={"roles": wanted}, by=house.ada, at=house.at)


def _licence(house: House, person: int, given: bool | None) -> None:
    people.edit(house.people[person], changes={"sales_licence": given}, by=house.ada, at=house.at)


def _deactivate(house: House, person: int) -> None:
    people.deactivate_and_reassign(house.people[person], to=None, by=house.ada, at=house.at)


def _reactivate(house: House, person: int) -> None:
    people.reactivate(house.people[person], by=house.ada, at=house.at)


def _grant(house: House, thing: int, holder: tuple[bool, int], level: int, start: int, length: int) -> None:
    to_team, place = holder
    thing_id = house.things[thing]
    if not Opportunity.objects.filter(pk=thing_id).exists():
        return
    made = Grant.objects.create(
        id=new_id(),
        organization_id=house.ada.organization_id,
        opportunity_id=thing_id,
        member_id=None if to_team else house.people[place],
        team_id=house.teams[place] if to_team else None,
        level=level,
        starts_at=house.at + start * TICK,
        ends_at=house.at + (start + length) * TICK,
        given_by=house.ada.id,
    )
    house.grants.append(made.pk)
    fact = ShareGiven(
        subject_id=made.pk, opportunity_id=thing_id, revision=1, to_member=made.member_id, to_team=made.team_id,
        level=level, starts_at="", ends_at="", source="manual",
    )  # fmt: skip
    record(fact, by=house.ada, at=house.at)


def _stop(house: House, place: int) -> None:
    if place < len(house.grants):
        live = Grant.objects.filter(pk=house.grants[place], stopped_at=None, ends_at__gt=house.at)
        live.update(stopped_at=house.at, cause="stopped")


def _delete(house: House, thing: int) -> None:
    delete(house.things[thing], by=house.ada, at=house.at)


DO: dict[str, Callable[..., None]] = {
    "owner": _owner,
    "team": _team,
    "seat": _seat,
    "roles": _roles,
    "licence": _licence,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "grant": _grant,
    "stop": _stop,
    "delete": _delete,
}
