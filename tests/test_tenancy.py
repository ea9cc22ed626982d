"""Row-level security under it all: what a forgotten filter would show."""

import pytest
from django.db import connection, transaction
from django.db.utils import Error

from handsel.kernel.ids import new_id
from handsel.organizations.acting import System, acting
from handsel.organizations.models import Organization


def test_nothing_is_seen_outside_a_transaction_of_ours(db: None) -> None:
    organization_id = new_id()
    with acting(System(organization_id=organization_id)) as at:
        Organization.objects.create(id=organization_id, name="Acme", created_at=at)
        assert Organization.objects.count() == 1

    assert Organization.objects.count() == 0


def test_another_organization_sees_nothing_and_writes_nothing(db: None) -> None:
    acme, other = new_id(), new_id()
    with acting(System(organization_id=acme)) as at:
        Organization.objects.create(id=acme, name="Acme", created_at=at)

    with acting(System(organization_id=other)) as at:
        assert not Organization.objects.exists()
        assert Organization.objects.filter(pk=acme).update(name="Taken") == 0
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO organizations_organization (id, name, time_zone, locale, currency, switches, created_at) "
                "VALUES (%s, 'x', 'UTC', 'en', 'EUR', '{}', %s)",
                [acme, at],
            )
