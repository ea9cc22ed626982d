"""What colleagues do while somebody listens."""

from typing import Any

from handsel.opportunities.deleting import delete
from handsel.opportunities.owning import set_owner
from handsel.opportunities.quick import set_amount
from handsel.organizations.acting import Member, acting


def amount(opportunity_id: Any, value: str, *, by: Member) -> None:
    with acting(by) as at:
        set_amount(opportunity_id, amount=value, by=by, at=at)


def give(opportunity_id: Any, to: Member, *, by: Member) -> None:
    with acting(by) as at:
        set_owner(opportunity_id, owner_id=to.id, by=by, at=at)


def remove(opportunity_id: Any, *, by: Member) -> None:
    with acting(by) as at:
        delete(opportunity_id, by=by, at=at)
