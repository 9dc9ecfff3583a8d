-- The job that $1 has asked for with key $2.
SELECT id, fence, kind, program, first_day, last_day, month, arguments, from_scratch, rebuild_activity
FROM recompute_job
WHERE requested_by = $1 AND idempotency_key = $2
