"""How long shares last by default and at most (S1)."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("organizations", "0003_entering")]
    operations: ClassVar = [
        migrations.AddField(
            "organization", "share_default_days", models.IntegerField(default=90, db_default=90)
        ),
        migrations.AddField(
            "organization", "share_maximum_days", models.IntegerField(default=365, db_default=365)
        ),
        migrations.AddConstraint(
            "organization",
            models.CheckConstraint(
                name="share_terms_in_order",
                condition=models.Q(
                    share_default_days__gte=1,
                    share_default_days__lte=models.F("share_maximum_days"),
                    share_maximum_days__lte=3650,
                ),
            ),
        ),
    ]
