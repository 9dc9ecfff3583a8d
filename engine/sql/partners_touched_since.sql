-- The partners whose standings as of $1, the newest computed day of program $3, may not be what facts give now: of whom
-- something was loaded, or taken in, or waits to be, since that day was computed. $2 is the day once more.
WITH stale AS (
    SELECT client_id FROM stale_client
    UNION ALL
    SELECT client_id FROM stale_day WHERE day <= $1
),
touched_client AS MATERIALIZED (
    {touched_clients}
)
{touched_partners}
