-- Dry run $1, by its names in `tierline dry-run --json`.
SELECT id AS number, program, edition, name, digest, first_on AS first, last_on AS last, known_at
FROM dry_run
WHERE id = $1
