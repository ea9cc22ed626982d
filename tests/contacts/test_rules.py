from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handsel.contacts.rules import (
    Person,
    TendingForbidden,
    check_may_tend,
    same_firm,
    same_person,
    what_is_new,
)
from handsel.contacts.spelling import Email, Phone
from handsel.organizations.rules import Role, capabilities_of

NOON = datetime(2027, 3, 14, 12, tzinfo=UTC)


@dataclass
class Someone:
    name: str = "Ann"
    phone: str | None = None
    email_key: str | None = None
    other_names: list[str] = field(default_factory=list)
    phone_as_typed: str | None = None
    created_at: datetime = NOON


@dataclass
class AFirm:
    name: str
    source: str = ""
    source_id: str | None = None
    created_at: datetime = NOON


def person(name: str = "Ann", phone: str | None = None, email: str | None = None) -> Person:
    return Person(
        name=name,
        phone=Phone(phone, "", phone) if phone else None,
        email=Email(email, email) if email else None,
    )


def test_of_several_the_one_of_that_name_then_with_both_then_by_phone_then_the_oldest() -> None:
    older = NOON - timedelta(days=1)
    named = Someone("Bob", email_key="e")
    both = Someone("Eve", phone="1", email_key="e")
    phone, email, oldest = (
        Someone("Kim", phone="1"),
        Someone("Lea", email_key="e"),
        Someone("Max", email_key="e", created_at=older),
    )
    everyone = [oldest, email, phone, both, named]

    for expected in (named, both, phone, oldest, email):
        assert same_person(everyone, person("bob", "1", "e")) is expected
        everyone.remove(expected)
    assert same_person(everyone, person("bob", "1", "e")) is None


people = st.lists(
    st.builds(
        Someone,
        name=st.sampled_from(["Ann", "Bob"]),
        phone=st.sampled_from([None, "1", "2"]),
        email_key=st.sampled_from([None, "e", "f"]),
        created_at=st.datetimes(timezones=st.just(UTC)),
    ),
    max_size=5,
    unique_by=lambda one: one.created_at,
)
comers = st.builds(
    person, st.sampled_from(["Ann", "Bob", "Eve"]), st.sampled_from([None, "1"]), st.sampled_from([None, "e"])
)


@given(people, comers, st.randoms())
def test_whom_it_is_does_not_hang_on_the_order_of_reading(
    known: list[Someone], comer: Person, random: object
) -> None:
    found = same_person(known, comer)

    assert same_person(list(reversed(known)), comer) is found
    matches = [
        one
        for one in known
        if (comer.phone and one.phone == comer.phone.number)
        or (comer.email and one.email_key == comer.email.key)
    ]
    assert (found is None) == (not matches)
    if found is not None:
        assert found in matches


@given(people, comers)
def test_filling_in_never_writes_over_and_takes_nobody_elses(known: list[Someone], comer: Person) -> None:
    found = same_person(known, comer)
    if found is None:
        return

    new = what_is_new(found, comer, known)

    assert "name" not in new
    if "phone" in new:
        assert found.phone is None
        assert new["phone"] not in {one.phone for one in known}
    if "email_key" in new:
        assert found.email_key is None
        assert new["email_key"] not in {one.email_key for one in known}
    for column, value in new.items():
        if hasattr(found, column):
            setattr(found, column, value)
    assert same_person(known, comer) is found
    assert what_is_new(found, comer, known) == {}


def test_a_firm_is_known_by_its_sources_id_then_by_name() -> None:
    plain, one, two = AFirm("Acme"), AFirm("Acme", "hubspot", "1"), AFirm("Other", "hubspot", "2")

    def found(name: str, source: str = "", source_id: str | None = None, *, of: list[AFirm]) -> AFirm | None:
        return same_firm(of, name=name, source=source, source_id=source_id)

    assert found("acme", "hubspot", "2", of=[plain, one, two]) is two
    assert found(" ACME", of=[one, plain]) is one
    assert found("Acme", "hubspot", "9", of=[one, plain]) is plain
    assert found("Acme", "hubspot", "9", of=[one]) is None
    assert found("Acme", "salesforce", "1", of=[one]) is one
    assert found("Acmé", of=[one]) is None


@pytest.mark.parametrize(
    ("role", "licence", "may"),
    [
        (Role.PROFESSIONAL, True, True),
        (Role.PROFESSIONAL, False, False),
        (Role.MANAGER, True, True),
        (Role.ADMINISTRATOR, False, True),
        (Role.LEAD_GENERATOR, False, False),
    ],
)
def test_who_may_change_contacts(role: Role, licence: bool, may: bool) -> None:
    held = capabilities_of([role], licence=licence)

    if may:
        check_may_tend(held)
    else:
        with pytest.raises(TendingForbidden):
            check_may_tend(held)
