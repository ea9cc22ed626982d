"""What an organization says of shares (S1), and in whose time zone times are shown."""

from typing import Any

import pytest

from handsel.ledger.models import Event
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, as_now, client_for


def test_shares_last_90_days_by_default_and_a_year_at_most(acme: Acme) -> None:
    """S1"""
    here = client_for(acme.ben).get("/api/v1/organization").json()

    assert here["shares"] == {"default_days": 90, "maximum_days": 365}


def test_the_organization_sets_default_and_maximum(acme: Acme) -> None:
    """S1: what is not named stays, and the fact says what it is about."""
    client = client_for(acme.ada)

    answers = [
        client.patch("/api/v1/organization", {"shares": one}, content_type="application/json")
        for one in ({"default_days": 7}, {"maximum_days": 30}, {"maximum_days": 30})
    ]

    assert [answer.json()["shares"] for answer in answers] == [
        {"default_days": 7, "maximum_days": 365},
        {"default_days": 7, "maximum_days": 30},
        {"default_days": 7, "maximum_days": 30},
    ]
    with acting(acme.ada):
        told = Event.objects.filter(type="organization.edited").values_list("data__changed", flat=True)
        assert list(told) == [["shares"], ["shares"]]


BAD: list[tuple[Any, str]] = [
    ({"default_days": 0}, "shares.default_days"),
    ({"default_days": -1}, "shares.default_days"),
    ({"default_days": 1.5}, "shares.default_days"),
    ({"default_days": "10"}, "shares.default_days"),
    ({"default_days": True}, "shares.default_days"),
    ({"default_days": None}, "shares.default_days"),
    ({"default_days": 366}, "shares.default_days"),
    ({"maximum_days": 89}, "shares.default_days"),
    ({"maximum_days": 3_651}, "shares.maximum_days"),
    ({"maximum_days": 10**30}, "shares.maximum_days"),
    ({"minimum_days": 1}, "shares.minimum_days"),
    (None, "shares"),
]


@pytest.mark.parametrize(("shares", "field"), BAD, ids=str)
def test_terms_that_mean_nothing_are_refused_by_field(acme: Acme, shares: Any, field: str) -> None:
    """S1"""
    client = client_for(acme.ada)

    answer = client.patch("/api/v1/organization", {"shares": shares}, content_type="application/json")

    assert (answer.status_code, [one["name"] for one in answer.json()["fields"]]) == (422, [field])
    assert client.get("/api/v1/organization").json()["shares"] == {"default_days": 90, "maximum_days": 365}


def test_one_sees_times_in_the_zone_one_chose(acme: Acme) -> None:
    client = client_for(acme.ben)
    zones = []
    for zone in ("Asia/Tokyo", ""):
        me = client.patch("/api/v1/me", {"time_zone": zone}, content_type="application/json").json()
        zones.append((me["time_zone"], me["own_time_zone"], me["organization"]["time_zone"]))

    assert zones == [("Asia/Tokyo", "Asia/Tokyo", "Europe/Madrid"), ("Europe/Madrid", "", "Europe/Madrid")]
    for zone in ("Mars/Olympus", "+02:00", " "):
        refused = client.patch("/api/v1/me", {"time_zone": zone}, content_type="application/json")
        assert (refused.status_code, refused.json()["fields"][0]["name"]) == (422, "time_zone")


def test_colleagues_see_each_others_zone_and_days_stay_the_organizations(acme: Acme, otto: Member) -> None:
    """I10: calendar decisions are made in one zone, whoever asks."""
    client_for(acme.ben).patch("/api/v1/me", {"time_zone": "Asia/Tokyo"}, content_type="application/json")

    seen = client_for(acme.pia).get("/api/v1/members").json()["items"]

    assert {one["name"]: one["time_zone"] for one in seen} == {
        "Ada": "Europe/Madrid",
        "Ben": "Asia/Tokyo",
        "Leo": "Europe/Madrid",
        "Pia": "Europe/Madrid",
    }
    assert as_now(acme.ben).time_zone == "Europe/Madrid"
    assert client_for(otto).get(f"/api/v1/members/{acme.ben.id}").status_code == 404
