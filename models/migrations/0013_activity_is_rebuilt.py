from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0012_months_in_a_window")]

    operations = [
        ops.AddField(
            model_name="RecomputeJob",
            name="rebuild_activity",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="RecomputeJob",
            name="activity_rebuilt",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Calendar", name="activity_checked", field=fields.BooleanField(default=True, db_default=True)
        ),
        # Older versions could forget the daily activity of a month's first events; a calendar that is there is of one.
        ops.RunSQL("UPDATE calendar SET activity_checked = false", reverse_sql="SELECT"),
    ]
