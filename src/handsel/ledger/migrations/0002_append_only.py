"""Events are fenced, and never changed: UPDATE, DELETE and TRUNCATE are refused by triggers."""

from typing import ClassVar

from django.db import migrations

from handsel.database.fences import fenced, unfenced

APPEND_ONLY = [
    "CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR DELETE ON ledger_event "
    "FOR EACH ROW EXECUTE FUNCTION handsel_refuse()",
    "CREATE TRIGGER events_are_never_emptied BEFORE TRUNCATE ON ledger_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION handsel_refuse()",
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0001_tables"), ("database", "0001_functions")]
    operations: ClassVar = [
        fenced("ledger_event", system_reads=True),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
        unfenced("ledger_reader"),
    ]
