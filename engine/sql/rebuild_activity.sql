-- Makes the daily activity in the tables of {part} what the events there give, but for stale days, which a run is about
-- to take in; $1 are the apps in the order of their bits. The clients whose days were different are stale from now on.
-- A row for each month with such days.
WITH app AS (
    SELECT key, 1::bigint << (position - 1)::int AS bit FROM unnest($1::text[]) WITH ORDINALITY AS a (key, position)
),
folded AS (
    {folded}
),
compared AS (
    SELECT client_id, day, actor_id, folded.events, folded.logins, folded.apps
    FROM folded FULL JOIN daily_activity_{part} AS existing USING (client_id, day, actor_id)
    WHERE (folded.events, folded.logins, folded.apps) IS DISTINCT FROM (existing.events, existing.logins, existing.apps)
),
different AS MATERIALIZED (
    SELECT * FROM compared c
    WHERE NOT EXISTS (SELECT FROM stale_day stale WHERE stale.client_id = c.client_id AND stale.day = c.day)
),
removed AS (
    DELETE FROM daily_activity_{part} AS existing USING different d
    WHERE d.events IS NULL AND (existing.client_id, existing.day, existing.actor_id) = (d.client_id, d.day, d.actor_id)
),
written AS (
    INSERT INTO daily_activity_{part} (client_id, day, actor_id, events, logins, apps)
    SELECT client_id, day, actor_id, events, logins, apps FROM different WHERE events IS NOT NULL
    ON CONFLICT (client_id, day, actor_id) DO UPDATE
    SET events = excluded.events, logins = excluded.logins, apps = excluded.apps
),
stale_clients AS (
    INSERT INTO stale_client (client_id) SELECT DISTINCT client_id FROM different
)
SELECT date_trunc('month', day::timestamp)::date AS month, count(DISTINCT (client_id, day))::int AS client_days,
       min(day) AS first_day, max(day) AS last_day
FROM different GROUP BY 1 ORDER BY 1
