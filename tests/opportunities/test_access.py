"""The access rule in SQL says what its plain twin says, for one viewer and for many, whatever the facts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handsel.kernel.ids import new_id
from handsel.opportunities.access import (
    MANY,
    ONE,
    access_ends,
    level,
    level_ends,
    team_values,
    values,
    viewer_values,
    visible,
)
from handsel.opportunities.models import Grant, Opportunity
from handsel.opportunities.rules import Held, Level, Viewer, level_of
from handsel.organizations.acting import Member, TeamPlace, acting
from handsel.organizations.rules import Role, Sees, capabilities_of, has_licence
from handsel.workflows.versions import current_version, graph_of_version
from tests.cast import Acme

NOON = datetime(2027, 3, 14, 12, tzinfo=UTC)
HOURS = st.integers(min_value=-3, max_value=3)


@dataclass(frozen=True)
class Given:
    """A grant of a case: to the person or the team of that place."""

    to_team: bool
    holder: int
    level: Level
    start: int
    length: int
    stopped: bool


@dataclass(frozen=True)
class Case:
    owner: int | None
    author: int | None
    team: int
    roles: frozenset[Role]
    licence: bool | None
    seats: tuple[Sees | None, Sees | None]
    grants: Sequence[Given]
    hour: int


PEOPLE, TEAMS = 3, 2
CASES = st.builds(
    Case,
    owner=st.none() | st.integers(0, PEOPLE - 1),
    author=st.none() | st.integers(0, PEOPLE - 1),
    team=st.integers(0, TEAMS - 1),
    roles=st.frozensets(st.sampled_from(Role), min_size=1),
    licence=st.none() | st.booleans(),
    seats=st.tuples(*[st.none() | st.sampled_from(Sees)] * TEAMS),
    grants=st.lists(
        st.builds(
            Given,
            to_team=st.booleans(),
            holder=st.integers(0, TEAMS - 1),
            level=st.sampled_from([Level.VIEW, Level.MODIFY]),
            start=HOURS,
            length=st.integers(1, 4),
            stopped=st.booleans(),
        ),
        max_size=3,
    ),
    hour=HOURS,
)


@pytest.mark.usefixtures("db")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=CASES)
def test_the_access_rule_and_its_twin_agree(acme: Acme, case: Case) -> None:
    people, teams = [acme.ben.id, acme.pia.id, acme.leo.id], [acme.boats.pk, acme.loans.pk]
    member, at = as_said(acme, case, teams), NOON + timedelta(hours=case.hour)

    with acting(acme.ada), transaction.atomic():
        opportunity_id = stored(acme, case, people, teams)
        one, many = asked_for_one(opportunity_id, member, at), asked_for_many(opportunity_id, member, at)
        transaction.set_rollback(True)

    expected = level_of(
        twin_of(member),
        owner=person(case.owner, people),
        author=person(case.author, people),
        team=teams[case.team],
        grants=held(case, people, teams),
        at=at,
    )
    assert one[:2] == many == (expected is not None, expected)
    assert (one[2] is not None) == is_only_lent(case, member, people, teams, at=at)
    assert one[3] == end_of_level(case, member, people, teams, at=at)


def as_said(acme: Acme, case: Case, teams: list[UUID]) -> Member:
    """The first of the people, with the roles and seats of the case."""
    roles = sorted(role.value for role in case.roles)
    licence = has_licence(roles, case.licence)
    seats = [(team, sees) for team, sees in zip(teams, case.seats, strict=True) if sees is not None]
    return Member(
        id=acme.ben.id,
        user_id=acme.ben.user_id,
        organization_id=acme.organization.pk,
        name="Ben",
        email="ben@example.org",
        time_zone="UTC",
        locale="en",
        currency="EUR",
        roles=tuple(roles),
        sales_licence=licence,
        capabilities=capabilities_of(roles, licence=licence),
        teams=tuple(TeamPlace(team, sees) for team, sees in seats),
    )


def twin_of(member: Member) -> Viewer:
    """O3, O9: a lead generator without a licence follows what they brought, and sees of a team only their own."""
    follows = Role.LEAD_GENERATOR in member.roles
    return Viewer(
        id=member.id,
        licence=member.sales_licence,
        everything=member.sees_everything,
        follows_authored=follows,
        whole_teams=frozenset()
        if follows and not member.sales_licence
        else frozenset(member.teams_seen_whole),
        teams=frozenset(member.team_ids),
    )


def person(place: int | None, people: list[UUID]) -> UUID | None:
    return None if place is None else people[place]


def held(case: Case, people: list[UUID], teams: list[UUID]) -> list[Held]:
    return [
        Held(
            holder=(teams if one.to_team else people)[one.holder],
            level=one.level,
            starts_at=NOON + timedelta(hours=one.start),
            ends_at=NOON + timedelta(hours=one.start + one.length),
            stopped_at=NOON - timedelta(hours=9) if one.stopped else None,
        )
        for one in case.grants
    ]


def level_with(
    grants: list[Held], case: Case, member: Member, people: list[UUID], teams: list[UUID], *, at: datetime
) -> Level | None:
    return level_of(
        twin_of(member),
        owner=person(case.owner, people),
        author=person(case.author, people),
        team=teams[case.team],
        grants=grants,
        at=at,
    )


def is_only_lent(case: Case, member: Member, people: list[UUID], teams: list[UUID], *, at: datetime) -> bool:
    """`access_ends_at` is told to who has nothing but grants."""
    all_of_them = held(case, people, teams)
    without, with_them = (
        level_with(grants, case, member, people, teams, at=at) for grants in ([], all_of_them)
    )
    return without is None and with_them is not None


def end_of_level(
    case: Case, member: Member, people: list[UUID], teams: list[UUID], *, at: datetime
) -> datetime | None:
    """Their level does not depend on a grant, or goes down when the last of those that give it ends."""
    all_of_them = held(case, people, teams)
    without, now = (level_with(grants, case, member, people, teams, at=at) for grants in ([], all_of_them))
    return (
        None
        if without == now
        else max(
            one.ends_at for one in all_of_them if level_with([one], case, member, people, teams, at=at) == now
        )
    )


def stored(acme: Acme, case: Case, people: list[UUID], teams: list[UUID]) -> UUID:
    version_id, _ = current_version(acme.boats.workflow_id)
    made = Opportunity.objects.create(
        id=new_id(),
        organization=acme.organization,
        lineage=1,
        team_id=teams[case.team],
        workflow_version_id=version_id,
        step_id=UUID(graph_of_version(version_id).steps_on_board[0].id),
        owner_id=person(case.owner, people),
        author_id=person(case.author, people),
        currency="EUR",
        created_at=NOON,
        updated_at=NOON,
        entered_at=NOON,
    )
    for given_one, one in zip(case.grants, held(case, people, teams), strict=True):
        Grant.objects.create(
            organization=acme.organization,
            opportunity=made,
            member_id=None if given_one.to_team else one.holder,
            team_id=one.holder if given_one.to_team else None,
            level=one.level,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            stopped_at=one.stopped_at,
        )
    return made.pk


def asked_for_one(opportunity_id: UUID, member: Member, at: datetime) -> tuple[Any, ...]:
    query = f"SELECT {visible(ONE)} IS TRUE, {level(ONE)}, {access_ends(ONE)}, {level_ends(ONE)} FROM opportunities_opportunity o WHERE o.id = %(id)s"
    with connection.cursor() as cursor:
        cursor.execute(query, {**values(member, at), "id": opportunity_id})
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def asked_for_many(opportunity_id: UUID, member: Member, at: datetime) -> tuple[Any, ...]:
    """The member is the second of two; the first is somebody who sees everything."""
    viewers = [{**viewer_values(member), "me": new_id(), "everything": True}, viewer_values(member)]
    query = f"""
        SELECT {visible(MANY)} IS TRUE, {level(MANY)} FROM opportunities_opportunity o,
        json_to_recordset(%(viewers)s) AS m(
            me uuid, licence boolean, everything boolean, follows boolean, whole uuid[], teams uuid[])
        WHERE o.id = %(id)s AND m.me = %(me)s"""
    plain = json.dumps(viewers, default=str)
    with connection.cursor() as cursor:
        cursor.execute(query, {"viewers": plain, "at": at, "id": opportunity_id, "me": member.id})
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def test_a_team_has_what_is_granted_to_it(acme: Acme, db: None) -> None:
    """And not what its people have by their places in it."""
    people, teams = [acme.ben.id, acme.pia.id, acme.leo.id], [acme.boats.pk, acme.loans.pk]
    grants = [
        Given(to_team=True, holder=1, level=Level.MODIFY, start=0, length=2, stopped=False),
        Given(to_team=True, holder=1, level=Level.VIEW, start=0, length=4, stopped=False),
        Given(to_team=False, holder=0, level=Level.VIEW, start=0, length=4, stopped=False),
    ]
    case = Case(None, None, 0, frozenset({Role.PROFESSIONAL}), None, (None, None), grants, 0)
    query = f"SELECT {level()}, {level_ends()} FROM opportunities_opportunity o WHERE o.id = %(id)s"
    found = []

    with acting(acme.ada), connection.cursor() as cursor:
        opportunity_id = stored(acme, case, people, teams)
        for team in teams:
            for hour in (0, 2):
                at = NOON + timedelta(hours=hour)
                cursor.execute(query, {**team_values(team), "id": opportunity_id, "at": at})
                found.append(cursor.fetchone())

    ends = [NOON + timedelta(hours=hours) for hours in (2, 4)]
    assert found == [(None, None), (None, None), (Level.MODIFY, ends[0]), (Level.VIEW, ends[1])]


def test_access_ends_to_the_instant(acme: Acme, db: None) -> None:
    """S3: `starts_at <= at < ends_at`"""
    lent = Given(to_team=False, holder=0, level=Level.VIEW, start=0, length=1, stopped=False)
    case = Case(None, None, 1, frozenset({Role.PROFESSIONAL}), None, (None, None), [lent], 0)
    people, teams = [acme.ben.id, acme.pia.id, acme.leo.id], [acme.boats.pk, acme.loans.pk]
    member, tick = as_said(acme, case, teams), timedelta(microseconds=1)

    with acting(acme.ada):
        opportunity_id = stored(acme, case, people, teams)
        seen = [
            asked_for_one(opportunity_id, member, at)[0]
            for at in (NOON - tick, NOON, NOON + timedelta(hours=1) - tick, NOON + timedelta(hours=1))
        ]

    assert seen == [False, True, True, False]
