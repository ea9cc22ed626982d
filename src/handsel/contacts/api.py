from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from handsel.contacts import editing, matching, queries
from handsel.contacts.rules import check_may_tend
from handsel.contacts.schemas import (
    AccountIn,
    AccountOut,
    AccountsOut,
    ContactIn,
    ContactOut,
    ContactsOut,
    NewAccountIn,
    NewContactIn,
)
from handsel.contacts.vcard import write_vcard
from handsel.http.etags import revision_of
from handsel.http.router import Router
from handsel.organizations.acting import member_of, require
from handsel.organizations.rules import Capability

router = Router(tags=["contacts"])


@router.get("/contacts", response=ContactsOut)
def contacts(
    request: HttpRequest, q: str | None = None, limit: int | None = None, cursor: str | None = None
) -> dict[str, Any]:
    member, at = member_of(request)
    return queries.contacts_page(member, q=q, limit=limit, cursor=cursor, at=at)


@router.post("/contacts", response={201: ContactOut})
def make_contact(request: HttpRequest, new: NewContactIn) -> dict[str, Any]:
    member, at = member_of(request)
    require(member, to=Capability.CREATE)
    contact, _ = matching.find_or_make_contact(
        member,
        name=new.name,
        phone=new.phone,
        email=new.email,
        account_id=new.account,
        insist=new.insist,
        at=at,
    )
    return queries.read_contact(contact.pk, member=member, at=at)


@router.get("/contacts/{uuid:contact_id}", response=ContactOut)
def contact(request: HttpRequest, contact_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    return queries.read_contact(contact_id, member=member, at=at)


@router.get("/contacts/{uuid:contact_id}/vcard")
def vcard(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """`text/vcard`, RFC 6350."""
    member, at = member_of(request)
    card = write_vcard(queries.read_contact(contact_id, member=member, at=at))
    disposition = {"Content-Disposition": 'attachment; filename="contact.vcf"'}
    return HttpResponse(card, content_type="text/vcard; charset=utf-8", headers=disposition)


@router.patch("/contacts/{uuid:contact_id}", response=ContactOut)
def edit_contact(request: HttpRequest, contact_id: UUID, change: ContactIn) -> dict[str, Any]:
    member, at = member_of(request)
    check_may_tend(member.capabilities)
    changes, revision = change.given(), revision_of(request) or change.revision
    editing.edit_contact(contact_id, by=member, at=at, changes=changes, revision=revision)
    return queries.read_contact(contact_id, member=member, at=at)


@router.delete("/contacts/{uuid:contact_id}", response=None)
def erase_contact(request: HttpRequest, contact_id: UUID) -> None:
    member, at = member_of(request)
    check_may_tend(member.capabilities)
    editing.erase_contact(contact_id, by=member, at=at, revision=revision_of(request))


@router.get("/accounts", response=AccountsOut)
def accounts(
    request: HttpRequest, q: str | None = None, limit: int | None = None, cursor: str | None = None
) -> dict[str, Any]:
    member, at = member_of(request)
    return queries.accounts_page(member, q=q, limit=limit, cursor=cursor, at=at)


@router.post("/accounts", response={201: AccountOut})
def make_account(request: HttpRequest, new: NewAccountIn) -> dict[str, Any]:
    member, at = member_of(request)
    require(member, to=Capability.CREATE)
    attributes = editing.check_attributes(new.attributes)
    account, _ = matching.find_or_make_account(
        member, name=new.name, parent_id=new.parent, attributes=attributes, at=at
    )
    return queries.read_account(account.pk, member=member, at=at)


@router.get("/accounts/{uuid:account_id}", response=AccountOut)
def account(request: HttpRequest, account_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    return queries.read_account(account_id, member=member, at=at)


@router.patch("/accounts/{uuid:account_id}", response=AccountOut)
def edit_account(request: HttpRequest, account_id: UUID, change: AccountIn) -> dict[str, Any]:
    member, at = member_of(request)
    check_may_tend(member.capabilities)
    changes, revision = change.given(), revision_of(request) or change.revision
    editing.edit_account(account_id, by=member, at=at, changes=changes, revision=revision)
    return queries.read_account(account_id, member=member, at=at)


@router.get("/accounts/{uuid:account_id}/contacts", response=ContactsOut)
def contacts_of_account(
    request: HttpRequest, account_id: UUID, limit: int | None = None, cursor: str | None = None
) -> dict[str, Any]:
    member, at = member_of(request)
    queries.read_account(account_id, member=member, at=at)
    return queries.contacts_page(member, account_id=account_id, limit=limit, cursor=cursor, at=at)
