"""A share that an automation stopped remembers which: `stopped_by` is the automation's author (S7, A4)."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("shares", "0002_fences")]
    operations: ClassVar = [
        migrations.AddField("share", "stopped_by_automation_id", models.UUIDField(null=True)),
    ]
