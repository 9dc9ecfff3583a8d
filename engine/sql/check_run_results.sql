-- The days whose last run looked at everybody and left another number of standings, and the months with fewer decided
-- partners than their last run decided of; more have one where a partner is known to have joined later than was thought.
WITH last_run AS (
    SELECT DISTINCT ON (j.kind, r.program, r.day) j.kind, r.program, r.day, r.partners, r.base_day
    FROM recompute_run r
    JOIN recompute_job j ON j.id = r.job_id
    WHERE r.finished_at IS NOT NULL
    ORDER BY j.kind, r.program, r.day, r.id DESC
)
SELECT format('%s: %s partners have a standing, and its last run gave %s', day, standings, partners)
FROM last_run
CROSS JOIN LATERAL (
    SELECT count(*) AS standings FROM standing s WHERE s.as_of = day AND s.program = last_run.program
) AS counted
WHERE kind = 'ACTIVITY' AND base_day IS NULL AND standings <> partners
UNION ALL
SELECT format('effective %s: %s partners have a decision, and its last run decided of %s', day + 1, decided, partners)
FROM last_run
CROSS JOIN LATERAL (
    SELECT count(DISTINCT partner_id) AS decided
    FROM tier_decision d
    WHERE d.effective_on = day + 1 AND d.program = last_run.program
) AS counted
WHERE kind = 'TIERS' AND decided < partners
