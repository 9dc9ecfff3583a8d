-- Daily activity from the first day that gather.sql looks at to $1, with the client-days whose events were not all taken
-- in yet made of those: what it will be once a run has taken them in. {apps} are the apps in the order of their bits, and
-- {last_day} is a day after which there is no activity yet: without it, that of a future day would be looked for, and the
-- table of all days that have none of their own locked. What gather.sql narrows down is not narrowed down here again: to
-- plan that for many clients takes longer than to read their activity.
(
    WITH stale AS MATERIALIZED (
        SELECT DISTINCT client_id, day
        FROM stale_day
        WHERE day BETWEEN least($2::date, $3::date) AND $1::date AND day <= {last_day}::date {of_clients}
    ),
    app AS (
        SELECT key, 1::bigint << (position - 1)::int AS bit
        FROM unnest({apps}::text[]) WITH ORDINALITY AS a (key, position)
    )
    SELECT client_id, day, actor_id, events, logins, apps
    FROM daily_activity d
    WHERE day <= {last_day}::date
      AND NOT EXISTS (SELECT FROM stale WHERE stale.client_id = d.client_id AND stale.day = d.day)
    UNION ALL
    {folded}
) AS overlaid
