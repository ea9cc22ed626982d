from typing import ClassVar

from django.db import models
from django.db.models.functions import MD5

from handsel.kernel.ids import new_id
from handsel.organizations.models import Organization


class Workflow(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    name = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("organization", MD5("name"), name="workflow_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkflowVersion(models.Model):
    """A published form of a workflow: numbered, and never changed (W1)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    workflow = models.ForeignKey(
        Workflow, on_delete=models.PROTECT, related_name="versions", db_constraint=False
    )
    number = models.IntegerField()
    document = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="version_number_once", fields=["organization", "workflow", "number"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workflow_id} {self.number}"


class VersionStep(models.Model):
    """The steps of a version once more, as rows: what an opportunity's step refers to, and what SQL joins."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    version = models.ForeignKey(
        WorkflowVersion, on_delete=models.CASCADE, related_name="steps", db_constraint=False
    )
    step_id = models.UUIDField()
    name = models.TextField()
    position = models.IntegerField()
    stage_id = models.UUIDField()
    stage_name = models.TextField()
    stage_position = models.IntegerField()
    fields = models.JSONField(default=list)
    status = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="version_step_once", fields=["organization", "version", "step_id"]),
            models.CheckConstraint(
                name="step_status_known", condition=models.Q(status__in=["open", "won", "lost", "archived"])
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorkflowDraft(models.Model):
    """The form of a workflow that is being edited: one per workflow, and it goes with it.

    `revision` counts every change and never starts again. `based_on` is the number of the version that the draft began
    as; null where nothing has been published. `edited_at` and `edited_by` are null where it has not been changed since.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    workflow = models.ForeignKey(
        Workflow, on_delete=models.CASCADE, related_name="drafts", db_constraint=False
    )
    document = models.JSONField()
    revision = models.IntegerField(default=1)
    based_on = models.IntegerField(null=True)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_draft_per_workflow", fields=["organization", "workflow"]),
        ]

    def __str__(self) -> str:
        return f"{self.workflow_id} draft {self.revision}"
