"""The draft of a workflow: the form that is being edited, one row per workflow (W1). It goes with its workflow."""

import django.db.models.deletion
from django.db import migrations, models

import handsel.kernel.ids
from handsel.database.fences import belongs, fenced, stays, tenant_key

DRAFT, WORKFLOW = "workflows_workflowdraft", "workflows_workflow"


class Migration(migrations.Migration):
    dependencies = [("workflows", "0002_fences")]
    operations = [
        migrations.CreateModel(
            name="WorkflowDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=handsel.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("document", models.JSONField()),
                ("revision", models.IntegerField(default=1)),
                ("based_on", models.IntegerField(null=True)),
                ("edited_at", models.DateTimeField(null=True)),
                ("edited_by", models.UUIDField(null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="organizations.organization"
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="workflows.workflow",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="workflowdraft",
            constraint=models.UniqueConstraint(
                fields=("organization", "workflow"), name="one_draft_per_workflow"
            ),
        ),
        tenant_key(DRAFT),
        belongs(DRAFT, "workflow_id", WORKFLOW, on_delete="CASCADE"),
        fenced(DRAFT),
        stays(DRAFT),
    ]
