-- The last run that looked at the newest decisions of program $1: it left them as they are, by the report and the edition
-- that it had.
SELECT r.day, r.report_id, r.edition_digest
FROM recompute_run r
JOIN recompute_job j ON j.id = r.job_id
WHERE j.kind = 'TIERS' AND r.finished_at IS NOT NULL AND r.program = $1
  AND r.day = (SELECT as_of FROM tier_decision WHERE program = $1 ORDER BY effective_on DESC LIMIT 1)
ORDER BY r.id DESC
LIMIT 1
