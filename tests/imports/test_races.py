"""A run beside people who work: neither waits for the other in a circle."""

from datetime import datetime
from uuid import UUID

from handsel.contacts.matching import find_or_make_contact, take_contact
from handsel.contacts.models import Account, Contact
from handsel.imports import actions, running, undoing
from handsel.imports.loading import fetch, get_import, load
from handsel.imports.rules import CHUNK, Work
from handsel.opportunities import creating
from handsel.organizations.acting import acting
from tests.cast import Acme, a_channel
from tests.imports.running_maven import checked, imported, table
from tests.racing import DONE, in_line

MAPPING = {"Deal": "title", "Name": "contact.name", "Mail": "contact.email", "Company": "account.name"}


def test_a_run_and_a_seller_never_wait_for_each_other(committing: str, acme: Acme) -> None:
    """`lock_contacts`. Were the run to make the firm first, it would come to Ana when the seller has her and wants it."""
    a_channel(acme.organization, "Counter")
    people = ["Ana", "Bea"]
    ana, bea = [someone_new(acme, name) for name in people]
    rows = [
        {"Deal": "One", "Name": name, "Mail": f"{name}@example.org", "Company": "Fresh"}
        for name in reversed(people)
    ]
    run = checked([table(rows)], by=acme.ada, mapping=MAPPING, team=str(acme.boats.pk))
    with acting(acme.ada) as at:
        actions.start(run.pk, Work.RUN, by=acme.ada, at=at)
        loaded = load(fetch(get_import(run.pk), by=acme.ada), by=acme.ada)

    def look_at_bea(at: datetime) -> object:
        return take_contact(bea, by=acme.ada)

    def bring(at: datetime) -> object:
        return running.run_chunk(loaded, by=acme.ada, at=at)

    def sell(at: datetime) -> object:
        new = creating.NewOpportunity(team_id=acme.boats.pk, contact_id=ana, new_account="Fresh")
        return creating.create(new, by=acme.ada, at=at)

    assert in_line(look_at_bea, bring, sell, by=acme.ada) == [DONE, DONE, DONE]
    with acting(acme.ada):
        fresh = Account.objects.get()
        assert set(Contact.objects.values_list("account_id", flat=True)) == {fresh.pk}


def test_an_undo_and_a_seller_never_wait_for_each_other(committing: str, acme: Acme) -> None:
    """Contacts first, then firms, also where what is undone at once was brought in two chunks."""
    a_channel(acme.organization, "Counter")
    rows = [
        {"Deal": str(n), "Name": f"Person {n}", "Mail": f"{n}@example.org", "Company": "Early"}
        for n in range(CHUNK)
    ]
    late = {"Deal": "Late", "Name": "Late", "Mail": "late@example.org", "Company": "Late"}
    run = imported([table([*rows, late])], by=acme.ada, mapping=MAPPING, team=str(acme.boats.pk))
    with acting(acme.ada) as at:
        actions.start(run.pk, Work.UNDO, by=acme.ada, at=at)
        bea, ana = [Contact.objects.get(email=f"{n}@example.org").pk for n in (CHUNK - 1, CHUNK - 2)]

    def look_at_bea(at: datetime) -> object:
        return take_contact(bea, by=acme.ada)

    def take_back(at: datetime) -> object:
        return undoing.undo_chunk(run.pk, by=acme.ada, at=at)

    def sell(at: datetime) -> object:
        new = creating.NewOpportunity(team_id=acme.boats.pk, contact_id=ana, new_account="Late")
        return creating.create(new, by=acme.ada, at=at)

    assert in_line(look_at_bea, take_back, sell, by=acme.ada) == [DONE, DONE, DONE]
    with acting(acme.ada):
        assert Account.objects.filter(name="Late").exists()
        assert not Contact.objects.filter(pk=bea).exists()


def someone_new(acme: Acme, name: str) -> UUID:
    with acting(acme.ada) as at:
        contact, _ = find_or_make_contact(acme.ada, name=name, email=f"{name}@example.org", at=at)
    return contact.pk
