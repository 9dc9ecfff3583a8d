-- Notes that the step in hand of job $1, which the worker of fence $2 has, is of $3 chunks, and reckons as many for each
-- that is to come.
UPDATE recompute_job
SET total = done + $3::int * (CASE WHEN kind = 'TIERS' THEN 1 ELSE last_day - first_day + 1 END - steps_done)
WHERE {held}
RETURNING cancel_requested
