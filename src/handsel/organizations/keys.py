"""API keys: a program acts as a member, and never with more than the member's rights and the key's scopes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connections

from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Conflict, NotFound
from handsel.kernel.sentences import as_it_is
from handsel.kernel.text import check_name
from handsel.ledger.record import record
from handsel.organizations.acting import Member, acting
from handsel.organizations.authentication import KEY_PREFIX, hash_secret, make_secret, member_by_id
from handsel.organizations.events import KeyMade, KeyRevoked
from handsel.organizations.models import ApiKey
from handsel.organizations.rules import check_scopes

SHOWN = len(KEY_PREFIX) + 6
"""Enough of a secret to recognize it by, too little to guess the rest."""

MEMBERS_OF_EMAIL = """
SELECT m.id FROM organizations_membership m
JOIN organizations_user u ON u.id = m.user_id
JOIN organizations_organization o ON o.id = m.organization_id
WHERE u.email = %s AND m.joined_at IS NOT NULL AND m.deactivated_at IS NULL AND (%s::text IS NULL OR o.name = %s)
"""


class NoSuchMember(NotFound):
    code = "no_such_member"


class SeveralOrganizations(Conflict):
    code = "several_organizations"


def make(name: str, *, scopes: Iterable[str], by: Member, at: datetime) -> tuple[ApiKey, str]:
    """The key and its secret, which nobody can read again."""
    secret = make_secret()
    key = ApiKey.objects.create(
        id=new_id(),
        organization_id=by.organization_id,
        member_id=by.id,
        name=check_name(name, field="name"),
        prefix=secret[:SHOWN],
        secret_hash=hash_secret(secret),
        scopes=check_scopes(scopes, held=by.scopes),
        created_at=at,
    )
    record(KeyMade(subject_id=key.pk, member_id=by.id, scopes=key.scopes), by=by, at=at)
    return key, secret


def revoke(key: ApiKey, *, by: Member, at: datetime) -> None:
    """From this instant on it is answered 401. Revoking it twice is no error."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at):
        key.revoked_at = at
        record(KeyRevoked(subject_id=key.pk, member_id=key.member_id), by=by, at=at)


def create_for(email: str, *, organization: str | None, name: str, scopes: Iterable[str]) -> str:
    """For the command line: a key of the member with this address; opens its own transaction."""
    with connections["system"].cursor() as cursor:
        cursor.execute(MEMBERS_OF_EMAIL, [email.strip().lower(), organization, organization])
        found: list[UUID] = [row[0] for row in cursor.fetchall()]
    if not found:
        where = f" in the organization {organization}" if organization else ""
        raise NoSuchMember(as_it_is(f"There is no active member {email}{where}."))
    if len(found) > 1:
        raise SeveralOrganizations(
            as_it_is(f"{email} belongs to several organizations: name one (--organization).")
        )
    member = member_by_id(found[0])
    if member is None:
        raise NoSuchMember(as_it_is(f"{email} may not sign in."))
    with acting(member) as at:
        return make(name, scopes=scopes, by=member, at=at)[1]
