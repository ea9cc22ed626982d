"""What happens to contacts and accounts. Which fields changed is told, never to what: the ledger outlives people."""

from dataclasses import dataclass
from typing import ClassVar

from handsel.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCreated(Fact):
    type: ClassVar[str] = "contact.created"
    text: ClassVar[str] = "{actor} added the contact {subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEdited(Fact):
    type: ClassVar[str] = "contact.edited"
    text: ClassVar[str] = "{actor} changed the contact {subject}: {fields}"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactErased(Fact):
    type: ClassVar[str] = "contact.erased"
    text: ClassVar[str] = "{actor} erased a contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCreated(Fact):
    type: ClassVar[str] = "account.created"
    text: ClassVar[str] = "{actor} added the account {subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEdited(Fact):
    type: ClassVar[str] = "account.edited"
    text: ClassVar[str] = "{actor} changed the account {subject}: {fields}"
    fields: tuple[str, ...]


FACTS: tuple[type[Fact], ...] = (ContactCreated, ContactEdited, ContactErased, AccountCreated, AccountEdited)
