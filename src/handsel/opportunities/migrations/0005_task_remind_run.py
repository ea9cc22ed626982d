"""A task remembers the run of an automation that set its reminder: what it sets off goes on in that run's chain (A5)."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("opportunities", "0004_grants_outlive")]
    operations: ClassVar = [
        migrations.AddField("task", "remind_run_id", models.UUIDField(null=True)),
    ]
