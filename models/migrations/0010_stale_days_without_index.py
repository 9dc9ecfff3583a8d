from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0009_activity_read_by_index")]

    operations = [
        # Loads write many stale days, and a run for the newest day reads all of them.
        ops.AlterField(model_name="StaleDay", name="day", field=fields.DateField()),
    ]
