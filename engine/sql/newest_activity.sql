-- The newest day up to $2 with activity that is known of any of the clients $3, of all for null; $1 if none comes after that.
SELECT greatest(
    $1::date,
    (SELECT max(day) FROM daily_activity WHERE day > $1 AND day <= $2 AND ($3::bigint[] IS NULL OR client_id = ANY ($3))),
    (SELECT max(day) FROM stale_day WHERE day > $1 AND day <= $2 AND ($3::bigint[] IS NULL OR client_id = ANY ($3)))
)
