"""Gone for users, and nothing undoes it; the ledger keeps a tombstone without personal data (B6)."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.ledger.record import record
from handsel.opportunities.events import OpportunityDeleted
from handsel.opportunities.gate import take
from handsel.opportunities.leaving import DELETED, leaves
from handsel.opportunities.rules import Permission
from handsel.organizations.acting import Member


def delete(opportunity_id: UUID, *, by: Member, at: datetime, revision: int | None = None) -> None:
    """Notes, activities and tasks go with it, and what is shared ends; contact and account stay."""
    taken = take(opportunity_id, member=by, to=Permission.DELETE, at=at, revision=revision)
    leaves(opportunity_id, cause=DELETED, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM opportunities_opportunity WHERE id = %s", [opportunity_id])
    record(OpportunityDeleted(**taken.before(), step=taken.step_id, number=taken.number), by=by, at=at)
