"""What teams, which stand below workflows, ask of them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from handsel.organizations.acting import Actor
from handsel.workflows.models import Workflow
from handsel.workflows.publishing import publish_free


class WorkflowsForTeams:
    """Fits `organizations.upstairs.Workflows`."""

    def make_default(self, name: str, *, by: Actor, at: datetime) -> UUID:
        """Called as the team, unless a workflow is called so already."""
        taken = Workflow.objects.filter(name=name).exists()
        return publish_free(f"{name} (free)" if taken else name, by=by, at=at).pk

    def names_of(self, workflow_ids: Collection[UUID]) -> dict[UUID, str]:
        return dict(Workflow.objects.filter(pk__in=workflow_ids).values_list("id", "name"))
