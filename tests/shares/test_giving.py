"""Giving over the API: S1, S2, S6."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from handsel.opportunities.models import Grant, Opportunity
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Membership, Organization
from handsel.shares.giving import give
from handsel.shares.models import Share
from handsel.shares.rules import Lasting
from tests.cast import a_member, as_now, browser_for, client_for, csrf
from tests.shares.lending import API, TICK, Lending, instant, level, post, switch

DAY = timedelta(days=1)


def fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.content
    return [field["name"] for field in answer.json()["fields"]]


def lasts(share: dict[str, Any]) -> tuple[datetime, datetime]:
    return instant(share["starts_at"]), instant(share["ends_at"])


def kept(lending: Lending) -> tuple[int, int]:
    with acting(lending.acme.ada):
        return Share.objects.count(), Grant.objects.count()


def test_it_is_lent_from_its_start_to_its_end_and_not_a_moment_longer(lending: Lending) -> None:
    """S1, S3: half-open, by comparison, with no worker running."""
    share = lending.given(days=3, access="modify")
    start, end = instant(share["starts_at"]), instant(share["ends_at"])
    pia = lending.acme.pia

    assert (share["status"], share["state"], end - start) == ("completed", "active", 3 * DAY)
    assert [level(lending.opportunity_id, pia, at=at) for at in (start - TICK, start, end - TICK, end)] == [
        None,
        "modify",
        "modify",
        None,
    ]


def test_it_may_begin_later(lending: Lending) -> None:
    """S1: at a later instant, here said in the giver's zone."""
    share = lending.given(starts_at="2030-07-01T09:00", ends_at="2030-07-02T09:00")

    assert lasts(share) == (instant("2030-07-01T07:00:00Z"), instant("2030-07-02T07:00:00Z"))
    assert share["state"] == "scheduled"
    assert not lending.sees(lending.acme.pia, at=instant(share["starts_at"]) - TICK)
    assert lending.sees(lending.acme.pia, at=instant(share["starts_at"]))


def test_days_are_those_of_the_organization(lending: Lending) -> None:
    """S1: the same time of day over there, though the clocks of Madrid change in between."""
    share = lending.given(starts_at="2030-03-30T12:00", days=1)

    assert lasts(share) == (instant("2030-03-30T11:00:00Z"), instant("2030-03-31T10:00:00Z"))


def test_the_organization_sets_default_and_maximum(lending: Lending) -> None:
    """S1: 90 days, unless it says otherwise."""
    shares = lending.ben.get(f"{lending.address}/shares").json()
    assert shares["terms"] == {"default_days": 90, "maximum_days": 365, "time_zone": "Europe/Madrid"}
    begins = {"starts_at": "2030-05-01T10:00:00Z"}
    assert lasts(lending.given(**begins))[1] == instant("2030-07-30T10:00:00Z")

    with acting(lending.acme.ada):
        Organization.objects.update(share_default_days=7, share_maximum_days=30)

    assert lasts(lending.given(**begins))[1] == instant("2030-05-08T10:00:00Z")
    assert fields(lending.gives(days=31)) == ["days"]


BAD: list[tuple[dict[str, Any], list[str]]] = [
    ({"minutes": 0}, ["minutes"]),
    ({"minutes": -1}, ["minutes"]),
    ({"minutes": 1.5}, ["minutes"]),
    ({"minutes": "10"}, ["minutes"]),
    ({"minutes": True}, ["minutes"]),
    ({"minutes": 10**30}, ["minutes"]),
    ({"days": 0}, ["days"]),
    ({"days": 366}, ["days"]),
    ({"days": "three"}, ["days"]),
    ({"ends_at": "2020-01-01T00:00:00Z"}, ["ends_at"]),
    ({"ends_at": "tomorrow"}, ["ends_at"]),
    ({"ends_at": "2031-05-01T00:00:00Z", "starts_at": "2031-05-02T00:00:00Z"}, ["ends_at"]),
    ({"starts_at": "2020-01-01T00:00:00Z"}, ["starts_at"]),
    ({"starts_at": "2030-03-31T02:30", "days": 1}, ["starts_at"]),
    ({"minutes": 5, "days": 1}, ["minutes", "days"]),
    ({"access": "own"}, ["access"]),
    ({"until": "2030-01-01"}, ["until"]),
]


