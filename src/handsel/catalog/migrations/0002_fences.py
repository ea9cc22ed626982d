from typing import ClassVar

from django.db import migrations

from handsel.database.fences import tenant_table


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalog", "0001_tables"), ("organizations", "0002_fences")]
    operations: ClassVar = [*tenant_table("catalog_product")]
