"""The edit form: several fields, perhaps the owner and a move, all or nothing (B5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.kernel.refusals import field_refused
from handsel.ledger.facts import Fact
from handsel.opportunities.contact_fields import save_contact_fields
from handsel.opportunities.events import OpportunityAssigned, OpportunityEdited
from handsel.opportunities.gate import save, show, take
from handsel.opportunities.moving import columns_of_move, decide, moved
from handsel.opportunities.owning import check_owner, lock_member
from handsel.opportunities.rules import Permission, check_allowed
from handsel.opportunities.values import check_typed, columns_of
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


def edit(opportunity_id: UUID, *, edit: Edit, by: Member, at: datetime, revision: int | None = None) -> str:
    """Refused as each of its parts is refused; an old revision gets the current state, so that both can be shown."""
    if edit.owner not in (KEEP, None):
        lock_member(edit.owner)
    taken = take(opportunity_id, member=by, to=Permission.EDIT, at=at, revision=revision)
    _check_no_twin(edit)
    typed = check_typed(
        taken.graph, edit.fields, member=by, currency=taken.currency, deal_amount=taken.deal_amount, prefix=""
    )
    more = check_typed(
        taken.graph, edit.attributes, member=by, currency=taken.currency, deal_amount=taken.deal_amount
    )
    for part in ("columns", "attributes", "contact", "account"):
        getattr(typed, part).update(getattr(more, part))
    columns = columns_of(taken, typed, at=at)
    facts: list[Fact] = []
    if edit.moves:
        check_allowed(taken.level, Permission.MOVE, capabilities=by.capabilities)
        chosen = decide(
            taken,
            typed,
            by=by,
            transition=edit.transition,
            step=edit.step,
            stage=edit.stage,
            reason=edit.reason,
        )
        columns |= columns_of_move(taken, chosen, reason=edit.reason, at=at)
        facts.append(moved(taken, chosen, reason=edit.reason))
    if edit.owner is not KEEP and edit.owner != taken.owner_id:
        check_allowed(taken.level, Permission.ASSIGN, capabilities=by.capabilities)
        if edit.owner is not None:
            check_owner(edit.owner, team_id=taken.team_id)
        columns["owner_id"] = edit.owner
        facts.append(OpportunityAssigned(**taken.before(), new_owner=edit.owner))
    columns |= save_contact_fields(taken, typed, by=by, at=at)
    if typed.keys():
        facts.append(OpportunityEdited(**taken.before(), fields=typed.keys()))
    if not facts:
        return show(opportunity_id, member=by, at=at)
    return save(taken, columns, *facts, by=by, at=at)


def _check_no_twin(edit: Edit) -> None:
    twins = set(edit.fields) & set(edit.attributes)
    if twins:
        name = min(twins)
        raise field_refused(name, "This field came twice: once by itself, once among the attributes.")
