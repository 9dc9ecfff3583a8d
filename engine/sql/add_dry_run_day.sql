-- Notes what dry run $1 has found of the day $2, as of $3: edition $4 is in force then, $5 partners have joined; $6 are
-- the tiers and $7 the moves.
INSERT INTO dry_run_day (dry_run_id, effective_on, as_of, edition, partners, tiers, moves)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb)
