from typing import ClassVar

from django.db import migrations

from handsel.database.fences import tenant_table


class Migration(migrations.Migration):
    dependencies: ClassVar = [("board", "0001_tables"), ("organizations", "0002_fences")]
    operations: ClassVar = [
        *tenant_table(
            "board_savedview",
            references={"member_id": "organizations_membership", "team_id": "organizations_team"},
        ),
    ]
