"""What happened to people is few beside what happened to opportunities, and asked for by whom it is about (S11)."""

from typing import ClassVar

from django.db import migrations, models

TYPES = (
    "member.invited", "member.joined", "member.edited", "member.deactivated", "member.reactivated", "team.edited",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0003_cause")]
    operations: ClassVar = [
        migrations.AddIndex(
            "event",
            models.Index(
                name="event_of_people",
                fields=["organization_id", "at", "id"],
                condition=models.Q(type__in=TYPES),
            ),
        ),
    ]
