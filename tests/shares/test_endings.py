"""How shares end (S9), and what is told of them: each end names its cause, and none comes back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from handsel import reactions
from handsel.ledger.readers import Cursor, Recorded
from handsel.opportunities import naming
from handsel.opportunities.models import Grant
from handsel.organizations import people, teams
from handsel.organizations.acting import System, acting
from handsel.organizations.models import Organization
from handsel.organizations.rules import Sees
from handsel.shares.giving import give
from handsel.shares.models import Share
from handsel.shares.sweeping import tell_what_is_due
from tests.cast import a_member, a_team, an_opportunity, as_now, client_for
from tests.http.world import send
from tests.shares.lending import API, SECOND, TICK, Lending, instant, level, post, sweep

DAY = timedelta(days=1)


def deactivate(lending: Lending) -> None:
    with acting(lending.acme.ada) as at:
        people.deactivate(lending.acme.pia.id, by=lending.acme.ada, at=at)


def test_they_end_with_the_grantee_and_do_not_come_back(lending: Lending) -> None:
    """S9: deactivated; reactivating revives nothing."""
    running, scheduled = lending.given(days=30), lending.given(starts_at="2030-01-01T00:00:00Z", days=9)
    to_team = lending.given(team=str(lending.acme.loans.pk))

    deactivate(lending)

    causes = {one["id"]: (one["state"], one["cause"], one["stopped_by"]) for one in lending.shares()}
    ended = ("stopped", "member_deactivated", None)
    assert causes == {running["id"]: ended, scheduled["id"]: ended, to_team["id"]: ("active", None, None)}
    with acting(lending.acme.ada) as at:
        people.reactivate(lending.acme.pia.id, by=lending.acme.ada, at=at)
        Share.objects.filter(pk=to_team["id"]).delete()
        Grant.objects.filter(pk=to_team["id"]).delete()
    for share in (running, scheduled):
        assert not lending.sees(lending.acme.pia, at=instant(share["starts_at"]) + SECOND)
    assert [fact["cause"] for fact in lending.facts("share.ended")] == ["member_deactivated"] * 2


def test_they_end_with_the_team(lending: Lending) -> None:
    """S9: dissolved."""
    crew = a_team(lending.acme.organization, "Crew", members=[lending.acme.pia])
    share = lending.given(team=str(crew.pk), days=30)
    assert lending.sees(as_now(lending.acme.pia), at=instant(share["starts_at"]))

    with acting(lending.acme.ada) as at:
        teams.dissolve(crew.pk, by=lending.acme.ada, at=at)

    (shown,) = lending.shares()
    assert (shown["state"], shown["cause"], shown["team"]["name"]) == ("stopped", "team_dissolved", "Crew")
    assert not lending.sees(as_now(lending.acme.pia), at=instant(share["starts_at"]) + DAY)
    assert lending.gives(team=str(crew.pk)).status_code == 422


def test_they_end_with_the_opportunity_and_the_history_outlives_it(lending: Lending) -> None:
    """S8, S9, B6: without what people wrote about it."""
    lending.given(days=1)
    share = lending.given(days=30)
    post(lending.pia, f"{API}/shares/{share['id']}/more-time", {"days": 1, "note": "Ana asked"})

    assert lending.ben.delete(lending.address).status_code == 204

    assert [(one["state"], one["cause"], one["opportunity"]) for one in lending.shares()] == [
        ("stopped", "opportunity_deleted", None)
    ] * 2
    assert {one["number"] for one in lending.shares(lending.pia)} == {share["number"]}
    assert lending.types()[-2:] == ["ended", "ended"]
    with acting(lending.acme.ada):
        assert list(Grant.objects.values_list("opportunity", flat=True)) == [None, None]
        assert not Share.objects.exclude(more_time_note="").exists()


@pytest.mark.parametrize("to", ["member", "team"])
def test_who_had_it_when_it_was_deleted_gets_back_what_they_typed(lending: Lending, to: str) -> None:
    """S3, S9: their share ended then. Who owned it had no share, and a team mate of theirs neither."""
    mia = client_for(a_member(lending.acme.organization, "Mia"))
    grantee = lending.acme.pia.id if to == "member" else lending.acme.loans.pk
    lending.given(**{to: str(grantee)}, access="modify")
    lending.ben.delete(lending.address)
    (row,) = lending.shares()

    by_pia, by_ben, by_mia = (
        post(one, f"{lending.address}/notes", {"text": "Long"}) for one in (lending.pia, lending.ben, mia)
    )

    assert (by_pia.status_code, by_pia.json()["code"]) == (403, "share_ended")
    assert (by_pia.json()["typed"], instant(by_pia.json()["ended_at"])) == (
        {"text": "Long"},
        instant(row["ended_at"]),
    )
    assert [one.json()["code"] for one in (by_ben, by_mia)] == ["opportunity_not_found"] * 2


def test_each_is_told_once_at_its_time(lending: Lending) -> None:
    """S9: a start, a warning before the end, an end, by whoever sweeps."""
    share = lending.given(starts_at="2030-01-01T10:00:00Z", ends_at="2030-01-11T10:00:00Z")
    start, end = instant(share["starts_at"]), instant(share["ends_at"])

    told = []
    for at in (start - TICK, start, start, end - DAY - TICK, end - DAY, end - DAY, end - TICK, end, end):
        sweep(lending.acme, at=at)
        told.append(lending.types()[-1])

    assert told == ["given", "started", "started", "started", "ending", "ending", "ending", "ended", "ended"]
    assert lending.types() == ["given", "started", "ending", "ended"]
    (ended,) = lending.facts("share.ended")
    assert (ended["cause"], instant(ended["ended_at"])) == ("time", end)


def test_a_short_one_warns_when_a_quarter_is_left_and_an_extension_sets_it_anew(lending: Lending) -> None:
    """S9."""
    share = lending.given(minutes=60)
    start = instant(share["starts_at"])
    minute = timedelta(minutes=1)

    sweep(lending.acme, at=start + 45 * minute)
    assert lending.types() == ["given", "ending"]
    post(lending.ben, f"{API}/shares/{share['id']}/extend", {"minutes": 60})
    sweep(lending.acme, at=start + 89 * minute)
    assert lending.types() == ["given", "ending", "extended"]
    sweep(lending.acme, at=start + 90 * minute)
    assert lending.types() == ["given", "ending", "extended", "ending"]


def test_after_a_long_sleep_of_the_worker_all_is_told_but_no_warning_of_what_is_over(
    lending: Lending,
) -> None:
    share = lending.given(starts_at="2030-01-01T10:00:00Z", days=10)

    sweep(lending.acme, at=instant(share["ends_at"]) + 5 * DAY, times=4)

    assert lending.types() == ["given", "started", "ended"]
    assert instant(lending.facts("share.ended")[0]["ended_at"]) == instant(share["ends_at"])


def test_what_was_stopped_is_not_told_again(lending: Lending) -> None:
    share = lending.given(days=3)
    post(lending.ben, f"{API}/shares/{share['id']}/stop")

    assert sweep(lending.acme, at=instant(share["ends_at"]), times=2) == 0
    assert lending.types() == ["given", "ended"]


def test_it_ends_with_no_worker_running(lending: Lending) -> None:
    """S3: the state follows the clock; nobody swept."""
    share = lending.given(minutes=1)
    with acting(lending.acme.ada):
        earlier = {"starts_at": instant(share["starts_at"]) - DAY, "ends_at": instant(share["ends_at"]) - DAY}
        Grant.objects.filter(pk=share["id"]).update(**earlier)

    (shown,) = lending.shares()
    assert (shown["state"], shown["cause"], shown["status"]) == ("expired", "time", "completed")
    assert instant(shown["ended_at"]) == earlier["ends_at"]
    assert lending.pia.get(lending.address).status_code == 404
    assert post(lending.ben, f"{API}/shares/{share['id']}/extend", {"days": 1}).json()["code"] == "share_over"
    assert post(lending.ben, f"{API}/shares/{share['id']}/stop").json()["state"] == "expired"


def test_the_sweep_finds_what_is_due_in_every_organization(lending: Lending) -> None:
    share = lending.given(days=3)
    with acting(lending.acme.ada) as at:
        Share.objects.filter(pk=share["id"]).update(due_at=at - SECOND)

    assert (tell_what_is_due(), tell_what_is_due()) == (1, 0)
    assert lending.types() == ["given", "ending"]


# -- who hears of it


def react(lending: Lending) -> None:
    """What the worker's reader does with the facts of shares, in their order."""
    for number, event in enumerate(lending.told(), start=1):
        with acting(lending.acme.ada):
            at_event = Recorded(
                cursor=Cursor(0, number),
                organization_id=lending.acme.organization.pk,
                type=event["type"],
                at=event["at"],
                actor_kind=event["actor_kind"],
                actor_id=event["actor_id"],
                client=None,
                opportunity_id=event["opportunity_id"],
                revision=event["revision"],
                subject_id=event["subject_id"],
                data=event["data"],
            )
        with acting(System(organization_id=lending.acme.organization.pk)) as at:
            for handle in reactions.REACTIONS.get(event["type"], ()):
                handle(at_event, at)


