from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.AddField(model_name="event", name="cause_id", field=models.UUIDField(null=True)),
    ]
