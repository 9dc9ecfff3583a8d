-- The jobs that a worker may claim, the schedule's first but for those that operators have retried, then by the priority
-- of its kind, then the oldest.
SELECT id, fence FROM recompute_job
WHERE {is_waiting}
ORDER BY scheduled AND retried_by IS NULL DESC, {priority} DESC, requested_at, id
LIMIT 100
