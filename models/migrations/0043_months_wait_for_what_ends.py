from tortoise import migrations
from tortoise.migrations import operations as ops

# A transaction that ends lets go of its tables one after the other. Whoever waited for the first of two that it read
# finds the second still taken for a moment, which is not worth failing for: it waits for that moment, and no longer,
# as somebody who holds the second may wait for the first.
WAIT = r"""
DO $$
DECLARE
    called text;
BEGIN
    FOREACH called IN ARRAY ARRAY['make_activity_months(date, date)', 'drop_unkept_months()'] LOOP
        EXECUTE regexp_replace(pg_get_functiondef(called::regprocedure), '(LOCK TABLE [^;]*) NOWAIT;', $block$
    DECLARE
        usual text := current_setting('lock_timeout');
    BEGIN
        PERFORM set_config('lock_timeout', '200ms', true);
        \1;
        PERFORM set_config('lock_timeout', usual, true);
    END;$block$);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0042_who_moves_and_who_is_near")]

    operations = [ops.RunSQL(WAIT)]
