"""The cast stands as every other test expects it."""

from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Membership
from tests.cast import Acme


def test_the_cast_works_where_it_should(acme: Acme, otto: Member) -> None:
    assert acme.ada.teams == ()
    assert acme.ben.team_ids == [acme.boats.pk]
    assert acme.pia.teams_seen_whole == [acme.loans.pk]
    assert not acme.leo.sales_licence
    with acting(otto):
        assert [row.name for row in Membership.objects.all()] == ["Otto"]


def test_the_cast_commits_where_a_test_commits(committing: str, acme: Acme) -> None:
    with acting(acme.ada):
        assert Membership.objects.count() == 4
