"""A changed workflow file: its opportunities stand on the new version, or it is refused."""

import json
import threading
from collections.abc import Callable
from itertools import cycle
from uuid import UUID

import pytest
from django.db import connection, connections

from handsel.opportunities.changing_team import change_team
from handsel.opportunities.creating import NewContact, NewOpportunity, create
from handsel.opportunities.models import Opportunity
from handsel.opportunities.republishing import StepInUse
from handsel.organizations.acting import acting
from tests.cast import Acme, a_member, a_team
from tests.configuration.yard import PARKED_IS_ARCHIVED, YACHTS, Yard


@pytest.fixture
def yard(acme: Acme) -> Yard:
    return Yard(acme)


def test_every_opportunity_stands_on_the_new_version_and_keeps_its_step(yard: Yard) -> None:
    first, second = yard.an_opportunity(), yard.an_opportunity()
    yard.move(second, step=yard.step("Signed"))
    before = [yard.get(one) for one in (first, second)]

    yard.republish(
        YACHTS.replace("{name: Gone, stage: Lost}", "{name: Away, stage: Lost}").replace(
            "to: Gone", "to: Away"
        )
    )

    after = [yard.get(one) for one in (first, second)]
    assert [one.workflow_version.number for one in after] == [2, 2]
    assert [one.step_id for one in after] == [one.step_id for one in before]
    assert [one.closed_at for one in after] == [one.closed_at for one in before]
    assert [one.revision for one in after] == [1, 2]


def test_a_stage_that_closes_closes_what_stands_in_it_and_opens_it_again(yard: Yard) -> None:
    """W4"""
    parked, open_one = yard.an_opportunity(), yard.an_opportunity()
    yard.move(parked, step=yard.step("Shelf"))
    assert yard.get(parked).closed_at is None

    closed_at = yard.republish(PARKED_IS_ARCHIVED)
    assert (yard.get(parked).closed_at, yard.get(open_one).closed_at) == (closed_at, None)

    yard.republish(YACHTS)
    assert yard.get(parked).closed_at is None


def test_a_dropped_step_with_opportunities_is_refused_with_their_number(yard: Yard) -> None:
    for _ in range(2):
        yard.move(yard.an_opportunity(), step=yard.step("Shelf"))
    without = YACHTS.replace("  - {name: Shelf, stage: Parked}\n", "")
    without = without.replace("  - {name: Park, from: Lead, to: Shelf}\n", "").replace(
        "  - {name: Unpark, from: Shelf, to: Lead}\n", ""
    )

    with pytest.raises(StepInUse, match=r"Shelf \(2\)") as refused:
        yard.republish(without)

    assert refused.value.extra["steps"] == [{"id": yard.step("Shelf"), "name": "Shelf", "count": 2}]
    with acting(yard.ada):
        assert yard.workflow.versions.count() == 1


def test_a_dropped_step_that_nobody_stands_on_goes(yard: Yard) -> None:
    yard.an_opportunity()

    yard.republish(
        YACHTS.replace("{name: Gone, stage: Lost}", "{name: Away, stage: Lost}").replace(
            "to: Gone", "to: Away"
        )
    )

    with acting(yard.ada):
        assert yard.workflow.versions.count() == 2


def test_other_workflows_stay_where_they_are(yard: Yard, acme: Acme) -> None:
    with acting(acme.ben) as at:
        new = NewOpportunity(team_id=acme.boats.pk, new_contact=NewContact(name="Kim"))
        elsewhere = UUID(json.loads(create(new, by=acme.ben, at=at))["id"])

    yard.republish(PARKED_IS_ARCHIVED)

    assert yard.get(elsewhere).workflow_version.number == 1


def test_a_publication_may_take_longer_than_a_request_of_the_page(yard: Yard) -> None:
    yard.republish(PARKED_IS_ARCHIVED)

    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("10min",)


def test_no_move_and_no_new_opportunity_races_a_publication(committing: str, acme: Acme) -> None:
    """Whatever the order: at the end all stand on the newest version, closed exactly where their stage is."""
    yard = Yard(acme)
    opportunities = [yard.an_opportunity() for _ in range(6)]
    lead, shelf = yard.step("Lead"), yard.step("Shelf")
    published = threading.Event()

    def publish_many() -> None:
        for round_ in range(8):
            yard.republish(PARKED_IS_ARCHIVED if round_ % 2 == 0 else YACHTS)
        published.set()

    def move_many(mine: list[UUID]) -> None:
        for step in cycle([shelf, lead]):
            for one in mine:
                yard.move(one, step=step)
            if published.is_set():
                return

    def create_many() -> None:
        while not published.is_set():
            yard.an_opportunity()

    problems = at_once(
        publish_many,
        lambda: move_many(opportunities[:3]),
        lambda: move_many(opportunities[3:]),
        create_many,
    )

    assert problems == []
    with acting(acme.ada):
        rows = list(Opportunity.objects.filter(team_id=yard.team.pk).select_related("workflow_version"))
    assert {row.workflow_version.number for row in rows} == {9}
    assert [row.closed_at for row in rows] == [None] * len(rows)  # the last version has Parked open
    yard.republish(PARKED_IS_ARCHIVED)
    with acting(acme.ada):
        rows = list(Opportunity.objects.filter(team_id=yard.team.pk))
    assert all((row.closed_at is not None) == (str(row.step_id) == shelf) for row in rows)


def test_a_change_of_team_waits_for_a_publication_instead_of_blocking_it(committing: str, acme: Acme) -> None:
    """Both orders of locks would wait for each other for ever."""
    yard = Yard(acme)
    other = a_team(acme.organization, "More yachts", workflow_id=yard.workflow.pk)
    yvo = a_member(acme.organization, "Yvo", teams=[yard.team, other])
    one = yard.an_opportunity()

    def shuttle() -> None:
        for round_ in range(12):
            with acting(yvo) as at:
                change_team(one, team_id=(other if round_ % 2 == 0 else yard.team).pk, by=yvo, at=at)

    def publish_many() -> None:
        for round_ in range(6):
            yard.republish(PARKED_IS_ARCHIVED if round_ % 2 == 0 else YACHTS)

    problems = at_once(shuttle, publish_many)

    assert problems == []
    assert yard.get(one).workflow_version.number == 7


def at_once(*works: Callable[[], None]) -> list[BaseException]:
    """What they raised."""
    problems: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work], daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return problems
