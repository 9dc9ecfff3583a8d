-- The jobs that a worker may claim, the schedule's first, then the oldest.
SELECT id, fence FROM recompute_job
WHERE {is_waiting}
ORDER BY scheduled DESC, requested_at, id
LIMIT 100
