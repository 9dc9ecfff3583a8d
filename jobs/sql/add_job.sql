-- Adds a job that waits for a worker, unless its requester has used the key.
INSERT INTO recompute_job (kind, status, first_day, last_day, month, arguments, done, total, scheduled, requested_by,
                           requested_at, attempts, idempotency_key, cancel_requested, fence, from_scratch,
                           rebuild_activity, request_id, program)
VALUES ($1, 'QUEUED', $2, $3, $4, $5::jsonb, 0, $6, $7, $8, $9, 0, $10, false, 0, $11, $12, $13, $14)
ON CONFLICT (requested_by, idempotency_key) DO NOTHING
RETURNING id, fence