@pytest.mark.parametrize(("body", "wrong"), BAD, ids=lambda one: str(one)[:50])
def test_what_can_not_be_is_refused_by_its_field(
    lending: Lending, body: dict[str, Any], wrong: list[str]
) -> None:
    """S1: and leaves nothing behind."""
    assert fields(lending.gives(**body)) == wrong
    assert (kept(lending), lending.types()) == ((0, 0), [])


def test_it_is_for_one_member_or_one_team(lending: Lending) -> None:
    to_both = {"member": str(lending.acme.pia.id), "team": str(lending.acme.loans.pk)}

    assert fields(lending.gives(**to_both)) == ["member", "team"]
    assert fields(post(lending.ben, f"{lending.address}/shares", {})) == ["member", "team"]


def test_who_can_not_be_shared_with_is_answered_as_if_unknown(lending: Lending, otto: Member) -> None:
    """S1: no sales licence, another organization, nobody at all: one answer; nothing is kept."""
    without = a_member(lending.acme.organization, "Lou", sales_licence=False)
    others_team = as_now(otto).team_ids[0]

    strangers = [str(one) for one in (lending.acme.leo.id, without.id, otto.id, uuid4())]
    answers = [lending.gives(member=one) for one in strangers]
    teams = [lending.gives(team=str(one)) for one in (others_team, uuid4())]

    assert {answer.json()["detail"] for answer in answers} == {"There is no such member."}
    assert [fields(answer) for answer in answers] == [["member"]] * 4
    assert {answer.json()["detail"] for answer in teams} == {"There is no such team."}
    assert [fields(answer) for answer in teams] == [["team"]] * 2
    assert kept(lending) == (0, 0)


def test_a_hidden_opportunity_is_absent(lending: Lending, otto: Member) -> None:
    body = {"member": str(lending.acme.ada.id)}

    assert post(lending.pia, f"{lending.address}/shares", body).status_code == 404
    assert post(client_for(otto), f"{lending.address}/shares", body).status_code == 404
    assert kept(lending) == (0, 0)


def refused_and_kept(lending: Lending, answer: Any) -> tuple[int, str, str]:
    """Status and code of the answer, and the reason that its share keeps."""
    body = answer.json()
    shown = lending.ada.get(f"{API}/shares/{body['share']['id']}").json()
    assert (shown["status"], shown["state"], shown["may"]["stop"]) == ("failed", None, False)
    return answer.status_code, body["code"], shown["failure"]["code"]


def test_a_request_that_fails_is_remembered_with_its_reason(lending: Lending) -> None:
    """S2: completed or failed at once by page and API; S6: the owner can't be shared with."""
    with acting(lending.acme.ada) as at:
        Membership.objects.filter(pk=lending.acme.pia.id).update(deactivated_at=at)
    inactive = refused_and_kept(lending, lending.gives())
    owner = refused_and_kept(lending, lending.gives(member=str(lending.acme.ben.id)))
    switch(lending.acme, sharing=False)
    off = refused_and_kept(lending, lending.gives(team=str(lending.acme.loans.pk)))

    assert inactive == (409, "member_inactive", "user_inactive")
    assert owner == (409, "owner_cannot_be_shared_with", "is_owner")
    assert off == (409, "feature_off", "feature_off")
    assert [fact["reason"] for fact in lending.facts("share.failed")] == [
        "user_inactive",
        "is_owner",
        "feature_off",
    ]
    assert kept(lending) == (3, 0)


def test_a_request_that_fails_is_kept_once_and_answered_again_as_it_was(lending: Lending) -> None:
    """S2, I1: its twin is the same problem."""
    body = {"member": str(lending.acme.ben.id)}

    first, again = (
        lending.ben.post(
            f"{lending.address}/shares",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": "once"},
        )
        for _ in range(2)
    )

    assert (first.status_code, first["Content-Type"]) == (409, "application/problem+json")
    assert (again.status_code, again["Content-Type"], again.content) == (
        409,
        first["Content-Type"],
        first.content,
    )
    assert kept(lending) == (1, 0)


