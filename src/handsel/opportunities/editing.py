"""The edit form: several fields, perhaps the owner and a move, all or nothing (B5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from handsel.database.fields import instant
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.ledger.facts import Fact
from handsel.opportunities.contact_fields import save_contact_fields
from handsel.opportunities.events import OpportunityAssigned, OpportunityEdited
from handsel.opportunities.gate import Taken, check_revision, save, show, take
from handsel.opportunities.moving import Wanted, check_not_gone, decide, given, go
from handsel.opportunities.owning import check_owner, lock_member
from handsel.opportunities.rules import Permission, check_allowed
from handsel.opportunities.triggers import Move
from handsel.opportunities.values import Typed, check_typed, columns_of
from handsel.organizations.acting import Member

KEEP: Any = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What was typed. `fields` by built-in key, `attributes` by key of the layout or built-in key; `owner` KEEP or an id."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    owner: UUID | None = KEEP
    transition: str | None = None
    step: str | None = None
    stage: str | None = None
    reason: str | None = None

    @property
    def moves(self) -> bool:
        return any((self.transition, self.step, self.stage))

    @property
    def wanted(self) -> Wanted:
        return Wanted(transition=self.transition, step=self.step, stage=self.stage, reason=given(self.reason))

    def typed(self) -> dict[str, Any]:
        """As it came, by key."""
        plain = {key: instant(one) if isinstance(one, datetime) else one for key, one in self.fields.items()}
        return {**plain, **self.attributes}


def edit(opportunity_id: UUID, *, edit: Edit, by: Member, at: datetime, revision: int | None = None) -> str:
    """Refused as each of its parts is refused; an old revision gets the current state, so that both can be shown."""
    if edit.owner not in (KEEP, None):
        lock_member(edit.owner)
    taken = take(opportunity_id, member=by, to=Permission.EDIT, at=at)
    check_not_gone(taken, edit.wanted, typed=edit.typed(), by=by, at=at)
    check_revision(taken, revision, member=by, at=at)
    _check_no_twin(edit)
    typed = _check_typed(edit, taken, by=by)
    chosen = None
    if edit.moves:
        check_allowed(taken.level, Permission.MOVE, capabilities=by.capabilities)
        chosen = decide(taken, typed, edit.wanted, by=by)
    facts: list[Fact] = []
    columns = columns_of(taken, typed, at=at)
    if edit.owner is not KEEP and edit.owner != taken.owner_id:
        check_allowed(taken.level, Permission.ASSIGN, capabilities=by.capabilities)
        if edit.owner is not None:
            check_owner(edit.owner, team_id=taken.team_id)
        columns["owner_id"] = edit.owner
        facts.append(OpportunityAssigned(**taken.before(), new_owner=edit.owner))
    columns |= save_contact_fields(taken, typed, by=by, at=at)
    if chosen is not None:
        facts = [*go(Move(taken, chosen, typed, columns, by, at), reason=edit.wanted.reason), *facts]
    if typed.keys():
        facts.append(OpportunityEdited(**taken.before(), fields=typed.keys()))
    if not facts:
        return show(opportunity_id, member=by, at=at)
    return save(taken, columns, *facts, by=by, at=at)


def _check_typed(edit: Edit, taken: Taken, *, by: Member) -> Typed:
    check = partial(
        check_typed, taken.graph, member=by, currency=taken.currency, deal_amount=taken.deal_amount
    )
    typed = check(edit.fields, prefix="")
    typed.add(check(edit.attributes))
    return typed


def _check_no_twin(edit: Edit) -> None:
    twins = set(edit.fields) & set(edit.attributes)
    if twins:
        name = min(twins)
        raise field_refused(name, say("This field came twice: once by itself, once among the attributes."))
