from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0007_decisions_name_their_inputs")]

    operations = [
        ops.AddField(model_name="RecomputeJob", name="request_id", field=fields.CharField(null=True, max_length=128)),
        ops.AddField(model_name="RecomputeJob", name="worker", field=fields.CharField(null=True, max_length=128)),
        # Of use only while it is fresh, so nothing of it has to survive a crash of the server.
        ops.RunSQL(
            """
            CREATE UNLOGGED TABLE worker (
                name varchar(128) PRIMARY KEY,
                started_at timestamptz NOT NULL,
                seen_at timestamptz NOT NULL
            )
            """,
            reverse_sql="DROP TABLE worker",
        ),
    ]
