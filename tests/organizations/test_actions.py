"""What commands and other rooms call: founding, enrolling, keys from the command line."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from handsel.database.conflicts import Taken
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Invalid
from handsel.organizations import founding, keys, people
from handsel.organizations.acting import Member, System, acting
from handsel.organizations.founding import TreeTooDeep
from handsel.organizations.keys import NoSuchMember, SeveralOrganizations
from handsel.organizations.models import Organization
from handsel.organizations.rules import Sees
from tests.cast import Acme, a_member, an_organization, as_now
from tests.organizations.asking import facts_of


def found(name: str, **options: Any) -> Organization:
    by = System(organization_id=new_id())
    with acting(by) as at:
        return founding.found(name, by=by, at=at, **options)


def test_an_organization_is_founded_and_enrolls_its_first_member(db: None) -> None:
    lake = found("Lake Boats", currency="CAD", time_zone="America/Montreal", switches={"handover": True})
    east = found("Lake Boats East", parent_id=lake.pk)

    by = System(organization_id=east.pk)
    with acting(by) as at:
        eve = people.enroll(
            "Eve@example.org",
            name="Eve",
            roles=["administrator"],
            password="correct horse battery",
            by=by,
            at=at,
        )

    assert as_now(eve.pk).roles == ("administrator",)
    assert facts_of(as_now(eve.pk), "") == ["organization.founded", "member.joined"]


def test_the_tree_is_one_level_deep(db: None) -> None:
    """O1"""
    child = found("Lake Boats East", parent_id=found("Lake Boats").pk)

    with pytest.raises(TreeTooDeep) as error:
        found("Lake Boats Far East", parent_id=child.pk)

    assert [field.name for field in error.value.fields] == ["parent"]


def test_names_are_taken_once(db: None) -> None:
    found("Lake Boats")

    with pytest.raises(Taken):
        found("Lake Boats")


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"currency": "EURO"}, "currency"),
        ({"time_zone": "Here"}, "time_zone"),
        ({"locale": "??"}, "locale"),
        ({"switches": {"magic": True}}, "switches.magic"),
    ],
)
def test_what_does_not_exist_is_refused(db: None, options: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as error:
        found("Lake Boats", **options)

    assert [one.name for one in error.value.fields] == [field]


def test_a_password_is_only_set_for_who_has_none(acme: Acme, otto: Member) -> None:
    eve = a_member(acme.organization, "Eve", password="correct horse battery")

    with acting(System(organization_id=otto.organization_id)) as at:
        there = people.enroll(
            eve.email,
            name="Eve",
            roles=["manager"],
            seats={otto.team_ids[0]: Sees.OWN},
            password="taken over by another",
            by=otto,
            at=at,
        )

    assert there.user.check_password("correct horse battery")
    assert as_now(there.pk).team_ids == otto.team_ids


def test_the_command_line_makes_a_key(acme: Acme) -> None:
    secret = keys.create_for(acme.ada.email.upper(), organization=None, name="command line", scopes=["read"])

    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/me").json()["name"] == "Ada"


def test_the_command_line_asks_which_organization(acme: Acme) -> None:
    second = an_organization("Second")
    a_member(second, "Ada", user_id=acme.ada.user_id)

    with pytest.raises(SeveralOrganizations):
        keys.create_for(acme.ada.email, organization=None, name="x", scopes=["read"])
    with pytest.raises(NoSuchMember):
        keys.create_for(acme.ada.email, organization="Third", name="x", scopes=["read"])
    assert keys.create_for(acme.ada.email, organization="Second", name="x", scopes=["read"]).startswith("hs_")


def test_only_the_family_knows_a_name(acme: Acme, otto: Member) -> None:
    an_organization("Acme East", parent=acme.organization)

    with acting(otto), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organizations_family()")
        assert cursor.fetchall() == []
    with acting(acme.ben), connection.cursor() as cursor:
        cursor.execute("SELECT name, relation FROM organizations_family()")
        assert cursor.fetchall() == [("Acme East", "child")]
