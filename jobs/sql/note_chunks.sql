-- Notes that the step in hand of job $1, which the worker of fence $2 has, is of $3 chunks, and reckons as many for each
-- that is to come.
UPDATE recompute_job
SET total = done + $3::int * (coalesce(last_day - first_day + 1, 1) - steps_done)
WHERE {claimed}
RETURNING cancel_requested
