import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from handsel.contacts import matching
from handsel.contacts.matching import find_or_make_account, find_or_make_contact
from handsel.contacts.models import Account, Contact
from handsel.kernel.refusals import Invalid
from handsel.ledger.models import Event
from handsel.organizations.acting import Member, System, acting
from tests.contacts.people import a_member, an_organization


@pytest.fixture
def ben(db: None) -> Member:
    return a_member(an_organization("Acme"))


def contact(member: Member, name: str = "Ann Roy", **values: Any) -> tuple[Contact, bool]:
    with acting(member) as at:
        return find_or_make_contact(member, name=name, at=at, **values)


def account(member: Member, name: str = "Lake Boats", **values: Any) -> tuple[Account, bool]:
    with acting(member) as at:
        return find_or_make_account(member, name=name, at=at, **values)


def facts(member: Member) -> list[tuple[str, dict[str, Any]]]:
    with acting(member):
        return list(Event.objects.order_by("id").values_list("type", "data"))


def test_someone_new_is_made(ben: Member) -> None:
    made, is_new = contact(ben, "Ann Marie Roy", phone=" (514) 555-0123 ", email=" Ann@Example.com")

    assert is_new
    assert (made.name, made.first_name, made.last_name) == ("Ann Marie Roy", "Ann Marie", "Roy")
    assert (made.phone, made.phone_as_typed) == ("+15145550123", "(514) 555-0123")
    assert (made.email, made.email_key) == ("Ann@Example.com", "ann@example.com")
    assert facts(ben) == [("contact.created", {})]


@pytest.mark.parametrize(
    "again",
    [
        {"phone": "+1 514 555 0123"},
        {"email": "ANN@example.COM "},
        {"phone": "514.555.0123", "email": "x@y.org"},
    ],
)
def test_the_same_person_is_found_by_phone_or_email(ben: Member, again: dict[str, str]) -> None:
    first, _ = contact(ben, phone="514 555-0123", email="ann@example.com")

    found, is_new = contact(ben, **again)

    assert (found.pk, is_new) == (first.pk, False)
    assert (found.email, found.revision) == ("ann@example.com", 1)


def test_another_name_is_kept_beside_the_first_once(ben: Member) -> None:
    contact(ben, "Ann Roy", email="ann@example.com")

    contact(ben, "A. Roy", email="ann@example.com")
    contact(ben, " a.  ROY", email="ann@example.com")
    found, _ = contact(ben, "ann roy", email="ann@example.com")

    assert (found.name, found.other_names, found.revision) == ("Ann Roy", ["A. Roy"], 2)
    assert facts(ben)[1:] == [("contact.edited", {"fields": ["other_names"]})]


def test_what_is_missing_is_filled_in(ben: Member) -> None:
    firm, _ = account(ben)
    contact(ben, phone="514 555 0123")

    found, _ = contact(
        ben, phone="5145550123", email="Ann@example.com", account_id=firm.pk, source="maven", source_id="7"
    )
    same, _ = contact(ben, "Someone", source="maven", source_id="7")

    assert (found.email_key, found.account_id, found.revision) == ("ann@example.com", firm.pk, 2)
    assert same.pk == found.pk


def test_what_is_someone_elses_is_not_filled_in(ben: Member) -> None:
    ann, _ = contact(ben, "Ann", phone="514 555 0123")
    contact(ben, "Bob", email="bob@example.com")

    found, _ = contact(ben, "Ann", phone="514 555 0123", email="bob@example.com")

    assert (found.pk, found.email) == (ann.pk, None)


def test_a_person_may_insist_and_then_the_name_decides(ben: Member) -> None:
    ann, _ = contact(ben, "Ann", email="home@example.com")

    bob, is_new = contact(ben, "Bob", email="home@example.com", insist=True)

    assert is_new
    assert contact(ben, "bob", email="home@example.com") == (bob, False)
    assert contact(ben, "Ann", email="home@example.com") == (ann, False)
    assert contact(ben, "Eve", email="home@example.com")[0] == ann


def test_colleagues_behind_one_number_are_two_people(ben: Member) -> None:
    ann, _ = contact(ben, "Ann", phone="514 555 0123 ext. 12")

    bob, is_new = contact(ben, "Bob", phone="514 555 0123 x34")

    assert is_new
    assert ann.phone == bob.phone == "+15145550123"
    assert contact(ben, "Anna", phone="+1 514 555 0123 x 12")[0].pk == ann.pk


def test_who_comes_without_phone_or_email_is_always_someone_new(ben: Member) -> None:
    assert contact(ben)[1]
    assert contact(ben)[1]


def test_an_erased_contact_is_nobody(ben: Member) -> None:
    ann, _ = contact(ben, phone="514 555 0123", source="maven", source_id="7")
    with acting(ben) as at:
        Contact.objects.filter(pk=ann.pk).update(erased_at=at, source_id=None)

    assert contact(ben, phone="514 555 0123")[1]


