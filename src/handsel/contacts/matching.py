"""The same person, the same firm, is found again instead of made twice (C7), also by two at once.

Nothing may be made between looking and making, so both happen under advisory locks that the transaction holds: one per
organization and phone, e-mail, name or source id, always taken in sorted order.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, Value

from handsel.contacts.events import AccountCreated, AccountEdited, ContactCreated, ContactEdited
from handsel.contacts.models import Account, Contact, key_of
from handsel.contacts.rules import Person, same_firm, same_person, what_is_new
from handsel.contacts.spelling import region_for, spell_email, spell_phone, split_name
from handsel.contacts.storing import fields_of, store
from handsel.contacts.trees import check_account, check_parent
from handsel.kernel.text import check_name, check_text, fold
from handsel.ledger.record import record
from handsel.organizations.acting import Actor, Member
from handsel.organizations.models import Organization

SOURCE_ID_LIMIT = 500

Sought = tuple[Person, str | None]
"""Who comes in, and their id in the source."""

# The function is volatile, so it runs row by row, in the order of the array.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key"


def find_or_make_contact(
    member: Actor,
    *,
    name: str,
    phone: str | None = None,
    email: str | None = None,
    account_id: UUID | None = None,
    insist: bool = False,
    source: str = "",
    source_id: str | None = None,
    prefix: str = "",
    at: datetime,
) -> tuple[Contact, bool]:
    """The contact, and whether it was made; `prefix` stands before the name of a field at fault. A match keeps what it has: another name stands beside the first, only
    what is missing is filled in. `insist` is for a person who knows better; a source id still makes nobody twice."""
    person = spell_person(name, phone, email, region=region_of(member), prefix=prefix)
    check_account(account_id, of=member)
    check_text(source_id or "", field="source_id", limit=SOURCE_ID_LIMIT)
    candidates = _contacts_like(member.organization_id, person, source=source, source_id=source_id)
    known = _by_source(candidates, source, source_id)
    if known is None and not insist:
        known = same_person(candidates, person)
    if known is None:
        contact = _make_contact(
            member, person, account_id=account_id, source=source, source_id=source_id, at=at
        )
        return contact, True
    new = what_is_new(known, person, candidates)
    if known.account_id is None and account_id is not None:
        new["account_id"] = account_id
    if known.source_id is None and source_id is not None:
        new |= {"source": source, "source_id": source_id}
    _fill_in_contact(known, new, by=member, at=at)
    return known, False


def find_or_make_account(
    member: Actor,
    *,
    name: str,
    parent_id: UUID | None = None,
    attributes: Mapping[str, Any] | None = None,
    source: str = "",
    source_id: str | None = None,
    field: str = "name",
    at: datetime,
) -> tuple[Account, bool]:
    """The account of this source id, else of this name (case and space aside), and whether it was made. Of a match
    only what is missing is filled in: its parent, and attributes that it has not."""
    check_name(name, field=field)
    check_account(parent_id, of=member, field="parent")
    check_text(source_id or "", field="source_id", limit=SOURCE_ID_LIMIT)
    candidates = _accounts_like(member.organization_id, name, source=source, source_id=source_id)
    known = same_firm(candidates, name=name, source=source, source_id=source_id)
    if known is None:
        account = Account.objects.create(
            organization_id=member.organization_id,
            name=name,
            parent_id=parent_id,
            attributes=dict(attributes or {}),
            source=source,
            source_id=source_id,
            created_at=at,
            updated_at=at,
        )
        record(AccountCreated(subject_id=account.pk), by=member, at=at)
        return account, True
    new = _missing_of(known, parent_id, attributes, source, source_id)
    if "parent_id" in new:
        check_parent(known.pk, parent_id, of=member)
    _fill_in_account(known, new, by=member, at=at)
    return known, False


def take_contact(contact_id: UUID | None, *, by: Actor) -> Contact | None:
    """Locked until the transaction ends. Who was erased is nobody. Who needs a firm's name, too, takes the contact first."""
    if contact_id is None:
        return None
    live = Contact.objects.filter(organization_id=by.organization_id, erased_at=None)
    return live.select_for_update(no_key=True).filter(pk=contact_id).first()


def take_contacts(sought: Sequence[Sought], *, source: str, ids: Collection[UUID], by: Actor) -> None:
    """Likewise for who brings many, with their firms: all whom `find_or_make_contact` may find, and these."""
    _lock_like(by.organization_id, sought, source=source, ids=ids)


def attach(contact: Contact, *, account_id: UUID | None, by: Actor, at: datetime) -> None:
    """Who comes for a firm and has none gets it. `contact` is locked."""
    if contact.account_id is None and account_id is not None:
        _fill_in_contact(contact, {"account_id": account_id}, by=by, at=at)


