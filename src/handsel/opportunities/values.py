"""What a person typed into fields: checked by type, split into the opportunity's own columns, its attributes and its contact.

Attributes are known by their keys; the built-in ones (`title`, `contact.email`, …) take part like the others (W16).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from handsel.contacts.matching import region_of
from handsel.database.fields import instant
from handsel.kernel.refusals import FieldProblem, Invalid, Refusal, field_refused, named
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.opportunities.gate import Taken
from handsel.opportunities.rules import AmountsOff
from handsel.organizations.acting import Member
from handsel.workflows.attributes import BUILT_IN, attribute_for, check_value
from handsel.workflows.graph import Graph
from handsel.workflows.rules import Facts

MOST_FIELDS = 500
NAMES = frozenset({"title", "account.name"})
"""Empty means none; white space only is no name (I11)."""
_CONTACT = "contact."
_ACCOUNT = "account."


@dataclass(slots=True)
class Typed:
    """Checked values: `columns` of the opportunity, `attributes` to merge, `contact` fields, the `account`'s name."""

    columns: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)
    account: dict[str, Any] = field(default_factory=dict)
    made: set[UUID] = field(default_factory=set)
    """The rows of contacts and accounts that were made of it when it was saved."""

    def add(self, more: "Typed") -> None:
        for part in ("columns", "attributes", "contact", "account"):
            getattr(self, part).update(getattr(more, part))

    def keys(self) -> list[str]:
        return sorted(
            [
                *self.columns,
                *self.attributes,
                *(_CONTACT + key for key in self.contact),
                *(_ACCOUNT + key for key in self.account),
            ]
        )


class ActiveMembers:
    """Asked only when an attribute of type user comes along."""

    def __contains__(self, member_id: object) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT FROM organizations_membership WHERE id::text = %s AND joined_at IS NOT NULL AND deactivated_at IS NULL",
                [str(member_id)],
            )
            return cursor.fetchone() is not None


def check_typed(
    graph: Graph,
    typed: Mapping[str, Any],
    *,
    member: Member,
    currency: str,
    deal_amount: bool,
    prefix: str = "attributes.",
) -> Typed:
    """All fields at fault are named at once; nothing is stored here."""
    if len(typed) > MOST_FIELDS:
        raise field_refused(prefix.removesuffix("."), say("At most {most} fields at once.", most=MOST_FIELDS))
    checked, problems = Typed(), []
    for key, value in typed.items():
        name = key if key in BUILT_IN and prefix == "" else f"{prefix}{key}"
        attribute = attribute_for(graph, key)
        if attribute is None:
            problems.append(FieldProblem(name, say("This workflow has no such field.")))
            continue
        if key == "amount" and not deal_amount:
            raise AmountsOff(
                say("This team does not use amounts. An administrator can switch them on."),
                fields=[FieldProblem(name, say("This team does not use amounts."))],
            )
        try:
            plain = check_value(
                attribute,
                value,
                field=name,
                currency=currency,
                region=region_of(member),
                zone=ZoneInfo(member.time_zone),
                members=ActiveMembers(),
            )
            if key in NAMES and plain:
                check_name(plain, field=name)
        except Refusal as refusal:
            problems += refusal.fields or [FieldProblem(name, refusal.detail)]
            continue
        _sort_in(checked, key, plain)
    if problems:
        raise Invalid(named(problems), fields=problems)
    return checked


def _sort_in(checked: Typed, key: str, plain: Any) -> None:
    if key.startswith(_CONTACT):
        checked.contact[key.removeprefix(_CONTACT)] = plain
    elif key.startswith(_ACCOUNT):
        checked.account[key.removeprefix(_ACCOUNT)] = plain
    elif key == "amount":
        checked.columns["amount"] = None if plain is None else Decimal(plain)
    elif key == "follow_up_at":
        checked.columns["follow_up_at"] = None if plain is None else datetime.fromisoformat(plain)
    elif key == "description":
        checked.columns["description"] = plain or ""
    elif key in BUILT_IN:
        checked.columns[key] = plain
    else:
        checked.attributes[key] = plain


def facts_of(taken: Taken, typed: Typed, *, by: Member) -> Facts:
    """What a move is judged by once `typed` is saved. Where the team has amounts off nobody can fill one (B4)."""
    unasked = frozenset[str]() if taken.deal_amount else frozenset({"amount"})
    return Facts(roles=frozenset(by.roles), values=values_after(taken, typed), unasked=unasked)


def values_after(taken: Taken, typed: Typed) -> dict[str, Any]:
    """By attribute key, as they will be when `typed` is saved: what required attributes are judged by."""
    columns = typed.columns
    follow_up = columns.get("follow_up_at", taken.follow_up_at)
    return {
        **taken.attributes,
        **typed.attributes,
        "title": columns.get("title", taken.title),
        "amount": columns.get("amount", taken.amount),
        "follow_up_at": instant(follow_up),
        "description": columns.get("description", taken.description),
        "contact.first_name": typed.contact.get("first_name", taken.first_name),
        "contact.last_name": typed.contact.get("last_name", taken.last_name),
        "contact.email": typed.contact.get("email", taken.email),
        "contact.phone": typed.contact.get("phone", taken.phone),
        "account.name": typed.account.get("name", taken.account_name),
    }


def columns_of(taken: Taken, typed: Typed, *, at: datetime) -> dict[str, Any]:
    """What to write into the opportunity's own row; a follow-up in the future reminds its owner once (B4)."""
    columns = dict(typed.columns)
    if typed.attributes:
        merged = {**taken.attributes, **typed.attributes}
        columns["attributes"] = {key: value for key, value in merged.items() if value is not None}
    if "follow_up_at" in columns:
        follow_up = columns["follow_up_at"]
        columns["follow_up_due_at"] = follow_up if follow_up is not None and follow_up > at else None
    return columns
