from tortoise import migrations
from tortoise.migrations import operations as ops

# A UUID of version 4 has 122 random bits, and `gen_random_uuid` takes them from where keys are made of.
MAKE = """
CREATE TABLE installation (
    this boolean PRIMARY KEY DEFAULT true CHECK (this),
    key bytea NOT NULL CHECK (length(key) = 32),
    plain_cursors bigint NOT NULL
);
INSERT INTO installation (key, plain_cursors)
SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), coalesce(max(seq), 0) FROM event
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0017_addresses_in_one_form")]

    operations = [
        # Numbers of events are of all partners together, so cursors hide them. Those that clients have by now, which
        # show them, stay good.
        ops.RunSQL(MAKE, reverse_sql="DROP TABLE installation"),
    ]
