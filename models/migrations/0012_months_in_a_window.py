from tortoise import migrations
from tortoise.migrations import operations as ops

# So many months before the current one, by the database's clock, and so many after it have tables of their own.
MONTHS_BEFORE = 120
MONTHS_AHEAD = 2

MISSING = f"""
CREATE FUNCTION missing_activity_months(first date, last date) RETURNS SETOF date LANGUAGE sql STABLE STRICT AS $$
SELECT month::date
FROM (SELECT date_trunc('month', statement_timestamp() AT TIME ZONE 'UTC') AS this) AS clock
CROSS JOIN generate_series(
    greatest(date_trunc('month', first::timestamp), this - interval '{MONTHS_BEFORE} months',
             (SELECT activity_from::timestamp FROM calendar)),
    least(last::timestamp, this + interval '{MONTHS_AHEAD} months'),
    interval '1 month'
) AS month
WHERE to_regclass('activity_event_' || to_char(month, 'YYYY_MM')) IS NULL
$$
"""

# Rows of a month that had no table until now, because a clock was wrong or the window another one, move into it.
MAKE = """
CREATE OR REPLACE FUNCTION make_activity_months(first date, last date) RETURNS void LANGUAGE plpgsql STRICT AS $$
DECLARE
    month date;
    parent text;
    part text;
BEGIN
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


class Migration(migrations.Migration):
    dependencies = [("models", "0011_open_runs_begin_anew")]

    operations = [
        # Each statement that looks at many months locks all of their tables. So only those of a window have tables of
        # their own; the rest of time shares one. Tables outside of it that are there already stay.
        ops.RunSQL(MISSING, reverse_sql="DROP FUNCTION missing_activity_months"),
        ops.RunSQL(MAKE),
    ]