def lines(client: Any) -> list[tuple[str, dict[str, Any]]]:
    items = client.get(f"{API}/notifications").json()["items"]
    return [(one["kind"], one["text"]["values"]) for one in reversed(items)]


def test_the_grantee_is_told_what_concerns_them(lending: Lending) -> None:
    """S9."""
    share = lending.given(days=3, access="modify")
    post(lending.pia, f"{API}/shares/{share['id']}/more-time", {"days": 1})
    post(lending.ben, f"{API}/shares/{share['id']}/more-time/decline")
    longer = post(lending.ben, f"{API}/shares/{share['id']}/extend", {"days": 1}).json()
    sweep(lending.acme, at=instant(longer["ends_at"]) - SECOND)
    post(lending.ada, f"{API}/shares/{share['id']}/stop")

    react(lending)

    assert lines(lending.pia) == [
        ("share.given", {"actor": "Ben", "level": 2, **span(share)}),
        ("share.more_time_declined", {"actor": "Ben"}),
        ("share.extended", {"actor": "Ben", "ends_at": plain(longer["ends_at"])}),
        ("share.ending", {"actor": None, "ends_at": plain(longer["ends_at"])}),
        ("share.ended", {"actor": "Ada", "cause": "stopped"}),
    ]
    assert lines(lending.ben) == [
        ("share.more_time_asked", {"actor": "Pia", "until": plain(longer["ends_at"])})
    ]
    assert lines(lending.ada) == []


