-- Removes what dry run $1, and those whose jobs came to an end without a result, have written so far: nobody reads it.
-- One statement, as a job that is tried again meanwhile writes anew.
DELETE FROM dry_run_partner
WHERE dry_run_id IN (
    SELECT d.id
    FROM dry_run d
    JOIN recompute_job j USING (id)
    WHERE d.known_at IS NULL AND (d.id = $1 OR j.status IN ('FAILED', 'CANCELLED'))
)
