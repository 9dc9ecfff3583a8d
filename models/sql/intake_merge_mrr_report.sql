-- The last line of each report wins. One that was there before says the same, or was rejected.
INSERT INTO mrr_report (period, revision, ran_on)
SELECT DISTINCT ON (period, revision) period, revision, ran_on
FROM intake_mrr_report
ORDER BY period, revision, number DESC
ON CONFLICT (period, revision) DO NOTHING
