-- Takes a chunk of run $1 that nobody works on; those of workers that are gone come first.
UPDATE recompute_chunk AS taken
SET {taking}
WHERE run_id = $1 AND number = (
    SELECT number FROM recompute_chunk
    WHERE run_id = $1 AND finished_at IS NULL AND coalesce(lease_until < clock_timestamp(), true)
    ORDER BY number
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING number, first_partner, last_partner, partners_before, fence
