-- Notes that $3 steps of job $1 are finished, for the worker of fence $2.
UPDATE recompute_job SET steps_done = $3
WHERE {claimed}
RETURNING cancel_requested
