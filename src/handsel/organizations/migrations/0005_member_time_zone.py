"""The time zone in which a member is shown times; empty: the organization's."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("organizations", "0004_share_terms")]
    operations: ClassVar = [
        migrations.AddField(
            "membership", "time_zone", models.TextField(default="", db_default="", blank=True)
        ),
    ]
