-- Computed days with a report that had not run by then.
SELECT format('%s was computed by the report of %s, revision %s, which ran on %s', c.day, to_char(r.period, 'YYYY-MM'),
              r.revision, r.ran_on)
FROM computed_day c
JOIN mrr_report r ON r.id = c.report_id
WHERE r.ran_on > c.day
