from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handsel.catalog import actions
from handsel.catalog.models import Product
from handsel.kernel.ids import new_id
from handsel.ledger.models import Event
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, a_member, an_organization, client_for
from tests.contacts.test_matching import at_once

PRODUCTS = "/api/v1/products"


@pytest.fixture
def ada(acme: Acme) -> Client:
    return client_for(acme.ada)


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    return getattr(client, method)(path, body, content_type="application/json")


def add(client: Client, **body: Any) -> dict[str, Any]:
    answer = send(client, "post", PRODUCTS, body)
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def names(client: Client, query: str = "") -> list[str]:
    return [item["name"] for item in client.get(PRODUCTS + query).json()["items"]]


def test_a_product_is_added_read_changed_and_retired(ada: Client, acme: Acme) -> None:
    added = add(ada, name="GTX Pro", series="GTX", price="4821")
    path = f"{PRODUCTS}/{added['id']}"

    assert added == {
        "id": added["id"],
        "name": "GTX Pro",
        "series": "GTX",
        "price": "4821.00",
        "currency": "EUR",
        "active": True,
        "may": {"edit": True},
    }
    assert ada.get(path).json() == added
    changed = send(ada, "patch", path, {"price": 5000, "currency": "JPY", "series": None}).json()
    assert (changed["price"], changed["currency"], changed["series"]) == ("5000", "JPY", "")
    assert send(ada, "patch", path, {"active": False}).json()["active"] is False
    assert send(ada, "patch", path, {"active": False}).status_code == 200
    assert (names(ada), names(ada, "?active=true"), names(ada, "?active=false")) == (
        ["GTX Pro"],
        [],
        ["GTX Pro"],
    )
    with acting(acme.ada):
        told = list(
            Event.objects.filter(type__startswith="product.").order_by("id").values_list("type", "data")
        )
    assert told == [
        ("product.created", {}),
        ("product.edited", {"fields": ["currency", "price", "series"]}),
        ("product.edited", {"fields": ["active"]}),
    ]


def test_a_name_in_use_is_taken_until_it_is_retired(ada: Client) -> None:
    first = add(ada, name="GTX Pro")

    again = send(ada, "post", PRODUCTS, {"name": "GTX Pro"})
    send(ada, "patch", f"{PRODUCTS}/{first['id']}", {"active": False})
    second = add(ada, name="GTX Pro")
    back = send(ada, "patch", f"{PRODUCTS}/{first['id']}", {"active": True})

    assert second["id"] != first["id"]
    for answer in (again, back):
        assert (answer.status_code, answer.json()["code"]) == (409, "taken")
        assert [field["name"] for field in answer.json()["fields"]] == ["name"]


def test_products_are_found_and_paged_by_name(ada: Client) -> None:
    for name in ("MG Special", "gtx basic", "GTX Pro", "Ñandú"):
        add(ada, name=name)

    page = ada.get(f"{PRODUCTS}?limit=3").json()

    assert [item["name"] for item in page["items"]] == ["gtx basic", "GTX Pro", "MG Special"]
    assert names(ada, f"?limit=3&cursor={page['next_cursor']}") == ["Ñandú"]
    assert names(ada, "?q=GTX ") == ["gtx basic", "GTX Pro"]
    assert names(ada, "?q=nandu") == ["Ñandú"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x\0"}, "name"),
        ({"name": "x" * 501}, "name"),
        ({"series": "x\0"}, "series"),
        ({"price": "1e400"}, "price"),
        ({"price": "NaN"}, "price"),
        ({"price": -1}, "price"),
        ({"price": "1.005"}, "price"),
        ({"price": "1.5", "currency": "JPY"}, "price"),
        ({"currency": "EURO"}, "currency"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_products_name_their_field(ada: Client, body: dict[str, Any], field: str) -> None:
    path = f"{PRODUCTS}/{add(ada, name='GTX Pro')['id']}"

    for answer in (send(ada, "post", PRODUCTS, {"name": "New", **body}), send(ada, "patch", path, body)):
        assert answer.status_code == 422
        assert [one["name"] for one in answer.json()["fields"]] == [field]
    assert names(ada) == ["GTX Pro"]


def test_otto_sees_and_changes_nothing(ada: Client, otto: Member) -> None:
    for name in ("GTX Pro", "MG Special"):
        added = add(ada, name=name)
    stranger = client_for(otto)
    cursor = ada.get(f"{PRODUCTS}?limit=1").json()["next_cursor"]

    assert names(stranger) == []
    for method in ("get", "patch"):
        assert (
            send(
                stranger, method, f"{PRODUCTS}/{added['id']}", {"name": "Mine"} if method == "patch" else None
            ).status_code
            == 404
        )
    add(stranger, name="GTX Pro")
    assert stranger.get(f"{PRODUCTS}?cursor={cursor}").status_code == 422
    assert names(ada) == ["GTX Pro", "MG Special"]


def test_who_sells_reads_the_catalog_only(ada: Client, acme: Acme) -> None:
    path = f"{PRODUCTS}/{add(ada, name='GTX Pro')['id']}"
    ben = client_for(acme.ben)

    assert ben.get(path).json()["may"] == {"edit": False}
    assert send(ben, "post", PRODUCTS, {"name": "Mine"}).status_code == 403
    assert send(ben, "patch", path, {"name": "Mine"}).status_code == 403
    assert Client().get(f"{PRODUCTS}/{new_id()}").status_code == 401


def test_a_list_costs_the_same_for_one_and_for_three(ada: Client) -> None:
    add(ada, name="A")
    names(ada)
    with CaptureQueriesContext(connection) as for_one:
        names(ada)
    add(ada, name="B")
    add(ada, name="C")

    with CaptureQueriesContext(connection) as for_three:
        names(ada)

    assert len(for_three) == len(for_one)


def test_eight_imports_at_once_add_one_product(committing: str) -> None:
    member = a_member(an_organization("Acme"), "Ada", roles=("manager",))

    def find_or_add() -> bool:
        with acting(member) as at:
            return actions.find_or_add("GTX Pro", by=member, at=at, currency="EUR")[1]

    assert sorted(map(bool, at_once(*[find_or_add] * 8))) == [False] * 7 + [True]
    with acting(member):
        assert Product.objects.count() == 1