def test_who_has_it_by_a_share_does_not_share_it_on(lending: Lending) -> None:
    """S6, S12: not even with access to modify; and it is remembered."""
    lending.given(days=1, access="modify")

    answer = post(lending.pia, f"{lending.address}/shares", {"team": str(lending.acme.loans.pk)})

    assert refused_and_kept(lending, answer) == (403, "not_allowed", "not_allowed")
    assert lending.pia.get(lending.address).json()["may"]["share"] is False
    theirs = lending.pia.get(f"{lending.address}/shares").json()["items"]
    assert [one["status"] for one in theirs] == ["completed"]  # S8: their own share of it


def test_an_administrator_without_a_licence_does_not_share(lending: Lending) -> None:
    """O9."""
    una = a_member(lending.acme.organization, "Una", roles=["administrator"])

    answer = post(client_for(una), f"{lending.address}/shares", {"member": str(lending.acme.pia.id)})

    assert refused_and_kept(lending, answer)[1:] == ("not_allowed", "not_allowed")


def test_a_giver_who_loses_access_takes_nothing_back(lending: Lending) -> None:
    """S6: and may still stop what they gave."""
    cleo = a_member(lending.acme.organization, "Cleo", teams=[lending.acme.boats])
    share = post(
        client_for(cleo), f"{lending.address}/shares", {"member": str(lending.acme.pia.id), "days": 3}
    ).json()
    client = client_for(cleo)
    with acting(lending.acme.ada):
        cleo_row = Membership.objects.get(pk=cleo.id)
        cleo_row.seats.all().delete()

    assert client.get(lending.address).status_code == 404
    assert lending.sees(lending.acme.pia, at=instant(share["starts_at"]) + DAY)
    seen = client.get(f"{API}/shares/{share['id']}").json()
    assert (seen["opportunity"], seen["may"]) == (None, {"stop": True, "extend": False, "ask": False})
    assert post(client, f"{API}/shares/{share['id']}/stop").json()["state"] == "stopped"


def test_it_says_where_it_came_from(lending: Lending) -> None:
    """S2: manual by a session, API by a key, automation by one."""
    acme = lending.acme
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats], password="correct horse battery")
    browser = browser_for(cleo)
    path, body = f"{lending.address}/shares", {"member": str(acme.pia.id)}
    by_page = browser.post(path, body, content_type="application/json", headers=csrf(browser)).json()
    by_key = lending.given()
    robot = replace(acme.ada, automation_id=uuid4(), run_id=uuid4())
    with acting(robot) as at:
        made = give(
            lending.opportunity_id, to_member=acme.pia.id, lasting=Lasting(minutes=5), by=robot, at=at
        )
    by_robot = lending.ada.get(f"{API}/shares/{made.share_id}").json()

    assert [one["source"] for one in (by_page, by_key, by_robot)] == ["manual", "api", "automation"]
    assert by_robot["automation"] == {"id": str(robot.automation_id), "name": ""}
    assert [event["actor_kind"] for event in lending.told()] == ["user", "key", "automation"]


def test_a_share_does_not_raise_the_revision(lending: Lending) -> None:
    """B5."""
    share = lending.given(days=3)
    post(lending.ben, f"{API}/shares/{share['id']}/extend", {"days": 1})
    post(lending.ben, f"{API}/shares/{share['id']}/stop")

    assert lending.ben.get(lending.address).json()["revision"] == 1
    assert [event["revision"] for event in lending.told()] == [1, 1, 1]


def test_becoming_owner_does_not_end_a_share(lending: Lending) -> None:
    """S4: it counts again when ownership goes."""
    share = lending.given(days=3)
    with acting(lending.acme.ada):
        Opportunity.objects.update(owner_id=lending.acme.pia.id)
    assert level(lending.opportunity_id, lending.acme.pia, at=instant(share["starts_at"])) == "work"

    with acting(lending.acme.ada):
        Opportunity.objects.update(owner_id=lending.acme.ben.id)

    assert level(lending.opportunity_id, lending.acme.pia, at=instant(share["starts_at"])) == "view"
    assert lending.shares()[0]["state"] == "active"
