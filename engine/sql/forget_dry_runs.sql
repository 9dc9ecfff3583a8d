-- Removes all dry runs that are complete but the newest $1, with their results, and all whose jobs came to an end without a
-- result but as many of those.
DELETE FROM dry_run
WHERE id IN (
    SELECT id
    FROM (
        SELECT d.id, row_number() OVER (PARTITION BY d.known_at IS NULL ORDER BY d.id DESC) AS place
        FROM dry_run d
        JOIN recompute_job j USING (id)
        WHERE d.known_at IS NOT NULL OR j.status IN ('FAILED', 'CANCELLED')
    ) AS ended
    WHERE place > $1
)
