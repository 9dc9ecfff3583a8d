from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0010_stale_days_without_index")]

    operations = [
        # The tables of a run have other columns now. Without its mark a run that an older version left open is gathered
        # again, as after a crash of the server.
        ops.RunSQL("DELETE FROM run_mark", reverse_sql="DELETE FROM run_mark"),
    ]
