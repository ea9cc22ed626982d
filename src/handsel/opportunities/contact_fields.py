"""Contact and account have rows of their own: what the form of an opportunity changes of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.contacts.editing import edit_account, edit_contact
from handsel.contacts.matching import attach, find_or_make_account, find_or_make_contact, take_contact
from handsel.contacts.models import Contact
from handsel.contacts.spelling import join_name
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import is_filled
from handsel.opportunities.gate import Taken
from handsel.opportunities.values import Typed
from handsel.organizations.acting import Member

ACCOUNT_NAME = "attributes.account.name"


def save_contact_fields(taken: Taken, typed: Typed, *, by: Member, at: datetime) -> dict[str, Any]:
    """Gives the columns of the opportunity that point at a row that was made or found; `typed.made` says which were made."""
    columns: dict[str, Any] = {}
    if not typed.contact and not typed.account:
        return columns
    contact = take_contact(taken.contact_id, by=by)
    if typed.contact and contact is not None:
        contact = edit_contact(contact.pk, by=by, at=at, changes=typed.contact, prefix="attributes.contact.")
    elif any(is_filled(value) for value in typed.contact.values()):
        contact = _make_contact(typed, by=by, at=at)
        columns["contact_id"] = contact.pk
    if typed.account and taken.account_id is not None:
        _rename_account(taken.account_id, typed.account, by=by, at=at)
    elif is_filled(typed.account.get("name")):
        account, made = find_or_make_account(by, name=typed.account["name"], field=ACCOUNT_NAME, at=at)
        columns["account_id"] = account.pk
        typed.made |= {account.pk} if made else set()
    if columns and contact is not None:
        attach(contact, account_id=columns.get("account_id", taken.account_id), by=by, at=at)
    return columns


def _rename_account(account_id: UUID, typed: dict[str, Any], *, by: Member, at: datetime) -> None:
    if not is_filled(typed["name"]):
        raise field_refused(ACCOUNT_NAME, say("A firm keeps its name; it can only be given another one."))
    edit_account(account_id, by=by, at=at, changes=typed)


def _make_contact(typed: Typed, *, by: Member, at: datetime) -> Contact:
    person = typed.contact
    name = join_name(person.get("first_name") or "", person.get("last_name") or "")
    if not is_filled(name):
        raise field_refused(
            "attributes.contact.first_name", say("Name the contact first: this opportunity has none.")
        )
    contact, made = find_or_make_contact(
        by, name=name, phone=person.get("phone"), email=person.get("email"), at=at
    )
    typed.made |= {contact.pk} if made else set()
    return contact
