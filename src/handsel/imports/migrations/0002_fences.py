from typing import ClassVar

from django.db import migrations

from handsel.database.fences import belongs, fenced, stays, tenant_table

RUN = "imports_import"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("imports", "0001_tables"), ("opportunities", "0002_fences")]
    operations: ClassVar = [
        *tenant_table(RUN, references={"member_id": "organizations_membership"}),
        *tenant_table("imports_importfile", references={"run_id": RUN}),
        fenced("imports_importrow"),
        stays("imports_importrow"),
        belongs("imports_importrow", "run_id", RUN, on_delete="CASCADE"),
        fenced("imports_original"),
        stays("imports_original"),
    ]
