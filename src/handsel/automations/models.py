from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from handsel.kernel.ids import new_id
from handsel.organizations.models import Membership, Organization


class Automation(models.Model):
    """A recipe with its draft. `version` is the number of the one that is live or paused; null while it is only a draft.

    The author is who published last: it acts with their rights (A4). A deleted one stays, as what it did names it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    name = models.TextField()
    position = models.IntegerField()
    """Of several that one event sets off, the first goes first (A5)."""
    state = models.TextField(default="draft")
    stopped_cause = models.TextField(null=True)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    draft = models.JSONField(default=dict)
    draft_revision = models.IntegerField(default=1)
    version = models.IntegerField(null=True)
    secret = models.TextField()
    """Signs what its webhooks send."""
    live_since = models.DateTimeField(null=True)
    """What happened before sets it off no more. Kept while it is published again without a pause."""
    next_due_at = models.DateTimeField(null=True)
    """Of a live one with a schedule."""
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organization",
                MD5("name"),
                name="automation_name_once",
                condition=Q(deleted_at__isnull=True),
            ),
            models.CheckConstraint(
                name="automation_state_known", condition=Q(state__in=["draft", "live", "paused", "stopped"])
            ),
            models.CheckConstraint(
                name="automation_runs_a_version", condition=Q(state="draft") | Q(version__isnull=False)
            ),
            models.CheckConstraint(
                name="automation_stopped_says_why",
                condition=Q(state="stopped", stopped_cause__isnull=False)
                | (~Q(state="stopped") & Q(stopped_cause__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="automation_in_order", fields=["organization", "position", "id"]),
            models.Index(
                name="automation_due", fields=["next_due_at"], condition=Q(next_due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AutomationVersion(models.Model):
    """A published recipe: numbered, and never changed (A1)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    automation = models.ForeignKey(
        Automation, on_delete=models.PROTECT, related_name="versions", db_constraint=False
    )
    number = models.IntegerField()
    document = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="automation_version_once", fields=["organization", "automation", "number"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.automation_id} {self.number}"


from handsel.automations.runs_models import Line, Run  # noqa: E402, F401 (Django looks for models here)
