-- The partners whose numbers on days up to $2 may not be what facts give now, by what was computed as of $1, the newest
-- computed day of program $3: of whom something was loaded, or taken in, or waits to be, since that day was computed, or of
-- whom something lies on a day since.
WITH stale AS (
    SELECT client_id FROM stale_client
    UNION ALL
    SELECT client_id FROM stale_day WHERE day <= $2
),
touched_client AS MATERIALIZED (
    {touched_clients}
)
{touched_partners}
