-- The currencies of the lines of report $1.
SELECT DISTINCT l.currency
FROM mrr_report r
JOIN mrr_line l ON l.period = r.period AND l.revision = r.revision
WHERE r.id = $1
ORDER BY 1
