"""Which known contact is the one who comes in (C7), what is filled in, and which trees of firms may be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from handsel.contacts.spelling import Email, Phone, extension_of
from handsel.kernel.refusals import Conflict, Forbidden, NotFound
from handsel.kernel.sentences import say
from handsel.kernel.text import fold
from handsel.organizations.rules import Capability


class Known(Protocol):
    """A stored contact."""

    name: str
    other_names: list[str]
    phone: str | None
    phone_as_typed: str | None
    email_key: str | None
    created_at: datetime


class Firm(Protocol):
    name: str
    source: str
    source_id: str | None
    created_at: datetime


K = TypeVar("K", bound=Known)
F = TypeVar("F", bound=Firm)


class ContactNotFound(NotFound):
    code = "contact_not_found"


class AccountNotFound(NotFound):
    code = "account_not_found"


class ContactChanged(Conflict):
    code = "conflict"


class AccountChanged(Conflict):
    code = "conflict"


class TendingForbidden(Forbidden):
    code = "contacts_read_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who comes in."""

    name: str
    phone: Phone | None = None
    email: Email | None = None


def same_person(candidates: Iterable[K], person: Person) -> K | None:
    """Whoever has the phone or the e-mail. Of several (couples share an address) the one called by this name, then
    who has both, then who has the phone, then the one known longest."""
    matching = [known for known in candidates if _has_phone(known, person) or _has_email(known, person)]

    def nearness(known: K) -> tuple[bool, int, bool, float]:
        phone, email = _has_phone(known, person), _has_email(known, person)
        return is_called(known, person.name), phone + email, phone, -known.created_at.timestamp()

    return max(matching, key=nearness, default=None)


def is_called(known: Known, name: str) -> bool:
    return fold(name) in {fold(known.name), *map(fold, known.other_names)}


def what_is_new(known: Known, person: Person, candidates: Sequence[Known]) -> dict[str, object]:
    """Columns to fill in: another name beside the first, a missing phone or e-mail unless it is someone else's."""
    new: dict[str, object] = {}
    if not is_called(known, person.name):
        new["other_names"] = [*known.other_names, person.name]
    if person.phone and not known.phone and not any(_has_phone(other, person) for other in candidates):
        new |= {"phone": person.phone.number, "phone_as_typed": person.phone.typed}
    if person.email and not known.email_key and not any(_has_email(other, person) for other in candidates):
        new |= {"email": person.email.address, "email_key": person.email.key}
    return new


def same_firm(candidates: Iterable[F], *, name: str, source: str, source_id: str | None) -> F | None:
    """By the source's own id, else by name: then not one that the same source knows under another id."""
    candidates = sorted(candidates, key=lambda firm: firm.created_at)
    if source_id is not None:
        for firm in candidates:
            if (firm.source, firm.source_id) == (source, source_id):
                return firm
    for firm in candidates:
        is_another = None not in (source_id, firm.source_id) and firm.source == source
        if fold(firm.name) == fold(name) and not is_another:
            return firm
    return None


def may_tend(capabilities: frozenset[Capability]) -> bool:
    """Edit and erase contacts and accounts: with a sales licence, or who sees the whole organization."""
    return Capability.WORK in capabilities or Capability.SEE_EVERYTHING in capabilities


def check_may_tend(capabilities: frozenset[Capability]) -> None:
    if not may_tend(capabilities):
        raise TendingForbidden(say("Changing contacts and accounts needs a sales licence."))


def _has_phone(known: Known, person: Person) -> bool:
    if person.phone is None or known.phone != person.phone.number:
        return False
    return extension_of(known.phone, known.phone_as_typed) == person.phone.extension


def _has_email(known: Known, person: Person) -> bool:
    return person.email is not None and known.email_key == person.email.key
