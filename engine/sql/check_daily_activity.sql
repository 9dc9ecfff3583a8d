-- The client days from $1 to $2 whose daily activity is not the fold of their events, but for those that wait to
-- be taken in; $3 are the apps in the order of their bits.
WITH app AS (
    SELECT key, 1::bigint << (position - 1)::int AS bit FROM unnest($3::text[]) WITH ORDINALITY AS a (key, position)
),
folded AS (
    {folded}
),
existing AS (
    SELECT client_id, day, actor_id, events, logins, apps FROM daily_activity WHERE day BETWEEN $1 AND $2
),
differing AS (
    SELECT client_id, day, coalesce(sum(folded.events), 0) AS loaded, coalesce(sum(existing.events), 0) AS counted
    FROM folded
    FULL JOIN existing USING (client_id, day, actor_id)
    WHERE (folded.events, folded.logins, folded.apps) IS DISTINCT FROM (existing.events, existing.logins, existing.apps)
    GROUP BY client_id, day
)
SELECT format('client %s on %s: ', coalesce(c.external_id, '#' || client_id), day)
       || CASE WHEN loaded = counted THEN 'other actors, logins or apps than its events have'
               ELSE format('of actors with %s events it counts %s', loaded, counted) END
FROM differing
LEFT JOIN client c ON c.id = client_id
WHERE NOT EXISTS (SELECT FROM stale_day s WHERE s.client_id = differing.client_id AND s.day = differing.day)
