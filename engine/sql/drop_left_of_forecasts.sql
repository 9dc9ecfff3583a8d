-- Removes what job $1, and jobs that came to an end, have found and not kept: nobody reads it.
DELETE FROM forecast_task t
USING recompute_job j
WHERE j.id = t.job_id AND (j.id = $1 OR j.status IN ('FAILED', 'CANCELLED', 'SUCCEEDED'))
