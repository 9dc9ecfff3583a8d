-- The open run, if its job has come to an end without it.
SELECT r.*
FROM recompute_run r
JOIN recompute_job j ON j.id = r.job_id
WHERE r.finished_at IS NULL AND j.status NOT IN ('QUEUED', 'RUNNING')
