-- Rebuilds the daily activity of every stale client-day up to $1; $2 are the apps in the order of their bits. Their
-- clients' credits are stale from now on.
-- One statement, so one snapshot: the events of every stale row that it removes are visible to it. That it also looks at
-- the tables of all of them is due to Lock.MONTHS, which its transaction shares.
WITH stale AS (
    DELETE FROM stale_day WHERE day <= $1 RETURNING client_id, day
),
client_days AS (
    SELECT DISTINCT client_id, day FROM stale
),
stale_clients AS (
    INSERT INTO stale_client (client_id) SELECT DISTINCT client_id FROM stale
),
app AS (
    SELECT key, 1::bigint << (position - 1)::int AS bit FROM unnest($2::text[]) WITH ORDINALITY AS a (key, position)
)
INSERT INTO daily_activity AS existing (client_id, day, actor_id, events, logins, apps)
{folded}
ON CONFLICT (client_id, day, actor_id) DO UPDATE
SET events = excluded.events, logins = excluded.logins, apps = excluded.apps
WHERE (existing.events, existing.logins, existing.apps)
    IS DISTINCT FROM (excluded.events, excluded.logins, excluded.apps)
