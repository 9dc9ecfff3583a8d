-- Removes all dry runs that are complete but the newest $1, and their results with them.
DELETE FROM dry_run
WHERE id IN (SELECT id FROM dry_run WHERE known_at IS NOT NULL ORDER BY id DESC OFFSET $1)
