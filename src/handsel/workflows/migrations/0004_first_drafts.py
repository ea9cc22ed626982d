"""Every workflow has a draft: of those that are there, the newest version.

What older code makes meanwhile gets its draft when somebody first asks for it.
"""

from django.db import migrations

FILL = """
INSERT INTO workflows_workflowdraft (id, organization_id, workflow_id, document, revision, based_on)
SELECT gen_random_uuid(), v.organization_id, v.workflow_id, v.document, 1, v.number
FROM (SELECT DISTINCT ON (workflow_id) * FROM workflows_workflowversion ORDER BY workflow_id, number DESC) v
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0003_draft")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
