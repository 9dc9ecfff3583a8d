-- The days of dry run $1.
SELECT effective_on, as_of, edition, partners, tiers::text AS tiers, moves::text AS moves
FROM dry_run_day
WHERE dry_run_id = $1
ORDER BY effective_on
