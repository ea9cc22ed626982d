"""What is typed into contacts and accounts: refused by its field, or kept as typed."""

from typing import Any

import pytest
from django.test import Client

from handsel.contacts.models import Contact
from handsel.kernel.ids import new_id
from handsel.organizations.acting import acting
from tests.cast import Acme, client_for
from tests.contacts.asking import ACCOUNTS, CONTACTS, get, make, refused_fields, send


@pytest.fixture
def ben(acme: Acme) -> Client:
    return client_for(acme.ben)


def test_no_account_stands_below_itself(ben: Client) -> None:
    a = make(ben, ACCOUNTS, name="A")["id"]
    b = make(ben, ACCOUNTS, name="B", parent=a)["id"]
    c = make(ben, ACCOUNTS, name="C", parent=b)["id"]

    for parent in (a, b, c):
        assert refused_fields(send(ben, "patch", f"{ACCOUNTS}/{a}", {"parent": parent})) == ["parent"]


BAD_CONTACTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"name": " \u3164"}, ["name"]),
    ({"name": "x\0"}, ["name"]),
    ({"name": "x" * 5001}, ["name"]),
    ({"phone": "12"}, ["phone"]),
    ({"phone": "9" * 5000}, ["phone"]),
    ({"email": "x@y"}, ["email"]),
    ({"email": "a\0@example.com"}, ["email"]),
    ({"account": str(new_id())}, ["account"]),
    ({"account": "no id"}, ["account"]),
    ({"nickname": "Annie"}, ["nickname"]),
]


@pytest.mark.parametrize(("body", "fields"), BAD_CONTACTS)
def test_bad_contacts_name_their_fields_and_store_nothing(
    ben: Client, acme: Acme, body: dict[str, Any], fields: list[str]
) -> None:
    assert refused_fields(send(ben, "post", CONTACTS, {"name": "Ann", **body})) == fields
    with acting(acme.ben):
        assert not Contact.objects.exists()

    made = make(ben, name="Ann")
    assert refused_fields(send(ben, "patch", f"{CONTACTS}/{made['id']}", body)) == fields
    assert get(ben, f"{CONTACTS}/{made['id']}") == made


BAD_ACCOUNTS: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "name"),
    ({"name": "x\0"}, "name"),
    ({"parent": str(new_id())}, "parent"),
    ({"attributes": {"": "x"}}, "attributes."),
    ({"attributes": {"sector": "x\0"}}, "attributes.sector"),
    ({"attributes": {"sector": [1]}}, "attributes.sector"),
    ({"attributes": {"sector": 1.5}}, "attributes.sector"),
    ({"attributes": [1]}, "attributes"),
]


@pytest.mark.parametrize(("body", "field"), BAD_ACCOUNTS)
def test_bad_accounts_name_their_field(ben: Client, body: dict[str, Any], field: str) -> None:
    assert refused_fields(send(ben, "post", ACCOUNTS, {"name": "Firm", **body})) == [field]
    path = f"{ACCOUNTS}/{make(ben, ACCOUNTS, name='Firm')['id']}"
    assert refused_fields(send(ben, "patch", path, body)) == [field]


@pytest.mark.parametrize(
    "name", ["<b>Ann</b>", "\u202eAnn", "a" * 5000, "Ann\r\n\x07Roy", "👩‍👩‍👧 Ann", "ﷺ" * 2000]
)
def test_any_other_text_is_kept_as_typed(ben: Client, name: str) -> None:
    for path in (CONTACTS, ACCOUNTS):
        made = make(ben, path, name=name)
        assert get(ben, f"{path}/{made['id']}")["name"] == name
