-- The first days of the months of activity that have tables of their own.
SELECT DISTINCT to_date(right(relname, 7), 'YYYY_MM') AS day
FROM pg_inherits
JOIN pg_class ON oid = inhrelid
WHERE inhparent IN ('activity_event'::regclass, 'daily_activity'::regclass) AND relname ~ '_[0-9]{4}_[0-9]{2}$'
ORDER BY day