def test_nobody_hears_of_the_end_of_what_never_started(lending: Lending) -> None:
    """S2: they had not heard of the request."""
    item = {"do": "share", "opportunity": str(lending.opportunity_id), "member": str(lending.acme.pia.id)}
    answer = post(lending.ben, f"{API}/shares/batch", {"items": [item], "later": True})
    post(lending.ben, f"{API}/shares/{answer.json()['items'][0]['share']}/stop")

    react(lending)

    assert [fact["cause"] for fact in lending.facts("share.ended")] == ["never_started"]
    assert lines(lending.pia) == []


def test_who_reads_late_tells_nothing_that_is_over(
    lending: Lending, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S9: the worker was away for two days."""
    lending.given(minutes=5)
    clock = tmp_path / "clock"
    monkeypatch.setattr(settings, "HANDSEL_CLOCK", str(clock))
    clock.write_text((datetime.now(UTC) + timedelta(days=2)).isoformat())

    react(lending)

    assert lines(lending.pia) == []


def plain(text: str) -> str:
    return instant(text).isoformat().replace("+00:00", "Z")


def span(share: dict[str, Any]) -> dict[str, str]:
    return {name: plain(share[name]) for name in ("starts_at", "ends_at")}


def test_an_automation_is_called_by_its_name(lending: Lending, monkeypatch: pytest.MonkeyPatch) -> None:
    acme = lending.acme
    robot = replace(acme.ada, automation_id=uuid4(), run_id=uuid4())
    with acting(robot) as at:
        give(lending.opportunity_id, to_member=acme.pia.id, by=robot, at=at)
    react(lending)
    monkeypatch.setattr(naming.Naming, "names_of", lambda asked: dict.fromkeys(asked, "Lend to Loans"))

    ((kind, said),) = lines(lending.pia)

    assert (kind, said["actor"]) == ("share.given", "Lend to Loans")


def test_a_team_is_told_member_by_member(lending: Lending) -> None:
    """S5: who is of it when it is told; not who gave it, and not who has left."""
    acme = lending.acme
    lou, gone = (a_member(acme.organization, name, teams=[acme.loans]) for name in ("Lou", "Gus"))
    lending.given(team=str(acme.loans.pk), days=3)
    with acting(acme.ada) as at:
        people.deactivate(gone.id, by=acme.ada, at=at)

    react(lending)

    assert [lines(client)[0][0] for client in (lending.pia, client_for(lou))] == ["share.given"] * 2
    assert lines(lending.ben) == []


# -- S5: a team's share is judged when it is read


def test_who_joins_the_team_gains_and_who_leaves_loses(lending: Lending) -> None:
    """S5."""
    acme = lending.acme
    rae = a_member(acme.organization, "Rae")
    share = lending.given(team=str(acme.loans.pk), days=3, access="modify")
    noon, opportunity = instant(share["starts_at"]), lending.opportunity_id

    assert (level(opportunity, acme.pia, at=noon), level(opportunity, rae, at=noon)) == ("modify", None)
    with acting(acme.ada) as at:
        teams.seat(acme.loans.pk, member_id=rae.id, sees=Sees.OWN, by=acme.ada, at=at)
        teams.unseat(acme.loans.pk, member_id=acme.pia.id, by=acme.ada, at=at)

    assert (level(opportunity, acme.pia, at=noon), level(opportunity, rae, at=noon)) == (None, "modify")
    assert [one["may"]["ask"] for one in lending.shares(client_for(rae))] == [True]
    assert lending.shares(lending.pia) == []


def test_a_share_with_the_owners_team_is_no_share_with_the_owner(lending: Lending) -> None:
    """S5, S6."""
    assert lending.given(team=str(lending.acme.boats.pk))["status"] == "completed"


@pytest.mark.parametrize("ends", [deactivate, lambda lending: lending.ben.delete(lending.address)])
def test_another_organization_ends_nothing(
    lending: Lending, ends: Callable[[Lending], Any], otto: Any
) -> None:
    with acting(otto):
        Organization.objects.update(switches={"sharing": True})
    theirs = a_team(Organization(pk=otto.organization_id), "Vans", members=[otto])
    seller = a_member(Organization(pk=otto.organization_id), "Sal")
    van = an_opportunity(theirs, by=as_now(otto))
    answer = send(client_for(otto), "POST", f"{API}/opportunities/{van}/shares", {"member": str(seller.id)})
    assert answer.status_code == 201
    lending.given(days=3)

    ends(lending)

    assert [one["state"] for one in client_for(otto).get(f"{API}/shares").json()["items"]] == ["active"]
    assert [one["state"] for one in lending.shares()] == ["stopped"]
