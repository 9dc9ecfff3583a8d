from tortoise import migrations
from tortoise.migrations import operations as ops

# The tables of a run have other names and columns now. Those of a run that an older version left open, which it began to
# gather by, go here; without its mark the run is gathered again, as after a crash of the server.
BEGIN_ANEW = """
DO $$
DECLARE
    run bigint;
BEGIN
    FOR run IN SELECT id FROM recompute_run WHERE finished_at IS NULL LOOP
        EXECUTE format('DROP TABLE IF EXISTS answered_client_%1$s, answered_partner_%1$s, kept_credit_%1$s,'
                       ' claimed_stale_client_%1$s, claimed_stale_partner_%1$s, carried_totals_%1$s', run);
    END LOOP;
    DELETE FROM run_mark;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0023_consumers_of_events")]

    operations = [
        ops.RenameField(model_name="ClientCredit", old_name="steady_until", new_name="valid_until"),
        ops.RunSQL(BEGIN_ANEW, reverse_sql=BEGIN_ANEW),
    ]
