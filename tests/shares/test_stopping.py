"""Stopping and extending over the API: S4, S7, and asking for more time (S9)."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from handsel.opportunities import naming
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Organization
from handsel.shares.models import Share
from handsel.shares.stopping import end_of_member, stop_of_automation, stop_of_opportunity
from tests.cast import a_member, an_opportunity, client_for
from tests.shares.lending import API, TICK, Lending, instant, level, post, switch

DAY = timedelta(days=1)


def stop(client: Any, share: dict[str, Any]) -> Any:
    return post(client, f"{API}/shares/{share['id']}/stop")


def extend(client: Any, share: dict[str, Any], **body: Any) -> Any:
    return post(client, f"{API}/shares/{share['id']}/extend", body)


def test_shares_stack_and_stopping_one_leaves_the_others(lending: Lending) -> None:
    """S4: each is its own grant; access is the best live one."""
    view, modify, longer = (
        lending.given(days=3),
        lending.given(days=1, access="modify"),
        lending.given(days=9),
    )
    pia, opportunity = lending.acme.pia, lending.opportunity_id
    now = instant(longer["starts_at"])

    assert level(opportunity, pia, at=now) == "modify"
    assert level(opportunity, pia, at=now + 2 * DAY) == "view"
    stop(lending.ben, modify)
    assert lending.pia.get(lending.address).json()["level"] == "view"
    stop(lending.ben, view)
    assert lending.pia.get(lending.address).json()["level"] == "view"
    stop(lending.ben, longer)
    assert lending.pia.get(lending.address).status_code == 404


def test_a_stopped_share_says_who_stopped_it_and_when(lending: Lending) -> None:
    """S7."""
    share = lending.given(days=3)

    stopped = stop(lending.ada, share).json()

    assert (stopped["state"], stopped["cause"], stopped["stopped_by"]["name"]) == (
        "stopped",
        "stopped",
        "Ada",
    )
    assert (stopped["ends_at"], stopped["may"]) == (
        share["ends_at"],
        {"stop": False, "extend": False, "ask": False},
    )
    (ended,) = lending.facts("share.ended")
    assert (ended["cause"], ended["to_member"], ended["to_team"]) == (
        "stopped",
        str(lending.acme.pia.id),
        None,
    )
    assert instant(ended["ended_at"]) == instant(stopped["ended_at"])


def test_one_that_has_not_begun_never_begins(lending: Lending) -> None:
    """S7."""
    share = lending.given(starts_at="2030-01-01T10:00:00Z", days=3)

    assert stop(lending.ben, share).json()["state"] == "stopped"
    assert not lending.sees(lending.acme.pia, at=instant(share["starts_at"]))


def test_who_may_stop(lending: Lending) -> None:
    """S7: the giver, the owner, a manager, an administrator; nobody else, though they work it too."""
    acme = lending.acme
    colleague = client_for(a_member(acme.organization, "Cleo", teams=[acme.boats]))
    una = client_for(a_member(acme.organization, "Una", roles=["administrator"]))
    mia = client_for(a_member(acme.organization, "Mia", roles=["manager"]))
    given_by_cleo = post(colleague, f"{lending.address}/shares", {"member": str(acme.pia.id)}).json()
    others = [lending.given(days=3) for _ in range(3)]

    assert stop(colleague, others[0]).status_code == 403
    assert stop(lending.pia, others[0]).status_code == 403
    assert [one["may"]["stop"] for one in lending.shares(colleague)] == [False, False, False, True]
    assert stop(lending.ben, given_by_cleo).status_code == 200
    assert [stop(by, one).status_code for by, one in zip((lending.ben, una, mia), others, strict=True)] == [
        200
    ] * 3
    assert {one["state"] for one in lending.shares()} == {"stopped"}


def test_a_share_that_one_does_not_see_is_absent(lending: Lending, otto: Member) -> None:
    share = lending.given(days=3)
    rae = client_for(a_member(lending.acme.organization, "Rae", teams=[lending.acme.loans]))
    before = len(lending.told())

    for client in (rae, client_for(otto)):
        for what in ("stop", "extend", "more-time", "more-time/decline"):
            body = {"days": 1} if what in {"extend", "more-time"} else {}
            assert post(client, f"{API}/shares/{share['id']}/{what}", body).status_code == 404
        assert client.get(f"{API}/shares/{share['id']}").status_code == 404
    assert len(lending.told()) == before


def test_stopping_what_is_not_there_is_recorded_and_no_error(lending: Lending) -> None:
    """S7."""
    share = lending.given(days=3)
    first = stop(lending.ben, share)

    again = stop(lending.ben, share)
    of_opportunity = post(lending.ben, f"{lending.address}/shares/stop", {"member": str(lending.acme.pia.id)})
    of_member = post(lending.ben, f"{API}/shares/stop", {"member": str(lending.acme.pia.id)})

    assert (again.status_code, again.json()) == (200, first.json())
    assert (of_opportunity.json(), of_member.json()) == ({"stopped": 0}, {"stopped": 0})
    assert lending.types() == ["given", "ended", "stop_missed", "stop_missed", "stop_missed"]
    assert {fact["to_member"] for fact in lending.facts("share.stop_missed")} == {str(lending.acme.pia.id)}


def test_all_of_an_opportunity(lending: Lending) -> None:
    """S7: or of one user or team there."""
    team = str(lending.acme.loans.pk)
    lending.given(days=3)
    lending.given(days=1)
    lending.given(team=team)
    path = f"{lending.address}/shares/stop"

    assert post(lending.ben, path, {"team": team}).json() == {"stopped": 1}
    assert [one["state"] for one in lending.shares()] == ["stopped", "active", "active"]
    assert post(lending.ada, path).json() == {"stopped": 2}
    assert {one["state"] for one in lending.shares()} == {"stopped"}


@pytest.mark.parametrize("path", ["/opportunities/{}/shares/stop", "/shares/stop"])
def test_of_a_user_or_of_a_team_not_of_both(lending: Lending, path: str) -> None:
    lending.given(days=3)
    both = {"member": str(lending.acme.pia.id), "team": str(lending.acme.loans.pk)}

    refused = post(lending.ben, API + path.format(lending.opportunity_id), both)

    assert refused.status_code == 422
    assert [field["name"] for field in refused.json()["fields"]] == ["member", "team"]
    assert [one["state"] for one in lending.shares()] == ["active"]


def test_all_of_a_user(lending: Lending) -> None:
    """S7: wherever the caller may stop."""
    other = an_opportunity(lending.acme.boats, by=lending.acme.ben)
    lending.given(days=3)
    post(lending.ben, f"{API}/opportunities/{other}/shares", {"member": str(lending.acme.pia.id)})
    lending.given(member=str(lending.acme.ada.id))

    assert post(lending.ben, f"{API}/shares/stop", {"member": str(lending.acme.pia.id)}).json() == {
        "stopped": 2
    }
    assert sorted(one["state"] for one in lending.shares()) == ["active", "stopped", "stopped"]


def test_as_many_are_stopped_as_the_caller_may_stop(lending: Lending) -> None:
    acme = lending.acme
    colleague = client_for(a_member(acme.organization, "Cleo", teams=[acme.boats]))
    lending.given(days=3)
    body = {"member": str(acme.pia.id)}

    assert post(colleague, f"{lending.address}/shares/stop", body).status_code == 403
    post(colleague, f"{lending.address}/shares", body)
    assert post(colleague, f"{lending.address}/shares/stop", body).json() == {"stopped": 1}
    assert post(colleague, f"{API}/shares/stop", body).json() == {"stopped": 0}
    assert post(lending.pia, f"{lending.address}/shares/stop").status_code == 403
    assert [one["state"] for one in lending.shares()] == ["stopped", "active"]


def test_of_whom_must_be_known(lending: Lending, otto: Member) -> None:
    for path in (f"{API}/shares/stop", f"{lending.address}/shares/stop"):
        for body in ({"member": str(otto.id)}, {"team": str(uuid4())}):
            answer = post(lending.ben, path, body)
            assert [field["name"] for field in answer.json()["fields"]] == list(body)
    assert post(lending.ben, f"{API}/shares/stop").status_code == 422


def test_those_that_an_automation_gave(lending: Lending) -> None:
    """S7: by the automation card; those of others stay."""
    automation, pia = uuid4(), lending.acme.pia
    lending.given(days=3)
    theirs = lending.given(days=3)
    with acting(lending.acme.ada) as at:
        Share.objects.filter(pk=theirs["id"]).update(automation_id=automation, source="automation")
        stopped = stop_of_automation(
            lending.opportunity_id, automation_id=automation, by=lending.acme.ada, at=at
        )
        again = stop_of_automation(
            lending.opportunity_id, automation_id=automation, by=lending.acme.ada, at=at
        )

    assert (stopped, again, lending.types()[-1]) == (1, 0, "stop_missed")
    assert level(lending.opportunity_id, pia, at=instant(theirs["starts_at"]) + DAY) == "view"


def a_robot(lending: Lending, monkeypatch: pytest.MonkeyPatch) -> Member:
    """Ada's automation "End of loan"."""
    monkeypatch.setattr(naming.Naming, "names_of", lambda asked: dict.fromkeys(asked, "End of loan"))
    return replace(lending.acme.ada, automation_id=uuid4(), run_id=uuid4())


