-- Whether some staged activity lies in a month that has no tables of its own.
WITH staged AS MATERIALIZED (
    SELECT DISTINCT date_trunc('month', day::timestamp)::date AS month FROM intake_activity
)
SELECT EXISTS (SELECT FROM staged WHERE to_regclass('activity_event_' || to_char(month, 'YYYY_MM')) IS NULL)
