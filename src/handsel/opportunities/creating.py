"""A new opportunity: contact and opportunity together or not at all, on the entry of its team (B1, B17, W10)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.contacts.matching import attach, find_or_make_account, find_or_make_contact, take_contact
from handsel.contacts.models import Contact
from handsel.kernel.ids import new_id
from handsel.kernel.money import check_currency
from handsel.kernel.refusals import FieldProblem, Invalid, field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.ledger.record import record
from handsel.opportunities.changing_team import Destination, destination
from handsel.opportunities.events import OpportunityCreated
from handsel.opportunities.gate import show_made
from handsel.opportunities.owning import check_owner, is_of_team
from handsel.opportunities.rules import NoChannel
from handsel.opportunities.values import Typed, check_typed
from handsel.organizations.acting import Member, require
from handsel.organizations.rules import Capability
from handsel.workflows.graph import EXISTING_ACCOUNT, NEW, Status
from handsel.workflows.versions import graph_of_version

ME: Any = object()

INSERT = """
INSERT INTO opportunities_opportunity (
    id, organization_id, lineage, team_id, workflow_version_id, step_id, entry_kind, title, contact_id, account_id,
    channel_id, author_id, owner_id, amount, currency, follow_up_at, follow_up_due_at, description, source, attributes,
    parent_id, follow_on_id, revision, created_at, updated_at, entered_at, closed_at)
