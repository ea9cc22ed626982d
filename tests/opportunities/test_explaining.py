"""Who could see it? At any instant, past included, with the reasons, since when, until when, and by which event (S11)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from handsel.ledger.models import Event
from handsel.opportunities import naming
from handsel.opportunities.models import Opportunity
from handsel.opportunities.owning import set_owner
from handsel.organizations import people
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Membership
from handsel.organizations.rules import Sees
from handsel.shares.giving import give
from tests.cast import client_for
from tests.opportunities.histories import BEGIN, House, a_house, an_old_house, happens
from tests.shares.lending import Lending, instant, lending, post

API = "/api/v1"
HOUR = timedelta(hours=1)
LATER = BEGIN + 3 * HOUR


@pytest.fixture
def house(db: None) -> House:
    return a_house()


@pytest.fixture
def lent(acme: Any) -> Lending:
    return lending(acme)


def ask(client: Client, opportunity: Any, **query: str) -> Any:
    answer = client.get(f"{API}/opportunities/{opportunity}/access", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def told(reasons: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (one["kind"], one["level"], at(one["from"]), at(one["until"]), one["event"] and one["event"]["type"])
        for one in reasons
    ]


def at(text: str | None) -> datetime | None:
    return None if text is None else instant(text)


def test_what_is_deleted_is_still_answered_for_who_sees_the_whole_organization(lent: Lending) -> None:
    """S11: for any opportunity; S8: the shares of what is gone are those that the history still shows."""
    share = lent.given(minutes=60)
    before = ask(lent.ada, lent.opportunity_id, member=str(lent.acme.pia.id))["reasons"]
    assert lent.ben.delete(lent.address).status_code == 204
    (row,) = lent.shares()
    pia, ben = str(lent.acme.pia.id), str(lent.acme.ben.id)

    now = ask(lent.ada, row["deleted"], member=pia)
    then = ask(lent.ada, row["deleted"], member=pia, at=share["starts_at"])
    of_ben = ask(lent.ada, row["deleted"], member=ben, at=share["starts_at"])

    (reason,) = then["reasons"]
    assert (now["allowed"], now["reasons"], now["past"]) == (False, [], [reason])
    assert (then["level"], now["deleted_at"]) == ("view", reason["until"])
    assert {**reason, "until": None} == {**before[0], "until": None}
    assert [one["kind"] for one in of_ben["reasons"]] == ["owner", "team"]
    assert {one["until"] for one in of_ben["reasons"]} == {now["deleted_at"]}


def test_what_is_deleted_is_absent_for_everybody_else(lent: Lending, otto: Member) -> None:
    """B6: for who owned it, for whom it was shared with, and for a stranger who sees all of another organization."""
    lent.given(minutes=60)
    lent.ben.delete(lent.address)

    answers = [one.get(f"{lent.address}/access") for one in (lent.ben, lent.pia, client_for(otto))]
    unknown = lent.ada.get(f"{API}/opportunities/{UUID(int=5)}/access")

    assert {(one.status_code, one.json()["code"]) for one in [*answers, unknown]} == {
        (404, "opportunity_not_found")
    }
    assert [one["deleted"] for one in lent.shares(lent.pia)] == [None]


def test_what_an_earlier_version_did_not_tell_is_said_to_be_assumed(db: None) -> None:
    """Nothing tells in which teams Ben came; from the first change of his seat on, all is known."""
    house = an_old_house()
    ben = str(house.people[0])
    happens(house, ("seat", 0, 0, Sees.OWN), ticks=4)
    changed = house.at

    of_ben = [
        ask(client_for(house.ada), house.things[0], member=ben, at=one.isoformat())
        for one in (BEGIN, changed)
    ]

    assert [(one["known"], one["allowed"]) for one in of_ben] == [(False, False), (True, False)]
    (assumed,) = of_ben[0]["assumed"]
    assert assumed["text"] == {"key": "access.assumed_seat", "values": {"member": "Ben", "team": "Boats"}}
    assert at(assumed["before"]) == changed


def test_a_change_of_a_seat_tells_what_was_before_it(db: None) -> None:
    """What an earlier version left untold is told by the first change that this one records."""
    house = an_old_house()
    house.tells_seats = True
    happens(house, ("seat", 0, 0, None), ticks=4)

    then = ask(client_for(house.ada), house.things[0], member=str(house.people[0]), at=BEGIN.isoformat())

    assert told(then["reasons"]) == [("team", "work", BEGIN, house.at, "opportunity.created")]
    assert (then["known"], [at(one["before"]) for one in then["assumed"]]) == (False, [house.at])


def test_each_reason_says_since_when_until_when_and_by_which_event(house: House) -> None:
    """Cleo owned it from the beginning until Ben got it; her seat in the team shows her only her own."""
    ben, cleo, _ = house.people
    with acting(house.ada):
        set_owner(house.things[0], owner_id=ben, by=house.ada, at=BEGIN + HOUR)
        people.edit(ben, changes={"sales_licence": False}, by=house.ada, at=LATER)

    of_cleo = ask(client_for(house.ada), house.things[0], member=str(cleo), at=BEGIN.isoformat())
    of_ben = ask(client_for(house.ada), house.things[0], member=str(ben), at=LATER.isoformat())

    assert (of_cleo["allowed"], of_cleo["level"], of_cleo["past"]) == (True, "work", [])
    assert told(of_cleo["reasons"]) == [("owner", "work", BEGIN, BEGIN + HOUR, "opportunity.created")]
    assert of_cleo["reasons"][0]["text"] == {"key": "access.owner", "values": {"member": "Cleo"}}
    assert told(of_ben["reasons"]) == [
        ("owner", "view", LATER, None, "member.edited"),
        ("team", "view", LATER, None, "member.edited"),
    ]
    assert told(of_ben["past"]) == [
        ("team", "work", BEGIN, LATER, "opportunity.created"),
        ("owner", "work", BEGIN + HOUR, LATER, "opportunity.assigned"),
    ]
    assert of_ben["reasons"][1]["text"]["values"] == {"member": "Ben", "team": "Boats"}


def test_before_it_was_there_nobody_saw_it(house: House) -> None:
    before = ask(
        client_for(house.ada), house.things[0], member=str(house.people[0]), at=(BEGIN - HOUR).isoformat()
    )

    assert (before["allowed"], before["level"], before["reasons"], len(before["past"])) == (
        False,
        None,
        [],
        1,
    )


def test_who_was_deactivated_saw_nothing_until_they_came_back(house: House) -> None:
    """O7"""
    ben = house.people[0]
    with acting(house.ada):
        people.deactivate(ben, by=house.ada, at=BEGIN + HOUR)
        people.reactivate(ben, by=house.ada, at=LATER)

    found = ask(client_for(house.ada), house.things[0], member=str(ben), at=(BEGIN + 2 * HOUR).isoformat())

    assert (found["allowed"], found["reasons"]) == (False, [])
    assert told(found["past"]) == [
        ("team", "work", BEGIN, BEGIN + HOUR, "opportunity.created"),
        ("team", "work", LATER, None, "member.reactivated"),
    ]


def test_a_role_and_an_author_are_reasons_too(house: House) -> None:
    leo = house.people[2]
    ada, of_leo = (
        ask(client_for(house.ada), house.things[1], member=str(one), at=BEGIN.isoformat())
        for one in (house.ada.id, leo)
    )

    assert [one["kind"] for one in ada["reasons"]] == ["role", "team"]
    assert ada["reasons"][0]["text"]["values"]["roles"] == ["administrator", "manager"]
    assert told(of_leo["reasons"]) == [("author", "view", BEGIN, None, "opportunity.created")]


def test_a_share_is_a_reason_from_its_start_to_its_end(lent: Lending) -> None:
    share = lent.given(minutes=60, access="modify")
    starts, ends = instant(share["starts_at"]), instant(share["ends_at"])
    pia = str(lent.acme.pia.id)

    now = ask(lent.ben, lent.opportunity_id, member=pia)
    at_its_end = ask(lent.ben, lent.opportunity_id, member=pia, at=ends.isoformat())

    (reason,) = now["reasons"]
    assert (reason["share"], reason["text"]) == (
        share["id"],
        {"key": "access.share", "values": {"member": "Pia", "by": "Ben"}},
    )
    assert told([reason]) == [("share", "modify", starts, ends, "share.given")]
    assert (now["level"], at_its_end["level"], at_its_end["past"]) == ("modify", None, [reason])


def test_a_share_with_a_team_names_it(lent: Lending) -> None:
    """S5"""
    lent.given(team=str(lent.acme.loans.pk))

    (reason,) = ask(lent.ben, lent.opportunity_id, member=str(lent.acme.pia.id))["reasons"]

    assert reason["text"] == {
        "key": "access.team_share",
        "values": {"member": "Pia", "team": "Loans", "by": "Ben"},
    }


def test_what_an_automation_shared_was_shared_by_it_and_not_by_its_author(
    lent: Lending, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A4: with its rights, under its own name. Of one whose name nobody knows, it still was an automation."""
    robot = replace(lent.acme.ada, automation_id=uuid4(), run_id=uuid4())
    pia, loans = lent.acme.pia.id, lent.acme.loans.pk
    with acting(robot) as at:
        give(lent.opportunity_id, to_member=pia, by=robot, at=at)
        give(lent.opportunity_id, to_team=loans, by=robot, at=at)

    nameless = ask(lent.ben, lent.opportunity_id, member=str(pia))["reasons"]
    monkeypatch.setattr(naming.Naming, "names_of", lambda asked: dict.fromkeys(asked, "Lend to Loans"))
    reasons = ask(lent.ben, lent.opportunity_id, member=str(pia))["reasons"]

    assert sorted((one["text"]["key"], one["text"]["values"]["by"]) for one in reasons) == [
        ("access.share_automation", "Lend to Loans"),
        ("access.team_share_automation", "Lend to Loans"),
    ]
    assert [one["text"]["values"]["by"] for one in nameless] == [None, None]


