"""Changing contacts and accounts, and erasing contacts. Whoever calls has decided that they may."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.contacts.events import AccountEdited, ContactEdited, ContactErased
from handsel.contacts.matching import region_of, take_contact
from handsel.contacts.models import Account, Contact
from handsel.contacts.queries import read_account, read_contact
from handsel.contacts.rules import AccountChanged, AccountNotFound, ContactChanged, ContactNotFound
from handsel.contacts.spelling import join_name, spell_email, spell_phone, split_name
from handsel.contacts.storing import fields_of, store
from handsel.contacts.trees import check_account, check_parent
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import NAME_LIMIT, check_name, check_text
from handsel.ledger.record import record
from handsel.organizations.acting import Actor, Member

Changes = Mapping[str, Any]
ERASED_NAME = "deleted contact"
EMPTY: dict[str, Any] = {
    "first_name": "",
    "last_name": "",
    "other_names": [],
    "phone": None,
    "phone_as_typed": None,
    "email": None,
    "email_key": None,
    "account_id": None,
    "source": "",
    "source_id": None,
}
CHANGED = say("Someone else changed this meanwhile. Look at what it is now, then decide again.")


def edit_contact(
    contact_id: UUID,
    *,
    by: Actor,
    at: datetime,
    changes: Changes,
    revision: int | None = None,
    prefix: str = "",
) -> Contact:
    """`changes` of name, first_name, last_name, phone, email, account. The full name and its parts follow each other.
    With `revision` it is a compare-and-set; `prefix` stands before the name of a field at fault."""
    contact = _lock_contact(contact_id, by=by)
    if revision is not None and revision != contact.revision:
        raise ContactChanged(CHANGED, current=_seen(read_contact, contact_id, by=by, at=at))

    wanted = _names(contact, changes, prefix=prefix)
    if "phone" in changes:
        wanted |= _phone(contact, changes["phone"], by=by, field=f"{prefix}phone")
    if "email" in changes:
        email = spell_email(changes["email"], field=f"{prefix}email")
        wanted |= {"email": email and email.address, "email_key": email and email.key}
    if "account" in changes:
        check_account(changes["account"], of=by, field=f"{prefix}account")
        wanted["account_id"] = changes["account"]

    new = {column: value for column, value in wanted.items() if getattr(contact, column) != value}
    if new:
        store(contact, new, at=at)
        record(ContactEdited(subject_id=contact.pk, fields=fields_of(new)), by=by, at=at)
    return contact


def erase_contact(contact_id: UUID, *, by: Actor, at: datetime, revision: int | None = None) -> None:
    """Personal data goes, the row stays: opportunities remain readable, and the same number later makes a new contact
    (B14). There is no way back."""
    contact = _lock_contact(contact_id, by=by)
    if revision is not None and revision != contact.revision:
        raise ContactChanged(CHANGED, current=_seen(read_contact, contact_id, by=by, at=at))

    store(contact, {**EMPTY, "name": ERASED_NAME, "erased_at": at}, at=at)
    record(ContactErased(subject_id=contact.pk), by=by, at=at)


def edit_account(
    account_id: UUID, *, by: Actor, at: datetime, changes: Changes, revision: int | None = None
) -> Account:
    """`changes` of name, parent, attributes; an attribute that is null goes, one that is not named stays."""
    account = _lock_account(account_id, by=by)
    if revision is not None and revision != account.revision:
        raise AccountChanged(CHANGED, current=_seen(read_account, account_id, by=by, at=at))

    wanted: dict[str, Any] = {}
    if "name" in changes:
        wanted["name"] = check_name(changes["name"], field="name")
    if "parent" in changes:
        check_parent(account.pk, changes["parent"], of=by)
        wanted["parent_id"] = changes["parent"]
    if "attributes" in changes:
        merged = {**account.attributes, **check_attributes(changes["attributes"])}
        wanted["attributes"] = {key: value for key, value in merged.items() if value is not None}

    new = {column: value for column, value in wanted.items() if getattr(account, column) != value}
    if new:
        store(account, new, at=at)
        record(AccountEdited(subject_id=account.pk, fields=fields_of(new)), by=by, at=at)
    return account


def check_attributes(attributes: object) -> dict[str, Any]:
    """Free keys with plain values: what an import brought along, or a program keeps there."""
    if attributes is None:
        return {}
    if not isinstance(attributes, dict):
        raise field_refused("attributes", say("Attributes are keys with values."))
    for key, value in attributes.items():
        field = f"attributes.{key}"[:200]
        check_name(key, field=field, limit=200)
        if isinstance(value, str):
            check_text(value, field=field)
        elif not (value is None or isinstance(value, bool | int)):
            raise field_refused(field, say("This must be text, a whole number, true, false or null."))
    return attributes


def _lock_contact(contact_id: UUID, *, by: Actor) -> Contact:
    contact = take_contact(contact_id, by=by)
    if contact is None:
        raise ContactNotFound(say("No such contact."))
    return contact


def _lock_account(account_id: UUID, *, by: Actor) -> Account:
    ours = Account.objects.filter(organization_id=by.organization_id)
    account = ours.select_for_update(no_key=True).filter(pk=account_id).first()
    if account is None:
        raise AccountNotFound(say("No such account."))
    return account


def _names(contact: Contact, changes: Changes, *, prefix: str) -> dict[str, Any]:
    if "name" in changes and changes["name"] != contact.name:
        name = check_name(changes["name"], field=f"{prefix}name")
        first, last = split_name(name)
        return {"name": name, "first_name": first, "last_name": last}
    parts = [key for key in ("first_name", "last_name") if key in changes]
    if not parts:
        return {}
    typed = {key: check_text(changes[key] or "", field=f"{prefix}{key}", limit=NAME_LIMIT) for key in parts}
    first, last = typed.get("first_name", contact.first_name), typed.get("last_name", contact.last_name)
    if (first, last) == (contact.first_name, contact.last_name):
        return {}
    name = check_name(join_name(first, last), field=f"{prefix}{parts[0]}")
    return {"name": name, "first_name": first, "last_name": last}


def _phone(contact: Contact, typed: object, *, by: Actor, field: str) -> dict[str, Any]:
    if typed is not None and typed == contact.phone:
        return {}  # sent back as it was read: what was typed keeps its extension
    phone = spell_phone(typed, region=region_of(by), field=field)
    return {"phone": phone and phone.number, "phone_as_typed": phone and phone.typed}


def _seen(
    read: Callable[..., dict[str, Any]], row_id: UUID, *, by: Actor, at: datetime
) -> dict[str, Any] | None:
    return read(row_id, member=by, at=at) if isinstance(by, Member) else None
