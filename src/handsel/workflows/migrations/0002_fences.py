"""Versions are fenced and never changed (W1); a team's workflow is one of its organization."""

from typing import ClassVar

from django.db import migrations

from handsel.database.fences import belongs, tenant_table

WORKFLOW, VERSION = "workflows_workflow", "workflows_workflowversion"
IMMUTABLE = [
    f"CREATE TRIGGER version_is_never_changed BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION handsel_refuse()"
    for table in (VERSION, "workflows_versionstep")
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("workflows", "0001_tables"), ("organizations", "0002_fences")]
    operations: ClassVar = [
        *tenant_table(WORKFLOW),
        *tenant_table(VERSION, references={"workflow_id": WORKFLOW}),
        *tenant_table("workflows_versionstep", references={"version_id": VERSION}),
        belongs("organizations_team", "workflow_id", WORKFLOW),
        migrations.RunSQL(IMMUTABLE, migrations.RunSQL.noop),
    ]
