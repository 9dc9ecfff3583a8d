-- What daily activity is: the events of {events}, those that {narrowed} leaves, by client, day and actor. Part of
-- statements in which `app` has the bit of each app.
SELECT e.client_id, e.day, e.actor_id,
       count(*) AS events, count(*) FILTER (WHERE e.kind = 'LOGIN') AS logins, coalesce(bit_or(app.bit), 0) AS apps
FROM {events} e {narrowed}
LEFT JOIN app ON app.key = e.app
GROUP BY e.client_id, e.day, e.actor_id