def test_what_an_automation_stopped_is_told_by_its_name(
    lending: Lending, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S7, S8, A4: who stopped it stays its author; what had been given by hand was not given by it."""
    robot, share = a_robot(lending, monkeypatch), lending.given(days=3)
    with acting(robot) as at:
        stop_of_opportunity(lending.opportunity_id, by=robot, at=at)

    shown = lending.ada.get(f"{API}/shares/{share['id']}").json()
    sheet = lending.ada.get(f"{API}/shares/export.csv").content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(sheet))
    assert (shown["stopped_by"]["name"], shown["automation"], shown["cause"]) == ("Ada", None, "stopped")
    assert shown["stopped_by_automation"] == {"id": str(robot.automation_id), "name": "End of loan"}
    assert lending.shares() == [shown]
    assert (row["stopped_by"], row["stopped_by_automation"], row["automation"]) == ("Ada", "End of loan", "")


def test_what_waits_is_stopped_by_an_automation_too(
    lending: Lending, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S7."""
    robot, share = a_robot(lending, monkeypatch), lending.given(days=3)
    with acting(robot) as at:
        Share.objects.filter(pk=share["id"]).update(status="processing", decided_at=None)
        stop_of_opportunity(lending.opportunity_id, by=robot, at=at)

    (shown,) = lending.shares()

    assert (shown["cause"], shown["stopped_by_automation"]["name"]) == ("never_started", "End of loan")


def test_what_a_person_stopped_or_nobody_names_no_automation(lending: Lending) -> None:
    """S9: what ends by itself is stopped by nobody, whoever set that off."""
    robot = replace(lending.acme.ada, automation_id=uuid4(), run_id=uuid4())
    stop(lending.ada, lending.given(days=3))
    lending.given(days=3)
    with acting(robot) as at:
        end_of_member(lending.acme.pia.id, by=robot, at=at)

    shown = lending.shares()

    assert [(one["cause"], one["stopped_by_automation"]) for one in shown] == [
        ("member_deactivated", None),
        ("stopped", None),
    ]


def test_extending_moves_the_end_counted_from_the_old_one(lending: Lending) -> None:
    """S7: both facts stay in the history."""
    share = lending.given(days=3)
    end = instant(share["ends_at"])

    longer = extend(lending.ben, share, minutes=90).json()

    assert (instant(longer["ends_at"]) - end, longer["state"]) == (timedelta(minutes=90), "active")
    assert lending.types() == ["given", "extended"]
    (fact,) = lending.facts("share.extended")
    assert (instant(fact["from_end"]), instant(fact["ends_at"])) == (end, instant(longer["ends_at"]))
    assert lending.sees(lending.acme.pia, at=instant(longer["ends_at"]) - TICK)
    assert not lending.sees(lending.acme.pia, at=instant(longer["ends_at"]))


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, "days"),
        ({"days": 0}, "days"),
        ({"minutes": "5"}, "minutes"),
        ({"days": 363}, "days"),
        ({"ends_at": "2026-01-01T00:00:00Z"}, "ends_at"),
    ],
)
def test_an_extension_that_can_not_be(lending: Lending, body: dict[str, Any], wrong: str) -> None:
    answer = extend(lending.ben, lending.given(days=3), **body)

    assert (answer.status_code, [field["name"] for field in answer.json()["fields"]]) == (422, [wrong])


