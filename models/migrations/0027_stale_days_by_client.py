from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0026_jobs_and_events_of_any_kind")]

    operations = [
        # Answers about a partner look up its clients' stale days. Nothing looks for a row by its id, and one index more
        # would make loads slower, which write many of these rows.
        ops.RunSQL(
            "ALTER TABLE stale_day DROP CONSTRAINT stale_day_pkey;"
            " CREATE INDEX stale_day_by_client ON stale_day (client_id)",
            reverse_sql="DROP INDEX stale_day_by_client; ALTER TABLE stale_day ADD PRIMARY KEY (id)",
        ),
    ]
