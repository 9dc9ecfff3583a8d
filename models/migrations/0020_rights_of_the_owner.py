from tortoise import migrations
from tortoise.migrations import operations as ops

# What tables of months are made and dropped under: nobody else reads these two. It waits for the first table while it holds
# none, and not for the second: who reads both, in whatever order, is never waited for by somebody that it waits for. Of the
# two it is daily activity that is read all the time.
LOCK = """
LOCK TABLE {of}daily_activity{part} IN ACCESS EXCLUSIVE MODE;
LOCK TABLE {of}activity_event{part} IN ACCESS EXCLUSIVE MODE NOWAIT;
"""

MAKE = """
CREATE OR REPLACE FUNCTION make_activity_months(first date, last date) RETURNS void LANGUAGE plpgsql STRICT AS $$
DECLARE
    month date;
    parent text;
    part text;
BEGIN
    {lock}
    FOREACH month IN ARRAY ARRAY(SELECT missing_activity_months(first, last)) LOOP
        FOREACH parent IN ARRAY ARRAY['activity_event', 'daily_activity'] LOOP
            part := parent || '_' || to_char(month, 'YYYY_MM');
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, parent);
            EXECUTE format('WITH moved AS (DELETE FROM %I WHERE day >= %L AND day < %L RETURNING *)'
                           ' INSERT INTO %I SELECT * FROM moved',
                           parent || '_other', month, (month + interval '1 month')::date, part);
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                           parent, part, month, (month + interval '1 month')::date);
        END LOOP;
    END LOOP;
END $$
"""

DROP = """
CREATE FUNCTION drop_unkept_months() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    part text;
BEGIN
    {lock}
    FOREACH part IN ARRAY ARRAY(
        SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent IN ('activity_event'::regclass, 'daily_activity'::regclass)
          AND right(relname, 7) ~ '^[0-9]{{4}}_[0-9]{{2}}$'
          AND right(relname, 7) < (SELECT to_char(activity_from, 'YYYY_MM') FROM calendar)
        ORDER BY relname
    ) LOOP
        EXECUTE format('DROP TABLE %I', part);
        RETURN NEXT part;
    END LOOP;
END $$
"""

ANALYZE = """
CREATE FUNCTION analyze_table(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ANALYZE %I', name);
END $$
"""

# With the rights of the tables' owner, whoever calls them (models/rights.py says who may), and so with names that mean
# the same whatever the caller's search path is: what PostgreSQL has, what is in this schema, and temporary tables last.
AS_OWNER = """
DO $$
DECLARE
    called text;
BEGIN
    FOREACH called IN ARRAY ARRAY[
        'make_activity_months(date, date)', 'drop_unkept_months()', 'analyze_table(text)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = %I, pg_temp',
                       called, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0019_seen_events_tell_changes")]

    operations = [
        ops.RunSQL(MAKE.format(lock=LOCK.format(of="", part="_other"))),
        ops.RunSQL(DROP.format(lock=LOCK.format(of="ONLY ", part="")), reverse_sql="DROP FUNCTION drop_unkept_months"),
        ops.RunSQL(ANALYZE, reverse_sql="DROP FUNCTION analyze_table"),
        ops.RunSQL(
            AS_OWNER,
            reverse_sql="ALTER FUNCTION make_activity_months(date, date) SECURITY INVOKER RESET search_path",
        ),
    ]
