"""Sharing and revoking as a call says it: decided at once, and remembered under the id that the answer gives."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from handsel.compatible.models import Request
from handsel.compatible.reading import Element
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import NotFound
from handsel.kernel.sentences import as_it_is
from handsel.organizations.acting import Member
from handsel.shares.batches import Item, run_now
from handsel.shares.rules import Lasting


class NoSuchRequest(NotFound):
    code = "no_such_request"


def share(elements: Sequence[Element], *, by: Member, at: datetime) -> Request:
    items = [
        Item(
            index=place,
            is_stop=False,
            opportunity_id=one.opportunity,
            to_member=one.user,
            lasting=Lasting(minutes=one.minutes),
            access=one.access,
        )
        for place, one in enumerate(elements)
    ]
    return _run(items, by=by, at=at)


def revoke(elements: Sequence[Element], *, by: Member, at: datetime) -> Request:
    """Every share of the opportunity with the user, whatever its access. Nothing there is no error (S7)."""
    items = [
        Item(index=place, is_stop=True, opportunity_id=one.opportunity, to_member=one.user)
        for place, one in enumerate(elements)
    ]
    return _run(items, by=by, at=at)


def find_request(request_id: UUID, *, member: Member) -> Request:
    """One's own; another's is as absent as none."""
    found = Request.objects.filter(pk=request_id, member_id=member.id).first()
    if found is None:
        raise NoSuchRequest(as_it_is("There is no such request. Check the id."))
    return found


def _run(items: Sequence[Item], *, by: Member, at: datetime) -> Request:
    request_id = new_id()
    outcomes = {one.index: one.refusal for one in run_now(items, batch_id=request_id, by=by, at=at)}
    results = [
        {"code": refusal and refusal.code, "text": refusal and refusal.detail}
        for refusal in (outcomes[item.index] for item in items)
    ]
    return Request.objects.create(
        id=request_id,
        organization_id=by.organization_id,
        member_id=by.id,
        asked_at=at,
        results=results,
    )
