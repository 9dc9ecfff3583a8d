-- How many jobs wait or run that $1 has asked for, the last time somebody did, and how many of all; without those that
-- the schedule has asked for last.
SELECT count(*) FILTER (WHERE coalesce(retried_by, requested_by) = $1) AS own, count(*) AS together
FROM recompute_job
WHERE NOT (scheduled AND retried_by IS NULL) AND status IN ('QUEUED', 'RUNNING')
