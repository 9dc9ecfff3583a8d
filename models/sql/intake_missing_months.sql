-- The months of staged activity that should have tables of their own and have none.
WITH staged AS MATERIALIZED (
    SELECT DISTINCT date_trunc('month', day::timestamp)::date AS month FROM intake_activity
)
SELECT missing.month FROM staged CROSS JOIN missing_activity_months(staged.month, staged.month) AS missing (month)
ORDER BY month