def test_an_ended_share_is_never_revived(lending: Lending) -> None:
    """S7: one gives a new one."""
    share = lending.given(days=3)
    stop(lending.ben, share)

    answer = extend(lending.ben, share, days=1)

    assert (answer.status_code, answer.json()["code"]) == (409, "share_over")
    assert lending.pia.get(lending.address).status_code == 404
    assert lending.given(days=1)["state"] == "active"


def test_who_extends_may_share(lending: Lending) -> None:
    """S6, O6: the same right, and the same switch."""
    share = lending.given(days=3, access="modify")
    una = client_for(a_member(lending.acme.organization, "Una", roles=["administrator"]))

    assert [extend(by, share, days=1).status_code for by in (lending.pia, una, lending.ada)] == [
        403,
        403,
        200,
    ]
    switch(lending.acme, sharing=False)
    answer = extend(lending.ben, share, days=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "feature_off")
    assert lending.shares()[0]["may"] == {"stop": True, "extend": False, "ask": False}
    wish = post(lending.pia, f"{API}/shares/{share['id']}/more-time", {"days": 1})
    assert (wish.status_code, wish.json()["code"]) == (409, "feature_off")
    assert lending.pia.get(f"{API}/shares/{share['id']}").json()["may"]["ask"] is False


def test_the_grantee_asks_for_more_time_and_gets_it(lending: Lending) -> None:
    """S9."""
    share = lending.given(days=3)
    path = f"{API}/shares/{share['id']}/more-time"

    asked = post(lending.pia, path, {"days": 2, "note": "Bank is slow"}).json()

    wish = asked["more_time"]
    assert instant(wish["until"]) - instant(share["ends_at"]) == 2 * DAY
    assert (wish["note"], wish["by"]["name"], asked["ends_at"]) == ("Bank is slow", "Pia", share["ends_at"])
    (fact,) = lending.facts("share.more_time_asked")
    assert (fact["given_by"], fact["owner"]) == (str(lending.acme.ben.id), str(lending.acme.ben.id))
    assert "Bank" not in str(lending.told())
    longer = extend(lending.ben, share, ends_at=wish["until"]).json()
    assert (longer["ends_at"], longer["more_time"]) == (wish["until"], None)


