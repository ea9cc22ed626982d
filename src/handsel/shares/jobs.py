"""What the worker does for batches of shares. `start` is what a reader of the ledger calls after `share.batch_begun`."""

from datetime import datetime
from uuid import UUID

from procrastinate import Blueprint

from handsel.ledger.readers import Recorded
from handsel.organizations.acting import Actor, System, acting
from handsel.organizations.authentication import member_by_id
from handsel.shares import batches

tasks = Blueprint()


def start(event: Recorded, at: datetime) -> None:  # noqa: ARG001 (a reaction)
    decide_batch.defer(
        batch_id=str(event.subject_id),
        member_id=str(event.data["member_id"]),
        organization_id=str(event.organization_id),
    )


@tasks.task(name="decide_batch", retry=5)
def decide_batch(*, batch_id: str, member_id: str, organization_id: str) -> None:
    """Safe to run twice, also at once: what is decided is no longer found."""
    by: Actor = member_by_id(UUID(member_id)) or System(organization_id=UUID(organization_id))
    while True:
        with acting(by) as at:
            count = batches.run_chunk(UUID(batch_id), by=by, at=at)
        if count == 0:
            return
