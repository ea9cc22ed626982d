"""Passwords are only read, never written (I14): one that already opens is left alone, so that nobody is signed out."""

from collections.abc import Iterable

from django.contrib.auth.hashers import check_password, make_password
from django.db import connections

from handsel.configuration.reading import OrganizationPart
from handsel.kernel.sentences import as_it_is


def hash_passwords(wanted: Iterable[OrganizationPart]) -> dict[str, str]:
    """By e-mail, the hashes to store. A person signs in once, so two organizations can't give two passwords."""
    given: dict[str, str] = {}
    for person in (person for one in wanted for person in one.people):
        if person.password is None:
            continue
        if given.setdefault(person.email, person.password) != person.password:
            person.part.at("password").refuse(
                as_it_is("This file gives the same person another password above.")
            )
    stored = _stored(given)
    return {
        email: make_password(password)
        for email, password in given.items()
        if email not in stored or not check_password(password, stored[email])
    }


def _stored(emails: Iterable[str]) -> dict[str, str]:
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT email, password FROM organizations_user WHERE email = ANY(%s)", [list(emails)])
        return dict(cursor.fetchall())
