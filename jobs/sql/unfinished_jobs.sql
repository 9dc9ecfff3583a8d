-- How many jobs wait or run that $1 has asked for, and how many of all; without those of the schedule.
SELECT count(*) FILTER (WHERE requested_by = $1) AS own, count(*) AS together
FROM recompute_job
WHERE NOT scheduled AND status IN ('QUEUED', 'RUNNING')
