-- The months of which activity and daily activity do not both have an attached table, and activity that lies in the table
-- for all other days though it belongs in a month's, or before the first day that is kept.
WITH parent AS (
    SELECT name, name::regclass AS id FROM unnest(ARRAY['activity_event', 'daily_activity']) AS name
),
part AS (
    SELECT p.name AS parent, c.relname AS name, right(c.relname, 7) AS month,
           EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.oid AND inhparent = p.id) AS attached
    FROM parent p
    JOIN pg_class c ON c.relname ~ ('^' || p.name || '_[0-9]{4}_[0-9]{2}$') AND c.relkind = 'r'
        AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = p.id)
),
other AS (
    SELECT 'activity_event' AS parent, day FROM activity_event_other
    UNION ALL
    SELECT 'daily_activity', day FROM daily_activity_other
),
retained AS (
    SELECT coalesce((SELECT activity_from FROM calendar), '-infinity') AS first
)
SELECT format('%s is not attached to %s', part.name, part.parent) FROM part WHERE NOT attached
UNION ALL
SELECT format('%s is there, and no such month of %s', part.name, p.name)
FROM part
JOIN parent p ON p.name <> part.parent
WHERE attached AND NOT EXISTS (SELECT FROM part o WHERE o.attached AND o.parent = p.name AND o.month = part.month)
UNION ALL
SELECT format('%s_other has %s rows of %s, a month that should have a table', parent, count(*), to_char(day, 'YYYY-MM'))
FROM other
WHERE date_trunc('month', day)::date IN (SELECT missing_activity_months(min(day), max(day)) FROM other)
GROUP BY parent, to_char(day, 'YYYY-MM')
UNION ALL
SELECT format('%s_other has %s rows before %s, the first day that is kept', parent, count(*), retained.first)
FROM other, retained
WHERE day < retained.first
GROUP BY parent, retained.first
