"""What a line says besides its kind and its opportunity: instants, causes, ids of people."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models.expressions import Value


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notifications", "0003_reactions_begin")]
    operations: ClassVar = [
        migrations.AddField(
            "notification",
            "data",
            models.JSONField(default=dict, db_default=Value({}, models.JSONField())),
        ),
    ]
