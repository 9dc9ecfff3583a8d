from tortoise import migrations
from tortoise.migrations import operations as ops

# A worker says until when it is there, as whoever has a job or a chunk does, and no longer when it said so last.
LEASE = """
ALTER TABLE worker RENAME COLUMN seen_at TO lease_until;
ALTER TABLE worker ADD COLUMN fence bigint NOT NULL DEFAULT 1;
UPDATE worker SET lease_until = lease_until + interval '30 s'
"""
BACK = """
UPDATE worker SET lease_until = lease_until - interval '30 s';
ALTER TABLE worker DROP COLUMN fence;
ALTER TABLE worker RENAME COLUMN lease_until TO seen_at
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0021_natural_keys")]

    operations = [ops.RunSQL(LEASE, reverse_sql=BACK)]
