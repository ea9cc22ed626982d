"""What a transition sets off inside its own transaction (W8): each at most once per move, in the listed order.

A trigger that refuses takes the whole move back, for nothing has been written before it but in this transaction.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.contacts.matching import attach, find_or_make_account, take_contact
from handsel.contacts.models import Contact
from handsel.kernel.refusals import Conflict
from handsel.kernel.sentences import say, word
from handsel.kernel.text import is_filled
from handsel.opportunities.events import OpportunityTriggered
from handsel.opportunities.gate import Taken
from handsel.opportunities.values import Typed
from handsel.organizations.acting import Member
from handsel.workflows.attributes import BUILT_IN
from handsel.workflows.graph import Transition
from handsel.workflows.rules import incomplete


@dataclass(frozen=True, slots=True)
class Move:
    """A move that is decided and not yet written. `columns` are those of the opportunity that will be: a trigger adds
    what it made, so that it ends in the same UPDATE."""

    taken: Taken
    transition: Transition
    typed: Typed
    columns: dict[str, Any]
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """The row that a trigger made, or found and used."""

    id: UUID
    made: bool


Trigger = Callable[[Move], Made]


class TriggerMissing(Conflict):
    code = "trigger_missing"


def register(name: str, trigger: Trigger) -> None:
    """For the rooms above, in `AppConfig.ready`."""
    _triggers[name] = trigger


def run_triggers(move: Move) -> Iterator[OpportunityTriggered]:
    for name in dict.fromkeys(move.transition.triggers):
        trigger = _triggers.get(name)
        if trigger is None:
            raise TriggerMissing(
                say(
                    "{transition} is to {name}, which this Handsel can't do yet. "
                    "An administrator can take the trigger out of the workflow.",
                    transition=move.transition.name,
                    name=word(name),
                )
            )
        done = trigger(move)
        yield OpportunityTriggered(**move.taken.before(), trigger=name, made=done.made, made_id=done.id)


def create_account(move: Move) -> Made:
    """The account there is, else the contact's, else one of the contact's name, found or made (D4)."""
    there = move.columns.get("account_id", move.taken.account_id)
    if there is not None:
        return Made(there, there in move.typed.made)
    contact = _take_contact(move)
    if contact is not None and contact.account_id is not None:
        move.columns["account_id"] = contact.account_id
        return Made(contact.account_id, made=False)
    if contact is None or not is_filled(contact.name):
        raise incomplete(move.transition, [BUILT_IN["account.name"]])
    account, made = find_or_make_account(
        move.by, name=contact.name, field="attributes.account.name", at=move.at
    )
    attach(contact, account_id=account.pk, by=move.by, at=move.at)
    move.columns["account_id"] = account.pk
    return Made(account.pk, made)


def create_contact(move: Move) -> Made:
    """The contact there is; of the account, where the contact has none yet. What was typed has made one before."""
    contact = _take_contact(move)
    if contact is None:
        raise incomplete(move.transition, [BUILT_IN["contact.first_name"]])
    account_id = move.columns.get("account_id", move.taken.account_id)
    attach(contact, account_id=account_id, by=move.by, at=move.at)
    return Made(contact.pk, contact.pk in move.typed.made)


def _take_contact(move: Move) -> Contact | None:
    return take_contact(move.columns.get("contact_id", move.taken.contact_id), by=move.by)


_triggers: dict[str, Trigger] = {"create_account": create_account, "create_contact": create_contact}
