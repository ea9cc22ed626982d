from typing import ClassVar

from django.db import migrations

from handsel.database.fences import belongs, fenced, stays, tenant_table


class Migration(migrations.Migration):
    dependencies: ClassVar = [("compatible", "0001_tables"), ("organizations", "0002_fences")]
    operations: ClassVar = [
        belongs("compatible_calls", "key_id", "organizations_apikey", on_delete="CASCADE"),
        fenced("compatible_calls"),
        stays("compatible_calls"),
        *tenant_table(
            "compatible_request", references={"member_id": "organizations_membership"}, system_reads=True
        ),
    ]
