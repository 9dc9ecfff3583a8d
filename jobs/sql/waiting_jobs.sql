-- The jobs that a worker may claim, the schedule's first, then by the priority of its kind, then the oldest.
SELECT id, fence FROM recompute_job
WHERE {is_waiting}
ORDER BY scheduled DESC, {priority} DESC, requested_at, id
LIMIT 100
