-- The currencies of the lines of reports: $1 the reports' periods, $2 their revisions.
SELECT DISTINCT period, revision, currency
FROM mrr_line
JOIN unnest($1::date[], $2::integer[]) AS wanted (period, revision) USING (period, revision)
