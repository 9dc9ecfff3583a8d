from tortoise import migrations
from tortoise.migrations import operations as ops

# The extension may be there already, in a schema that is not on the path.
INDEX = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
DO $$
BEGIN
    EXECUTE format(
        'CREATE INDEX client_by_trigrams ON client USING gin (name_key %1$s.gin_trgm_ops,'
        ' (folded(external_id)) COLLATE "C" %1$s.gin_trgm_ops)',
        (SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'pg_trgm')
    );
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0037_forecasts")]

    operations = [ops.RunSQL(INDEX, reverse_sql="DROP INDEX client_by_trigrams")]
