-- The months of staged activity that have no tables of their own, and whether they should have.
WITH staged AS MATERIALIZED (
    SELECT DISTINCT day FROM intake_activity
),
months AS (
    SELECT DISTINCT date_trunc('month', day::timestamp)::date AS month FROM staged
)
SELECT month, EXISTS (SELECT FROM missing_activity_months(month, month)) AS is_missing
FROM months WHERE to_regclass('activity_event_' || to_char(month, 'YYYY_MM')) IS NULL
ORDER BY month
