"""A grant outlives its opportunity: who could see it, and until when, is still known after it was deleted (S8, S11)."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

GRANT = "opportunities_grant"
KEY = f"{GRANT}_opportunity_id_tenant"

OUTLIVES = f"""
ALTER TABLE {GRANT} DROP CONSTRAINT {KEY}, ADD CONSTRAINT {KEY}
    FOREIGN KEY (organization_id, opportunity_id) REFERENCES opportunities_opportunity (organization_id, id)
    ON DELETE SET NULL (opportunity_id);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("opportunities", "0003_families")]
    operations: ClassVar = [
        migrations.AlterField(
            "grant",
            "opportunity",
            models.ForeignKey(
                "opportunities.opportunity",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="grants",
                db_constraint=False,
            ),
        ),
        migrations.RunSQL(OUTLIVES, migrations.RunSQL.noop),
    ]