def test_more_time_may_be_declined(lending: Lending) -> None:
    share = lending.given(days=3)
    path = f"{API}/shares/{share['id']}/more-time"
    post(lending.pia, path, {"days": 2})

    assert post(lending.pia, f"{path}/decline").status_code == 403
    assert post(lending.ben, f"{path}/decline").json()["more_time"] is None
    assert post(lending.ben, f"{path}/decline").json()["code"] == "no_more_time_asked"
    (fact,) = lending.facts("share.more_time_declined")
    assert fact["asked_by"] == str(lending.acme.pia.id)


def test_only_the_grantee_asks_and_only_while_it_lasts(lending: Lending) -> None:
    share, later = lending.given(days=3), lending.given(starts_at="2030-01-01T00:00:00Z", days=1)

    def ask(client: Any, one: dict[str, Any], **body: Any) -> tuple[int, str]:
        answer = post(client, f"{API}/shares/{one['id']}/more-time", {"days": 1, **body})
        return answer.status_code, answer.json().get("code", "")

    assert ask(lending.ben, share) == (403, "not_your_share")
    assert ask(lending.pia, later) == (409, "share_over")
    assert ask(lending.pia, share, days=400) == (422, "invalid")
    assert ask(lending.pia, share, note="x" * 1_001) == (422, "invalid")
    stop(lending.ben, share)
    assert ask(lending.pia, share) == (409, "share_over")
    assert lending.facts("share.more_time_asked") == []


def test_a_lower_maximum_holds_for_what_is_extended_from_then_on(lending: Lending) -> None:
    """S1."""
    share = lending.given(days=30)
    with acting(lending.acme.ada):
        Organization.objects.update(share_default_days=7, share_maximum_days=10)

    assert extend(lending.ben, share, days=1).status_code == 422
    assert lending.sees(lending.acme.pia, at=instant(share["ends_at"]) - TICK)
