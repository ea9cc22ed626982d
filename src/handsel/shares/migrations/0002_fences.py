from typing import ClassVar

from django.db import migrations

from handsel.database.fences import tenant_table

MEMBER = "organizations_membership"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("shares", "0001_tables"), ("opportunities", "0004_grants_outlive")]
    operations: ClassVar = [
        *tenant_table(
            "shares_share",
            references={
                "member_id": MEMBER,
                "team_id": "organizations_team",
                "given_by": MEMBER,
                "stopped_by": MEMBER,
                "more_time_by": MEMBER,
            },
            system_reads=True,
        ),
    ]
