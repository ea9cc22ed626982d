"""Views of the table of all opportunities: without a team."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import MD5


class Migration(migrations.Migration):
    dependencies: ClassVar = [("board", "0002_fences")]
    operations: ClassVar = [
        migrations.AlterField(
            "savedview",
            "team",
            models.ForeignKey(
                null=True,
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                to="organizations.team",
            ),
        ),
        migrations.AddConstraint(
            "savedview",
            models.UniqueConstraint(
                models.F("organization"),
                models.F("member"),
                MD5("name"),
                name="table_view_name_once",
                condition=models.Q(team__isnull=True),
            ),
        ),
    ]
