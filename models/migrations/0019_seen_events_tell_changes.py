from tortoise import migrations
from tortoise.migrations import operations as ops

# Only ever compared with what the same function gave: it need not be the same in another database.
DIGEST = """
CREATE FUNCTION event_digest(client text, address text, kind text, app text, at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN hash_record_extended(ROW(client, address, kind, app, at), 0)
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0018_installation_key")]

    operations = [
        # What an event said, so that one that comes again is compared without being looked up. Null of those that were
        # loaded before.
        ops.RunSQL(
            "ALTER TABLE seen_event ADD COLUMN digest bigint", reverse_sql="ALTER TABLE seen_event DROP COLUMN digest"
        ),
        ops.RunSQL(DIGEST, reverse_sql="DROP FUNCTION event_digest"),
    ]
