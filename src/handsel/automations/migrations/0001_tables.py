"""Automations and their versions, in their fences."""

import django.db.models.deletion
import django.db.models.functions.text
import handsel.kernel.ids
from django.db import migrations, models

from handsel.database.fences import tenant_table

AUTOMATION, VERSION = "automations_automation", "automations_automationversion"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0002_fences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Automation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=handsel.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("name", models.TextField()),
                ("position", models.IntegerField()),
                ("state", models.TextField(default="draft")),
                ("stopped_cause", models.TextField(null=True)),
                ("draft", models.JSONField(default=dict)),
                ("draft_revision", models.IntegerField(default=1)),
                ("version", models.IntegerField(null=True)),
                ("secret", models.TextField()),
                ("next_due_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.membership",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="organizations.organization"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AutomationVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=handsel.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("number", models.IntegerField()),
                ("document", models.JSONField()),
                ("published_at", models.DateTimeField()),
                ("published_by", models.UUIDField()),
                (
                    "automation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="automations.automation",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="organizations.organization"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="automation",
            index=models.Index(fields=["organization", "position", "id"], name="automation_in_order"),
        ),
        migrations.AddIndex(
            model_name="automation",
            index=models.Index(
                condition=models.Q(("next_due_at__isnull", False)),
                fields=["next_due_at"],
                name="automation_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="automation",
            constraint=models.UniqueConstraint(
                models.F("organization"),
                django.db.models.functions.text.MD5("name"),
                condition=models.Q(("deleted_at__isnull", True)),
                name="automation_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="automation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "live", "paused", "stopped"])),
                name="automation_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="automation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("version__isnull", False), _connector="OR"),
                name="automation_runs_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="automation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "stopped"), ("stopped_cause__isnull", False)),
                    models.Q(models.Q(("state", "stopped"), _negated=True), ("stopped_cause__isnull", True)),
                    _connector="OR",
                ),
                name="automation_stopped_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="automationversion",
            constraint=models.UniqueConstraint(
                fields=("organization", "automation", "number"), name="automation_version_once"
            ),
        ),
        *tenant_table(AUTOMATION, references={"author_id": "organizations_membership"}, system_reads=True),
        *tenant_table(VERSION, references={"automation_id": AUTOMATION}),
    ]
