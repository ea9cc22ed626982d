from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import StrictInt

from handsel.http.shapes import In, Ref, Schema


class NewContactIn(In):
    """The same person is found again by phone or e-mail; `insist` makes a second one all the same."""

    name: str
    phone: str | None = None
    email: str | None = None
    account: UUID | None = None
    insist: bool = False


class ContactIn(In):
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    email: str | None = None
    account: UUID | None = None
    revision: StrictInt | None = None


class ContactMay(Schema):
    edit: bool
    delete: bool


class ContactOut(Schema):
    id: UUID
    name: str
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    """E.164."""
    account: Ref | None
    other_names: list[str]
    opportunities: int
    """How many the reader may see."""
    created_at: datetime
    revision: int
    may: ContactMay


class ContactsOut(Schema):
    items: list[ContactOut]
    next_cursor: str | None


class NewAccountIn(In):
    """A firm of this name is found again, case and space aside."""

    name: str
    parent: UUID | None = None
    attributes: dict[str, Any] = {}


class AccountIn(In):
    name: str | None = None
    parent: UUID | None = None
    attributes: dict[str, Any] | None = None
    revision: StrictInt | None = None


class AccountMay(Schema):
    edit: bool


class AccountOut(Schema):
    id: UUID
    name: str
    parent: Ref | None
    children: list[Ref]
    attributes: dict[str, Any]
    contacts: int
    opportunities: int
    """How many the reader may see."""
    created_at: datetime
    revision: int
    may: AccountMay


class AccountsOut(Schema):
    items: list[AccountOut]
    next_cursor: str | None
