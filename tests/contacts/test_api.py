"""Contacts and accounts over HTTP: made, found, changed, erased, taken away and listed."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handsel.contacts import counting
from handsel.contacts.models import Contact
from handsel.ledger.models import Event
from handsel.organizations.acting import acting
from tests.cast import Acme, client_for
from tests.contacts.asking import ACCOUNTS, CONTACTS, get, make, patch, refused_fields, send


@pytest.fixture
def ben(acme: Acme) -> Client:
    return client_for(acme.ben)


def test_a_contact_is_made_read_and_found(ben: Client) -> None:
    firm = make(ben, ACCOUNTS, name="Lake Boats")

    made = make(ben, name="Ann Roy", phone="+1 514 555 0123", email="Ann@Example.com", account=firm["id"])

    assert made == {
        "id": made["id"],
        "name": "Ann Roy",
        "first_name": "Ann",
        "last_name": "Roy",
        "email": "Ann@Example.com",
        "phone": "+15145550123",
        "account": {"id": firm["id"], "name": "Lake Boats"},
        "other_names": [],
        "opportunities": 0,
        "created_at": made["created_at"],
        "revision": 1,
        "may": {"edit": True, "delete": True},
    }
    assert made["created_at"].endswith("Z")
    assert get(ben, f"{CONTACTS}/{made['id']}") == made
    for q in ("ann", "ROY", "example.com", "514 555-0123", "(514) 555 01", "  ánn r", ""):
        assert get(ben, f"{CONTACTS}?q={q}")["items"] == [made], q
    assert get(ben, f"{CONTACTS}?q=100%25")["items"] == []
    assert get(ben, f"{ACCOUNTS}/{firm['id']}/contacts")["items"] == [made]
    assert get(ben, f"{ACCOUNTS}/{firm['id']}")["contacts"] == 1


def test_the_same_person_is_answered_again_unless_one_insists(ben: Client) -> None:
    ann = make(ben, name="Ann", email="home@example.com")

    assert make(ben, name="Bob", email="home@example.com")["other_names"] == ["Bob"]
    assert make(ben, name="Bob", email="home@example.com", insist=True)["id"] != ann["id"]


def test_lists_are_paged_by_name_whatever_its_case_and_accents(ben: Client) -> None:
    for name in ("élan", "Zoe", "abe", "Eli", "ABE"):
        make(ben, name=name)

    pages = [get(ben, f"{CONTACTS}?limit=2")]
    while pages[-1]["next_cursor"]:
        pages.append(get(ben, f"{CONTACTS}?limit=2&cursor={pages[-1]['next_cursor']}"))

    names = [[one["name"] for one in page["items"]] for page in pages]
    assert names == [["abe", "ABE"], ["élan", "Eli"], ["Zoe"]]


def test_names_and_their_parts_follow_each_other(ben: Client) -> None:
    path = f"{CONTACTS}/{make(ben, name='Ann Roy')['id']}"

    assert patch(ben, path, last_name="Roy-Gil")["name"] == "Ann Roy-Gil"
    assert patch(ben, path, name="Cher")["last_name"] == ""
    assert patch(ben, path, first_name="Chér", last_name=None)["name"] == "Chér"
    assert refused_fields(send(ben, "patch", path, {"first_name": " "})) == ["first_name"]
    assert refused_fields(send(ben, "patch", path, {"name": None})) == ["name"]


def test_phone_email_and_account_are_changed_and_taken_off(ben: Client) -> None:
    firm = make(ben, ACCOUNTS, name="Lake Boats")
    made = make(ben, name="Ann", phone="+15145550123 x7", email="a@example.com")
    path = f"{CONTACTS}/{made['id']}"

    changed = patch(ben, path, phone="+34 612 345 678", email=" B@example.com", account=firm["id"])
    emptied = patch(ben, path, phone=None, email="", account=None)

    assert (changed["phone"], changed["email"], changed["account"]["id"]) == (
        "+34612345678",
        "B@example.com",
        firm["id"],
    )
    assert (emptied["phone"], emptied["email"], emptied["account"]) == (None, None, None)
    assert (changed["revision"], emptied["revision"]) == (2, 3)


def test_what_is_sent_back_unchanged_changes_nothing(ben: Client, acme: Acme) -> None:
    made = make(ben, name="Ann Roy", phone="+15145550123 x7", email="a@example.com")
    keys = ("name", "first_name", "last_name", "phone", "email")

    again = patch(ben, f"{CONTACTS}/{made['id']}", **{key: made[key] for key in keys}, account=None)

    assert again == made
    with acting(acme.ben):
        assert Contact.objects.get().phone_as_typed == "+15145550123 x7"
        assert [event.type for event in Event.objects.filter(type__startswith="contact.")] == [
            "contact.created"
        ]


@pytest.mark.parametrize("path", [CONTACTS, ACCOUNTS])
def test_an_edit_on_an_old_revision_shows_what_is_there_now(ben: Client, path: str) -> None:
    one = f"{path}/{make(ben, path, name='Ann')['id']}"
    now = patch(ben, one, name="Anna", revision=1)

    by_body = send(ben, "patch", one, {"name": "Annie", "revision": 1})
    by_header = send(ben, "patch", one, {"name": "Annie"}, **{"If-Match": '"1"'})

    for answer in (by_body, by_header):
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
        assert answer.json()["current"] == now
    assert patch(ben, one, name="Annie", revision=2)["revision"] == 3


def test_erasing_takes_what_is_personal_and_leaves_a_row(ben: Client, acme: Acme) -> None:
    firm = make(ben, ACCOUNTS, name="Lake Boats")
    made = make(ben, name="Ann Roy", phone="+15145550123", email="a@example.com", account=firm["id"])
    make(ben, name="Secret", email="a@example.com")

    assert send(ben, "delete", f"{CONTACTS}/{made['id']}").status_code == 204

    with acting(acme.ben):
        row: dict[str, Any] = dict(Contact.objects.values().get())
        assert {
            key: row[key]
            for key in ("name", "first_name", "last_name", "other_names", "phone", "phone_as_typed")
        } == {
            "name": "deleted contact",
            "first_name": "",
            "last_name": "",
            "other_names": [],
            "phone": None,
            "phone_as_typed": None,
        }
        assert (row["email"], row["email_key"], row["account_id"], row["source_id"]) == (
            None,
            None,
            None,
            None,
        )
        told = str(list(Event.objects.values()))
    assert not any(word in told for word in ("Ann", "Roy", "5550123", "example", "Secret"))
    for again in (
        ben.get(f"{CONTACTS}/{made['id']}"),
        send(ben, "patch", f"{CONTACTS}/{made['id']}", {"name": "Back"}),
        send(ben, "delete", f"{CONTACTS}/{made['id']}"),
    ):
        assert (again.status_code, again.json()["code"]) == (404, "contact_not_found")
    assert get(ben, f"{CONTACTS}?q=deleted")["items"] == []
    assert get(ben, f"{ACCOUNTS}/{firm['id']}")["contacts"] == 0
    assert make(ben, name="Ann Roy", phone="+15145550123")["id"] != made["id"]


def test_erasing_an_old_revision_is_refused(ben: Client) -> None:
    path = f"{CONTACTS}/{make(ben, name='Ann')['id']}"
    patch(ben, path, name="Anna")

    answer = send(ben, "delete", path, None, **{"If-Match": '"1"'})

    assert answer.status_code == 409
    assert get(ben, path)["name"] == "Anna"


def test_a_contact_is_taken_away_as_a_vcard(ben: Client) -> None:
    firm = make(ben, ACCOUNTS, name="Lake; Boats, Ltd")
    made = make(
        ben, name="Ann\r\n\x07 Ñandú\\Roy", phone="+15145550123", email="a@example.com", account=firm["id"]
    )
    make(ben, name="é" * 60, email="a@example.com")

    answer = ben.get(f"{CONTACTS}/{made['id']}/vcard")

    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer.content.decode().split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:urn:uuid:{made['id']}",
        "FN:Ann\\n Ñandú\\\\Roy",
        "N:Ñandú\\\\Roy;Ann ;;;",
        "NICKNAME:" + "é" * 33,
        " " + "é" * 27,
        "TEL;VALUE=uri:tel:+15145550123",
        "EMAIL:a@example.com",
        "ORG:Lake\\; Boats\\, Ltd",
        "END:VCARD",
        "",
    ]


def test_an_account_has_a_parent_children_and_attributes(ben: Client) -> None:
    top = make(ben, ACCOUNTS, name="Top", attributes={"sector": "boats", "employees": 12})
    east = make(ben, ACCOUNTS, name="East", parent=top["id"])
    west = make(ben, ACCOUNTS, name="West", parent=top["id"])

    seen = get(ben, f"{ACCOUNTS}/{top['id']}")
    edited = patch(
        ben, f"{ACCOUNTS}/{top['id']}", attributes={"sector": None, "city": "Montréal"}, name="Top Ltd"
    )

    assert seen["children"] == [{"id": east["id"], "name": "East"}, {"id": west["id"], "name": "West"}]
    assert east["parent"] == {"id": top["id"], "name": "Top"}
    assert (edited["attributes"], edited["name"], edited["revision"]) == (
        {"employees": 12, "city": "Montréal"},
        "Top Ltd",
        2,
    )
    assert patch(ben, f"{ACCOUNTS}/{east['id']}", parent=None)["parent"] is None
    assert get(ben, f"{ACCOUNTS}?q=top")["items"][0]["name"] == "Top Ltd"
    assert make(ben, ACCOUNTS, name=" WEST ")["id"] == west["id"]


@pytest.fixture
def counted() -> Any:
    """Three for everyone, as the room above would count them."""

    class Three:
        def of_contacts(self, *values: Any, **_: Any) -> dict[UUID, int]:
            return dict.fromkeys(values[1], 3)

        of_accounts = of_contacts

    before = counting.counting()
    counting.register(Three())
    yield
    counting.register(before)


def test_opportunities_are_counted_by_the_room_above(counted: None, ben: Client) -> None:
    assert make(ben, name="Ann")["opportunities"] == 3
    assert make(ben, ACCOUNTS, name="Lake Boats")["opportunities"] == 3


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_a_list_costs_the_same_for_one_and_for_three(ben: Client) -> None:
    firm = make(ben, ACCOUNTS, name="Firm 0")
    make(ben, name="Ann 0", account=firm["id"])
    paths = (CONTACTS, f"{CONTACTS}?q=ann", ACCOUNTS, f"{ACCOUNTS}/{firm['id']}/contacts")
    for path in paths:
        get(ben, path)  # whatever is read once only
    for_one = [statements(partial(get, ben, path)) for path in paths]

    for number in (1, 2):
        child = make(ben, ACCOUNTS, name=f"Firm {number}", parent=firm["id"])
        make(ben, name=f"Ann {number}", account=child["id"])

    assert [statements(partial(get, ben, path)) for path in paths] == for_one
