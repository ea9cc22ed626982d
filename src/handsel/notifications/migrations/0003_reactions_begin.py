"""The reader of reactions begins with the database, not with its first worker: what happens between is not missed."""

from typing import ClassVar

from django.db import migrations

BEGIN = """
INSERT INTO ledger_reader (name, transaction, event_id)
VALUES ('reactions', pg_snapshot_xmin(pg_current_snapshot()), 0) ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notifications", "0002_fences"), ("ledger", "0002_append_only")]
    operations: ClassVar = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
