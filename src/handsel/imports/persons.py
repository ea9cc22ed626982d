"""The contacts that rows of opportunities name: found again, made, or changed where the file changed them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from handsel.contacts.editing import edit_contact
from handsel.contacts.matching import find_or_make_contact, take_contacts
from handsel.contacts.models import Contact
from handsel.contacts.rules import Person
from handsel.imports.chunks import Chunk
from handsel.imports.resolving import Wanted
from handsel.kernel.text import fold

CONTACT = "contact."
FIELDS = ("name", "email", "phone")


def lock_contacts(brought: Iterable[tuple[Wanted, UUID | None]], chunk: Chunk) -> None:
    """Whom the rows name, or stand for already, before any firm: the one order of locks."""
    brought = list(brought)
    sought = [
        (wanted.person, _source_id(wanted, wanted.person))
        for wanted, _ in brought
        if wanted.person is not None
    ]
    ids = {current for _, current in brought if current is not None}
    take_contacts(sought, source=chunk.run.source, ids=ids, by=chunk.by)


def contact_id(wanted: Wanted, account_id: UUID | None, chunk: Chunk) -> UUID | None:
    """Who has neither phone nor e-mail is the same person again by name and account, within one source."""
    person = wanted.person
    if person is None:
        return None
    contact, made = find_or_make_contact(
        chunk.by,
        name=person.name,
        phone=person.phone and person.phone.typed,
        email=person.email and person.email.address,
        account_id=account_id,
        source=chunk.run.source,
        source_id=_source_id(wanted, person),
        at=chunk.at,
    )
    if made:
        chunk.made(wanted.record, "contact", contact.pk, revision=contact.revision)
    elif contact.updated_at == chunk.at:
        chunk.filled_in("contact", contact.pk, contact.revision)
    return contact.pk


def changed_contact_id(
    wanted: Wanted, changed: Sequence[str], current: UUID | None, account_id: UUID | None, chunk: Chunk
) -> UUID | None:
    """Another name with another address or number is another person; otherwise the fields of this one change."""
    fields = {target.removeprefix(CONTACT) for target in changed}
    contact = Contact.objects.filter(pk=current, erased_at=None).first() if current is not None else None
    if contact is None or len(fields) > 1 or wanted.person is None:
        return contact_id(wanted, account_id, chunk)
    old = {name: getattr(contact, name) for name in FIELDS}
    values = wanted.record.values
    changes: dict[str, Any] = {name: values.get(CONTACT + name) for name in fields}
    if changes.get("name", "") is None:
        return contact.pk
    edited = edit_contact(contact.pk, changes=changes, by=chunk.by, at=chunk.at)
    before = {
        name: (old[name], getattr(edited, name)) for name in FIELDS if old[name] != getattr(edited, name)
    }
    if before:
        chunk.changed(wanted.record, "contact", contact.pk, before)
    return contact.pk


def _source_id(wanted: Wanted, person: Person) -> str | None:
    """Only for who can be found by nothing else."""
    account = wanted.account
    if person.phone is not None or person.email is not None:
        return None
    if account is not None:
        return f"{fold(person.name)} · {fold(account)}"[:5_000]
    return f"row {wanted.record.source_id}"