def test_another_organization_finds_nobody_and_lends_no_account(ben: Member) -> None:
    ann, _ = contact(ben, email="ann@example.com", source="maven", source_id="7")
    firm, _ = account(ben)
    otto = a_member(an_organization("Other"), "Otto")

    theirs, is_new = contact(otto, email="ann@example.com", source="maven", source_id="7")

    assert (is_new, theirs.pk != ann.pk) == (True, True)
    for attempt in (
        lambda: contact(otto, account_id=firm.pk),
        lambda: account(otto, "Theirs", parent_id=firm.pk),
    ):
        with pytest.raises(Invalid, match="no such account"):
            attempt()


def test_the_system_spells_numbers_as_its_organization_does(ben: Member) -> None:
    system = System(organization_id=ben.organization_id)

    with acting(system) as at:
        made, _ = find_or_make_contact(system, name="Ann", phone="514 555 0123", at=at)

    assert made.phone == "+15145550123"


def test_a_firm_is_found_by_its_folded_name(ben: Member) -> None:
    first, _ = account(ben, "Lake  Boats", attributes={"sector": "boats"})

    found, is_new = account(ben, " lake BOATS ", attributes={"sector": "cars", "country": "CA"})

    assert (found.pk, is_new, found.name) == (first.pk, False, "Lake  Boats")
    assert (found.attributes, found.revision) == ({"sector": "boats", "country": "CA"}, 2)
    assert account(ben, "Läke Boats")[1]
    assert account(ben, "Lake \uff22oats")[0].pk == first.pk
    assert facts(ben)[:2] == [("account.created", {}), ("account.edited", {"fields": ["attributes"]})]


def test_a_source_tells_firms_of_one_name_apart(ben: Member) -> None:
    east, _ = account(ben, "Acme", source="hubspot", source_id="1")

    west, is_new = account(ben, "Acme", source="hubspot", source_id="2")

    assert is_new
    assert account(ben, "Acme Renamed", source="hubspot", source_id="2")[0].pk == west.pk
    assert account(ben, "Acme", source="salesforce", source_id="9")[0].pk == east.pk
    assert account(ben, "Acme")[0].pk == east.pk


def test_filling_in_a_parent_closes_no_ring(ben: Member) -> None:
    top, _ = account(ben, "Top")
    below, _ = account(ben, "Below", parent_id=top.pk)

    with pytest.raises(Invalid, match="stands below it"):
        account(ben, "Top", parent_id=below.pk)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"email": "ann"}, "email"),
        ({"name": " \u200b"}, "name"),
        ({"name": "A\0"}, "name"),
        ({"name": "a" * 5001}, "name"),
        ({"source_id": "\0"}, "source_id"),
    ],
)
def test_bad_input_names_its_field_and_makes_nobody(ben: Member, values: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        contact(ben, **values)

    assert [problem.name for problem in refused.value.fields] == [field]
    with acting(ben):
        assert not Contact.objects.exists()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Each in its own thread, all let go together; raises the first error of any."""
    results: list[object] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(index: int) -> None:
        try:
            ready.wait()
            results[index] = acts[index]()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


SPELLINGS = [
    {"phone": "514 555 0123", "email": "a@example.com"},
    {"phone": "+15145550123", "email": "A@example.com"},
    {"phone": "(514) 555-0123"},
    {"email": "a@EXAMPLE.com", "phone": "1 514 555 0123"},
]


def race_of_contacts(member: Member) -> int:
    at_once(*(lambda values=values: contact(member, **values) for values in SPELLINGS * 2))
    with acting(member):
        return Contact.objects.count()


def test_eight_at_once_make_one_contact(committing: str) -> None:
    assert race_of_contacts(a_member(an_organization("Acme"))) == 1


def test_eight_at_once_make_one_account(committing: str) -> None:
    member = a_member(an_organization("Acme"))

    at_once(*(lambda name=name: account(member, name) for name in ["Acme", "ACME", " acme ", "Acme"] * 2))

    with acting(member):
        assert Account.objects.count() == 1


def test_without_the_lock_there_are_several(committing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "hold", list)
    looking = threading.Barrier(8)
    person = matching._contacts_like

    def together(*arguments: Any, **values: Any) -> list[Contact]:
        found = person(*arguments, **values)
        looking.wait()
        return found

    monkeypatch.setattr(matching, "_contacts_like", together)

    assert race_of_contacts(a_member(an_organization("Acme"))) == 8


def test_locks_are_taken_in_one_order(db: None) -> None:
    seen: list[Any] = []

    def note(run: Callable[..., Any], sql: str, values: Any, *rest: Any) -> Any:
        seen.append(values)
        return run(sql, values, *rest)

    with connection.execute_wrapper(note):
        matching.hold(["b", "a", "b"])

    assert seen == [[["a", "b"]]]
