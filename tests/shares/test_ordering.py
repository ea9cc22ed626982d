"""By what the history of shares is ordered (S8), and that its pages hold every share once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from handsel.opportunities.models import Grant
from handsel.organizations.acting import acting
from handsel.shares.ordering import ORDERS
from tests.cast import an_opportunity
from tests.shares.lending import API, Lending, post

DAY = timedelta(days=1)
EACH = [way + sort for sort in ORDERS for way in ("", "-")]


@pytest.fixture
def lent(lending: Lending) -> dict[str, str]:
    """The names of shares by their ids: several of each state, person and access."""
    acme, pia, loans = lending.acme, str(lending.acme.pia.id), str(lending.acme.loans.pk)
    ada = str(acme.ada.id)
    ketch = f"{API}/opportunities/{an_opportunity(acme.boats, by=acme.ben, title='ketch')}/shares"
    bodies: dict[str, tuple[Client, str, dict[str, Any]]] = {
        "active": (lending.ben, f"{lending.address}/shares", {"member": pia, "days": 3}),
        "active too": (lending.ben, ketch, {"member": pia, "days": 3, "access": "modify"}),
        "scheduled": (lending.ada, ketch, {"team": loans, "starts_at": "2030-01-01T00:00:00Z"}),
        "stopped": (lending.ben, f"{lending.address}/shares", {"member": ada, "access": "modify"}),
        "expired": (lending.ada, f"{lending.address}/shares", {"member": pia, "days": 3}),
        "failed": (lending.ada, f"{lending.address}/shares", {"member": str(acme.ben.id)}),
    }
    made = {}
    for name, (by, path, body) in bodies.items():
        answer = post(by, path, body).json()
        made[name] = answer["share"]["id"] if name == "failed" else answer["id"]
    post(lending.ben, f"{API}/shares/{made['stopped']}/stop")
    with acting(acme.ada) as at:
        Grant.objects.filter(pk=made["expired"]).update(starts_at=at - 2 * DAY, ends_at=at - DAY)
    return {share_id: name for name, share_id in made.items()}


def names(lent: dict[str, str], shares: list[dict[str, Any]]) -> list[str]:
    return [lent[one["id"]] for one in shares]


def page(by: Client, cursor: str | None, **query: Any) -> tuple[list[dict[str, Any]], str | None]:
    answer = by.get(f"{API}/shares", {**query, **({"cursor": cursor} if cursor else {})})
    assert answer.status_code == 200, answer.content
    return answer.json()["items"], answer.json()["next_cursor"]


@pytest.mark.parametrize("sort", EACH)
def test_pages_hold_each_once_and_in_the_order_of_the_whole(
    lending: Lending, lent: dict[str, str], sort: str
) -> None:
    """S8: also where many are alike."""
    whole = names(lent, lending.shares(sort=sort))

    for limit in (1, 2, 5):
        seen, cursor = page(lending.ada, None, sort=sort, limit=limit)
        while cursor:
            more, cursor = page(lending.ada, cursor, sort=sort, limit=limit)
            seen += more
        assert names(lent, seen) == whole

    assert sorted(whole) == sorted(lent.values())


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("opportunity", ["scheduled", "active too", "failed", "expired", "stopped", "active"]),
        ("-opportunity", ["failed", "expired", "stopped", "active", "scheduled", "active too"]),
        ("with", ["stopped", "failed", "scheduled", "expired", "active too", "active"]),
        ("by", ["failed", "expired", "scheduled", "stopped", "active too", "active"]),
        ("access", ["stopped", "active too", "failed", "expired", "scheduled", "active"]),
        ("state", ["active too", "active", "scheduled", "expired", "stopped", "failed"]),
        ("-state", ["failed", "stopped", "expired", "scheduled", "active too", "active"]),
        ("status", ["failed", "expired", "stopped", "scheduled", "active too", "active"]),
        ("asked", ["failed", "expired", "stopped", "scheduled", "active too", "active"]),
    ],
)
def test_the_newest_stands_first_among_those_that_are_alike(
    lending: Lending, lent: dict[str, str], sort: str, expected: list[str]
) -> None:
    """S8: by the opportunity's name, with whom, by whom, access, state, what became of the request, when it was asked."""
    assert names(lent, lending.shares(sort=sort)) == expected


@pytest.mark.parametrize("sort", ["state", "-state"])
@pytest.mark.parametrize("ended", ["active", "active too"])
def test_what_ends_between_two_pages_neither_comes_twice_nor_is_passed_by(
    lending: Lending, lent: dict[str, str], sort: str, ended: str
) -> None:
    first, cursor = page(lending.ada, None, sort=sort, limit=1)

    share = next(share_id for share_id, name in lent.items() if name == ended)
    assert post(lending.ada, f"{API}/shares/{share}/stop").status_code == 200
    rest, _ = page(lending.ada, cursor, sort=sort)

    assert sorted(names(lent, first + rest)) == sorted(lent.values())


def test_a_name_that_one_may_not_see_has_no_place_in_the_order(lending: Lending) -> None:
    """S3: once a share is over, where it stands tells nothing of what it was of: it is by its number."""
    acme = lending.acme
    lending.given(days=3)
    for title in ("Zephyr", "Albatross"):
        path = f"{API}/opportunities/{an_opportunity(acme.boats, by=acme.ben, title=title)}"
        share = post(lending.ben, f"{path}/shares", {"member": str(acme.pia.id), "days": 3}).json()
        post(lending.ben, f"{API}/shares/{share['id']}/stop")

    shown = lending.shares(lending.pia, sort="opportunity")

    numbers = [one["number"] for one in shown]
    assert [one["opportunity"] and one["opportunity"]["name"] for one in shown] == ["Sloop", None, None]
    assert numbers == sorted(numbers)


def test_an_order_that_there_is_not_is_refused_by_field(lending: Lending) -> None:
    answer = lending.ada.get(f"{API}/shares", {"sort": "cause"})

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "sort")
