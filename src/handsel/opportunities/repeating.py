"""A request that is repeated gets its answer again, but nobody reads in it of what they may not see any more (S3)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.sentences import say
from handsel.opportunities.access import values, visible
from handsel.opportunities.lapsed import check_not_ended
from handsel.opportunities.rules import OpportunityNotFound
from handsel.organizations.acting import member_of

# Ids of anything else are passed over. What is deleted is hidden from everybody. Who made one that they don't see is told of
# it once (`gate.show_made`): while nobody has touched it, this is that answer, which may have been lost on its way.
HIDDEN = f"""
SELECT one.id FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS one(id, place)
LEFT JOIN opportunities_opportunity o ON o.id = one.id
WHERE CASE WHEN o.id IS NOT NULL THEN ({visible()} OR (o.author_id = %(me)s AND o.revision = 1)) IS NOT TRUE ELSE EXISTS (
    SELECT FROM ledger_event e WHERE e.organization_id = %(organization)s AND e.opportunity_id = one.id
        AND e.type = 'opportunity.deleted') END
ORDER BY one.place LIMIT 1
"""


def check_still_seen(request: Any, ids: Sequence[UUID]) -> None:
    """Of opportunities among the ids: each must be in sight at the instant of the request."""
    member, at = member_of(request)
    given = {**values(member, at), "organization": member.organization_id, "ids": list(ids)}
    with connection.cursor() as cursor:
        cursor.execute(HIDDEN, given)
        hidden = cursor.fetchone()
    if hidden is not None:
        check_not_ended(hidden[0], member=member, at=at)
        raise OpportunityNotFound(
            say("This was done when it first came, and not again. You can't see the opportunity any more.")
        )
