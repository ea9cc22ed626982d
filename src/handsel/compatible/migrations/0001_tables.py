"""How often a key called, and what became of what it asked for."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import handsel.kernel.ids


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = [("organizations", "0002_fences")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Calls",
            fields=[
                (
                    "key",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="organizations.apikey",
                    ),
                ),
                (
                    "at",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), size=None),
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
            name="Request",
            fields=[
                (
                    "id",
                    models.UUIDField(default=handsel.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("asked_at", models.DateTimeField()),
                ("results", models.JSONField()),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
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
            options={
                "indexes": [models.Index(fields=["asked_at"], name="compatible_request_by_age")],
            },
        ),
    ]
