"""Histories at random: people, teams, owners and shares change, and at each instant it is noted who sees what."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Refusal
from handsel.opportunities.changing_team import change_team
from handsel.opportunities.creating import NewContact, NewOpportunity, create
from handsel.opportunities.models import Grant
from handsel.opportunities.owning import set_owner
from handsel.organizations import people, teams
from handsel.organizations.acting import Member, System, acting
from handsel.organizations.authentication import member_by_id
from handsel.organizations.models import Channel, Team
from handsel.organizations.rules import Role, Sees
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


def a_house() -> House:
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
            people.enroll(f"{name}@example.org", name=name, roles=[role], by=by, at=BEGIN, seats=seat)
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
    if sees is None:
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
    made = Grant.objects.create(
        id=new_id(),
        organization_id=house.ada.organization_id,
        opportunity_id=house.things[thing],
        member_id=None if to_team else house.people[place],
        team_id=house.teams[place] if to_team else None,
        level=level,
        starts_at=house.at + start * TICK,
        ends_at=house.at + (start + length) * TICK,
        given_by=house.ada.id,
    )
    house.grants.append(made.pk)


def _stop(house: House, place: int) -> None:
    if place < len(house.grants):
        live = Grant.objects.filter(pk=house.grants[place], stopped_at=None, ends_at__gt=house.at)
        live.update(stopped_at=house.at, cause="stopped")


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
}
