-- The events from $1 to $2 whose client or actor is not there, or whose day is not that of their moment on the
-- database's calendar. PostgreSQL need not know the calendar's time zone, and what it knows of one agrees with others from
-- 1970 on.
WITH zone AS (
    SELECT timezone FROM calendar WHERE timezone IN (SELECT name FROM pg_timezone_names)
)
SELECT format('event %s on %s: ', e.external_id, e.day)
       || CASE WHEN c.id IS NULL THEN 'its client is not there'
               WHEN a.id IS NULL THEN 'its actor is not there'
               ELSE 'its day is not that of its moment' END
FROM activity_event e
LEFT JOIN client c ON c.id = e.client_id
LEFT JOIN actor a ON a.id = e.actor_id
WHERE e.day BETWEEN $1 AND $2
  AND (c.id IS NULL OR a.id IS NULL
       OR e.day BETWEEN '1970-01-02' AND '9999-12-30' AND (e.at AT TIME ZONE (SELECT timezone FROM zone))::date <> e.day)