def test_a_share_that_was_stopped_ended_then(lent: Lending) -> None:
    share = lent.given(minutes=60)
    stopped = post(lent.ben, f"{API}/shares/{share['id']}/stop").json()

    (past,) = ask(lent.ben, lent.opportunity_id, member=str(lent.acme.pia.id))["past"]

    assert instant(past["until"]) == instant(stopped["ended_at"]) < instant(share["ends_at"])


def test_what_the_ledger_does_not_tell_is_said(lent: Lending) -> None:
    """The cast was seated without a word, and this row was put there by hand."""
    with acting(lent.acme.ben):
        row = Opportunity.objects.get(pk=lent.opportunity_id)
        joined = Membership.objects.get(pk=lent.acme.ben.id).joined_at
        row.pk, row.lineage = UUID(int=7), 7
        row.save(force_insert=True)
        assert not Event.objects.filter(opportunity_id=row.pk).exists()

    found = ask(lent.ada, row.pk, member=str(lent.acme.ben.id), at="2040-01-01T00:00:00Z")

    assert told(found["reasons"]) == [
        ("owner", "work", joined, None, None),
        ("team", "work", joined, None, None),
    ]
    kinds = ["access.assumed_opportunity", "access.assumed_standing", "access.assumed_seat"]
    assert [one["text"]["key"] for one in found["assumed"]] == kinds


