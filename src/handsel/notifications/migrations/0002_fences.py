from typing import ClassVar

from django.db import migrations

from handsel.database.fences import belongs, tenant_table

TABLE = "notifications_notification"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notifications", "0001_tables"), ("opportunities", "0002_fences")]
    operations: ClassVar = [
        *tenant_table(TABLE, references={"member_id": "organizations_membership"}),
        belongs(TABLE, "opportunity_id", "opportunities_opportunity", on_delete="CASCADE"),
    ]
