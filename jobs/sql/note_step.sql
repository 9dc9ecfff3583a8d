-- Notes that $3 steps of job $1 are finished, for the worker of fence $2.
UPDATE recompute_job SET steps_done = $3
WHERE id = $1 AND fence = $2 AND status = 'RUNNING'
RETURNING cancel_requested
