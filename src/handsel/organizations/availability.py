"""Whether a member can be reached, and since when (O5)."""

from datetime import datetime

from handsel.ledger.record import record
from handsel.organizations.acting import Member
from handsel.organizations.events import MemberEdited
from handsel.organizations.models import AvailabilityChange, Membership
from handsel.organizations.rules import Availability, check_known


def change(state: str, *, by: Member, at: datetime) -> Membership:
    """One's own. The history keeps every change."""
    wanted = check_known(Availability, state, field="state")
    member = Membership.objects.select_for_update(no_key=True).get(pk=by.id)
    if member.availability == wanted:
        return member
    member.availability = wanted.value
    member.save(update_fields=["availability"])
    AvailabilityChange.objects.create(
        organization_id=by.organization_id, member=member, state=wanted.value, at=at
    )
    fact = MemberEdited(
        subject_id=by.id, changed=["availability"], roles=list(by.roles), sales_licence=by.sales_licence
    )
    record(fact, by=by, at=at)
    return member
