-- The open run, of which there is one at most: with its job's and its report's columns, whether the server still has what
-- it gathered (`marked`), and whether a worker has its job (`live`).
SELECT r.*, j.kind, j.request_id, p.period, p.revision, p.ran_on,
       EXISTS (SELECT FROM run_mark m WHERE m.run_id = r.id) AS marked,
       j.status = 'RUNNING' AND j.lease_until > clock_timestamp() AS live
FROM recompute_run r
JOIN recompute_job j ON j.id = r.job_id
LEFT JOIN mrr_report p ON p.id = r.report_id
WHERE r.finished_at IS NULL
