from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0001_facts_and_results")]

    operations = [
        # The partner as a one-element range, so that plain GiST indexes it and no extension is needed.
        ops.RunSQL(
            """
            ALTER TABLE certification ADD CONSTRAINT certification_periods_apart EXCLUDE USING gist (
                int8range(partner_id, partner_id, '[]') WITH &&,
                daterange(valid_from, valid_until, '[]') WITH &&
            )
            """,
            reverse_sql="ALTER TABLE certification DROP CONSTRAINT certification_periods_apart",
        ),
    ]
