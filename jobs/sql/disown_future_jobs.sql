-- Jobs of the schedule for days after $1, which have not closed: what they made is no work of the schedule's that is
-- done, nor may a later one find its key taken.
UPDATE recompute_job SET scheduled = false, idempotency_key = NULL
WHERE scheduled AND coalesce(last_day, month + 13) > $1
RETURNING id, status