def hold(keys: Iterable[str]) -> None:
    """Until the transaction ends. Who makes many at once holds all their keys first, or two of them may deadlock."""
    ordered = sorted(set(keys))
    if ordered:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [ordered])


def region_of(actor: Actor) -> str | None:
    """The country whose numbers are written without their country code in the actor's organization."""
    if isinstance(actor, Member):
        return region_for(actor.locale, actor.time_zone)
    found = Organization.objects.filter(pk=actor.organization_id).values_list("locale", "time_zone").first()
    return None if found is None else region_for(*found)


def spell_person(
    name: str, phone: str | None, email: str | None, *, region: str | None, prefix: str = ""
) -> Person:
    return Person(
        name=check_name(name, field=f"{prefix}name"),
        phone=spell_phone(phone, region=region, field=f"{prefix}phone"),
        email=spell_email(email, field=f"{prefix}email"),
    )


def _contacts_like(
    organization_id: UUID, person: Person, *, source: str, source_id: str | None
) -> list[Contact]:
    return _lock_like(organization_id, [(person, source_id)], source=source)


def _lock_like(
    organization_id: UUID, sought: Sequence[Sought], *, source: str, ids: Collection[UUID] = ()
) -> list[Contact]:
    """Whom they could be, locked; nobody can make another one until the transaction ends."""
    phones = {person.phone.number for person, _ in sought if person.phone}
    emails = {person.email.key for person, _ in sought if person.email}
    source_ids = {source_id for _, source_id in sought if source_id is not None}
    hold([
        *(f"contact {organization_id} phone {phone}" for phone in phones),
        *(f"contact {organization_id} email {email}" for email in emails),
        *(f"contact {organization_id} source {source} {source_id}" for source_id in source_ids),
    ])  # fmt: skip
    where = (
        Q(phone__in=phones)
        | Q(email_key__in=emails)
        | Q(source=source, source_id__in=source_ids)
        | Q(pk__in=ids)
    )
    live = Contact.objects.filter(organization_id=organization_id, erased_at=None)
    return list(live.filter(where).order_by("created_at", "id").select_for_update(no_key=True))


def _accounts_like(organization_id: UUID, name: str, *, source: str, source_id: str | None) -> list[Account]:
    """Near spellings of the name, to be compared in full; nobody can make another one until the transaction ends."""
    where, keys = Q(name_key=key_of(Value(name))), [f"account {organization_id} name {fold(name)}"]
    if source_id is not None:
        where |= Q(source=source, source_id=source_id)
        keys.append(f"account {organization_id} source {source} {source_id}")
    hold(keys)
    ours = Account.objects.filter(organization_id=organization_id)
    return list(ours.filter(where).order_by("created_at", "id").select_for_update(no_key=True))


def _by_source(candidates: list[Contact], source: str, source_id: str | None) -> Contact | None:
    if source_id is None:
        return None
    return next((one for one in candidates if (one.source, one.source_id) == (source, source_id)), None)


def _make_contact(
    member: Actor,
    person: Person,
    *,
    account_id: UUID | None,
    source: str,
    source_id: str | None,
    at: datetime,
) -> Contact:
    first, last = split_name(person.name)
    contact = Contact.objects.create(
        organization_id=member.organization_id,
        name=person.name,
        first_name=first,
        last_name=last,
        phone=person.phone and person.phone.number,
        phone_as_typed=person.phone and person.phone.typed,
        email=person.email and person.email.address,
        email_key=person.email and person.email.key,
        account_id=account_id,
        source=source,
        source_id=source_id,
        created_at=at,
        updated_at=at,
    )
    record(ContactCreated(subject_id=contact.pk), by=member, at=at)
    return contact


def _fill_in_contact(contact: Contact, new: dict[str, object], *, by: Actor, at: datetime) -> None:
    if new:
        store(contact, new, at=at)
        record(ContactEdited(subject_id=contact.pk, fields=fields_of(new)), by=by, at=at)


def _fill_in_account(account: Account, new: dict[str, object], *, by: Actor, at: datetime) -> None:
    if new:
        store(account, new, at=at)
        record(AccountEdited(subject_id=account.pk, fields=fields_of(new)), by=by, at=at)


def _missing_of(
    known: Account,
    parent_id: UUID | None,
    attributes: Mapping[str, Any] | None,
    source: str,
    source_id: str | None,
) -> dict[str, object]:
    new: dict[str, object] = {}
    if known.parent_id is None and parent_id is not None:
        new["parent_id"] = parent_id
    more = {key: value for key, value in (attributes or {}).items() if key not in known.attributes}
    if more:
        new["attributes"] = {**known.attributes, **more}
    if known.source_id is None and source_id is not None:
        new |= {"source": source, "source_id": source_id}
    return new
