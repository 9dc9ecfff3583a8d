-- Notes that run $1 is decided; no row when it is over, or when the server lost what it had gathered.
UPDATE recompute_run
SET decided_at = clock_timestamp()
WHERE id = $1 AND finished_at IS NULL AND EXISTS (SELECT FROM run_mark WHERE run_id = $1)
RETURNING id
