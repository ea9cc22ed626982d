from typing import ClassVar

from django.db import migrations

from handsel.database.fences import fenced


class Migration(migrations.Migration):
    dependencies: ClassVar = [("http", "0001_tables"), ("database", "0001_functions")]
    operations: ClassVar = [
        fenced("http_idempotencykey", system_reads=True),
    ]
