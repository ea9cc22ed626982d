"""Whatever happened, in whatever order: SQL and its plain twin agree, every list shows exactly what may be seen, and what was
so is still known afterwards."""

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings

from handsel.board.queries import board
from handsel.opportunities.access import level, values, visible
from handsel.opportunities.explaining import explain_access
from handsel.opportunities.models import Grant, Opportunity
from handsel.opportunities.queries import Filters, list_opportunities, search
from handsel.opportunities.rules import Held, Level, OpportunityNotFound, level_of
from handsel.organizations.acting import Member, acting
from handsel.organizations.authentication import member_by_id
from handsel.organizations.rules import Sees, TeamNotFound
from tests.opportunities.histories import BEGIN, HISTORIES, TICK, TITLE, House, a_house, an_old_house, happens
from tests.opportunities.test_access import twin_of

EACH = settings(max_examples=14, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Noted:
    at: datetime
    person: UUID
    thing: UUID
    level: Level | None


@pytest.fixture
def house(db: None) -> House:
    return a_house()


@pytest.fixture
def old_house(db: None) -> House:
    return an_old_house()


@EACH
@given(history=HISTORIES)
def test_sql_and_its_twin_and_every_list_agree_at_each_instant(house: House, history: list[Any]) -> None:
    """S3, S4, S5, O7, O9"""
    with taken_back(house):
        for step, ticks in history:
            happens(house, step, ticks=ticks)
            for member, at in asking(house):
                expected = by_the_twin(house, member, at)
                seen = {thing for thing, level in expected.items() if level is not None}

                assert by_sql(house, member, at) == expected
                assert listed(member, at) == found(member, at) == seen
                assert on_boards(house, member, at) == {
                    team: [thing for thing, its in teams_of(house).items() if its == team and thing in seen]
                    for team in openable(house, member, at)
                }


@EACH
@given(history=HISTORIES)
@example(history=[(("grant", 0, (True, 1), 2, 0, 4), 1), (("delete", 0), 1), (("seat", 1, 0, Sees.OWN), 1)])
def test_what_somebody_could_see_is_known_afterwards(house: House, history: list[Any]) -> None:
    """S11: the answer for each instant of the past is the one that held then, also of what is deleted since."""
    with taken_back(house):
        noted = lived(house, history)

        told = {one: explained(house, one) for one in noted}

        assert {one: answer["level"] for one, answer in told.items()} == {one: said(one) for one in noted}
        assert all(answer["known"] and not answer["assumed"] for answer in told.values())


# Ben saw all of Boats until then; Cleo, who lost what was hers before, left it having seen nothing more.
@EACH
@given(history=HISTORIES)
@example(history=[(("licence", 2, None), 1), (("seat", 0, 0, Sees.OWN), 1)])
@example(history=[(("owner", 0, None), 1), (("seat", 0, 1, None), 1)])
def test_what_the_ledger_never_told_is_not_said_to_be_known(old_house: House, history: list[Any]) -> None:
    """S11: where an earlier version recorded less, an answer may be wrong, but then it says that it rests on what is assumed."""
    with taken_back(old_house):
        noted = lived(old_house, history)

        told = {one: explained(old_house, one) for one in noted}

        known = {one: answer for one, answer in told.items() if answer["known"]}
        assert {one: answer["level"] for one, answer in known.items()} == {one: said(one) for one in known}
        for one, answer in told.items():
            assert answer["known"] == all(
                one.at >= datetime.fromisoformat(each["before"]) for each in answer["assumed"]
            )


def lived(house: House, history: list[Any]) -> list[Noted]:
    noted: list[Noted] = []
    for step, ticks in history:
        happens(house, step, ticks=ticks)
        noted += note(house)
    return noted


def explained(house: House, one: Noted) -> dict[str, Any]:
    with acting(house.ada):
        return explain_access(one.thing, of=one.person, when=one.at, member=house.ada, at=house.at + TICK)


def said(one: Noted) -> str | None:
    return None if one.level is None else one.level.name.lower()


@contextmanager
def taken_back(house: House) -> Generator[None]:
    """Each example begins with the house as it was."""
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        house.at = BEGIN
        house.grants.clear()


def asking(house: House) -> Iterator[tuple[Member, datetime]]:
    """Who is there now, at this instant and a little later."""
    for person in house.people:
        member = member_by_id(person)
        if member is not None:
            yield from ((member, at) for at in (house.at, house.at + TICK / 2))


def note(house: House) -> list[Noted]:
    """Those who are not there see nothing."""
    seen = {(member.id, at): by_sql(house, member, at) for member, at in asking(house)}
    return [
        Noted(at, person, thing, seen.get((person, at), {}).get(thing))
        for at in (house.at, house.at + TICK / 2)
        for person in house.people
        for thing in house.things
    ]


def by_sql(house: House, member: Member, at: datetime) -> dict[UUID, Level | None]:
    query = f"SELECT o.id, {level()}, {visible()} IS TRUE FROM opportunities_opportunity o WHERE o.id = ANY(%(ids)s)"
    with acting(member), connection.cursor() as cursor:
        cursor.execute(query, {**values(member, at), "ids": house.things})
        rows = cursor.fetchall()
    assert all((row[1] is not None) == row[2] for row in rows)
    return {row[0]: None if row[1] is None else Level(row[1]) for row in rows}


def by_the_twin(house: House, member: Member, at: datetime) -> dict[UUID, Level | None]:
    with acting(house.ada):
        rows = list(Opportunity.objects.filter(pk__in=house.things))
    return {
        one.pk: level_of(
            twin_of(member),
            owner=one.owner_id,
            author=one.author_id,
            team=one.team_id,
            grants=[held for of, held in grants_of(house) if of == one.pk],
            at=at,
        )
        for one in rows
    }


def teams_of(house: House) -> dict[UUID, UUID]:
    """In the order of the house's things."""
    with acting(house.ada):
        teams = dict(Opportunity.objects.values_list("pk", "team_id"))
    return {thing: teams[thing] for thing in house.things if thing in teams}


def grants_of(house: House) -> list[tuple[UUID | None, Held]]:
    with acting(house.ada):
        rows = list(Grant.objects.all())
    return [
        (
            one.opportunity_id,
            Held(
                holder=holder,
                level=Level(one.level),
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                stopped_at=one.stopped_at,
            ),
        )
        for one in rows
        if (holder := one.member_id or one.team_id) is not None
    ]


def listed(member: Member, at: datetime) -> set[UUID]:
    with acting(member):
        shown = json.loads(list_opportunities(Filters(), member=member, at=at))
    assert shown["total"] == len(shown["items"])
    return {UUID(one["id"]) for one in shown["items"]}


def found(member: Member, at: datetime) -> set[UUID]:
    with acting(member):
        shown = json.loads(search(TITLE, member=member, at=at))
    return {UUID(one["id"]) for one in shown["opportunities"]}


def on_boards(house: House, member: Member, at: datetime) -> dict[UUID, list[UUID]]:
    """By team, of the boards that open."""
    shown: dict[UUID, list[UUID]] = {}
    for team in house.teams:
        with acting(member), suppress(TeamNotFound):
            opened = json.loads(board(team, Filters(), closed="all", member=member, at=at))
            cards = [UUID(card["id"]) for column in opened["columns"] for card in column["cards"]]
            assert opened["count"] == len(cards)
            shown[team] = sorted(cards, key=house.things.index)
    return shown


def openable(house: House, member: Member, at: datetime) -> set[UUID]:
    """Of one's own teams, for who sees everything of all, and of those of which something is shared with one."""
    by_share = {
        teams_of(house)[of]
        for of, held in grants_of(house)
        if of is not None
        and held.holder in {member.id, *member.team_ids}
        and held.stopped_at is None
        and held.starts_at <= at < held.ends_at
    }
    return set(house.teams) if member.sees_everything else {*member.team_ids, *by_share}


def test_a_hidden_opportunity_has_no_history_to_ask_for(house: House) -> None:
    leo = member_by_id(house.people[2])
    assert leo is not None

    with acting(leo), pytest.raises(OpportunityNotFound):
        explain_access(house.things[0], of=leo.id, when=house.at, member=leo, at=house.at)
