"""Contact and account have rows of their own: what the form of an opportunity changes of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.contacts.editing import edit_account, edit_contact
from handsel.contacts.matching import find_or_make_account, find_or_make_contact
from handsel.contacts.models import Contact
from handsel.contacts.spelling import join_name
from handsel.kernel.refusals import field_refused
from handsel.kernel.text import is_filled
from handsel.opportunities.gate import Taken
from handsel.opportunities.values import Typed
from handsel.organizations.acting import Member

ACCOUNT_NAME = "attributes.account.name"


def save_contact_fields(taken: Taken, typed: Typed, *, by: Member, at: datetime) -> dict[str, Any]:
    """Gives the columns of the opportunity that point at a row that was made or found; `typed.made` says which were made."""
    columns: dict[str, Any] = {}
    if typed.contact and taken.contact_id is not None and _is_known(taken.contact_id):
        edit_contact(taken.contact_id, by=by, at=at, changes=typed.contact, prefix="attributes.contact.")
    elif any(is_filled(value) for value in typed.contact.values()):
        columns["contact_id"] = _make_contact(typed, by=by, at=at)
    if typed.account and taken.account_id is not None:
        _rename_account(taken.account_id, typed.account, by=by, at=at)
    elif is_filled(typed.account.get("name")):
        account, made = find_or_make_account(by, name=typed.account["name"], field=ACCOUNT_NAME, at=at)
        columns["account_id"] = account.pk
        typed.made |= {account.pk} if made else set()
    return columns


def _is_known(contact_id: UUID) -> bool:
    """An erased contact is nobody: who is typed in now is found or made."""
    return Contact.objects.filter(pk=contact_id, erased_at=None).exists()


def _rename_account(account_id: UUID, typed: dict[str, Any], *, by: Member, at: datetime) -> None:
    if not is_filled(typed["name"]):
        raise field_refused(ACCOUNT_NAME, "A firm keeps its name; it can only be given another one.")
    edit_account(account_id, by=by, at=at, changes=typed)


def _make_contact(typed: Typed, *, by: Member, at: datetime) -> UUID:
    person = typed.contact
    name = join_name(person.get("first_name") or "", person.get("last_name") or "")
    if not is_filled(name):
        raise field_refused(
            "attributes.contact.first_name", "Name the contact first: this opportunity has none."
        )
    contact, made = find_or_make_contact(
        by, name=name, phone=person.get("phone"), email=person.get("email"), at=at
    )
    typed.made |= {contact.pk} if made else set()
    return contact.pk
