-- Notes that all forecasts of program $1 are after the day $2, and rest on $3, at $5: if $4 is still their version.
INSERT INTO forecast_day AS kept (program, day, outlook, version, computed_at) VALUES ($1, $2, $3, 1, $5)
ON CONFLICT (program) DO UPDATE
SET day = excluded.day, outlook = excluded.outlook, version = kept.version + 1, computed_at = excluded.computed_at
WHERE kept.version = $4
RETURNING true