@pytest.mark.parametrize("instant", ["yesterday", "2027-03-28T02:30", "9999-12-31T23:59:59-12:00", "1"])
def test_an_instant_that_means_nothing_is_refused(lent: Lending, instant: str) -> None:
    """I10"""
    answer = lent.ben.get(f"{lent.address}/access", {"at": instant})

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "at")


def test_who_has_it_by_a_share_asks_about_themselves_alone(lent: Lending) -> None:
    """S8"""
    address = f"{lent.address}/access"
    before = lent.pia.get(address).status_code
    lent.given()
    of_ben = lent.pia.get(address, {"member": str(lent.acme.ben.id)})

    assert before == 404
    assert [one["kind"] for one in ask(lent.pia, lent.opportunity_id)["reasons"]] == ["share"]
    assert (of_ben.status_code, of_ben.json()["code"]) == (403, "not_allowed")


def test_nobody_is_asked_about_who_is_not_of_the_organization(lent: Lending, otto: Member) -> None:
    answer = lent.ben.get(f"{lent.address}/access", {"member": str(otto.id)})

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "member")
    assert client_for(otto).get(f"{lent.address}/access").status_code == 404


def test_the_beginning_of_time_is_no_trouble(lent: Lending) -> None:
    long_ago = datetime(1, 1, 1, tzinfo=UTC).isoformat()

    assert ask(lent.ben, lent.opportunity_id, at=long_ago)["allowed"] is False
