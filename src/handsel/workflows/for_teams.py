"""What teams ask of workflows: names, and a default for a new team."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from handsel.organizations.acting import Actor
from handsel.workflows.models import Workflow
from handsel.workflows.publishing import publish_free


def make_default(name: str, *, by: Actor, at: datetime) -> UUID:
    """A free workflow of the team's name, or of the next free name like it (W12)."""
    taken = set(Workflow.objects.filter(name__startswith=name).values_list("name", flat=True))
    free = next(one for one in (name, *(f"{name} {number}" for number in range(2, 1000))) if one not in taken)
    return publish_free(free, by=by, at=at).id


def names_of(workflow_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of those that something of has been published: a draft alone is nothing that a team could follow."""
    published = Workflow.objects.filter(pk__in=workflow_ids, versions__isnull=False).distinct()
    return dict(published.values_list("id", "name"))
