"""Who sees and changes contacts and accounts: Otto at each endpoint, who brings leads, and nobody."""

from typing import Any

import pytest
from django.test import Client

from handsel.contacts.models import Account, Contact
from handsel.kernel.ids import new_id
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, client_for
from tests.contacts.asking import ACCOUNTS, CONTACTS, get, make, refused_fields, send


@pytest.fixture
def ben(acme: Acme) -> Client:
    return client_for(acme.ben)


@pytest.fixture
def stranger(otto: Member) -> Client:
    return client_for(otto)


def test_otto_sees_and_changes_nothing(ben: Client, stranger: Client, acme: Acme) -> None:
    firm = make(ben, ACCOUNTS, name="Lake Boats")
    ann = make(ben, name="Ann Roy", email="a@example.com", account=firm["id"])
    before = rows(acme)
    contact, account = f"{CONTACTS}/{ann['id']}", f"{ACCOUNTS}/{firm['id']}"

    for method, path, body in [
        ("get", contact, None),
        ("patch", contact, {"name": "Mine"}),
        ("delete", contact, None),
        ("get", f"{contact}/vcard", None),
        ("get", account, None),
        ("patch", account, {"name": "Mine"}),
        ("get", f"{account}/contacts", None),
    ]:
        assert send(stranger, method, path, body).status_code == 404, (method, path)
    for path in (CONTACTS, ACCOUNTS, f"{CONTACTS}?q=ann", f"{ACCOUNTS}?q=lake"):
        assert get(stranger, path) == {"items": [], "next_cursor": None}
    theirs = make(stranger, name="Ann Roy", email="a@example.com")
    assert theirs["id"] != ann["id"]
    assert refused_fields(send(stranger, "post", CONTACTS, {"name": "X", "account": firm["id"]})) == [
        "account"
    ]
    assert refused_fields(send(stranger, "patch", f"{CONTACTS}/{theirs['id']}", {"account": firm["id"]})) == [
        "account"
    ]
    their_firm = make(stranger, ACCOUNTS, name="Lake Boats")
    assert their_firm["id"] != firm["id"]
    assert refused_fields(send(stranger, "post", ACCOUNTS, {"name": "X", "parent": firm["id"]})) == ["parent"]
    assert refused_fields(
        send(stranger, "patch", f"{ACCOUNTS}/{their_firm['id']}", {"parent": firm["id"]})
    ) == ["parent"]
    assert rows(acme) == before


def rows(acme: Acme) -> list[Any]:
    with acting(acme.ben):
        found: list[Any] = [*Contact.objects.values(), *Account.objects.values()]
    assert len(found) == 2
    return found


def test_who_brings_leads_makes_contacts_and_changes_none(acme: Acme, ben: Client) -> None:
    leo = client_for(acme.leo)
    made, firm = make(leo, name="Ann"), make(leo, ACCOUNTS, name="Lake Boats")

    assert made["may"] == {"edit": False, "delete": False}
    for method, path in (
        ("patch", f"{CONTACTS}/{made['id']}"),
        ("delete", f"{CONTACTS}/{made['id']}"),
        ("patch", f"{ACCOUNTS}/{firm['id']}"),
    ):
        answer = send(leo, method, path, {})
        assert (answer.status_code, answer.json()["code"]) == (403, "contacts_read_only")


def test_nobody_is_asked_to_sign_in(db: None) -> None:
    for path in (CONTACTS, ACCOUNTS, f"{CONTACTS}/{new_id()}", f"{ACCOUNTS}/{new_id()}"):
        assert Client().get(path).status_code == 401


def test_a_cursor_of_another_list_or_organization_is_refused(ben: Client, stranger: Client) -> None:
    for name in ("Ann", "Bob"):
        make(ben, name=name)
        make(stranger, name=name)
        make(ben, ACCOUNTS, name=name)
    cursor = get(ben, f"{CONTACTS}?limit=1")["next_cursor"]

    for client, path in ((stranger, CONTACTS), (ben, ACCOUNTS), (ben, f"{CONTACTS}?q=bo")):
        mark = "&" if "?" in path else "?"
        assert refused_fields(client.get(f"{path}{mark}cursor={cursor}")) == ["cursor"]
    for limit in ("0", "201", "x"):
        assert refused_fields(ben.get(f"{CONTACTS}?limit={limit}")) == ["limit"]
