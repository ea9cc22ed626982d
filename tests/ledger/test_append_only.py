"""What happened is never changed: the database itself refuses, whoever asks."""

from contextlib import suppress

import pytest
from django.db import connections
from django.db.utils import Error

from handsel.ledger.models import Event
from handsel.ledger.record import NoTransaction, record
from handsel.organizations.acting import Member, System, acting
from tests.cast import Acme
from tests.ledger.bells import BellRang, ring

CHANGES = ("UPDATE ledger_event SET type = 'x'", "DELETE FROM ledger_event", "TRUNCATE ledger_event")


def test_events_are_never_changed(committing: str, acme: Acme) -> None:
    """Neither by the program's role, nor by the owner of the table."""
    ring(acme.organization.pk, 1)

    for role in ("default", "owner"):
        for change in CHANGES:
            with (
                pytest.raises(Error, match=r"is refused|permission denied"),
                acting(acme.ada),
                connections[role].cursor() as cursor,
            ):
                cursor.execute(change)

    with acting(acme.ada):
        assert list(Event.objects.filter(type="bell.rang").values_list("data", flat=True)) == [{"number": 1}]


def test_a_fact_needs_the_transaction_that_makes_it_true(committing: str, acme: Acme) -> None:
    by = System(organization_id=acme.organization.pk)
    with acting(by) as at:
        pass

    with pytest.raises(NoTransaction):
        record(BellRang(number=1), by=by, at=at)


def test_a_rollback_leaves_nothing_behind(committing: str, acme: Acme) -> None:
    with suppress(ZeroDivisionError), acting(acme.ada):
        ring(acme.organization.pk, 1)
        raise ZeroDivisionError

    with acting(acme.ada):
        assert not Event.objects.filter(type="bell.rang").exists()


def test_an_event_of_another_organization_is_not_seen(db: None, acme: Acme, otto: Member) -> None:
    ring(acme.organization.pk, 1)

    with acting(otto):
        assert not Event.objects.filter(type="bell.rang").exists()
