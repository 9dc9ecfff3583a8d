-- Of the newest months whose last report somebody confirmed, five at most: that report.
SELECT period, revision, ran_on, confirmed_by, confirmed_at
FROM mrr_report r
WHERE confirmed_at IS NOT NULL
  AND NOT EXISTS (SELECT FROM mrr_report later WHERE later.period = r.period AND later.revision > r.revision)
ORDER BY period DESC
LIMIT 5