VALUES (
    %(id)s, %(organization_id)s, nextval('opportunities_lineage'), %(team_id)s, %(version_id)s, %(step_id)s, %(entry_kind)s,
    %(title)s, %(contact_id)s, %(account_id)s, %(channel_id)s, %(author_id)s, %(owner_id)s, %(amount)s::numeric, %(currency)s,
    %(follow_up_at)s, %(follow_up_due_at)s, %(description)s, %(source)s, %(attributes)s::jsonb,
    %(parent_id)s, %(follow_on_id)s, 1, %(at)s, %(at)s, %(at)s, %(closed_at)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    name: str
    phone: str | None = None
    email: str | None = None
    insist: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOpportunity:
    """What was typed. `owner_id` ME (the creator, if of the team), None (Unassigned) or a member of the team."""

    team_id: UUID
    contact_id: UUID | None = None
    new_contact: NewContact | None = None
    channel_id: UUID | None = None
    account_id: UUID | None = None
    new_account: str | None = None
    title: str | None = None
    amount: Any = None
    currency: str | None = None
    follow_up_at: datetime | None = None
    owner_id: UUID | None = ME
    description: str | None = None
    source: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


def create(new: NewOpportunity, *, by: Member, at: datetime) -> str:
    """The new opportunity as its creator sees it, as JSON text."""
    require(by, to=Capability.CREATE)
    _check_team(new.team_id, by=by)
    there = destination(new.team_id)
    channel_id = _choose_channel(new.channel_id)
    currency = check_currency(new.currency, field="currency") if new.currency else by.currency
    typed = _check_typed(new, there, by=by, currency=currency)
    owner_id = choose_owner(new.owner_id, team_id=new.team_id, by=by)
    contact = _contact(new, by=by, at=at)
    account_id, existed = _account(new, contact.account_id, by=by, at=at)
    attach(contact, account_id=account_id, by=by, at=at)
    columns = typed.columns
    made = Made(
        there=there,
        step_id=there.entry(existing_account=existed).id,
        entry_kind=EXISTING_ACCOUNT if existed else NEW,
        title=columns.get("title"),
        contact_id=contact.pk,
        account_id=account_id,
        channel_id=channel_id,
        owner_id=owner_id,
        amount=columns.get("amount"),
        currency=currency,
        follow_up_at=columns.get("follow_up_at"),
        description=columns.get("description", ""),
        source=new.source,
        attributes=typed.attributes,
    )
    record(put_in(made, by=by, at=at), by=by, at=at)
    return show_made(made.id, member=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new row, decided and not yet written. A follow-on of `parent_id` is one of the parent's workflow."""

    id: UUID = field(default_factory=new_id)
    there: Destination
    step_id: str
    entry_kind: str
    title: str | None
    contact_id: UUID | None
    account_id: UUID | None
    channel_id: UUID | None
    owner_id: UUID | None
    amount: Decimal | None
    currency: str
    follow_up_at: datetime | None
    description: str
    source: str = ""
    attributes: Mapping[str, Any]
    parent_id: UUID | None = None
    follow_on_id: UUID | None = None


def put_in(made: Made, *, by: Member, at: datetime) -> OpportunityCreated:
    """Writes the row and gives its fact to record. A follow-up in the future reminds its owner once (B4)."""
    graph = graph_of_version(made.there.version_id)
    plain = {name.name: getattr(made, name.name) for name in fields(made) if name.name != "there"}
    is_open = graph.stage_of(made.step_id).status is Status.OPEN
    due = made.follow_up_at if made.follow_up_at is not None and made.follow_up_at > at else None
    row = {
        **plain,
        "organization_id": by.organization_id,
        "team_id": made.there.team_id,
        "version_id": made.there.version_id,
        "author_id": by.id,
        "follow_up_due_at": due,
        "attributes": _json(made.attributes),
        "closed_at": None if is_open else at,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, row)
    return OpportunityCreated(
        opportunity_id=made.id,
        revision=1,
        workflow_version_id=made.there.version_id,
        team_id=made.there.team_id,
        owner_id=made.owner_id,
        author_id=by.id,
        step=UUID(made.step_id),
        parent=made.parent_id,
        follow_on=None if made.follow_on_id is None else str(made.follow_on_id),
    )


def _check_team(team_id: UUID, *, by: Member) -> None:
    """A team of somebody else is as unknown as one of another organization."""
    if team_id not in by.team_ids and not by.sees_everything:
        raise field_refused("team", say("There is no such team, or you are not in it."))


def _choose_channel(channel_id: UUID | None) -> UUID:
    """One alone is taken by itself; none at all says who can add one (B1)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM organizations_channel WHERE closed_at IS NULL")
        channels = [row[0] for row in cursor.fetchall()]
    if not channels:
        message = say("No channel has been set up yet. An administrator can add one under Set-up › Channels.")
        raise NoChannel(message, fields=[FieldProblem("channel", message)])
    if channel_id is None and len(channels) == 1:
        chosen: UUID = channels[0]
        return chosen
    if channel_id is None:
        raise field_refused("channel", say("Choose the channel through which they came."))
    if channel_id not in channels:
        raise field_refused("channel", say("There is no such channel."))
    return channel_id


def _check_typed(new: NewOpportunity, there: Destination, *, by: Member, currency: str) -> Typed:
    graph = graph_of_version(there.version_id)
    fields = {
        "title": new.title,
        "amount": new.amount,
        "follow_up_at": new.follow_up_at,
        "description": new.description,
    }
    given = {key: value for key, value in fields.items() if value is not None}
    typed = check_typed(graph, given, member=by, currency=currency, deal_amount=there.deal_amount, prefix="")
    if new.attributes:
        more = check_typed(graph, new.attributes, member=by, currency=currency, deal_amount=there.deal_amount)
        if more.contact or more.account or more.columns:
            name = more.keys()[0]
            raise field_refused(
                f"attributes.{name}", say("Give this field by itself, not among the attributes.")
            )
        typed.attributes = more.attributes
    return typed


def choose_owner(owner_id: UUID | None, *, team_id: UUID, by: Member) -> UUID | None:
    """Who creates it owns it, if they sell in this team; nobody outside the team ever does (B4, B17)."""
    if owner_id is None:
        return None
    if owner_id is ME:
        return by.id if by.sales_licence and is_of_team(by.id, team_id=team_id) else None
    check_owner(owner_id, team_id=team_id)
    return owner_id


def _contact(new: NewOpportunity, *, by: Member, at: datetime) -> Contact:
    """Locked, so that nobody else gives them a firm meanwhile."""
    if (new.contact_id is None) == (new.new_contact is None):
        message = say("Name one contact: either `contact`, or `new_contact` with a name.")
        raise Invalid(message, fields=[FieldProblem("contact", message)])
    if new.new_contact is not None:
        contact, _ = find_or_make_contact(
            by,
            name=new.new_contact.name,
            phone=new.new_contact.phone,
            email=new.new_contact.email,
            insist=new.new_contact.insist,
            prefix="new_contact.",
            at=at,
        )
        return contact
    known = take_contact(new.contact_id, by=by)
    if known is None:
        raise field_refused("contact", say("There is no such contact."))
    return known


def _account(
    new: NewOpportunity, contact_account: UUID | None, *, by: Member, at: datetime
) -> tuple[UUID | None, bool]:
    """A new opportunity takes its contact's account unless another is named; whether it existed before (W10)."""
    if new.account_id is not None and new.new_account is not None:
        raise field_refused(
            "account", say("Name one account: either `account`, or `new_account` with a name.")
        )
    if new.new_account is not None:
        account, made = find_or_make_account(
            by, name=check_name(new.new_account, field="new_account.name"), at=at
        )
        return account.id, not made
    if new.account_id is None:
        return contact_account, contact_account is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM contacts_account WHERE id = %s", [new.account_id])
        if cursor.fetchone() is None:
            raise field_refused("account", say("There is no such account."))
    return new.account_id, True


def _json(attributes: Mapping[str, Any]) -> str:
    return json.dumps({key: value for key, value in attributes.items() if value is not None})
