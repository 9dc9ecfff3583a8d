-- Of the current month and the next two, by the database's clock, those that have no tables yet.
SELECT missing_activity_months(today, (today + interval '2 months')::date) AS month
FROM (SELECT (statement_timestamp() AT TIME ZONE 'UTC')::date AS today) AS clock
